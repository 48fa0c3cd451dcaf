import { describe, expect, test } from 'vitest'
import type { Format } from '../../../src/articles/article'
import { renderAccepted, renderBody } from '../../../src/articles/body/render'

const site = { origin: 'https://news.test', embeds: [] }

function render(source: string, format: Format = 'html') {
  const body = renderBody(source, format, site)
  if ('fault' in body) throw new Error(body.fault)
  return body
}

const pictures = (source: string) =>
  [...render(source).html.matchAll(/<img[^>]* src="([^"]*)"/g)].map(([, src]) => src)
const concerns = (source: string, format?: Format) => render(`<p>文</p>${source}`, format).concerns

describe('pictures that a script would load', () => {
  const A = 'https://example.org/a.jpg'

  test.each([
    `<img data-src="${A}" alt="a">`,
    `<img src="data:image/gif;base64,R0lGOD" data-src="${A}" alt="a">`,
    `<img src="" data-original="${A}" alt="a">`,
    `<img src="about:blank" data-lazy-src="${A}" alt="a">`,
    `<img data-actualsrc="${A}" alt="a">`,
    `<img srcset="${A} 1x, https://example.org/b.jpg 2x" alt="a">`,
    `<img data-srcset="${A} 300w, https://example.org/b.jpg 600w" alt="a">`,
    `<img src="data:x" alt="a"><noscript><img src="${A}" alt="a"></noscript>`,
    `<figure><img class="lazy" alt="a"><noscript><img src="${A}" alt="a"></noscript></figure>`,
    `<img src="data:x" data-lazy-src="${A}" alt="a"><noscript><img src="${A}" alt="a"></noscript>`,
    `<noscript><img src="${A}" alt="a"></noscript><img data-src="${A}" alt="a">`,
    `<p>文</p><noscript><img src="${A}" alt="a"></noscript>`,
  ])('are there, once: %s', (source) => expect(pictures(source)).toEqual([A]))

  test('keep the address that they have', () => {
    expect(pictures('<img src="/a.png" data-src="/b.png" alt="a">')).toEqual(['/a.png'])
  })

  test('and have none are refused, as nothing vanishes without a word', () => {
    for (const source of ['<img alt="a">', '<img src="data:image/png;base64,x" alt="a">']) {
      expect(concerns(source)).toEqual([expect.stringContaining('without an address')])
    }
  })
})

describe('what pages do not play becomes a link to it:', () => {
  test.each([
    ['<video src="https://e.org/%E8%A7%86.mp4"></video>', 'https://e.org/%E8%A7%86.mp4', '视.mp4'],
    ['<video><source src="//e.org/v.mp4">不支持</video>', 'https://e.org/v.mp4', 'v.mp4'],
    ['<audio controls title="录音" src="/a.mp3"></audio>', '/a.mp3', '录音'],
    ['<embed src="https://e.org/x.swf">', 'https://e.org/x.swf', 'x.swf'],
    ['<object data="https://e.org/x.pdf"></object>', 'https://e.org/x.pdf', 'x.pdf'],
    [
      '<object><param name="movie" value="https://e.org/x.swf"></object>',
      'https://e.org/x.swf',
      'x.swf',
    ],
  ])('%s', (source, address, name) => {
    const { html, notes } = render(`<p>文</p>${source}`)
    expect(html).toMatch(/^<p>文<\/p><p><a [^<]*<\/a><\/p>$/)
    expect(html).toContain(`href="${address}"`)
    expect(html).toContain(`>${name}</a>`)
    expect(notes).toContain(`has links in place of what pages do not play: ${address}`)
  })

  test('and is refused where there is nothing to link to', () => {
    expect(concerns('<video></video>')).toEqual([
      'holds a video without an address; link to it instead',
    ])
  })
})

describe('a picture has one address, wherever it is read', () => {
  test.each(['images/p.png', './p.png', '../p.png', '?p=1', 'example.org/p.png'])(
    'or is refused: %s',
    (src) => {
      expect(concerns(`<img src="${src}" alt="a">`)).toEqual([
        `has a picture (${src}) whose address depends on where it is read; begin it with https:// or /`,
      ])
    },
  )

  test('without a scheme it is https', () => {
    expect(pictures('<img src="//example.org/p.png" alt="a">')).toEqual([
      'https://example.org/p.png',
    ])
    expect(render('![a](//example.org/p.png)', 'markdown').images).toEqual([
      'https://example.org/p.png',
    ])
  })

  test('accepted before, it is the one that its page has', () => {
    const body = renderAccepted('![a](images/p.png)', 'markdown', site)
    expect(body?.html).toContain('src="/articles/images/p.png"')
    expect(body?.images).toEqual(['/articles/images/p.png'])
  })
})

describe('alignment', () => {
  test.each([
    ['<p align="right">落款</p>', '<p class="align-right">落款</p>'],
    [
      '<p style="color: red; TEXT-ALIGN: Right; margin: 0">落款</p>',
      '<p class="align-right">落款</p>',
    ],
    ['<p class="has-text-align-right x">落款</p>', '<p class="align-right">落款</p>'],
    ['<p class="ql-align-center">题</p>', '<p class="align-center">题</p>'],
    ['<div align="right">落款</div>', '<div class="align-right">落款</div>'],
    ['<h2 align="center">题</h2>', '<h2 class="align-center">题</h2>'],
    ['<center>题</center>', '<div class="align-center">题</div>'],
    ['<p align="justify">文</p>', '<p>文</p>'],
    ['<p style="background: url(x); text-align: expression(1)">文</p>', '<p>文</p>'],
  ])('%s', (source, shown) => expect(render(source).html).toBe(shown))
})

describe('braces in Markdown', () => {
  test.each([
    ['{甲|乙}', '<p>{甲|乙}</p>'],
    ['{社| }', '<p>{社| }</p>'],
    ['{社|1}', '<p>{社|1}</p>'],
    ['`{社|shè}` | x', '<p><code>{社|shè}</code> | x</p>'],
  ])('that hold no reading stay: %s', (source, shown) =>
    expect(render(source, 'markdown').html).toBe(shown),
  )

  test.each(['{社|shè}', '{社\\|shè}'])('hold one thing in tables too: %s', (ruby) => {
    const { html } = render(`| 字 | 音 |\n|---|---|\n| ${ruby}会 | 二 |`, 'markdown')
    expect(html).toContain(
      '<td><ruby>社<rp>(</rp><rt lang="zh-Latn-pinyin">shè</rt><rp>)</rp></ruby>会</td>\n<td>二</td>',
    )
  })

  test('stay as they are in code and addresses within a table', () => {
    const { html } = render('| a | b |\n|---|---|\n| `{社|shè}` | [x](/s?q={社|a}) |', 'markdown')
    expect(html).toContain('<code>{社|shè}</code>')
    expect(html).not.toContain('%EF%BF%BF')
  })
})

describe('what a stranger found:', () => {
  test.each([
    ['<img src="/blank.gif" data-src="https://example.com/a.jpg" alt="a">'],
    ['<img src="/b.svg" data-lazy-src="https://example.com/a.jpg" alt="a">'],
    ['<img src="https://x.org/none.gif" file="https://example.com/a.jpg" alt="a">'],
    [
      '<img src="/1x1.png" alt="a"><noscript><img src="https://example.com/a.jpg" alt="a"></noscript>',
    ],
    ['<amp-img src="https://example.com/a.jpg" alt="a"></amp-img>'],
  ])('a picture behind what stands in for it: %s', (source) =>
    expect(pictures(source)).toEqual(['https://example.com/a.jpg']),
  )

  test('a picture of sources alone', () => {
    expect(pictures('<picture><source srcset="https://example.com/a.webp 1x"></picture>')).toEqual([
      'https://example.com/a.webp',
    ])
  })

  test.each(['///evil.com/a.png', '/\t/evil.com/a.png', '/&#9;//evil.com/a.png'])(
    'an address that browsers, feeds and sitemaps each read in their own way: %j',
    (src) => {
      const { html, images, concerns } = render(`<p>文</p><img src="${src}" alt="a">`)
      expect(concerns.length > 0 || /src="https:\/\/evil\.com\/a\.png"/.test(html)).toBe(true)
      expect(images.every((one) => html.includes(one))).toBe(true)
    },
  )

  test('a frame without an address embeds nothing', () => {
    expect(concerns('<iframe></iframe>')).toEqual([expect.stringMatching(/^embeds nothing/)])
    expect(concerns('<iframe data-src="https://v.qq.com/x"></iframe>')).toEqual([
      expect.stringMatching(/^embeds https:\/\/v\.qq\.com/),
    ])
  })

  test.each([
    ['正文\n\n[^1]: 孤注', 'lost notes that nothing refers to: [^1]'],
    ['|a|b|\n|-|-|\n|1|2|3|丢|', 'lost cells of tables that have no column: 3, 丢'],
    ['![a](http://example.com/a.png)', expect.stringContaining('http://example.com/a.png')],
    ['[a](weixin://x)', 'lost the addresses of links that lead where none may: weixin://x'],
  ])('is told: %j', (source, note) => expect(render(source, 'markdown').notes).toEqual([note]))

  test.each(['| 项 | 额 |\n|:--|--:|\n| a | 1 |', '|a|\n|-|\n|{社|shè}|\n'])(
    'nothing is told of what is kept: %j',
    (source) => expect(render(source, 'markdown').notes).toEqual([]),
  )

  test.each(['a&#8;b', 'a&#0;b', 'a&#xFFFE;b'])(
    'no character takes the place of another: %s',
    (source) => {
      expect(renderBody(source, 'markdown', site)).toEqual({
        fault: expect.stringContaining('&#8;'),
      })
    },
  )
})
