import { describe, expect, test } from 'vitest'
import type { Format } from '../../../src/articles/article'
import { fillIn } from '../../../src/articles/body/fill-in'
import { renderBody } from '../../../src/articles/body/render'
import type { LeadChoice, Picture } from '../../../src/articles/picture'

const HOSTS = { origin: 'https://news.test', embeds: [] }
const A = 'a'.repeat(64)
const B = 'b'.repeat(64)

const picture = (hash: string, more: Partial<Picture> = {}): Picture => ({
  hash,
  width: 1600,
  height: 1000,
  files: [
    { width: 640, height: 400, type: 'image/webp' },
    { width: 1280, height: 800, type: 'image/webp' },
    { width: 1600, height: 1000, type: 'image/webp' },
  ],
  hasCard: true,
  alt: '一条"船" & <岸>',
  ...more,
})

function render(
  source: string,
  format: Format = 'markdown',
  known = [picture(A), picture(B)],
  lead: LeadChoice | null = null,
  card: string | null = null,
) {
  const rendered = renderBody(source, format, HOSTS)
  if ('fault' in rendered) throw new Error(rendered.fault)
  const body = fillIn(rendered, { lead, card }, new Map(known.map((one) => [one.hash, one])))
  return { ...body, concerns: rendered.concerns }
}

const html = (...args: Parameters<typeof render>) => render(...args).html

/** Without what each picture of ours has. */
const short = (text: string) =>
  text
    .replaceAll(/ (?:srcset|sizes|decoding|fetchpriority|loading)="[^"]*"/g, '')
    .replaceAll(A, 'A')
    .replaceAll(B, 'B')

describe('a picture of our own', () => {
  test('by itself is a figure, its title the caption', () => {
    expect(short(html(`![渡船](picture:${A} "清晨 <b>")`))).toBe(
      '<figure><img src="/pictures/A/1280.webp" width="1280" height="800" alt="渡船"><figcaption>清晨 &#x3C;b></figcaption></figure>',
    )
  })

  test('has all its sizes to choose from, and comes at once if it is the first', () => {
    const text = html(`![a](picture:${A})\n\n![b](picture:${B})`)
    expect(text).toContain(
      `srcset="/pictures/${A}/640.webp 640w, /pictures/${A}/1280.webp 1280w, /pictures/${A}/1600.webp 1600w"`,
    )
    const [first = '', second = ''] = text.match(/<img[^>]*>/g) ?? []
    expect(first).toContain('fetchpriority="high"')
    expect(first).not.toContain('loading')
    expect(second).toContain('loading="lazy"')
    expect(second).not.toContain('fetchpriority')
  })

  test('below a lead picture does not come first', () => {
    const lead = { picture: B, alt: null, caption: null }
    const text = html(`![a](picture:${A})`, 'markdown', undefined, lead)
    expect(text).toContain('loading="lazy"')
    expect(text).not.toContain('fetchpriority')
  })

  test('says what the picture says it shows, where the text does not', () => {
    const said = 'alt="一条&#x22;船&#x22; &#x26; <岸>"'
    expect(html(`![](picture:${A})`)).toContain(said)
    expect(html(`<img src="picture:${A}">`, 'html')).toContain(said)
    expect(html(`<img src="picture:${A}" alt="">`, 'html')).toMatch(/ alt(?:=""|[ >])/)
    expect(html(`<img src="picture:${A}" alt="">`, 'html')).not.toContain('船')
  })

  test('only decorates where Markdown has a space for what it shows', () => {
    expect(html(`![ ](picture:${A})`)).toMatch(/ alt(?:=""|[ >])/)
    expect(html(`![ ](picture:${A})`)).not.toContain('船')
  })

  test.each([
    [`picture:${A}`],
    [`PICTURE:${A.toUpperCase()}`],
    [`/pictures/${A}/640.webp`],
    [`/pictures/${A}`],
    [`https://news.test/pictures/${A}/9.png?x=1`],
  ])('is the same by any of its names: %s', (src) => {
    expect(short(html(`<img src="${src}" alt="x">`, 'html'))).toBe(
      '<figure><img src="/pictures/A/1280.webp" width="1280" height="800" alt="x"></figure>',
    )
  })

  test.each([['https://elsewhere.test/pictures/'], ['//elsewhere.test/pictures/']])(
    'is not what another site has under the same path: %s',
    (start) => {
      expect(html(`<img src="${start}${A}/640.webp" alt="x">`, 'html')).toContain('elsewhere.test')
    },
  )

  test('stays in its line when there is text beside it, and in its link', () => {
    expect(short(html(`前![a](picture:${A})后`))).toBe(
      '<p>前<img src="/pictures/A/1280.webp" width="1280" height="800" alt="a">后</p>',
    )
    expect(short(html(`[![a](picture:${A})](https://x.test/)`))).toMatch(/^<p><a [^>]*><img /)
  })

  test('several in a paragraph are a figure each', () => {
    const text = html(`![a](picture:${A})\n![b](picture:${B})`)
    expect(text.match(/<figure>/g)).toHaveLength(2)
    expect(text).not.toContain('<p>')
  })

  test('in a figure that an editor made stays there, with its caption', () => {
    const text = html(
      `<figure><img src="/pictures/${A}/640.webp" alt="x"><figcaption><em>题</em></figcaption></figure>`,
      'html',
    )
    expect(short(text)).toBe(
      '<figure><img src="/pictures/A/1280.webp" width="1280" height="800" alt="x"><figcaption><em>题</em></figcaption></figure>',
    )
  })

  test('is drawn in its own size, whatever a text says', () => {
    expect(html(`<img src="picture:${A}" alt="x" width="7" height="9">`, 'html')).toContain(
      'width="1280" height="800"',
    )
  })

  test('that is not there is left out, with its caption and nothing else', () => {
    expect(html(`前。\n\n![a](picture:${A} "题")\n\n后。`, 'markdown', [])).toBe(
      '<p>前。</p>\n<p>后。</p>',
    )
    expect(short(html(`前![a](picture:${A})后`, 'markdown', []))).toBe('<p>前后</p>')
  })

  test('in text and code is text and code', () => {
    const text = html(`\`![a](picture:${A})\`\n\n&lt;img src="/pictures/${A}" alt="">`, 'markdown')
    expect(text).not.toContain('<img')
    expect(render(`\`picture:${A}\``).pictures).toEqual([])
  })

  test('that is no hash is told', () => {
    expect(render('文\n\n![a](picture:abc)').concerns[0]).toMatch(/picture:abc.*64 digits/)
  })

  test('on the card alone is used, and stands on no page', () => {
    const body = render(
      `![](picture:${A})`,
      'markdown',
      [picture(A, { alt: null }), picture(B)],
      null,
      B,
    )
    expect(body.card).toEqual(picture(B))
    expect(body.html + body.images).not.toContain(B)
    expect(body.pictures).toEqual([
      { hash: A, hasAlt: false },
      { hash: B, hasAlt: true },
    ])
    expect(render('文', 'markdown', [picture(A)], null, B)).toMatchObject({
      card: null,
      pictures: [],
    })
  })

  test('is counted once among the images that sitemaps have, the lead first', () => {
    const lead = { picture: B, alt: null, caption: null }
    const source = `![a](picture:${A})\n\n![b](picture:${B})\n\n![c](https://x.test/c.jpg)`
    expect(render(source, 'markdown', undefined, lead).images).toEqual([
      `/pictures/${B}/1280.webp`,
      `/pictures/${A}/1280.webp`,
      'https://x.test/c.jpg',
    ])
  })

  test('of one size has nothing to choose from', () => {
    const files = [{ width: 64, height: 48, type: 'image/gif' as const }]
    const text = html(`![a](picture:${A})`, 'markdown', [picture(A, { files })])
    expect(text).not.toContain('srcset')
    expect(text).toContain('64.gif" width="64" height="48"')
  })
})

test('an attribute cannot pass for markup of ours', () => {
  const trick = `"><img src="/pictures/${B}" alt=""`
  const text = html(`<p title='${trick}'>x</p><img src="picture:${A}" alt='${trick}'>`, 'html')
  expect(text.match(/<img src="\/pictures\/b+\/1280/g)).toBeNull()
})

test('what goes with a picture that is not there is its own figure, and nothing behind it', () => {
  const source = `<p>a</p>\n<figure>\n<img src="picture:${A}">\n<figcaption>x</figcaption>\n</figure>\n<p>Between</p>\n<figure><img src="picture:${B}"><figcaption>y</figcaption></figure>`
  const text = short(html(source, 'html', [picture(B)]))
  expect(text).toContain('<p>Between</p>')
  expect(text).toContain('/pictures/B/1280.webp')
  expect(text).not.toContain('<figcaption>x')
  const more = source.replace('x</figcaption>', 'x</figcaption><p>More</p>')
  expect(short(html(more, 'html', [picture(B)]))).toMatch(/More.*Between.*pictures\/B/s)
})

test('a title that looks like attributes is none', () => {
  const text = html(`<p>a <img src="picture:${A}" title="b alt= c loading= d"> e</p>`, 'html')
  expect(text).toContain(' alt="一条')
  expect(text).toContain('fetchpriority="high"')
})
