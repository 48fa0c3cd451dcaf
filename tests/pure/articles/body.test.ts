import { describe, expect, test } from 'vitest'
import type { Format } from '../../../src/articles/article'
import { renderBody } from '../../../src/articles/body/render'

const site = { origin: 'https://news.test', embeds: ['https://player.example'] }

function render(source: string, format: Format = 'markdown') {
  const body = renderBody(source, format, site)
  if ('fault' in body) throw new Error(body.fault)
  return body
}

const html = (source: string, format?: Format) => render(source, format).html
const she = '<ruby>社<rp>(</rp><rt lang="zh-Latn-pinyin">she</rt><rp>)</rp></ruby>'

describe('plain text', () => {
  test('blank lines make paragraphs, single line ends line breaks', () => {
    expect(html('一\n二\n\n \n三\r\n\r\n四', 'text')).toBe('<p>一<br>二</p>\n<p>三</p>\n<p>四</p>')
  })

  test('a pinyin syllable in parentheses right after a Han character annotates it', () => {
    expect(html('社(she)会', 'text')).toBe(`<p>${she}会</p>`)
    expect(html('社（she）会', 'text')).toBe(`<p>${she}会</p>`)
    expect(html('社(shè)', 'text')).toContain('<rt lang="zh-Latn-pinyin">shè</rt>')
  })

  test('other parentheses stay as they are', () => {
    for (const text of [
      '条例(试行)',
      '第(2)条',
      '方案(A)',
      '组织(WHO)',
      '社 (she)',
      'x(she)',
      '(she)',
    ]) {
      expect(html(text, 'text')).toBe(`<p>${text}</p>`)
    }
  })

  test('two annotations in a row stay apart', () => {
    expect(html('秘(mi)书(shu)长', 'text').match(/<ruby>/g)).toHaveLength(2)
  })

  test('characters outside the basic plane are annotated whole', () => {
    expect(html('𠮷(ji)祥', 'text')).toContain('<ruby>𠮷<rp>')
  })

  test('markup is text', () => {
    expect(html('<b>1 < 2 & 3</b>', 'text')).toBe('<p>&#x3C;b>1 &#x3C; 2 &#x26; 3&#x3C;/b></p>')
  })

  test('without its annotations it reads as it did before', () => {
    expect(render('反映社(she)情民(min)意(试行)', 'text').text).toBe('反映社情民意(试行)')
  })
})

describe('Markdown', () => {
  test('is CommonMark with tables, aligned by class', () => {
    expect(html('a\n\n> b\n\n1. c\n2. d\n\n[e](https://example.org)')).toBe(
      '<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n<ol>\n<li>c</li>\n<li>d</li>\n</ol>\n<p><a href="https://example.org" rel="external noopener">e</a></p>',
    )
    expect(html('| a | b |\n|:-:|--:|\n| c | d |')).toContain(
      '<td class="align-center">c</td>\n<td class="align-right">d</td>',
    )
  })

  test('{社|she} is ruby, for one character or a group', () => {
    expect(html('{社|she}')).toBe(`<p>${she}</p>`)
    expect(html('{政协|zhèng xié}')).toContain(
      '<ruby>政协<rp>(</rp><rt lang="zh-Latn-pinyin">zhèng',
    )
    expect(html('{東京|とうきょう}')).toContain('<rt>とうきょう</rt>')
  })

  test('ruby works in headings, lists, emphasis, links and tables', () => {
    for (const source of ['## {社|she}', '- {社|she}', '**{社|she}**', '[{社|she}](/x)']) {
      expect(html(source)).toContain(she)
    }
    expect(html('| a |\n|---|\n| {社\\|she} |')).toContain(`<td>${she}</td>`)
  })

  test('ruby written for a table works outside of one too', () => {
    expect(html('{社\\|she}')).toBe(`<p>${she}</p>`)
  })

  test('a picture’s alt text is free of pinyin', () => {
    expect(html('![{社|she}区](https://example.org/a.png)')).toContain('alt="社区"')
  })

  test('braces that are no ruby, are escaped or stand in code stay', () => {
    for (const source of ['{a|b}', '{社}', '{|she}', '{社|}', '`{社|she}`', '\\{社|she}']) {
      expect(html(source)).not.toContain('<ruby>')
    }
    expect(html('\\{社|she}')).toBe('<p>{社|she}</p>')
  })

  test('an article has one h1, its title: a # heading is a level lower', () => {
    expect(html('# Heading')).toBe('<h2>Heading</h2>')
  })
})

describe('HTML', () => {
  test('keeps what an article needs', () => {
    const kept = (table: string) =>
      `<h2>A</h2><p lang="en" dir="ltr">b <em>c</em> <a href="/d">d</a></p><figure><img src="https://example.org/e.jpg" alt="e" width="1" height="2" decoding="async"><figcaption>f</figcaption></figure>${table}<pre><code class="language-ts">j</code></pre>`
    const table =
      '<table><caption>g</caption><tbody><tr><th scope="row">h</th><td colspan="2">i</td></tr></tbody></table>'
    expect(html(kept(table), 'html')).toBe(kept(`<div class="table" tabindex="0">${table}</div>`))
  })

  test.each([
    '<ruby>社<rt>she</rt></ruby>',
    '<ruby>社<rp>(</rp><rt>she</rt><rp>)</rp></ruby>',
    '<ruby><rb>社</rb><rp>(</rp><rt>she</rt><rp>)</rp></ruby>',
    '<ruby>社<rp>（</rp><rt lang="zh-Latn-pinyin">she</rt><rp>）</rp></ruby>',
  ])('%s ends up with exactly one pair of parentheses', (source) => {
    expect(html(source, 'html')).toBe(she)
  })
})

describe('markup by another name', () => {
  test('groups of other kinds become div, so that their texts stay apart', () => {
    expect(html('<section>一</section><center>二</center><div id="x">三</div>', 'html')).toBe(
      '<div>一</div><div class="align-center">二</div><div>三</div>',
    )
    expect(render('<div>one</div><article>two</article>', 'html').text).toBe('one\ntwo')
  })

  test('links keep their target whatever the case of the scheme', () => {
    expect(html('[w](HTTP://UP.case) <HTTPS://up.case/x>')).toMatch(/href="http:.*href="https:/)
    expect(html('<a href=" MailTo:a@example.org ">a</a>', 'html')).toContain('"mailto:a@')
  })

  test('ruby that is wrapped gets its parentheses as well', () => {
    const wrapped = '<ruby>社<span><rt>she</rt></span></ruby>'
    expect(html(wrapped, 'html')).toContain(
      '<rp>(</rp><rt lang="zh-Latn-pinyin">she</rt><rp>)</rp>',
    )
  })
})

describe('unsafe markup is gone, in HTML and in Markdown', () => {
  test.each([
    ['scripts', 'a<script>alert(1)</script>'],
    ['event handlers', '<b onclick="alert(1)">a</b>'],
    ['style attributes', '<b style="position:fixed">a</b>'],
    ['javascript: links', '<a href="javascript:alert(1)">a</a>'],
    ['disguised ones', '<a href=" java&#10;script:alert(1)">a</a>'],
    ['data: links', '<a href="data:text/html,x">a</a>'],
    ['data: pictures', 'a<img src="data:image/svg+xml,x">'],
    ['frames', 'a<iframe src="https://example.org"></iframe>'],
    ['SVG', 'a<svg onload="alert(1)"><a xlink:href="javascript:alert(1)">b</a></svg>'],
    ['MathML', 'a<math><mtext></mtext><style><img src onerror="alert(1)"></style></math>'],
    ['forms', '<form action="https://example.org">a<input name="b"></form>'],
    ['meta and base', 'a<meta http-equiv="refresh" content="0"><base href="//example.org">'],
    ['ids and names that clobber', '<b id="body" name="x" class="masthead">a</b>'],
    ['templates', 'a<template><b onclick="x">c</b></template>'],
  ])('%s', (_, source) => {
    for (const format of ['html', 'markdown'] as const) {
      const result = html(source, format)
      expect(result).toContain('a')
      expect(result).not.toMatch(
        /script|alert|on\w+=|style|data:|iframe|svg|math|form|input|meta|base|id=|class=|template/i,
      )
    }
  })

  test('a javascript: link written in Markdown', () => {
    expect(html('[a](javascript:alert(1)) ![b](data:image/png;base64,x)')).not.toMatch(/href|src/)
  })
})

describe('a little that would become very much is refused before it does', () => {
  test('formatting left open, which every paragraph opens again', () => {
    const open = Array.from({ length: 200 }, (_, i) => `<b a${i}>`).join('')
    const source = `<p>${open}x${'<p>x'.repeat(5_000)}`
    expect(renderBody(source, 'html', site)).toEqual({ fault: expect.stringMatching(/1\.5 MB/) })
  })

  test('a long address defined once and linked often', () => {
    const source = `[a]: /${'u'.repeat(60_000)}\n\n${'[a] '.repeat(1_000)}`
    expect(renderBody(source, 'markdown', site)).toEqual({
      fault: expect.stringMatching(/1\.5 MB/),
    })
  })

  test('while an honest long article passes', () => {
    const source = '**重** [链接](https://example.org/) 普通的文字。\n\n'.repeat(4_000)
    expect(html(source)).toContain('<strong>重</strong>')
  })
})

describe('bodies that cannot be shown', () => {
  test.each<[string, Format, RegExp]>([
    ['<script>x</script>', 'html', /left to show/],
    ['<!-- only a comment -->', 'markdown', /left to show/],
    ['<blockquote>'.repeat(20_000), 'html', /nested too deeply/],
    [`${'> '.repeat(120)}lost words\n\nafter`, 'markdown', /nested too deeply/],
    [`${'- '.repeat(60)}deep`, 'markdown', /nested too deeply/],
    ['a&#1;b', 'html', /control character/],
    ['a&#xb;b', 'html', /control character/],
    ['<a href="x&#xfffe;">a</a>', 'html', /control character/],
    ['社(she)'.repeat(30_000), 'text', /1\.5 MB/],
  ])('case %#: %.12s', (source, format, reason) => {
    expect(renderBody(source, format, site)).toEqual({ fault: expect.stringMatching(reason) })
  })
})
