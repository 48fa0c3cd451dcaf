import { beforeEach, describe, expect, test } from 'vitest'
import { type Newsroom, ORIGIN, openNewsroom, type Posted } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

/** The titles on a page, in order. */
async function titlesOn(path: string): Promise<string[]> {
  const page = await newsroom.read(path)
  return [...page.matchAll(/<h2[^>]*><a href="\/articles\/[^"]*">(.*?)<\/a><\/h2>/g)].map(
    ([, title]) => title as string,
  )
}

const statusOf = async (path: string) => (await newsroom.fetch(path)).status

async function postMany(n: number, fields: Record<string, unknown> = {}): Promise<Posted[]> {
  const posted = []
  for (let i = 1; i <= n; i++) posted.push(await newsroom.post({ title: `第${i}篇`, ...fields }))
  return posted
}

const keyword = `/keywords/${encodeURIComponent('发展')}`

describe('an article is found', () => {
  test('by its keywords, its author and its month, in the newsroom’s time zone', async () => {
    await newsroom.post({
      title: '元旦',
      keywords: ['发展', 'C/C++ & 50%'],
      author: '张三',
      publishedAt: '2023-12-31T16:30:00Z',
    })
    const odd = `/keywords/${encodeURIComponent('C/C++ & 50%')}`
    for (const path of [
      keyword,
      odd,
      `/authors/${encodeURIComponent('张三')}`,
      '/archive/2024-01',
    ]) {
      expect(await titlesOn(path), path).toEqual(['元旦'])
    }
    expect(await statusOf('/archive/2023-12')).toBe(404)
    expect(await newsroom.read('/archive')).toContain('<a href="/archive/2024-01">2024年1月</a>')
  })

  test('under a new keyword or month once it is edited, and no longer under the old', async () => {
    const { id } = await newsroom.post({ keywords: ['旧'], publishedAt: '2024-03-01T00:00:00Z' })
    await newsroom.patch(id, { keywords: ['新'], publishedAt: '2024-05-01T00:00:00Z' })
    expect(await statusOf(`/keywords/${encodeURIComponent('旧')}`)).toBe(404)
    expect(await statusOf('/archive/2024-03')).toBe(404)
    expect(await titlesOn(`/keywords/${encodeURIComponent('新')}`)).toHaveLength(1)
    expect(await titlesOn('/archive/2024-05')).toHaveLength(1)
    expect(await newsroom.read('/archive')).not.toContain('2024-03')
  })

  test('nowhere while it is a draft, nor once it is withdrawn', async () => {
    await newsroom.post({ keywords: ['发展'], status: 'draft' })
    expect(await statusOf(keyword)).toBe(404)
    const { id } = await newsroom.post({ keywords: ['发展'] })
    expect(await titlesOn(keyword)).toHaveLength(1)
    await newsroom.withdraw(id)
    expect(await statusOf(keyword)).toBe(404)
    expect(await statusOf(`${keyword}/pages/1`)).toBe(404)
  })
})

describe('older pages', () => {
  test('hold thirty each, counted from the oldest, and every article is on one', async () => {
    await postMany(65, { keywords: ['发展'] })
    for (const list of ['', '/sections/news', keyword]) {
      expect(await titlesOn(`${list}/pages/1`)).toEqual(
        Array.from({ length: 30 }, (_, i) => `第${30 - i}篇`),
      )
      expect(await titlesOn(`${list}/pages/2`)).toHaveLength(30)
      expect((await titlesOn(`${list}/pages/3`)).at(-1)).toBe('第61篇')
      expect(await statusOf(`${list}/pages/4`)).toBe(404)
    }
    expect((await titlesOn(keyword))[0]).toBe('第65篇')
  })

  test('can all be reached from the first by links', async () => {
    await postMany(65)
    const seen = new Set<string>()
    let path: string | undefined = '/sections/news'
    while (path && !seen.has(path)) {
      seen.add(path)
      const page = await newsroom.read(path)
      path = /<a href="([^"]*)">更早的文章/.exec(page)?.[1]
    }
    expect([...seen].slice(1)).toEqual([3, 2, 1].map((n) => `/sections/news/pages/${n}`))
    const newer = await newsroom.read('/sections/news/pages/1')
    expect(newer).toContain('<a href="/sections/news/pages/2">更新的文章</a>')
    expect(newer).toContain(`<link rel="canonical" href="${ORIGIN}/sections/news/pages/1">`)
  })

  test('that are full stay as they are, whatever is posted', async () => {
    await postMany(31)
    const etag = async (path: string) => (await newsroom.fetch(path)).headers.get('ETag')
    const before = await etag('/sections/news/pages/1')
    await postMany(5)
    expect(await etag('/sections/news/pages/1')).toBe(before)
    expect(await etag('/sections/news/pages/2')).not.toBe(before)
  })

  test('keep a place for what is withdrawn, and for what is back-dated', async () => {
    const posted = await postMany(31)
    await newsroom.withdraw(posted[2]?.id ?? 0)
    await newsroom.patch(posted[30]?.id ?? 0, { publishedAt: '2001-01-01T00:00:00Z' })
    expect(await titlesOn('/sections/news/pages/1')).toHaveLength(29)
    expect(await titlesOn('/sections/news/pages/2')).toEqual(['第31篇'])
    await newsroom.patch(posted[2]?.id ?? 0, { status: 'published' })
    expect((await titlesOn('/sections/news/pages/1')).at(-3)).toBe('第3篇')
  })

  test('of nothing are not found', async () => {
    for (const path of [
      '/pages/1',
      '/pages/0',
      '/pages/01',
      '/archive/2024-13',
      '/authors/x',
      '/sections/x/pages/1',
    ]) {
      expect(await statusOf(path), path).toBe(404)
    }
  })
})

describe('an article’s page', () => {
  test('names the pieces before it in its section, and never those after', async () => {
    const posted = await postMany(8)
    await newsroom.post({ section: 'culture', title: '别处' })
    const earlier = async (n: number) => {
      const page = await newsroom.read(posted[n - 1]?.url ?? '')
      const aside = /<aside class="earlier">.*<\/aside>/s.exec(page)?.[0] ?? ''
      return [...aside.matchAll(/>(第\d+篇)</g)].map(([, title]) => title)
    }
    expect(await earlier(1)).toEqual([])
    expect(await earlier(7)).toEqual(['第6篇', '第5篇', '第4篇', '第3篇', '第2篇'])
    await newsroom.patch(posted[4]?.id ?? 0, { title: '第50篇' })
    await newsroom.withdraw(posted[3]?.id ?? 0)
    expect(await earlier(7)).toEqual(['第6篇', '第50篇', '第3篇', '第2篇'])
  })
})
