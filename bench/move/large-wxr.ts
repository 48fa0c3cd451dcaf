/**
 * node bench/move/large-wxr.ts FILE [MEGABYTES]: writes an export of WordPress as large as asked, 200 MB unless
 * said, the same each time: posts of both editors in Chinese, their pictures and comments.
 */

import { once } from 'node:events'
import { createWriteStream } from 'node:fs'

const HAN =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严'

const HEAD = `<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>区报</title>
<link>https://old.example</link>
<language>zh-CN</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://old.example</wp:base_site_url>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login><![CDATA[li]]></wp:author_login><wp:author_display_name><![CDATA[李记者]]></wp:author_display_name></wp:author>
<wp:category><wp:term_id>1</wp:term_id><wp:category_nicename>news</wp:category_nicename><wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[新闻]]></wp:cat_name></wp:category>
`

/** Numbers from 0 on, below `below`, the same in each run. */
function dice(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Writes at least so many megabytes (of a million bytes); gives the numbers of posts and attachments. */
export async function writeLargeWxr(path: string, megabytes: number) {
  const roll = dice(20_190_501)
  const file = createWriteStream(path)
  let [bytes, posts] = [0, 0]
  const write = async (text: string) => {
    bytes += Buffer.byteLength(text)
    if (!file.write(text)) await once(file, 'drain')
  }
  await write(HEAD)
  while (bytes < megabytes * 1_000_000) {
    const id = 1 + posts++ * 2
    await write(attachment(id + 1, id) + post(id, roll))
  }
  await write('</channel>\n</rss>\n')
  file.end()
  await once(file, 'finish')
  return { posts, attachments: posts, bytes }
}

function sentence(roll: (below: number) => number): string {
  let text = ''
  for (let left = 12 + roll(20); left > 0; left--) text += HAN[roll(HAN.length)]
  return `${text}。`
}

const paragraphs = (roll: (below: number) => number) =>
  Array.from({ length: 4 + roll(8) }, () => sentence(roll) + sentence(roll) + sentence(roll))

function post(id: number, roll: (below: number) => number): string {
  const title = sentence(roll).slice(0, 12)
  const all = paragraphs(roll)
  const picture = `<img src="https://old.example/wp-content/uploads/${id + 1}-300x200.jpg" alt="" />`
  const body =
    id % 4 === 1
      ? `[caption id="a" width="300"]${picture} ${title}[/caption]\n\n${all.join('\n\n')}`
      : all
          .map((text) => `<!-- wp:paragraph -->\n<p>${text}</p>\n<!-- /wp:paragraph -->`)
          .join('\n\n')
  const day = `${2005 + (id % 20)}-0${1 + (id % 9)}-1${id % 10} 0${id % 10}:30:00`
  return `<item>
<title><![CDATA[${title}]]></title>
<link>https://old.example/${day.slice(0, 4)}/${encodeURI(title).toLowerCase()}/</link>
<dc:creator><![CDATA[li]]></dc:creator>
<guid isPermaLink="false">https://old.example/?p=${id}</guid>
<content:encoded><![CDATA[${body}]]></content:encoded>
<excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>${id}</wp:post_id>
<wp:post_date><![CDATA[${day}]]></wp:post_date>
<wp:post_date_gmt><![CDATA[${day}]]></wp:post_date_gmt>
<wp:post_name><![CDATA[${encodeURI(title).toLowerCase()}]]></wp:post_name>
<wp:status><![CDATA[publish]]></wp:status>
<wp:post_type><![CDATA[post]]></wp:post_type>
<category domain="category" nicename="news"><![CDATA[新闻]]></category>
<category domain="post_tag" nicename="t${id % 50}"><![CDATA[词${id % 50}]]></category>
<wp:postmeta><wp:meta_key><![CDATA[_thumbnail_id]]></wp:meta_key><wp:meta_value><![CDATA[${id + 1}]]></wp:meta_value></wp:postmeta>
<wp:comment><wp:comment_id>${id}</wp:comment_id><wp:comment_content><![CDATA[${sentence(roll)}]]></wp:comment_content><wp:comment_type></wp:comment_type></wp:comment>
</item>
`
}

const attachment = (id: number, post: number) => `<item>
<title>${id}</title>
<link>https://old.example/${id}/</link>
<wp:post_id>${id}</wp:post_id>
<wp:post_parent>${post}</wp:post_parent>
<wp:status>inherit</wp:status>
<wp:post_type>attachment</wp:post_type>
<wp:attachment_url>https://old.example/wp-content/uploads/${id}.jpg</wp:attachment_url>
</item>
`

// Run as a program, and not imported.
if (process.argv[1] === import.meta.filename) {
  const [path = '', megabytes = '200'] = process.argv.slice(2)
  console.log(await writeLargeWxr(path, Number(megabytes)))
}
