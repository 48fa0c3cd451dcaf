/** What the folder says of itself. */
export const README = `This folder is a site for Hugo (https://gohugo.io). Put a theme into themes/, name it in hugo.toml, and
run "hugo server"; with "--buildDrafts" drafts are there too.

content/articles/YEAR/SLUG/  an article (index.md, or index.html where it was written in HTML) with its pictures
content/categories/          sections: their names and addresses
data/                        sections, fronts (which articles stand first), readings (pinyin), rules of addresses
gone.txt                     addresses of what was withdrawn
archive.ndjson, pictures/    everything there is, as "npm run import -- archive.ndjson --pictures pictures" takes it
hugo.toml                    made once: yours from then on. All else above is made anew by the next export

Not everything here is public: drafts, planned articles, withdrawn ones (in archive.ndjson) and their pictures.
Keep the folder, and a repository made of it, private.

What a static site does otherwise:
- It has no "410 Gone". Have your web server answer it for the addresses in gone.txt, and follow data/address-rules.json.
- Old addresses are pages of their own that send readers on ("aliases"). Those with a query, or in another
  encoding, cannot be: they are under params.formerAddresses, for your web server.
- Planned articles come out when the site is built after their time (publishDate), not by themselves.
- There is no search, no list of each author or month, and no front page by editors' choice, unless a theme has it.
- Pinyin written {社|shè} is <ruby> now. In plain text 社(shè) stays as it was written.
- **Bold** beside Chinese punctuation, which the newsroom knows, may not be bold: Hugo goes by CommonMark's letter.

本目录是一个 Hugo 网站。把主题放进 themes/，在 hugo.toml 里写上名字，运行 hugo server 即可（加 --buildDrafts 可看草稿）。
文章连同图片在 content/articles/年份/文章/，栏目在 content/categories/，头条、读音、旧网址规则在 data/，
已撤下的地址在 gone.txt；archive.ndjson 和 pictures/ 是完整的存档，可以原样导回。hugo.toml 只生成一次，其余每次导出都会重写。
草稿、待发布和已撤下的内容也在这里，请勿公开本目录。

静态网站做不到的：410（请按 gone.txt 在服务器上设置）、带参数的旧网址（在各篇的 params.formerAddresses 里）、
到点自动发布（要在那之后重新生成网站）、站内搜索。{社|shè} 已改成 <ruby>；纯文本里的 社(shè) 保持原样。
紧挨中文标点的 **粗体**，Hugo 可能不认。
`
