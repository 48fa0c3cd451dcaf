import { beforeEach, expect, test } from 'vitest'
import { KEY, type Newsroom } from '../../support/newsroom'
import { client, openWordPress, type Post } from '../../support/wordpress'

let newsroom: Newsroom
let wp: ReturnType<typeof client>

beforeEach(async () => {
  newsroom = await openWordPress()
  wp = client(newsroom)
})

const HTML = '<p>会议今天召开。</p>'

test('a post is made a draft unless it says otherwise, and answered with 201 and where it is', async () => {
  const response = await wp.send('POST', '/posts', { title: '推进会', content: HTML })
  expect(response.status).toBe(201)
  const post = await response.json<Post>()
  expect(response.headers.get('Location')).toBe(`https://news.test/wp-json/wp/v2/posts/${post.id}`)
  expect(post).toMatchObject({
    status: 'draft',
    title: { raw: '推进会', rendered: '推进会' },
    content: { raw: HTML, protected: false },
    categories: [1],
  })
  expect(post.content.rendered).toContain('会议今天召开。')
  expect((await newsroom.fetch(new URL(post.link).pathname)).status).toBe(404)
})

test('a published post is there for readers at once, and the trail says that it came by WordPress', async () => {
  const post = await wp.made('/posts', { title: '推进会', content: HTML, status: 'publish' })
  expect(await newsroom.read(new URL(post.link).pathname)).toContain('会议今天召开。')
  const trail = await (await newsroom.call('GET', '/api/audit')).json<{ entries: object[] }>()
  expect(trail.entries[0]).toMatchObject({ action: 'article.create', client: 'wordpress' })
})

test('a form says the same as JSON', async () => {
  const body = new URLSearchParams({ title: '推进会', 'content[raw]': HTML, status: 'publish' })
  body.append('categories[]', '2')
  const response = await newsroom.fetch('/wp-json/wp/v2/posts', {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`any:${KEY}`)}` },
    body,
  })
  expect(await response.json()).toMatchObject({
    status: 'publish',
    content: { raw: HTML },
    categories: [2],
  })
})

test('a post is changed with POST, PUT and PATCH alike, and with what stands in for them', async () => {
  const { id } = await wp.made('/posts', { title: '一', content: HTML, status: 'publish' })
  for (const [method, title] of [
    ['POST', '二'],
    ['PUT', '三'],
    ['PATCH', '四'],
  ] as const) {
    const response = await wp.send(method, `/posts/${id}`, { title })
    expect(response.status).toBe(200)
    expect((await response.json<Post>()).title.raw).toBe(title)
  }
  const headers = { 'X-HTTP-Method-Override': 'PUT' }
  const put = await wp.send('POST', `/posts/${id}`, { title: '五' }, headers)
  expect((await put.json<Post>()).title.raw).toBe('五')
  const removed = await wp.send('POST', `/posts/${id}?_method=DELETE`)
  expect((await removed.json<Post>()).status).toBe('trash')
})

test('a deleted post is withdrawn, and told as WordPress tells it', async () => {
  const { id, link } = await wp.made('/posts', { title: '一', content: HTML, status: 'publish' })
  expect(await (await wp.send('DELETE', `/posts/${id}`)).json()).toMatchObject({ status: 'trash' })
  expect((await newsroom.fetch(new URL(link).pathname)).status).toBe(410)
  expect(await wp.refusal(wp.send('DELETE', `/posts/${id}`))).toMatchObject({
    code: 'rest_already_trashed',
    data: { status: 410 },
  })
  expect(await (await wp.send('DELETE', `/posts/${id}?force=true`)).json()).toMatchObject({
    deleted: true,
    previous: { id },
  })
})

test('force may stand in the body, as wpapi sends it', async () => {
  const { id } = await wp.made('/posts', { title: '一', content: HTML })
  const response = await wp.send('DELETE', `/posts/${id}`, { force: true })
  expect(await response.json()).toMatchObject({ deleted: true, previous: { id, status: 'draft' } })
})

test('the same title twice makes two posts, and the same slug the next one', async () => {
  const fields = { title: '一', content: HTML, slug: 'piece' }
  expect((await wp.made('/posts', fields)).slug).toBe('piece')
  expect((await wp.made('/posts', fields)).slug).toBe('piece-2')
})

test('a request with an Idempotency-Key that comes twice makes one post', async () => {
  const send = () =>
    wp.send('POST', '/posts', { title: '一', content: HTML }, { 'Idempotency-Key': 'k1' })
  const [first, again] = [await (await send()).json<Post>(), await (await send()).json<Post>()]
  expect(again.id).toBe(first.id)
})

test('a request with an Idempotency-Key that comes twice makes one post, whoever has its slug', async () => {
  await wp.made('/posts', { title: 'x', slug: 'taken', content: 'x' })
  const post = { title: 'y', slug: 'taken', content: 'y' }
  const once = { 'Idempotency-Key': 'once' }
  const [first, again] = [
    await wp.send('POST', '/posts', post, once),
    await wp.send('POST', '/posts', post, once),
  ]
  expect([first.status, again.status]).toEqual([201, 201])
  const [one, same] = [await first.json<Post>(), await again.json<Post>()]
  expect(same).toMatchObject({ id: one.id, slug: 'taken-2' })
})

test('of two dates the one that was changed counts, whichever that is', async () => {
  const post = await wp.made('/posts', { title: 'x', content: 'x', status: 'publish' })
  const { date, date_gmt } = post
  const moved = await wp.made(`/posts/${post.id}`, { date: '2024-07-13T13:51:02', date_gmt })
  expect(moved).toMatchObject({ date: '2024-07-13T13:51:02', date_gmt: '2024-07-13T05:51:02' })
  const later = await wp.made(`/posts/${post.id}`, {
    date: moved.date,
    date_gmt: '2024-07-14T00:00:00',
  })
  expect(later.date).toBe('2024-07-14T08:00:00')
  const both = await wp.made(`/posts/${post.id}`, { date, date_gmt: '2024-01-01T00:00:00' })
  expect(both.date).toBe(date)
})

test('slugs come percent-encoded and are taken so, spelt as WordPress would', async () => {
  const post = await wp.made('/posts', { title: '一', content: HTML, slug: '%e6%8e%a8%e8%bf%9b' })
  expect(post.slug).toBe('%e6%8e%a8%e8%bf%9b')
  expect(post.link).toBe('https://news.test/articles/%E6%8E%A8%E8%BF%9B')
  expect((await wp.made('/posts', { title: '二', content: HTML, slug: 'My Slug_1' })).slug).toBe(
    'my-slug-1',
  )
})

test('titles lose their markup and their entities, and get them back', async () => {
  const title = 'R&amp;D <em>新</em> &#8220;品&#8221; 1 < 2'
  const post = await wp.made('/posts', { title, content: HTML })
  expect(post.title).toEqual({ raw: 'R&D 新 “品” 1 < 2', rendered: 'R&#038;D 新 “品” 1 &lt; 2' })
  const same = await wp.made(`/posts/${post.id}`, { title: post.title.rendered })
  expect(same.title.raw).toBe(post.title.raw)
})

test('what a post is about goes with it: excerpt, several categories, tags', async () => {
  const tag = await wp.made<{ id: number }>('/tags', { name: '发展' })
  const post = await wp.made('/posts', {
    title: '一',
    content: HTML,
    excerpt: '<p>要点 &amp; 其他</p>',
    categories: [2, 1],
    tags: [tag.id],
  })
  expect(post).toMatchObject({ excerpt: { raw: '要点 & 其他' }, categories: [2] })
  const tags = await wp.read<{ name: string }[]>(`/tags?include=${post.tags.join()}`)
  expect(tags.map(({ name }) => name)).toEqual(['发展', '业界动态'])
})

test('nothing is written when what was read comes back whole', async () => {
  const { id } = await newsroom.post({
    title: '甲 & 乙',
    body: '第一段{dì yī duàn}。\n\n**重**点[链接](https://example.org)。',
    keywords: ['发展', 'A&B'],
    author: '张三',
    status: 'draft',
  })
  const before = await (await newsroom.call('GET', `/api/articles/${id}`)).json()
  const post = await wp.read<Post>(`/posts/${id}?context=edit`)
  expect(post.content.raw).toContain('<strong>')
  await wp.made(`/posts/${id}`, {
    ...post,
    id: undefined,
    title: post.title.raw,
    content: post.content.raw,
  })
  const { id: _, ...all } = post
  await wp.made(`/posts/${id}`, all)
  await wp.made(`/posts/${id}`, { content: post.content.rendered, title: post.title.rendered })
  expect(await (await newsroom.call('GET', `/api/articles/${id}`)).json()).toEqual(before)
})

test('an article in Markdown whose text is changed is HTML from then on, and its Markdown stays in its past', async () => {
  const { id } = await newsroom.post({ body: '一**二**三。' })
  const { content } = await wp.read<Post>(`/posts/${id}?context=edit`)
  await wp.made(`/posts/${id}`, { content: content.raw.replace('三', '四') })
  expect(await (await newsroom.call('GET', `/api/articles/${id}`)).json()).toMatchObject({
    format: 'html',
    revision: 2,
    body: expect.stringContaining('<strong>二</strong>四'),
  })
  expect(
    await (await newsroom.call('GET', `/api/articles/${id}/revisions/1`)).json(),
  ).toMatchObject({ content: { body: '一**二**三。', format: 'markdown' } })
})

test('text without elements keeps its paragraphs, and is read back as it was sent', async () => {
  const content = '第一段。\n\n第二段。'
  const post = await wp.made('/posts', { title: '一', content })
  expect(post.content.raw).toBe(content)
  expect(post.content.rendered.match(/<p>/g)).toHaveLength(2)
  const mixed = await wp.made('/posts', { title: '二', content: '第一<b>段</b>。\n\n第二段。' })
  expect(mixed.content.rendered.match(/<p>/g)).toHaveLength(2)
})

test('who writes last wins, and the other revision stays', async () => {
  const { id } = await wp.made('/posts', { title: '一', content: HTML, status: 'publish' })
  let isFirst = true
  newsroom.onD1 = async (sql) => {
    if (!isFirst || !sql.some((one) => one.includes('INSERT INTO revisions'))) return
    isFirst = false
    await newsroom.patch(id, { title: '别人的' })
  }
  const post = await wp.made(`/posts/${id}`, { content: '<p>我的。</p>' })
  expect(post).toMatchObject({ title: { raw: '别人的' }, content: { raw: '<p>我的。</p>' } })
})
