import { describe, expect, test } from 'vitest'
import type { Format } from '../../../src/articles/article'
import { renderBody } from '../../../src/articles/body/render'

const site = { origin: 'https://news.test', embeds: ['https://player.example'] }

function render(source: string, format: Format = 'html') {
  const body = renderBody(source, format, site)
  if ('fault' in body) throw new Error(body.fault)
  return body
}

const html = (source: string, format?: Format) => render(source, format).html

describe('links', () => {
  test('say when they lead elsewhere, and only then', () => {
    const elsewhere = 'rel="external noopener"'
    for (const href of ['https://example.org/a', 'http://example.org']) {
      expect(html(`<a href="${href}">a</a>`)).toBe(`<a href="${href}" ${elsewhere}>a</a>`)
    }
    expect(html('<a href="//example.org/a">a</a>')).toBe(
      `<a href="https://example.org/a" ${elsewhere}>a</a>`,
    )
    for (const href of ['/articles/a', '#', 'https://news.test/a', 'mailto:a@example.org']) {
      expect(html(`<a href="${href}">a</a>`)).toBe(`<a href="${href}">a</a>`)
    }
  })

  test('keep what search engines must be told of paid ones, and nothing else', () => {
    expect(html('<a href="https://example.org/" rel="sponsored nofollow opener me">a</a>')).toBe(
      '<a href="https://example.org/" rel="sponsored nofollow external noopener">a</a>',
    )
    expect(html('<a href="/a" rel="opener" target="_blank">a</a>')).toBe('<a href="/a">a</a>')
  })
})

describe('pictures', () => {
  test('the first comes at once, the others when they are scrolled to', () => {
    const [first, second] = html('<img src="/a.png" alt="a"><img src="/b.png" alt="b">').split('><')
    expect(first).toBe('<img src="/a.png" alt="a" decoding="async"')
    expect(second).toBe('img src="/b.png" alt="b" decoding="async" loading="lazy">')
  })

  test('keep sizes in pixels, and no others', () => {
    expect(html('<img src="/a.png" alt="" width="640" height="427">')).toContain(
      'width="640" height="427"',
    )
    expect(html('<img src="/a.png" alt="" width="100%" height="auto">')).not.toMatch(/width|height/)
  })

  test('without a text for those who cannot see them are a concern, unless they only decorate', () => {
    expect(render('<img src="/a.png">').concerns).toEqual([expect.stringContaining('/a.png')])
    expect(render('<img src="/a.png" alt="">').concerns).toEqual([])
    expect(render('![a](/a.png) ![](/b.png)', 'markdown').concerns).toEqual([])
  })

  test('are complained about twenty times at most', () => {
    const source = Array.from({ length: 30 }, (_, i) => `<img src="/${i}">`).join('')
    expect(render(source).concerns).toHaveLength(20)
  })

  test('without an address are gone', () => {
    expect(html('a<img src="data:image/png;base64,x" alt="b"><img alt="c">')).toBe('a')
  })
})

describe('embeds', () => {
  const frame =
    '<iframe src="//player.example/v?id=1" title="a" width="560" height="100%">b</iframe>'

  test('from a listed origin run in a sandbox, and when they are scrolled to', () => {
    expect(render(frame)).toMatchObject({
      html: '<iframe src="https://player.example/v?id=1" title="a" width="560" loading="lazy" sandbox="allow-scripts allow-same-origin allow-popups allow-presentation" referrerpolicy="strict-origin-when-cross-origin"></iframe>',
      concerns: [],
    })
  })

  test('keep nothing an editor says of their sandbox', () => {
    const loose = frame.replace(
      'title',
      'sandbox="allow-top-navigation" srcdoc="<b>" allow="camera" title',
    )
    expect(html(loose)).toBe(html(frame))
  })

  test.each([
    'https://example.org/',
    'http://player.example/',
    'https://player.example.evil.test/',
    'https://user@evil.test/?https://player.example',
    '/articles/a',
    'javascript:alert(1)',
    'data:text/html,x',
    '',
  ])('from %s are gone, and that is a concern', (src) => {
    const { html, concerns } = render(`a<iframe src="${src}" title="b"></iframe>`)
    expect(html).toBe('a')
    expect(concerns).toEqual([
      expect.stringMatching(/embeds .* only https:\/\/player\.example may/),
    ])
  })

  test('need a title', () => {
    const untitled = render('<iframe src="https://player.example/"></iframe>')
    expect(untitled.concerns).toEqual([expect.stringContaining('without a title')])
  })
})

describe('footnotes', () => {
  const source = '甲[^1]乙[^b]丙[^1]\n\n[^1]: 注一\n[^b]: 注二 {社|she}'

  test('are numbered, lead there and back, and say what they are', () => {
    const page = html(source, 'markdown')
    expect(page).toContain(
      '甲<sup class="footnote-ref"><a href="#fn1" id="fnref1" role="doc-noteref">[1]</a></sup>',
    )
    expect(page).toContain('<section class="footnotes" role="doc-endnotes">\n<ol>\n<li id="fn1">')
    expect(page).toContain('<a href="#fnref1:1" class="footnote-backref" role="doc-backlink">')
    expect(page).toContain('<ruby>社')
  })

  test('leave no marks in the plain text', () => {
    expect(render(source, 'markdown').text.replace(/\s+/g, ' ')).toBe('甲乙丙 注一 注二 社')
  })

  test('have the only ids there are, each once', () => {
    const page = html(`<p id="a">a<a id="fn1"></a><b id="x"></b></p>\n\n${source}`, 'markdown')
    const ids = page.match(/(?<= id=")[^"]+/g) ?? []
    expect(ids).toEqual([...new Set(ids)])
    for (const id of ids) expect(id).toMatch(/^fn(ref)?\d/)
  })

  test('that nest or repeat endlessly are refused before they cost', () => {
    for (const hostile of ['^['.repeat(50_000), '[^a]'.repeat(50_000), '[^a]:'.repeat(900)]) {
      const body = renderBody(`${hostile}\n\n[^a]: b`, 'markdown', site)
      expect(body).toEqual({ fault: expect.stringMatching(/1,000 footnote|nested/) })
    }
    expect(html('[^'.repeat(999) + 'x'.repeat(200_000), 'markdown')).toContain('[^[^[^')
  })
})

test('tables can be scrolled with the keyboard', () => {
  expect(html('| a |\n|---|\n| b |', 'markdown')).toMatch(
    /^<div class="table" tabindex="0"><table>/,
  )
})
