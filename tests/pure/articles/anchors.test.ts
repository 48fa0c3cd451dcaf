import { describe, expect, test } from 'vitest'
import { renderBody } from '../../../src/articles/body/render'

const site = { origin: 'https://news.test', embeds: [] }

function render(source: string, format: 'html' | 'markdown' = 'html') {
  const body = renderBody(source, format, site)
  if ('fault' in body) throw new Error(body.fault)
  return body
}

describe('links within an article', () => {
  test.each([
    ['<a href="#sec1">一</a><h2 id="sec1">二</h2>', 'in-sec1'],
    ['<a href="#sec1">一</a><h2><a name="sec1">二</a></h2>', 'in-sec1'],
    ['<a href="#%E6%97%B6%E9%97%B4">一</a><h2 id="时间">二</h2>', 'in-时间'],
    ['<a href="#a b">一</a><p id="a b">二</p>', 'in-a_b'],
    ['<a href="#top">一</a><table id="top"><tr><td>二</td></tr></table>', 'in-top'],
  ])('lead where they led: %s', (source, id) => {
    const { html } = render(source)
    expect(html).toContain(`href="#${id}"`)
    expect(html).toContain(`id="${id}"`)
  })

  test('work in Markdown that has HTML in it', () => {
    const { html } = render('[一](#sec1)\n\n<h2 id="sec1">二</h2>', 'markdown')
    expect(html).toBe('<p><a href="#in-sec1">一</a></p>\n<h2 id="in-sec1">二</h2>')
  })

  test('are all that ids are kept for, and never under a name of the page', () => {
    expect(render('<p id="x">一</p><p id="main">二</p><a href="#main">三</a>').html).toBe(
      '<p>一</p><p id="in-main">二</p><a href="#in-main">三</a>',
    )
  })

  test('that lead nowhere stay as they are', () => {
    expect(render('<a href="#top">一</a><a href="#">二</a>').html).toBe(
      '<a href="#top">一</a><a href="#">二</a>',
    )
  })

  test('between a heading and a table of contents are no notes', () => {
    const { html, excerpt } = render(
      '<ul><li><a id="t1" href="#s1">时间和地点</a></li></ul><p><a id="s1" href="#t1">时间和地点</a>：周六</p>',
    )
    expect(html).not.toContain('footnote')
    expect(excerpt).toContain('时间和地点：周六')
  })
})

/** `正文`, a mark, and `。`; then the note. */
const WRITERS: [name: string, source: string][] = [
  [
    'pandoc',
    '<p>正文<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>。</p><section id="footnotes" class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr><ol><li id="fn1"><p>注释<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>',
  ],
  [
    'kramdown',
    '<p>正文<sup id="fnref:1"><a href="#fn:1" class="footnote" rel="footnote">1</a></sup>。</p><div class="footnotes"><ol><li id="fn:1"><p>注释 <a href="#fnref:1" class="reversefootnote">&#8617;</a></p></li></ol></div>',
  ],
  [
    'Word',
    '<p>正文<a style="mso-footnote-id:ftn1" href="#_ftn1" name="_ftnref1" title=""><span class="MsoFootnoteReference">[1]</span></a>。</p><div id="ftn1"><p class="MsoFootnoteText"><a href="#_ftnref1" name="_ftn1" title="">[1]</a> 注释</p></div>',
  ],
  [
    'Google Docs',
    '<p>正文<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>。</p><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a>&nbsp;注释</p></div>',
  ],
  [
    'WordPress',
    '<p>正文<sup data-fn="0a1b-2c" class="fn"><a href="#0a1b-2c" id="0a1b-2c-link">1</a></sup>。</p><ol class="wp-block-footnotes"><li id="0a1b-2c">注释 <a href="#0a1b-2c-link" aria-label="Jump">↩︎</a></li></ol>',
  ],
  [
    'GitHub',
    '<p>正文<sup><a href="#user-content-fn-1" id="user-content-fnref-1" data-footnote-ref>1</a></sup>。</p><section data-footnotes class="footnotes"><ol><li id="user-content-fn-1"><p>注释 <a href="#user-content-fnref-1" data-footnote-backref>↩</a></p></li></ol></section>',
  ],
  [
    'Asciidoctor',
    '<p>正文<sup class="footnote">[<a id="_footnoteref_1" href="#_footnotedef_1">1</a>]</sup>。</p><div class="footnote" id="_footnotedef_1"><a href="#_footnoteref_1">1</a>. 注释</div>',
  ],
]

describe('notes', () => {
  test.each(WRITERS)('of %s work, and are no part of the text', (_, source) => {
    const { html, excerpt } = render(source)
    const hrefs = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id)
    expect(hrefs).toHaveLength(2)
    for (const id of hrefs) expect(html).toContain(`id="${id}"`)
    expect(html).toContain('role="doc-noteref"')
    expect(html).toMatch(/class="footnote-backref"[^>]* role="doc-backlink"/)
    expect(html).toMatch(/<sup[^>]* class="footnote-ref"|<sup class="footnote-ref"/)
    expect(excerpt).toMatch(/^正文。(?:(?:\. |\s)?注释)?$/)
  })

  test('that are led to twice lead back twice', () => {
    const { html } = render(
      '<p>一<sup id="fnref:1"><a href="#fn:1">1</a></sup>二<sup id="fnref:1:1"><a href="#fn:1">1</a></sup></p><ol><li id="fn:1">注释 <a href="#fnref:1">↩</a><a href="#fnref:1:1">↩<sup>2</sup></a></li></ol>',
    )
    expect(html.match(/doc-noteref/g)).toHaveLength(2)
    expect(html.match(/doc-backlink/g)).toHaveLength(2)
  })
})
