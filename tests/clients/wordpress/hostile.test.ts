import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { makeKey } from '../../support/desk'
import type { Newsroom } from '../../support/newsroom'
import { BASIC, client, openWordPress, type Refusal } from '../../support/wordpress'

let newsroom: Newsroom
let wp: ReturnType<typeof client>

beforeEach(async () => {
  newsroom = await openWordPress()
  wp = client(newsroom)
})

const raw = (body: BodyInit, type: string | null, more: Record<string, string> = {}) =>
  newsroom.fetch('/wp-json/wp/v2/posts', {
    method: 'POST',
    headers: { Authorization: BASIC, ...(type !== null && { 'Content-Type': type }), ...more },
    body,
  })

const stored = () => env.DB.prepare('SELECT count(*) AS n FROM articles').first('n')

test.each([
  ['JSON that is none', '{"title":', 'application/json', 400, 'rest_invalid_json'],
  ['JSON that is no object', '"x"', 'application/json', 400, 'rest_invalid_json'],
  ['a type nobody knows', 'x', 'application/xml', 415, 'rest_unsupported_media_type'],
  [
    'a form in another encoding',
    'title=%C4%E3%BA%C3&content=x',
    'application/x-www-form-urlencoded',
    400,
    'rest_invalid_json',
  ],
  ['a form without its boundary', 'x', 'multipart/form-data', 400, 'rest_invalid_json'],
  [
    'JSON in GBK',
    new Uint8Array([0x7b, 0x22, 0x74, 0x22, 0x3a, 0x22, 0xc4, 0xe3, 0x22, 0x7d]),
    'application/json; charset=gbk',
    400,
    'rest_invalid_json',
  ],
] as [string, BodyInit, string, number, string][])(
  '%s is refused, and nothing is stored',
  async (_, body, type, status, code) => {
    const response = await raw(body, type)
    expect(response.status).toBe(status)
    expect(await response.json<Refusal>()).toMatchObject({ code, data: { status } })
    expect(await stored()).toBe(0)
  },
)

test('a body that is too large is refused, whatever its length is said to be', async () => {
  const body = JSON.stringify({ title: 'x', content: 'x'.repeat(1_100_000) })
  expect((await raw(body, 'application/json')).status).toBe(413)
  const parts = new Blob([body]).stream()
  expect((await raw(parts, 'application/json')).status).toBe(413)
  expect((await raw('{}', 'application/json', { 'Content-Encoding': 'gzip' })).status).toBe(415)
})

test.each([
  ['per_page=101', 'per_page'],
  ['per_page=0', 'per_page'],
  ['per_page=1e9', 'per_page'],
  ['page=-1', 'page'],
  ['page=99999999999999999999', 'page'],
  ['offset=x', 'offset'],
  ['after=gestern', 'after'],
  ['after=2026-02-30T00:00:00', 'after'],
  ['tags=1;DROP', 'tags'],
  ['categories=99999999999999999999', 'categories'],
  [`include=${Array.from({ length: 101 }, (_, i) => i).join()}`, 'include'],
  ['status=published', 'status'],
  ['order=up', 'order'],
  ['context=all', 'context'],
  [`search=${'x'.repeat(201)}`, 'search'],
])('?%s is refused by name', async (query, name) => {
  expect(await wp.refusal(wp.get(`/posts?${query}`))).toMatchObject({
    code: 'rest_invalid_param',
    data: { status: 400, params: { [name]: expect.any(String) } },
  })
})

test.each(['0', '99999999999999999999', '9007199254740993', '-1', '1e3', '%31%30', 'x'])(
  'there is no post, no tag, no user and no medium %s',
  async (id) => {
    for (const kind of ['posts', 'tags', 'categories', 'users', 'media']) {
      expect((await wp.get(`/${kind}/${id}`)).status, kind).toBe(404)
    }
  },
)

test.each([
  [{ categories: [999] }, 'categories'],
  [{ categories: 'news' }, 'categories'],
  [{ tags: [1, 999] }, 'tags'],
  [{ tags: ['发展'] }, 'tags'],
  [{ author: 999 }, 'author'],
  [{ featured_media: 999 }, 'featured_media'],
  [{ date: 'morgen' }, 'date'],
  [{ status: 'sticky' }, 'status'],
  [{ status: 'trash' }, 'status'],
  [{ title: 'x'.repeat(201) }, 'title'],
  [{ title: '' }, 'title'],
  [{ content: '' }, 'content'],
  [{ excerpt: 'x'.repeat(501) }, 'excerpt'],
])('%j is refused by name, and nothing is stored', async (fields, name) => {
  const sent = wp.send('POST', '/posts', { title: '一', content: '<p>x</p>', ...fields })
  expect(await wp.refusal(sent)).toMatchObject({
    code: 'rest_invalid_param',
    data: { status: 400, params: { [name]: expect.any(String) } },
  })
  expect(await stored()).toBe(0)
})

test('a number of a section is no tag, and that of a tag no user', async () => {
  const { id } = await newsroom.post({ keywords: ['甲'], author: '张三' })
  const { results } = await env.DB.prepare('SELECT id, name FROM lists').run<{
    id: number
    name: string
  }>()
  const of = (kind: string) => results.find(({ name }) => name.startsWith(kind))?.id
  expect((await wp.get(`/tags/${of('section/')}`)).status).toBe(404)
  expect((await wp.get(`/users/${of('keyword/')}`)).status).toBe(404)
  for (const fields of [{ tags: [of('author/')] }, { author: of('month/') }]) {
    expect((await wp.send('POST', `/posts/${id}`, fields)).status).toBe(400)
  }
  expect(await wp.read(`/posts?tags=${of('author/')}`)).toEqual([])
  expect(await wp.read(`/posts?author=${of('keyword/')}`)).toEqual([])
  expect(await wp.read(`/posts?tags=${of('author/')}&exclude=99`)).toEqual([])
  expect(await wp.read(`/posts?author=${of('keyword/')}&status=any`)).toEqual([])
})

test('a member named __proto__ or constructor is nothing but unknown', async () => {
  const response = await raw(
    '{"title":"一","content":"<p>x</p>","__proto__":{"status":"publish"},"constructor":1}',
    'application/json',
  )
  expect(await response.json()).toMatchObject({ status: 'draft' })
  const form = await raw(
    'title=一&content=x&__proto__[status]=publish',
    'application/x-www-form-urlencoded',
  )
  expect(await form.json()).toMatchObject({ status: 'draft' })
})

test('scripts in titles, texts and excerpts come out as nothing', async () => {
  const evil = '<script>alert(1)</script><img src=x onerror=alert(1)>'
  const post = await wp.made('/posts', {
    title: `题${evil}`,
    content: `<p>文</p>${evil}<script>x</script>`.replace('<img src=x onerror=alert(1)>', ''),
    excerpt: `要${evil}`,
  })
  expect(post.title.rendered).toBe('题')
  expect(post.content.rendered).not.toContain('<script')
  expect(post.excerpt.rendered).toBe('<p>要</p>\n')
})

test.each([
  [`attachment; filename="../../../etc/passwd"`, 'passwd'],
  [`attachment; filename*=UTF-8''..%2F..%2Fx.png`, 'x.png'],
  [`attachment; filename*=UTF-8''%E0%A4%A; filename=b.png`, 'b.png'],
  [`attachment; filename="C:\\\\x\\\\y.php"`, 'y.php'],
  ['inline', null],
])('%s names a file, and no folder', async (disposition, name) => {
  const response = await newsroom.fetch('/wp-json/wp/v2/media', {
    method: 'POST',
    headers: {
      Authorization: BASIC,
      'Content-Type': 'image/png',
      'Content-Disposition': disposition,
    },
    body: (await import('../../support/pictures')).png(64, 48, 1),
  })
  const { title, slug } = await response.json<{ title: { rendered: string }; slug: string }>()
  expect(title.rendered).toBe(name ?? slug.slice(0, 12))
})

test('what is no picture is refused, whatever it calls itself', async () => {
  for (const [body, type] of [
    ['<?php system("id");', 'image/png'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/svg+xml'],
    ['', 'image/png'],
  ] as const) {
    const response = await newsroom.fetch('/wp-json/wp/v2/media', {
      method: 'POST',
      headers: {
        Authorization: BASIC,
        'Content-Type': type,
        'Content-Disposition': 'attachment; filename=a.png',
      },
      body,
    })
    expect(response.status).toBe(400)
  }
  expect(await env.DB.prepare('SELECT count(*) AS n FROM pictures').first('n')).toBe(0)
})

test('a method that is not meant does nothing, in whichever way it is said', async () => {
  const { id } = await newsroom.post()
  // Only a POST can be meant as something else: a link never is.
  expect((await wp.get(`/posts/${id}?_method=DELETE`)).status).toBe(200)
  expect((await wp.get(`/posts/${id}`, { 'X-HTTP-Method-Override': 'DELETE' })).status).toBe(200)
  expect((await wp.send('DELETE', '/posts')).status).toBe(404)
  expect((await wp.send('PUT', '/posts', { title: 'x' })).status).toBe(404)
  expect(
    (await newsroom.fetch(`/articles/${(await wp.read<{ slug: string }>(`/posts/${id}`)).slug}`))
      .status,
  ).toBe(200)
})

test('who asks too often without a key is told to wait', async () => {
  const busy = await openWordPress({
    SEARCHES: { limit: async () => ({ success: false }) } as never,
  })
  const response = await client(busy, null).get('/posts')
  expect(response.status).toBe(429)
  expect((await client(busy).get('/posts')).status).toBe(200)
})

test('a key that writes too often is told to wait, for tags too', async () => {
  const busy = await openWordPress({
    WRITES: { limit: async () => ({ success: false }) } as never,
  }).catch(() => null)
  if (!busy) throw new Error('sections could not be made')
  const one = client(busy)
  for (const [path, fields] of [
    ['/posts', { title: '一', content: 'x' }],
    ['/tags', { name: '甲' }],
    ['/categories', { name: '甲' }],
  ] as const) {
    expect((await one.send('POST', path, fields)).status, path).not.toBe(201)
  }
  expect((await one.refusal(one.send('POST', '/tags', { name: '甲' }))).data.status).toBe(429)
})

test('while D1 is out of reach a program is told to come back, in its words', async () => {
  newsroom.onD1 = () => {
    throw new Error('D1_ERROR: Network connection lost.')
  }
  const response = await wp.get('/posts')
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ code: 'rest_unavailable' })
  expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
})

test('a key limited to sections learns no keyword of drafts elsewhere, by number or by making it', async () => {
  const { tags } = await wp.made('/posts', {
    title: 'x',
    content: 'x',
    status: 'draft',
    tags: [(await wp.made<{ id: number }>('/tags', { name: '某某案' })).id],
  })
  const { key } = await makeKey(newsroom, ['articles:write'], { sections: ['culture'] })
  const limited = client(newsroom, `Basic ${btoa(`x:${key}`)}`)
  const culture = (await wp.read<{ id: number; slug: string }[]>('/categories')).find(
    ({ slug }) => slug === 'culture',
  )
  const post = { title: 'y', content: 'y', status: 'draft', categories: [culture?.id] }
  const named = await limited.refusal(limited.send('POST', '/posts?_embed=1', { ...post, tags }))
  expect(named.data.params?.tags).toContain('no such tag')
  for (const name of ['某某案', '别的词']) {
    const made = await limited.refusal(limited.send('POST', '/tags', { name }))
    expect(made).toMatchObject({ code: 'rest_cannot_create', data: { status: 403 } })
  }
})

test('a key limited to sections sends back what it read, the author of its own drafts too', async () => {
  await newsroom.post({ status: 'draft', section: 'culture', author: '王小明', keywords: ['旧词'] })
  const { key } = await makeKey(newsroom, ['articles:write'], { sections: ['culture'] })
  const limited = client(newsroom, `Basic ${btoa(`x:${key}`)}`)
  const [post] = await limited.read('/posts?status=draft&context=edit')
  const { id, author, tags } = post as { id: number; author: number; tags: number[] }
  const sent = await limited.send('POST', `/posts/${id}`, { title: '新题', author, tags })
  expect(sent.status).toBe(200)
  const article = await (await newsroom.call('GET', `/api/articles/${id}`)).json()
  expect(article).toMatchObject({ title: '新题', author: '王小明', keywords: ['旧词'] })
})

test('who has no key may not have D1 go through long lists, nor far down', async () => {
  const stranger = client(newsroom, null)
  const numbers = Array.from({ length: 11 }, (_, i) => i + 1).join()
  for (const query of [
    `exclude=${numbers}`,
    `tags_exclude=${numbers}`,
    'categories=1&offset=1001',
  ]) {
    const refused = await stranger.refusal(stranger.get(`/posts?${query}`))
    expect(refused, query).toMatchObject({ code: 'rest_forbidden_context', data: { status: 401 } })
    expect((await wp.get(`/posts?${query}`)).status, query).toBe(200)
  }
  expect((await stranger.get('/posts?offset=1001')).status).toBe(200)
})

test('comments that never end cost no more than what they are long', async () => {
  const content = `<b>${'<!--'.repeat(60_000)}`
  const sent = await wp.send('POST', '/posts', { title: 'x', content })
  expect([201, 400]).toContain(sent.status)
})

test('lists of terms and users end in an empty page, and those of posts are refused beyond', async () => {
  await newsroom.post({ keywords: ['词'], author: '王小明' })
  for (const path of ['/categories', '/tags', '/users']) {
    const beyond = await wp.get(`${path}?page=9`)
    expect(beyond.status, path).toBe(200)
    expect(await beyond.json(), path).toEqual([])
  }
  const posts = await wp.refusal(wp.get('/posts?page=9'))
  expect(posts.code).toBe('rest_post_invalid_page_number')
  expect(await wp.read('/posts?status=trash&page=2')).toEqual([])
  expect(await wp.read('/posts?status=pending&search=x')).toEqual([])
})
