/** `wpapi`, as it is published, against a newsroom that answers WordPress REST. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import WPAPI from 'wpapi'
import { root } from '../../scripts/d1.ts'
import { send } from '../../scripts/request.ts'
import { start } from './newsrooms.ts'

let newsroom: Awaited<ReturnType<typeof start>>
// Its methods are made at run time, of the routes that it finds.
// biome-ignore lint/suspicious/noExplicitAny: there are no types of it
let wp: any

beforeAll(async () => {
  newsroom = await start(8829, { CLIENTS: 'wordpress micropub mcp' }, inject('empty'))
  await send(newsroom, 'PUT', '/api/sections/news', { name: '业界动态' })
  await send(newsroom, 'PUT', '/api/sections/culture', { name: '文化教育' })
  wp = await WPAPI.discover(newsroom.url)
  wp = new WPAPI({
    endpoint: `${newsroom.url}/wp-json`,
    username: 'editor',
    password: newsroom.key,
    routes: (await wp.root('').get()).routes,
  })
})

afterAll(() => newsroom.stop())

interface Post {
  id: number
  title: { rendered: string; raw: string }
  content: { raw: string; rendered: string }
  status: string
  link: string
  tags: number[]
}

test('it finds the newsroom by its home page, and the routes there', async () => {
  const site = await WPAPI.discover(newsroom.url)
  expect(await site.posts().get()).toEqual([])
  expect(typeof wp.media).toBe('function')
})

test('a post is made, edited, and read by readers', async () => {
  const tag = await wp.tags().create({ name: '发展' })
  const made: Post = await wp.posts().create({
    title: '推进会 & 其他',
    content: '<p>会议今天召开。</p>',
    status: 'publish',
    categories: [2],
    tags: [tag.id],
  })
  expect(made).toMatchObject({ status: 'publish', tags: [tag.id] })
  const changed: Post = await wp.posts().id(made.id).update({ title: '推进会开了' })
  expect(changed.title.raw).toBe('推进会开了')
  expect(await (await fetch(made.link)).text()).toContain('推进会开了')
  const read: Post = await wp.posts().id(made.id).edit()
  expect(read.content.raw).toBe('<p>会议今天召开。</p>')
})

test('all pages are walked, each post once', async () => {
  for (let n = 1; n <= 24; n++) {
    await wp.posts().create({ title: `第${n}篇`, content: `<p>正文${n}。</p>`, status: 'publish' })
  }
  const titles: string[] = []
  // biome-ignore lint/suspicious/noExplicitAny: a list with `_paging`
  let page: any = await wp.posts().perPage(10).get()
  expect(page._paging).toMatchObject({ total: 25, totalPages: 3 })
  while (page) {
    titles.push(...page.map((post: Post) => post.title.rendered))
    page = page._paging.next ? await page._paging.next.get() : null
  }
  expect(titles).toHaveLength(25)
  expect(new Set(titles).size).toBe(25)
  const found = await wp.posts().search('正文7').get()
  expect(found.map((post: Post) => post.title.rendered)).toEqual(['第7篇'])
  expect(await wp.posts().param('status', 'any').categories(2).get()).toHaveLength(1)
})

test('a picture is sent, described, put at the head of a post, and removed', async () => {
  const medium = await wp
    .media()
    .file(readFileSync(join(root, 'samples/pictures/flood-dyke.jpg')), 'flood-dyke.jpg')
    .create({ title: '江', alt_text: '江边' })
  expect(medium).toMatchObject({ alt_text: '江边', mime_type: 'image/jpeg' })
  const post = await wp.posts().create({
    title: '有图',
    content: '<p>正文。</p>',
    status: 'publish',
    featured_media: medium.id,
  })
  expect(await (await fetch(post.link)).text()).toContain('alt="江边"')
  await wp.posts().id(post.id).update({ featured_media: 0 })
  expect(await wp.media().id(medium.id).delete({ force: true })).toMatchObject({ deleted: true })
})

test('a post is deleted, and gone for readers', async () => {
  const post = await wp.posts().create({ title: '要删', content: '<p>文。</p>', status: 'publish' })
  expect(await wp.posts().id(post.id).delete()).toMatchObject({ status: 'trash' })
  expect((await fetch(post.link)).status).toBe(410)
})

test('what is refused comes back as WordPress’s own error', async () => {
  const refused = await wp
    .posts()
    .create({ title: '' })
    .catch((fault: unknown) => fault)
  expect(refused).toMatchObject({ code: 'rest_invalid_param', data: { status: 400 } })
})
