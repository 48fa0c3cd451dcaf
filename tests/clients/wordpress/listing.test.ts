import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import type { Newsroom } from '../../support/newsroom'
import { client, openWordPress, type Post } from '../../support/wordpress'

let newsroom: Newsroom
let wp: ReturnType<typeof client>

beforeEach(async () => {
  newsroom = await openWordPress()
  wp = client(newsroom)
})

const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString()

/** Published one a day, from the first of January on, by turns in two sections. */
async function bring(count: number, fields: (n: number) => object = () => ({})) {
  const lines = Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      title: `第${i + 1}篇`,
      section: i % 2 === 0 ? 'news' : 'culture',
      body: `正文${i + 1}。`,
      publishedAt: day(i + 1),
      ...fields(i + 1),
    }),
  )
  const headers = { 'Content-Type': 'application/x-ndjson' }
  const response = await newsroom.fetch('/api/import', {
    method: 'POST',
    headers: { ...headers, Authorization: `Bearer bs_${'k'.repeat(43)}` },
    body: lines.join('\n'),
  })
  const said = new TextDecoder().decode(await response.arrayBuffer())
  if (!response.ok || /"status":4/.test(said)) throw new Error(said)
}

const titles = (posts: Post[]) => posts.map(({ title }) => title.rendered)

async function walk(path: string): Promise<{ ids: number[]; total: number; pages: number }> {
  const ids: number[] = []
  for (let page = 1; ; page++) {
    const response = await wp.get(`${path}${path.includes('?') ? '&' : '?'}page=${page}`)
    if (!response.ok) throw new Error(await response.text())
    const posts = await response.json<Post[]>()
    ids.push(...posts.map(({ id }) => id))
    const pages = Number(response.headers.get('X-WP-TotalPages'))
    const total = Number(response.headers.get('X-WP-Total'))
    const hasNext = (response.headers.get('Link') ?? '').includes('rel="next"')
    expect(hasNext).toBe(page < pages)
    if (page >= pages) return { ids, total, pages }
  }
}

test('pages lead through all that is published, the newest first, with exact totals and links', async () => {
  await bring(25)
  const { ids, total, pages } = await walk('/posts')
  expect({ total, pages }).toEqual({ total: 25, pages: 3 })
  expect(ids).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i))
  const third = await wp.get('/posts?page=3&per_page=10')
  expect(third.headers.get('Link')).toBe(
    '<https://news.test/wp-json/wp/v2/posts?page=2&per_page=10>; rel="prev"',
  )
  expect(await wp.refusal(wp.get('/posts?page=4'))).toMatchObject({
    code: 'rest_post_invalid_page_number',
    data: { status: 400 },
  })
})

test('an empty newsroom has one empty page, and none after it', async () => {
  const response = await wp.get('/posts')
  expect(await response.json()).toEqual([])
  expect(response.headers.get('X-WP-Total')).toBe('0')
  expect(response.headers.get('X-WP-TotalPages')).toBe('0')
})

test.each([
  ['a category', 'categories=2', 12],
  ['a tag', 'tags=TAG', 8],
  ['an author', 'author=AUTHOR', 5],
  ['a category and a tag', 'categories=1&tags=TAG', 4],
  ['two categories', 'categories=1,2', 25],
  ['a search', `search=${encodeURIComponent('正文7')}`, 1],
  ['a span of time', 'after=2026-01-05T08:00:00&before=2026-01-10T08:00:00', 4],
  ['what is left without a category', 'categories_exclude=1', 12],
  ['what is left without a tag', 'tags_exclude=TAG', 17],
  ['numbers', 'include=3,7,9', 3],
  ['all but some', 'exclude=1,2', 23],
])('walking through %s finds each once, and as many as the total says', async (_, query, count) => {
  await bring(25, (n) => ({
    keywords: n % 3 === 0 ? ['发展'] : [],
    author: n % 5 === 0 ? '张三' : null,
  }))
  const [tag] = await wp.read<{ id: number }[]>('/tags')
  const [, author] = await wp.read<{ id: number }[]>('/users')
  const path = query.replace('TAG', String(tag?.id)).replace('AUTHOR', String(author?.id))
  const { ids, total } = await walk(`/posts?${path}&per_page=3`)
  expect(total).toBe(count)
  expect(new Set(ids).size).toBe(count)
  expect(ids).toHaveLength(count)
})

test('each status has its total, for a category too, and so have several together', async () => {
  await bring(3)
  const draft = await newsroom.post({ title: '草稿', status: 'draft' })
  await newsroom.post({ title: '二', status: 'draft', section: 'culture' })
  await newsroom.post({ title: '三', publishAt: '2099-01-01T00:00:00Z' })
  const gone = await newsroom.post({ title: '四' })
  await newsroom.withdraw(gone.id)
  const totals = async (query: string) => {
    const response = await wp.get(`/posts?${query}`)
    const posts = await response.json<Post[]>()
    const total = Number(response.headers.get('X-WP-Total'))
    expect(posts).toHaveLength(total)
    return total
  }
  const all = async () => ({
    draft: await totals('status=draft'),
    ofCulture: await totals('status=draft&categories=2'),
    future: await totals('status=future'),
    trash: await totals('status=trash'),
    any: await totals('status=any'),
    some: await totals('status[]=draft&status[]=publish'),
    pending: await totals('status=pending'),
  })
  expect(await all()).toEqual({
    draft: 2,
    ofCulture: 1,
    future: 1,
    trash: 1,
    any: 6,
    some: 5,
    pending: 0,
  })
  await newsroom.patch(draft.id, { section: 'culture' })
  await newsroom.patch(gone.id, { status: 'published' })
  expect(await all()).toMatchObject({ draft: 2, ofCulture: 2, trash: 0, any: 7, some: 6 })
})

test('posts come in the order that is asked for', async () => {
  await bring(3, (n) => ({ title: ['乙', '甲', '丙'][n - 1] }))
  await env.DB.prepare('UPDATE articles SET updated_at = updated_at + 60 WHERE id = 1').run()
  const order = async (query: string) => (await wp.read(`/posts?${query}`)).map(({ id }) => id)
  expect(await order('order=asc')).toEqual([1, 2, 3])
  expect(await order('orderby=id&order=asc')).toEqual([1, 2, 3])
  expect((await order('orderby=modified'))[0]).toBe(1)
  expect(titles(await wp.read('/posts?orderby=title&order=asc'))).toEqual(['丙', '乙', '甲'])
  expect(await order('include=2,3,1&orderby=include')).toEqual([2, 3, 1])
  expect(await wp.refusal(wp.get('/posts?orderby=rand'))).toMatchObject({
    code: 'rest_invalid_param',
    data: { params: { orderby: expect.stringContaining('must be one of') } },
  })
})

test('a post is found by its slug, encoded or not', async () => {
  await newsroom.post({ slug: '推进会' })
  for (const slug of ['推进会', '%e6%8e%a8%e8%bf%9b%e4%bc%9a']) {
    expect(await wp.read(`/posts?slug=${encodeURIComponent(slug)}`)).toHaveLength(1)
  }
})

test('an offset takes the place of the page', async () => {
  await bring(5)
  expect((await wp.read('/posts?offset=2&per_page=2')).map(({ id }) => id)).toEqual([3, 2])
})

test('_fields narrows a post, and what is within its members', async () => {
  await bring(1)
  expect(await wp.read('/posts?_fields=id,title.rendered')).toEqual([
    { id: 1, title: { rendered: '第1篇' } },
  ])
  expect(await wp.read('/posts/1?_fields[]=slug')).toEqual({ slug: '%e7%ac%ac1%e7%af%87' })
})

test('_embed brings along the author, the categories and the tags', async () => {
  await bring(1, () => ({ keywords: ['发展'], author: '张三' }))
  const [post] = await wp.read('/posts?_embed=1')
  expect(post?._embedded).toMatchObject({
    author: [{ name: '张三' }],
    'wp:term': [[{ name: '业界动态' }], [{ name: '发展' }]],
  })
})

test('dates are told on the clocks of the site and of Greenwich, and taken so', async () => {
  const post = await wp.made('/posts', {
    title: '一',
    content: '<p>正文。</p>',
    status: 'publish',
    date: '2026-01-02T03:04:05',
  })
  expect(post).toMatchObject({ date: '2026-01-02T03:04:05', date_gmt: '2026-01-01T19:04:05' })
  const moved = await wp.made(`/posts/${post.id}`, { date_gmt: '2026-02-03T04:05:06' })
  expect(moved).toMatchObject({ date: '2026-02-03T12:05:06', date_gmt: '2026-02-03T04:05:06' })
})

test('HEAD says what GET does, without the body', async () => {
  await bring(2)
  const response = await newsroom.fetch('/wp-json/wp/v2/posts', { method: 'HEAD' })
  expect(response.status).toBe(200)
  expect(response.headers.get('X-WP-Total')).toBe('2')
  expect(await response.text()).toBe('')
})
