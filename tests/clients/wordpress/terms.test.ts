import { beforeEach, expect, test } from 'vitest'
import type { Newsroom } from '../../support/newsroom'
import { png } from '../../support/pictures'
import { BASIC, client, openWordPress } from '../../support/wordpress'

let newsroom: Newsroom
let wp: ReturnType<typeof client>

interface Term {
  id: number
  name: string
  slug: string
  count: number
  description: string
}

beforeEach(async () => {
  newsroom = await openWordPress()
  wp = client(newsroom)
})

const names = (terms: Term[]) => terms.map(({ name }) => name)

test('categories are the sections, with how many articles readers can see in each', async () => {
  await newsroom.post()
  await newsroom.post({ status: 'draft' })
  expect(await wp.read<Term[]>('/categories?orderby=id')).toMatchObject([
    { id: 1, name: '业界动态', slug: 'news', count: 1 },
    { id: 2, name: '文化教育', slug: 'culture', count: 0 },
  ])
  expect(names(await wp.read('/categories?hide_empty=true'))).toEqual(['业界动态'])
  expect(names(await wp.read(`/categories?search=${encodeURIComponent('文化')}`))).toEqual([
    '文化教育',
  ])
  expect(names(await wp.read('/categories?slug=news'))).toEqual(['业界动态'])
  expect(names(await wp.read('/categories?include=2'))).toEqual(['文化教育'])
  expect(names(await wp.read('/categories?orderby=count&order=desc&per_page=1'))).toEqual([
    '业界动态',
  ])
  expect((await wp.read<Term>('/categories/2')).name).toBe('文化教育')
})

test('a category is made, renamed and described, and its address stays', async () => {
  const made = await wp.made<Term>('/categories', { name: '图片 &amp; 视频', description: '看' })
  expect(made).toMatchObject({ name: '图片 & 视频', description: '看' })
  const changed = await wp.made<Term>(`/categories/${made.id}`, { name: '影像' })
  expect(changed).toMatchObject({ name: '影像', description: '看', slug: made.slug })
  const other = wp.send('POST', `/categories/${made.id}`, { slug: 'other' })
  expect((await wp.refusal(other)).data.params?.slug).toContain('for good')
  expect(await wp.refusal(wp.send('POST', '/categories', { name: '图片 & 视频' }))).toMatchObject({
    code: 'term_exists',
    data: { status: 400, term_id: made.id },
  })
})

test('a category that has an article stays, and says why', async () => {
  await newsroom.post()
  expect(await wp.refusal(wp.send('DELETE', '/categories/1?force=true'))).toMatchObject({
    code: 'rest_cannot_delete',
    message: expect.stringContaining('has or had an article'),
  })
  expect(await wp.refusal(wp.send('DELETE', '/categories/2'))).toMatchObject({
    code: 'rest_trash_not_supported',
    data: { status: 501 },
  })
})

test('tags are listed by name, those with articles, with an exact total', async () => {
  await newsroom.post({ keywords: ['乙', '甲', 'AI'] })
  await newsroom.post({ keywords: ['甲'] })
  const gone = await newsroom.post({ keywords: ['没了'] })
  await newsroom.withdraw(gone.id)
  await newsroom.post({ keywords: ['草稿'], status: 'draft' })
  const response = await wp.get('/tags')
  expect(response.headers.get('X-WP-Total')).toBe('3')
  expect(names(await response.json())).toEqual(['AI', '乙', '甲'])
  expect(names(await wp.read('/tags?orderby=count&order=desc&per_page=1'))).toEqual(['甲'])
  expect(names(await wp.read('/tags?search=ai'))).toEqual(['AI'])
  // Who sees all drafts finds their tags as well.
  expect(names(await wp.read(`/tags?search=${encodeURIComponent('草稿')}`))).toEqual(['草稿'])
  await newsroom.patch(gone.id, { status: 'published' })
  expect((await wp.get('/tags')).headers.get('X-WP-Total')).toBe('4')
})

test('a tag without articles is seen by no reader, and counted nowhere', async () => {
  const before = await newsroom.read('/sitemap-pages.xml')
  const tag = await wp.made<Term>('/tags', { name: '空的' })
  expect(tag.count).toBe(0)
  expect((await newsroom.fetch(`/keywords/${encodeURIComponent('空的')}`)).status).toBe(404)
  expect(await newsroom.read('/sitemap-pages.xml')).toBe(before)
  expect((await wp.get('/tags')).headers.get('X-WP-Total')).toBe('0')
  expect(await newsroom.read('/archive')).not.toContain('空的')
  const lines = new TextDecoder().decode(
    await (await newsroom.call('GET', '/api/export')).arrayBuffer(),
  )
  expect(lines).not.toContain('空的')
})

test('the draft of a keyword that nobody had keeps it when a program sends its tags back', async () => {
  const { id } = await newsroom.post({ keywords: ['只在草稿里', '甲'], status: 'draft' })
  const { tags } = await wp.read<{ tags: number[] }>(`/posts/${id}?context=edit`)
  expect(tags).toHaveLength(2)
  await wp.made(`/posts/${id}`, { tags, title: '改题' })
  const article = await (await newsroom.call('GET', `/api/articles/${id}`)).json()
  expect(article).toMatchObject({ keywords: ['只在草稿里', '甲'], title: '改题' })
})

test('a tag is its name: it is neither renamed nor deleted', async () => {
  const tag = await wp.made<Term>('/tags', { name: '甲' })
  expect((await wp.send('POST', `/tags/${tag.id}`, { name: '甲', description: '' })).status).toBe(
    200,
  )
  const other = wp.send('POST', `/tags/${tag.id}`, { name: '乙' })
  expect((await wp.refusal(other)).data.params?.name).toContain('cannot be changed')
  expect((await wp.refusal(wp.send('DELETE', `/tags/${tag.id}?force=1`))).code).toBe(
    'rest_cannot_delete',
  )
})

test('users are the authors that readers know, and the holder of the key', async () => {
  await newsroom.post({ author: '张三' })
  await newsroom.post({ author: '李四', status: 'draft' })
  const everybody = await client(newsroom, null).read<Term[]>('/users')
  expect(names(everybody)).toEqual(['张三'])
  const response = await wp.get('/users')
  expect(response.headers.get('X-WP-Total')).toBe('2')
  expect(names(await response.json())).toEqual(['Test', '张三'])
  const [author] = everybody
  expect((await wp.read<Term>(`/users/${author?.id}`)).name).toBe('张三')
  const post = await wp.made('/posts', { title: '一', content: 'x', author: author?.id })
  const { author: name } = await (await newsroom.call('GET', `/api/articles/${post.id}`)).json<{
    author: string
  }>()
  expect(name).toBe('张三')
  expect((await wp.made(`/posts/${post.id}`, { author: 1_000_000_001 })).author).toBe(1_000_000_001)
})

const upload = (bytes: BodyInit, headers: Record<string, string>) =>
  newsroom.fetch('/wp-json/wp/v2/media', {
    method: 'POST',
    headers: { Authorization: BASIC, ...headers },
    body: bytes,
  })

test('pictures are sent, listed with their total, described and removed', async () => {
  const form = new FormData()
  form.append('file', new File([png(64, 48, 1)], '../../图片.png', { type: 'text/plain' }))
  form.append('alt_text', '江边')
  form.append('title', '随便')
  const sent = await newsroom.fetch('/wp-json/wp/v2/media', {
    method: 'POST',
    headers: { Authorization: BASIC },
    body: form,
  })
  expect(sent.status).toBe(201)
  const medium = await sent.json<{ id: number; source_url: string }>()
  expect(medium).toMatchObject({
    alt_text: '江边',
    title: { rendered: '图片.png' },
    mime_type: 'image/png',
    media_details: { width: 64, height: 48 },
  })
  expect((await newsroom.fetch(new URL(medium.source_url).pathname)).status).toBe(200)
  await upload(png(64, 48, 2), { 'Content-Type': 'image/png' })
  const list = await wp.get('/media?per_page=1')
  expect(list.headers.get('X-WP-Total')).toBe('2')
  expect(await list.json()).toMatchObject([{ id: 2 }])
  expect(await wp.made(`/media/${medium.id}`, { alt_text: '江边的树' })).toMatchObject({
    alt_text: '江边的树',
  })
  expect(await wp.read(`/media?search=${encodeURIComponent('树')}`)).toHaveLength(1)
  expect((await wp.refusal(wp.send('DELETE', '/media/1'))).code).toBe('rest_trash_not_supported')
  expect((await wp.send('DELETE', '/media/1?force=true')).status).toBe(200)
  expect((await wp.get('/media')).headers.get('X-WP-Total')).toBe('1')
})

test('a picture sent twice is one, and one that an article shows stays', async () => {
  const send = () => upload(png(64, 48, 1), { 'Content-Type': 'application/octet-stream' })
  const [one, again] = [await (await send()).json<Term>(), await (await send()).json<Term>()]
  expect(again.id).toBe(one.id)
  await wp.made('/posts', { title: '一', content: 'x', featured_media: one.id, status: 'publish' })
  expect(await wp.refusal(wp.send('DELETE', `/media/${one.id}?force=true`))).toMatchObject({
    code: 'rest_cannot_delete',
    message: expect.stringContaining('article shows it'),
    data: { status: 409 },
  })
})

test('a picture in the text by its address is the newsroom’s own', async () => {
  const { source_url } = await (
    await upload(png(64, 48, 1), { 'Content-Type': 'image/png' })
  ).json<{
    source_url: string
  }>()
  const content = `<p>正文。</p><img src="${source_url}" alt="江边">`
  const post = await wp.made('/posts', { title: '一', content, status: 'publish' })
  expect(post.content.rendered).toMatch(/<img[^>]+width="64"[^>]*>/)
})
