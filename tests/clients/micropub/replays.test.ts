/** Calls that apps make, as their makers or their users have published them. */
import { beforeEach, expect, test } from 'vitest'
import { KEY, type Newsroom, ORIGIN, openNewsroom } from '../../support/newsroom'
import { jpeg } from '../../support/pictures'
import { BEARER, errorOf, form, json, locationOf, pageAt, query, sourceOf } from './asking'

let newsroom: Newsroom
beforeEach(async () => {
  newsroom = await openNewsroom({ CLIENTS: 'micropub', IMAGES: undefined as never })
})

async function sendFile(name: string) {
  const body = new FormData()
  body.set('file', new File([jpeg(64, 48)], name, { type: 'image/jpeg' }))
  return locationOf(
    await newsroom.fetch('/micropub/media', { method: 'POST', headers: BEARER, body }),
  )
}

// samwarnick.com/blog/making-a-micropub-server-that-works-with-ia-writer: JSON, whose values are no lists.
test('iA Writer sends a draft in Markdown, with the pictures it sent ahead', async () => {
  const home = await newsroom.fetch('/')
  expect(home.headers.get('Link')).toContain(`<${ORIGIN}/micropub>; rel="micropub"`)
  await query(newsroom, { q: 'config' })
  const picture = await sendFile('ferry.jpg')
  const content = `第一段，**很重要**。\n\n![一只渡船](${picture})\n`
  const url = await locationOf(
    await json(newsroom, {
      type: ['h-entry'],
      properties: { name: '渡船', content, 'post-status': 'draft' },
    }),
  )
  expect(await sourceOf(newsroom, url)).toMatchObject({
    name: ['渡船'],
    content: [content],
    'post-status': ['draft'],
  })
  const published = await json(newsroom, {
    action: 'update',
    url,
    replace: { 'post-status': ['published'] },
  })
  expect(published.status).toBe(204)
  const page = await pageAt(newsroom, url)
  expect(page).toContain('<strong>很重要</strong>')
  expect(page).toContain('alt="一只渡船"')
})

// help.micro.blog/t/posting-api/96: forms, with what the photos show beside them.
test('Micro.blog’s apps post with a photo, list what there is, edit and delete it', async () => {
  const photo = await sendFile('upload.jpg')
  const url = await locationOf(
    await form(newsroom, [
      ['h', 'entry'],
      ['name', ''],
      ['content', 'Hello **world**.'],
      ['photo[]', photo],
      ['mp-photo-alt[]', 'A ferry'],
      ['category[]', '文化教育'],
      ['post-status', 'published'],
      ['mp-destination', `${ORIGIN}/`],
    ]),
  )
  expect(await pageAt(newsroom, url)).toContain('alt="A ferry"')
  const list = await query(newsroom, { q: 'source' })
  const { items } = await list.json<{ items: { properties: Record<string, unknown[]> }[] }>()
  expect(items[0]?.properties).toMatchObject({ url: [url], content: ['Hello **world**.'] })
  const replace = { name: ['Title'], content: ['Hello **again**.'] }
  expect((await json(newsroom, { action: 'update', url, replace })).status).toBe(204)
  expect(await pageAt(newsroom, url)).toContain('Hello <strong>again</strong>.')
  expect((await json(newsroom, { action: 'delete', url })).status).toBe(204)
})

// aaronpk/Quill, controllers/editor.php: its editor posts HTML as JSON, where its user has chosen so.
test('Quill’s editor posts HTML', async () => {
  const url = await locationOf(
    await json(newsroom, {
      type: ['h-entry'],
      properties: {
        name: ['Title'],
        content: [{ html: '<p>Hello <b>world</b></p>' }],
        category: ['a', 'b'],
        'mp-slug': ['title'],
        published: ['2026-11-01T08:00:00+08:00'],
      },
    }),
  )
  expect(url).toBe(`${ORIGIN}/articles/title`)
  expect(await pageAt(newsroom, url)).toContain('<p>Hello <b>world</b></p>')
})

// aaronpk/Quill, lib/helpers.php: its forms have the token in both places, for servers that know one only.
test('Quill’s forms are refused, as they hold the token twice, and say so', async () => {
  const fields = { h: 'entry', access_token: KEY, content: 'Hello' }
  const refused = await errorOf(await form(newsroom, fields))
  expect(refused).toMatchObject({
    status: 400,
    error: 'invalid_request',
    error_description: 'The token is there twice; send it once, in the header or in the form',
  })
})

// barryf/micropublish, lib/micropublish/micropub.rb and post.rb: it asks for all of a post, and sends the differences.
test('Micropublish edits a post by what differs', async () => {
  const url = await locationOf(
    await form(newsroom, [
      ['h', 'entry'],
      ['content', 'Hello'],
      ['category[]', 'a'],
      ['category[]', 'b'],
      ['mp-channel', 'culture'],
    ]),
  )
  const headers = { ...BEARER, 'Content-Type': 'application/json; charset=utf-8' }
  const source = await query(newsroom, { q: 'source', url }, headers)
  const { properties } = await source.json<{ properties: Record<string, unknown[]> }>()
  const submitted = { content: ['Hello there'], category: ['a', 'b'], summary: ['s'] }
  const gone = Object.keys(properties).filter((name) => !Object.hasOwn(submitted, name))
  const response = await json(
    newsroom,
    {
      action: 'update',
      url,
      replace: { content: submitted.content },
      add: { summary: submitted.summary },
      delete: gone,
    },
    headers,
  )
  expect(response.status).toBe(200)
  expect(await sourceOf(newsroom, url)).toMatchObject({ ...submitted, 'mp-channel': ['culture'] })
})
