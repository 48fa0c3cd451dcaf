import { describe, expect, test } from 'vitest'
import type { Format } from '../../../src/articles/article'
import { renderBody } from '../../../src/articles/body/render'
import { textLines } from '../../../src/articles/text-of'

const site = { origin: 'https://news.test', embeds: [] }

function render(source: string, format: Format = 'html') {
  const body = renderBody(source, format, site)
  if ('fault' in body) throw new Error(body.fault)
  return body
}

const html = (source: string, format?: Format) => render(source, format).html

describe('a link within an article', () => {
  test.each([
    ['an id', '<a href="#s1">一</a><h2 id="s1">一</h2>', 'in-s1'],
    ['the name of an anchor', '<a href="#s1">一</a><p><a name="s1"></a>一</p>', 'in-s1'],
    ['an id on what is not kept', '<a href="#s1">一</a><font id="s1">一</font>', 'in-s1'],
    ['a part', '<a href="#s1">一</a><section id="s1">一</section>', 'in-s1'],
    ['an encoded name', '<a href="#%E4%B8%80">一</a><h2 id="一">一</h2>', 'in-一'],
    ['what stands before it', '<h2 id="s1">一</h2><a href="#s1">一</a>', 'in-s1'],
  ])('leads to %s', (_, source, id) => {
    const page = html(source)
    expect(page).toContain(`<a href="#${id}">一</a>`)
    expect(page.match(/ id="[^"]*"/g)).toEqual([` id="${id}"`])
  })

  test('leads to a name that cannot be written in an address', () => {
    const page = html('<a href="#a%20b">一</a><h2 id="a b">一</h2>')
    const [, id] = / id="([^"]+)"/.exec(page) ?? []
    expect(page).toContain(`href="#${id}"`)
  })

  test('leads to a heading by the name that other writers give it', () => {
    expect(html('[见](#工作-要求)\n\n## 工作 要求', 'markdown')).toContain(
      '<a href="#in-工作-要求">见</a></p>\n<h2 id="in-工作-要求">',
    )
    expect(html('[a](#what-is-new)\n\n## What is *new*?', 'markdown')).toContain('<h2 id="in-')
  })

  test('works in Markdown with the ids that are written in HTML', () => {
    expect(html('[一](#x)\n\n<p id="x">二</p>', 'markdown')).toMatch(/href="#in-x".*id="in-x"/s)
  })

  test('goes, with a note, when it leads nowhere; its text stays', () => {
    const { html, notes } = render('<p>见<a href="#none">附件</a></p>')
    expect(html).toBe('<p>见<a>附件</a></p>')
    expect(notes).toEqual([expect.stringContaining('#none')])
  })

  test('to the start of the page stays', () => {
    expect(html('<a href="#">一</a><a href="#top">二</a>')).toBe(
      '<a href="#">一</a><a href="#top">二</a>',
    )
  })

  test('cannot name anything of the page around it', () => {
    expect(html('<a href="#main">一</a><p id="main">二</p>')).toContain('<p id="in-main">')
  })

  test('an id that nothing leads to goes, and of two the second', () => {
    expect(html('<p id="a">一</p>')).toBe('<p>一</p>')
    expect(html('<a href="#a">一</a><p id="a">二</p><p id="a">三</p>')).toMatch(
      /<p id="in-a">二<\/p><p>三/,
    )
  })
})

/** The same text, with a note, as the usual writers have it. */
const WRITERS: Record<string, string> = {
  Word: `<p>会议<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span>[1]</span></span></a>召开。</p><div><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1" title=""><span>[1]</span></a> 注。</p></div></div>`,
  'Google Docs': `<p>会议<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>召开。</p><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;注。</span></p></div>`,
  WordPress: `<p>会议<sup data-fn="8f-1" class="fn"><a href="#8f-1" id="8f-1-link">1</a></sup>召开。</p><ol class="wp-block-footnotes"><li id="8f-1">注。 <a href="#8f-1-link" aria-label="Jump">↩︎</a></li></ol>`,
  'WordPress, exported': `<p>会议<a href="https://old.example/p/#_ftn1" name="_ftnref1">[1]</a>召开。</p><p><a href="https://old.example/p/#_ftnref1" name="_ftn1">[1]</a> 注。</p>`,
  Pandoc: `<p>会议<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>召开。</p><section id="footnotes" class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr><ol><li id="fn1"><p>注。<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>`,
  kramdown: `<p>会议<sup id="fnref:1"><a href="#fn:1" class="footnote" rel="footnote">1</a></sup>召开。</p><div class="footnotes"><ol><li id="fn:1"><p>注。 <a href="#fnref:1" class="reversefootnote">&#8617;</a></p></li></ol></div>`,
  'Python-Markdown': `<p>会议<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup>召开。</p><div class="footnote"><hr><ol><li id="fn:a"><p>注。<a class="footnote-backref" href="#fnref:a" title="Jump">&#8617;</a></p></li></ol></div>`,
  GitHub: `<p>会议<sup><a href="#user-content-fn-1" id="user-content-fnref-1" data-footnote-ref>1</a></sup>召开。</p><section data-footnotes class="footnotes"><ol><li id="user-content-fn-1"><p>注。 <a href="#user-content-fnref-1" data-footnote-backref>↩</a></p></li></ol></section>`,
  MediaWiki: `<p>会议<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup>召开。</p><ol class="references"><li id="cite_note-1"><b><a href="#cite_ref-1">^</a></b> 注。</li></ol>`,
}

describe.each(Object.entries(WRITERS))('the footnotes of %s', (_, source) => {
  const page = html(source)

  test('lead there and back', () => {
    const hrefs = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(hrefs).toHaveLength(2)
    expect([...ids].sort()).toEqual([...hrefs].sort())
  })

  test('say what they are, and leave no marks in the text', () => {
    expect(page).toMatch(
      /会议<sup [^>]*class="footnote-ref"[^>]*><a [^>]*role="doc-noteref">(?:<span>)*[^<]+(?:<\/span>)*<\/a>/,
    )
    expect(page).toContain('role="doc-backlink"')
    expect(textLines(page)).toEqual(['会议召开。', '注。'])
    expect(render(source).text.replace(/\s+/g, '')).toBe('会议召开。注。')
  })

  test('make a part of their own where they are a list', () => {
    expect(page.match(/<section class="footnotes"/g) ?? []).toHaveLength(/<ol/.test(source) ? 1 : 0)
  })
})

test('links there and back that are no notes stay as they are', () => {
  const page = html(
    '<p><a id="t" href="#s">第一章 总则</a></p><h2 id="s"><a href="#t">第一章</a></h2>',
  )
  expect(page).not.toMatch(/footnote|sup/)
})

describe('pictures that a script would have shown', () => {
  const PICTURE = 'src="https://example.com/a.jpg"'

  test.each([
    '<img data-src="https://example.com/a.jpg" alt="现场">',
    '<img src="data:image/gif;base64,R0" data-src="https://example.com/a.jpg" alt="现场">',
    '<img src="" data-original="https://example.com/a.jpg" alt="现场">',
    '<img src="/img/blank.gif" data-lazy-src="https://example.com/a.jpg" alt="现场">',
    '<img data-actualsrc="https://example.com/a.jpg" alt="现场">',
    '<img data-src="//example.com/a.jpg" alt="现场">',
    '<img data-srcset="https://example.com/a.jpg 640w, https://example.com/b.jpg 960w" alt="现场">',
    '<img srcset="https://example.com/a.jpg 2x" alt="现场">',
    '<img src="data:image/gif,x" alt="现场"><noscript><img src="https://example.com/a.jpg" alt="现场"></noscript>',
    '<noscript><img src="https://example.com/a.jpg" alt="现场"></noscript><img data-src="https://example.com/a.jpg" alt="现场">',
    '<noscript><img src="https://example.com/a.jpg" alt="现场"></noscript>',
  ])('are shown once, and a note says so: %s', (source) => {
    const { html, concerns } = render(`<p>文</p>${source}`)
    expect(html.match(/<img/g)).toHaveLength(1)
    expect(html).toContain(PICTURE)
    expect(html).toContain('alt="现场"')
    expect(concerns).toEqual([])
  })

  test('are told', () => {
    expect(render('<img data-src="https://example.com/a.jpg" alt="">').notes).toEqual([
      expect.stringContaining('https://example.com/a.jpg'),
    ])
  })

  test('keep the address they have when it is a picture', () => {
    const source =
      '<img src="https://example.com/s.jpg" data-src="https://example.com/a.jpg" alt="">'
    expect(html(source)).toContain('src="https://example.com/s.jpg"')
  })

  test.each([
    '<img alt="a">',
    '<img src="data:image/png;base64,x" alt="a">',
    '<img src="blob:x" alt="a">',
  ])('cannot be left out without a word: %s', (source) => {
    expect(render(`文${source}`).concerns).toEqual([
      expect.stringMatching(/^has a picture without an address/),
    ])
  })
})

describe('what pages cannot play', () => {
  test.each([
    ['<video src="https://example.com/v.mp4"></video>', 'https://example.com/v.mp4', 'v.mp4'],
    [
      '<audio><source src="//example.com/a.mp3">不支持</audio>',
      'https://example.com/a.mp3',
      'a.mp3',
    ],
    ['<embed src="/files/%E4%B8%80.swf">', '/files/%E4%B8%80.swf', '一.swf'],
    ['<object data="https://example.com/f.pdf">x</object>', 'https://example.com/f.pdf', 'f.pdf'],
    [
      '<object><param name="movie" value="https://e.org/m.swf"></object>',
      'https://e.org/m.swf',
      'm.swf',
    ],
    ['<video title="会议录像" src="https://e.org/"></video>', 'https://e.org/', '会议录像'],
  ])('becomes a link, and a note says so: %s', (source, href, name) => {
    const { html, notes, concerns } = render(`<p>文</p>${source}`)
    expect(html).toMatch(/^<p>文<\/p><p><a href="[^"]+"[^>]*>[^<]+<\/a><\/p>$/)
    expect(html).toContain(`<a href="${href}"`)
    expect(html).toContain(`>${name}</a>`)
    expect(notes.join()).toContain(href)
    expect(concerns).toEqual([])
  })
})

describe('alignment', () => {
  test.each([
    ['<p align="right">落款</p>', '<p class="align-right">落款</p>'],
    ['<p style="text-align:right">落款</p>', '<p class="align-right">落款</p>'],
    [
      '<p style="color:red; text-align: right; margin:0">落款</p>',
      '<p class="align-right">落款</p>',
    ],
    ['<p style="TEXT-ALIGN: end">落款</p>', '<p class="align-right">落款</p>'],
    ['<div align=RIGHT>落款</div>', '<div class="align-right">落款</div>'],
    ['<center>落款</center>', '<div class="align-center">落款</div>'],
    ['<p align="justify">正文</p>', '<p>正文</p>'],
    ['<p style="not-text-align:right">正文</p>', '<p>正文</p>'],
  ])('%s', (source, expected) => expect(html(source)).toBe(expected))

  test('of cells is their own, or that of their row', () => {
    expect(
      html('<table><tr align="right"><td>1</td><td align="left">2</td></tr></table>'),
    ).toContain('<td class="align-right">1</td><td class="align-left">2</td>')
  })
})

describe('addresses that say too little', () => {
  test('of a picture are a concern that says what to write', () => {
    for (const address of ['images/p.png', './p.png', '../p.png', 'p.png?x']) {
      const { concerns } = render(`文\n\n![图](${address})`, 'markdown')
      expect(concerns).toEqual([expect.stringContaining(address)])
    }
    expect(render('![图](/p.png)', 'markdown').concerns).toEqual([])
  })

  test('without a scheme become https, with a note', () => {
    const { html, notes } = render('![图](//example.com/p.png) [a](//e.org/x)', 'markdown')
    expect(html).toMatch(/src="https:\/\/example\.com\/p\.png".*href="https:\/\/e\.org\/x"/)
    expect(notes).toHaveLength(1)
  })

  test('of a link lead where they lead from the page, in feeds as well, with a note', () => {
    const { html, notes } = render('[a](foo.md) [b](../x?y#z) [c](www.example.com/a)', 'markdown')
    expect(html).toContain('href="/articles/foo.md"')
    expect(html).toContain('href="/x?y#z"')
    expect(html).toContain('href="https://www.example.com/a"')
    expect(notes).toEqual([
      'has addresses that were completed: foo.md is /articles/foo.md, ../x?y#z is /x?y#z, www.example.com/a is https://www.example.com/a',
    ])
  })
})

describe('what is left out is told', () => {
  test.each([
    ['<p>文</p><svg><path/></svg>', 'lost what pages do not show: <svg>'],
    [
      '<p>文</p><script>x</script><style>y</style>',
      'lost what pages do not show: <script>, <style>',
    ],
    ['<p><font color="red">文</font></p>', 'has only the text of: <font>'],
    ['<p style="color:red">文</p>', 'lost what pages do not show: style'],
    ['<p onclick="x()">文</p>', 'lost what pages do not show: onclick'],
    [
      '<a href="javascript:x()">文</a>',
      'lost the addresses of links that lead where none may: javascript:x()',
    ],
  ])('%s', (source, note) => {
    expect(render(source).notes).toEqual([note])
  })

  test('and nothing else', () => {
    const source =
      '<p class="a" data-b="c" dir="ltr">文<picture><source srcset="/a.webp"><img src="/a.png" alt=""></picture></p><table><colgroup><col></colgroup><tr><td style="text-align:right">1</td></tr></table>'
    expect(render(source).notes).toEqual([])
  })

  test('in a few sentences, however much it is', () => {
    const source = Array.from({ length: 3_000 }, (_, i) => `<x${i}>文</x${i}>`).join('')
    const { notes } = render(source)
    expect(notes).toEqual([
      expect.stringMatching(/^has only the text of: .{1,100} and 2,990 more$/),
    ])
    const long = render(`<a href="javascript:${'字'.repeat(9_000)}">文</a>`).notes.join()
    expect(long.length).toBeLessThan(300)
  })
})
