import { beforeEach, expect, test, vi } from 'vitest'
import { KEY, type Newsroom } from '../../support/newsroom'
import { png } from '../../support/pictures'
import { client, openWordPress, type Post } from '../../support/wordpress'

let newsroom: Newsroom
let wp: ReturnType<typeof client>
let nobody: ReturnType<typeof client>

beforeEach(async () => {
  newsroom = await openWordPress()
  wp = client(newsroom)
  nobody = client(newsroom, null)
})

const SECRET = '不可外传'
const content = `<p>${SECRET}。</p>`

async function keyFor(fields: object) {
  const response = await newsroom.call('POST', '/api/keys', { name: 'Other', ...fields })
  const { key } = await response.json<{ key: string }>()
  return client(newsroom, `Basic ${btoa(`other:${key}`)}`)
}

test.each(['private', 'draft', 'pending', 'auto-draft'])(
  'a post that is %s is a draft, and nobody without a key finds it anywhere',
  async (status) => {
    const tag = await wp.made<{ id: number }>('/tags', { name: SECRET })
    const post = await wp.made('/posts', { title: SECRET, content, status, tags: [tag.id] })
    expect(post.status).toBe('draft')
    const word = encodeURIComponent(SECRET)
    for (const path of [
      '/wp-json/wp/v2/posts?per_page=100',
      `/wp-json/wp/v2/posts?search=${word}`,
      `/wp-json/wp/v2/posts?include=${post.id}`,
      `/wp-json/wp/v2/posts?slug=${post.slug}`,
      `/wp-json/wp/v2/posts?tags=${tag.id}`,
      `/wp-json/wp/v2/posts/${post.id}`,
      '/wp-json/wp/v2/tags?per_page=100',
      `/wp-json/wp/v2/tags?search=${word}`,
      `/wp-json/wp/v2/tags?include=${tag.id}`,
      `/wp-json/wp/v2/tags?post=${post.id}`,
      `/wp-json/wp/v2/tags/${tag.id}`,
      `/?rest_route=/wp/v2/posts/${post.id}`,
      '/',
      '/feed.xml',
      '/sections/news',
      `/keywords/${word}`,
      '/sitemap-pages.xml',
      '/archive',
      new URL(post.link).pathname,
    ]) {
      const text = await newsroom.read(path)
      expect(text.includes(SECRET) && !path.includes(word), path).toBe(false)
      expect(text.includes(`${SECRET}。`), path).toBe(false)
    }
  },
)

test('what readers have seen and is made private is withdrawn', async () => {
  const post = await wp.made('/posts', { title: '一', content, status: 'publish' })
  expect((await wp.made(`/posts/${post.id}`, { status: 'private' })).status).toBe('trash')
  expect((await newsroom.fetch(new URL(post.link).pathname)).status).toBe(410)
  expect((await wp.made(`/posts/${post.id}`, { status: 'draft' })).status).toBe('trash')
  expect((await wp.made(`/posts/${post.id}`, { status: 'publish' })).status).toBe('publish')
})

test('a post with a password is refused, as there are none here', async () => {
  expect(
    await wp.refusal(
      wp.send('POST', '/posts', { title: '一', content, status: 'publish', password: 'x' }),
    ),
  ).toMatchObject({
    code: 'rest_invalid_param',
    data: { params: { password: expect.any(String) } },
  })
})

test('what is planned is public when its time comes, and not before', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-22T09:00:00+08:00'), toFake: ['Date'] })
  try {
    const date = '2026-11-22T10:00:00'
    const plan = await wp.made('/posts', { title: '一', content, status: 'publish', date })
    expect(plan).toMatchObject({ status: 'future', date })
    expect((await nobody.get(`/posts/${plan.id}`)).status).toBe(404)
    // As in WordPress: to say that it is published does not bring it forward.
    expect((await wp.made(`/posts/${plan.id}`, { status: 'publish' })).status).toBe('future')
    vi.setSystemTime(Date.parse('2026-11-22T10:00:30+08:00'))
    await newsroom.tick(Math.floor(Date.now() / 1000))
    expect(await (await nobody.get(`/posts/${plan.id}`)).json()).toMatchObject({ date })
  } finally {
    vi.useRealTimers()
  }
})

test('a plan is brought forward by a date, and taken back by a status', async () => {
  const plan = { title: '一', content, status: 'future', date: '2099-01-01T00:00:00' }
  const first = await wp.made('/posts', plan)
  expect((await wp.made(`/posts/${first.id}`, { status: 'draft' })).status).toBe('draft')
  const second = await wp.made('/posts', plan)
  const brought = { status: 'publish', date: '2026-01-01T00:00:00' }
  expect(await wp.made(`/posts/${second.id}`, brought)).toMatchObject(brought)
  expect(
    await wp.refusal(wp.send('POST', '/posts', { title: '一', content, status: 'future' })),
  ).toMatchObject({ data: { params: { date: expect.stringContaining('required') } } })
  expect(
    await wp.refusal(
      wp.send('POST', '/posts', { title: '一', content, date: '2099-01-01T00:00:00' }),
    ),
  ).toMatchObject({ data: { params: { date: expect.stringContaining('future') } } })
})

test.each([
  ['/posts?status=draft', 'rest_forbidden_status'],
  ['/posts?status=any', 'rest_forbidden_status'],
  ['/posts?status[]=publish&status[]=private', 'rest_forbidden_status'],
  ['/posts?context=edit', 'rest_forbidden_context'],
  ['/posts/1?context=edit', 'rest_forbidden_context'],
  ['/users?context=edit', 'rest_forbidden_context'],
  ['/users/me', 'rest_not_logged_in'],
  ['/media', 'rest_cannot_read'],
])('%s takes a key', async (path, code) => {
  await newsroom.post()
  expect(await nobody.refusal(nobody.get(path))).toMatchObject({ code, data: { status: 401 } })
})

test.each([
  ['POST', '/posts', 'rest_cannot_create'],
  ['POST', '/posts/1', 'rest_cannot_edit'],
  ['DELETE', '/posts/1', 'rest_cannot_delete'],
  ['POST', '/tags', 'rest_cannot_create'],
  ['POST', '/categories', 'rest_cannot_create'],
  ['POST', '/media', 'rest_cannot_create'],
])('%s %s takes a key', async (method, path, code) => {
  await newsroom.post()
  expect(
    await nobody.refusal(nobody.send(method, path, { title: '一', name: '一' })),
  ).toMatchObject({ code, data: { status: 401 } })
})

test('readers find what is published without a key, and nothing that its editor alone has', async () => {
  const { id } = await newsroom.post({ body: '正文。<!-- 内部 -->', format: 'html' })
  const post = await (await nobody.get(`/posts/${id}`)).json<Post>()
  expect(post.content).toEqual({ rendered: expect.stringContaining('正文'), protected: false })
  expect(post.title).not.toHaveProperty('raw')
  expect(JSON.stringify(post)).not.toContain('内部')
})

test('a key that is limited to a section sees the drafts of that one only, and changes nothing elsewhere', async () => {
  const mine = await newsroom.post({ section: 'culture', status: 'draft', keywords: ['我的'] })
  const others = await newsroom.post({ section: 'news', status: 'draft', keywords: [SECRET] })
  const open = await newsroom.post({ section: 'news' })
  const limited = await keyFor({
    scopes: ['articles:write', 'articles:publish', 'articles:withdraw'],
    sections: ['culture'],
  })
  const ids = async (path: string) => (await limited.read(path)).map(({ id }) => id)
  expect(await ids('/posts?status=draft')).toEqual([mine.id])
  expect(await ids('/posts?status=any')).toEqual([mine.id])
  expect(await ids(`/posts?status=draft&categories=1`)).toEqual([])
  expect(await ids(`/posts?status=draft&include=${others.id},${mine.id}`)).toEqual([mine.id])
  expect(await ids('/posts')).toEqual([open.id])
  expect(await ids('/posts?context=edit')).toEqual([])
  const response = await limited.get('/posts?status=draft')
  expect(response.headers.get('X-WP-Total')).toBe('1')
  for (const path of [`/posts/${others.id}`, `/posts/${open.id}?context=edit`]) {
    expect((await limited.get(path)).status, path).toBe(404)
  }
  for (const [method, id] of [
    ['POST', others.id],
    ['DELETE', others.id],
    ['POST', open.id],
    ['DELETE', open.id],
  ] as const) {
    const refused = await limited.refusal(limited.send(method, `/posts/${id}`, { title: '二' }))
    expect([403, 404]).toContain(refused.data.status)
  }
  expect(
    await limited.refusal(
      limited.send('POST', '/posts', { title: '一', content, categories: [1] }),
    ),
  ).toMatchObject({ code: 'rest_cannot_create', data: { status: 403 } })
  // Without a category it is the first that the key reaches.
  expect((await limited.made('/posts', { title: '一', content })).categories).toEqual([2])
  expect(await limited.read(`/tags?search=${encodeURIComponent(SECRET)}`)).toEqual([])
  expect((await newsroom.call('GET', `/api/articles/${open.id}`)).headers.get('ETag')).toBe('"1"')
})

test('a key that may write and not publish makes drafts, and is told so', async () => {
  const writer = await keyFor({ scopes: ['articles:write'] })
  expect(
    await writer.refusal(
      writer.send('POST', '/posts', { title: '一', content, status: 'publish' }),
    ),
  ).toMatchObject({
    code: 'rest_cannot_publish',
    message: expect.stringContaining('articles:publish'),
    data: { status: 403 },
  })
  const post = await writer.made('/posts', { title: '一', content })
  expect(await writer.refusal(writer.send('DELETE', `/posts/${post.id}`))).toMatchObject({
    code: 'rest_cannot_delete',
    data: { status: 403 },
  })
})

test('a key without a scope for articles reads what readers do', async () => {
  const draft = await newsroom.post({ status: 'draft' })
  const other = await keyFor({ scopes: ['sections:write'] })
  expect(await other.refusal(other.get('/posts?status=draft'))).toMatchObject({
    data: { status: 403 },
  })
  expect(await other.refusal(other.get('/posts?context=edit'))).toMatchObject({
    data: { status: 403 },
  })
  expect((await other.get(`/posts/${draft.id}`)).status).toBe(404)
})

test('a password that is no key is refused, wherever it is sent, and who guesses is told to wait', async () => {
  for (const authorization of [
    `Basic ${btoa(`a:bs_${'x'.repeat(43)}`)}`,
    'Basic %%%',
    'Basic',
    'Bearer x',
    'Digest a',
    `Basic ${btoa(KEY)}:`,
  ]) {
    const guest = client(newsroom, authorization)
    expect(await guest.refusal(guest.get('/posts')), authorization).toMatchObject({
      code: 'incorrect_password',
      data: { status: 401 },
    })
  }
  const limited = await openWordPress({
    FAILED_LOGINS: { limit: async () => ({ success: false }) } as never,
  })
  const guest = client(limited, 'Basic YTpi')
  const response = await guest.get('/posts')
  expect(response.status).toBe(429)
  expect(response.headers.get('Retry-After')).toBe('60')
})

test('the key may be written in groups, under any name, or as a bearer token', async () => {
  const grouped = KEY.replace(/(.{4})/g, '$1 ')
  for (const authorization of [
    `Basic ${btoa(`any name:${grouped}`)}`,
    `basic ${btoa(`:${KEY}`)}`,
    `Bearer ${KEY}`,
  ]) {
    const me = await client(newsroom, authorization).read<{ id: number; name: string }>('/users/me')
    expect(me).toMatchObject({ id: 1_000_000_001, name: 'Test' })
  }
})

test('nothing of it is kept by anybody on the way', async () => {
  await newsroom.post()
  for (const one of [wp, nobody]) {
    expect((await one.get('/posts')).headers.get('Cache-Control')).toBe('no-store')
  }
})

test('pictures are shown to nobody without a key, but those of articles that readers can see', async () => {
  const sent = await newsroom.fetch('/api/pictures?alt=', {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'image/png' },
    body: png(64, 48, 1),
  })
  const { hash } = await sent.json<{ hash: string }>()
  const draft = await newsroom.post({ status: 'draft', lead: { picture: hash } })
  expect((await nobody.get('/media/1')).status).toBe(404)
  expect(await (await nobody.get('/media?include=1')).json()).toEqual([])
  await newsroom.patch(draft.id, { status: 'published' })
  expect(await (await nobody.get('/media/1')).json()).toMatchObject({ id: 1, slug: hash })
})
