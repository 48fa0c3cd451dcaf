import { beforeEach, describe, expect, test } from 'vitest'
import { Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

const locs = (xml: string) => [...xml.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc]) => loc)
const locsOf = async (path: string) => locs(await newsroom.read(path))

describe('the numbered sitemaps', () => {
  beforeEach(async () => {
    newsroom = await openNewsroom({ SITEMAP_CAPACITY: '3' })
  })

  const postMany = async (slugs: string) => {
    const posted = []
    for (const slug of slugs) posted.push(await newsroom.post({ slug }))
    return posted
  }

  test('the first exists from the start and holds the home page', async () => {
    expect(await locsOf('/sitemap.xml')).toEqual(
      ['/sitemap1.xml', '/sitemap-pages.xml'].map((path) => ORIGIN + path),
    )
    expect(await locsOf('/sitemap1.xml')).toEqual([`${ORIGIN}/`])
  })

  test('an article’s lastmod is its last change', async () => {
    const { url, updatedAt } = await newsroom.post()
    expect(await newsroom.read('/sitemap1.xml')).toContain(
      `<url><loc>${url}</loc><lastmod>${updatedAt}</lastmod></url>`,
    )
    expect(await newsroom.read('/sitemap.xml')).toContain(`<lastmod>${updatedAt}</lastmod>`)
  })

  test('fill one after the other, and the index, robots.txt and every footer name them', async () => {
    const footerBefore = await newsroom.read('/articles/none')
    expect(footerBefore).not.toContain('/sitemap2.xml')
    const [first] = await postMany('abcdefg')
    expect(await locsOf('/sitemap1.xml')).toEqual(
      ['/', '/articles/a', '/articles/b', '/articles/c'].map((path) => ORIGIN + path),
    )
    expect(await locsOf('/sitemap2.xml')).toHaveLength(3)
    expect(await locsOf('/sitemap3.xml')).toEqual([`${ORIGIN}/articles/g`])
    expect(await locsOf('/sitemap.xml')).toHaveLength(4)
    expect(await newsroom.read('/robots.txt')).toContain(`Sitemap: ${ORIGIN}/sitemap3.xml\n`)
    expect(await newsroom.read(first?.url ?? '')).toContain('<a href="/sitemap3.xml">sitemap3</a>')
  })

  test('an article never moves: an edit, a back-date or a withdrawal leaves the rest in place', async () => {
    const [a, b] = await postMany('abcd')
    await newsroom.patch(a?.id ?? 0, { publishedAt: '2000-01-01T00:00:00Z', slug: 'a2' })
    await newsroom.withdraw(b?.id ?? 0)
    await postMany('e')
    expect(await locsOf('/sitemap1.xml')).toEqual(
      ['/', '/articles/a2', '/articles/c'].map((path) => ORIGIN + path),
    )
    expect(await locsOf('/sitemap2.xml')).toEqual(
      ['/articles/d', '/articles/e'].map((path) => ORIGIN + path),
    )
  })

  test('a draft takes its place when it is published, not before', async () => {
    const draft = await newsroom.post({ slug: 'late', status: 'draft' })
    await postMany('ab')
    await newsroom.patch(draft.id, { status: 'published' })
    expect((await locsOf('/sitemap1.xml')).at(-1)).toBe(`${ORIGIN}/articles/late`)
  })

  test('one that is emptied is gone from everywhere, and comes back with its article', async () => {
    const [a, , , d] = await postMany('abcd')
    const page = a?.url ?? ''
    expect(await newsroom.read(page)).toContain('sitemap2')
    await newsroom.withdraw(d?.id ?? 0)
    expect((await newsroom.fetch('/sitemap2.xml')).status).toBe(404)
    for (const path of ['/sitemap.xml', '/robots.txt', page]) {
      expect(await newsroom.read(path)).not.toContain('sitemap2')
    }
    await newsroom.patch(d?.id ?? 0, { status: 'published' })
    expect(await locsOf('/sitemap2.xml')).toEqual([`${ORIGIN}/articles/d`])
    expect(await newsroom.read(page)).toContain('sitemap2')
  })

  test('a new capacity holds for new sitemaps only', async () => {
    await postMany('ab')
    newsroom = new Newsroom({ SITEMAP_CAPACITY: '2' })
    await postMany('cdef')
    expect(await locsOf('/sitemap1.xml')).toHaveLength(4)
    expect(await locsOf('/sitemap2.xml')).toHaveLength(2)
    expect(await locsOf('/sitemap3.xml')).toHaveLength(1)
  })

  test('more than ten: footer and robots.txt name the first and the newest ten', async () => {
    newsroom = await openNewsroom({ SITEMAP_CAPACITY: '1' })
    await postMany('abcdefghijkl')
    const footer = await newsroom.read('/')
    const linked = [...footer.matchAll(/>sitemap(\d+)</g)].map(([, n]) => Number(n))
    expect(linked).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(await locsOf('/sitemap.xml')).toHaveLength(13)
  })

  test('are XML that nobody indexes and that stays the same until something changes', async () => {
    await postMany('ab')
    for (const path of [
      '/sitemap.xml',
      '/sitemap1.xml',
      '/sitemap-pages.xml',
      '/news-sitemap.xml',
    ]) {
      const response = await newsroom.fetch(path)
      expect(response.headers.get('Content-Type')).toBe('application/xml; charset=utf-8')
      expect(response.headers.get('X-Robots-Tag')).toBe('noindex')
      const again = await newsroom.fetch(path)
      expect(again.headers.get('ETag')).toBe(response.headers.get('ETag'))
      expect(await again.text()).toBe(await response.text())
    }
  })

  test('those that do not exist are 404', async () => {
    for (const n of ['0', '01', '2', '999999999', '-1', 'x']) {
      expect((await newsroom.fetch(`/sitemap${n}.xml`)).status).toBe(404)
    }
  })
})

describe('robots.txt', () => {
  beforeEach(async () => {
    newsroom = await openNewsroom()
  })

  test('keeps crawlers off the API and names the sitemaps by absolute URL', async () => {
    expect(await newsroom.read('/robots.txt')).toBe(
      `User-agent: *
Disallow: /api/

Sitemap: ${ORIGIN}/sitemap.xml
Sitemap: ${ORIGIN}/sitemap1.xml
Sitemap: ${ORIGIN}/sitemap-pages.xml
Sitemap: ${ORIGIN}/news-sitemap.xml
`,
    )
  })

  test('says what may be done with what is read, whether or not D1 answers', async () => {
    const vars = { SITE_CONTENT_SIGNAL: 'search=yes, ai-train=no' }
    newsroom = await openNewsroom(vars as Partial<Env>)
    const said = 'User-agent: *\nContent-Signal: search=yes, ai-train=no\nDisallow: /api/\n'
    expect(await newsroom.read('/robots.txt')).toContain(said)
    newsroom = new Newsroom({ ...vars, SITE_NAME: 'No copy' } as Partial<Env>)
    newsroom.onD1 = () => {
      throw new Error('D1_ERROR: down')
    }
    expect(await newsroom.read('/robots.txt')).toContain(said)
  })
})
