/** What micropub.rocks asks of a server, test by test, by its numbers. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { KEY, type Newsroom, ORIGIN, openNewsroom } from '../../support/newsroom'
import { jpeg, png } from '../../support/pictures'
import {
  BEARER,
  entry,
  errorOf,
  form,
  json,
  keyWith,
  locationOf,
  pageAt,
  query,
  sourceOf,
} from './asking'

let newsroom: Newsroom
beforeEach(async () => {
  newsroom = await openNewsroom({ CLIENTS: 'micropub', IMAGES: undefined as never })
})

afterEach(() => vi.restoreAllMocks())

const SUNSET = 'https://photos.test/sunset.jpg'
const CITY = 'https://photos.test/city-at-night.jpg'

/** The web, where those photos are. */
function photosOnTheWeb() {
  const sizes: Record<string, [number, number]> = { [SUNSET]: [64, 48], [CITY]: [80, 60] }
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (asked) => {
    const [width, height] = sizes[new Request(asked).url] ?? [0, 0]
    return width === 0 ? new Response('', { status: 404 }) : new Response(jpeg(width, height))
  })
}

const picturesIn = (page: string) =>
  [...page.matchAll(/<img src="(\/pictures\/[^"]+)"/g)].map(([, address = '']) => address)

test('100: an entry is posted by a form', async () => {
  const url = await locationOf(
    await form(newsroom, { h: 'entry', content: 'Micropub test of a basic h-entry' }),
  )
  expect(await pageAt(newsroom, url)).toContain('<p>Micropub test of a basic h-entry</p>')
})

test('101: a form may give several categories', async () => {
  const url = await locationOf(
    await form(newsroom, [
      ['h', 'entry'],
      ['content', 'This post has two categories, test1 and test2'],
      ['category[]', 'test1'],
      ['category[]', 'test2'],
    ]),
  )
  const page = await pageAt(newsroom, url)
  expect(page).toContain('/keywords/test1')
  expect(page).toContain('/keywords/test2')
})

test('104: a photo that a form names by its address is shown', async () => {
  photosOnTheWeb()
  const url = await locationOf(
    await form(newsroom, { h: 'entry', content: 'A photo by its address', photo: SUNSET }),
  )
  expect(picturesIn(await pageAt(newsroom, url))).toHaveLength(1)
})

test('107: a form may give a single category without brackets', async () => {
  const url = await locationOf(
    await form(newsroom, { h: 'entry', content: 'One category, test1', category: 'test1' }),
  )
  expect((await sourceOf(newsroom, url)).category).toEqual(['test1'])
})

test('200: an entry is posted as JSON', async () => {
  const url = await locationOf(await entry(newsroom, { content: ['An h-entry in JSON'] }))
  expect(await pageAt(newsroom, url)).toContain('<p>An h-entry in JSON</p>')
})

test('201: JSON may give several categories', async () => {
  const url = await locationOf(
    await entry(newsroom, { content: ['Two categories'], category: ['test1', 'test2'] }),
  )
  expect((await sourceOf(newsroom, url)).category).toEqual(['test1', 'test2'])
})

test('202: HTML is shown as HTML', async () => {
  const html = '<p>This post has <b>bold</b> and <i>italic</i> text.</p>'
  const url = await locationOf(await entry(newsroom, { content: [{ html }] }))
  expect(await pageAt(newsroom, url)).toContain(html)
})

test('203: a photo that JSON names by its address is shown', async () => {
  photosOnTheWeb()
  const url = await locationOf(
    await entry(newsroom, { content: ['A photo by its address'], photo: [SUNSET] }),
  )
  expect(picturesIn(await pageAt(newsroom, url))).toHaveLength(1)
})

test('204: an entry with an object in it is posted, and what was left out is named', async () => {
  const checkin = {
    type: ['h-card'],
    properties: { name: ['Los Gorditos'], latitude: [45.52433], locality: ['Portland'] },
  }
  const response = await entry(newsroom, {
    published: ['2017-05-31T12:03:36-07:00'],
    content: ['Lunch meeting'],
    checkin: [checkin],
  })
  const url = await locationOf(response)
  const { notes } = await response.json<{ notes: string[] }>()
  expect(notes).toEqual(['Left out, as articles have no such thing: checkin'])
  const { content, published } = await sourceOf(newsroom, url)
  expect({ content, published }).toEqual({
    content: ['Lunch meeting'],
    published: ['2017-06-01T03:03:36+08:00'],
  })
})

test('205: what a photo shows is said with it', async () => {
  photosOnTheWeb()
  const photo = { value: SUNSET, alt: 'Photo of a sunset' }
  const url = await locationOf(
    await entry(newsroom, { content: ['A photo of a sunset'], photo: [photo] }),
  )
  expect(await pageAt(newsroom, url)).toContain('alt="Photo of a sunset"')
})

test('206: all photos that JSON names are shown', async () => {
  photosOnTheWeb()
  const url = await locationOf(
    await entry(newsroom, { content: ['Photos of a city at night'], photo: [SUNSET, CITY] }),
  )
  expect(new Set(picturesIn(await pageAt(newsroom, url))).size).toBe(2)
  expect((await sourceOf(newsroom, url)).photo).toHaveLength(2)
})

const upload = (parts: [name: string, value: string | File][], path = '/micropub') => {
  const body = new FormData()
  for (const [name, value] of parts) body.append(name, value)
  return newsroom.fetch(path, { method: 'POST', headers: BEARER, body })
}

const file = (bytes: Uint8Array<ArrayBuffer>, name: string, type: string) =>
  new File([bytes], name, { type })

test('300: a photo that comes with the form is shown', async () => {
  const url = await locationOf(
    await upload([
      ['h', 'entry'],
      ['content', 'Nice sunset tonight'],
      ['photo', file(jpeg(64, 48), 'sunset.jpg', 'image/jpeg')],
    ]),
  )
  const [photo = ''] = picturesIn(await pageAt(newsroom, url))
  expect((await newsroom.fetch(photo)).headers.get('Content-Type')).toBe('image/jpeg')
})

test('301: two photos that come with the form are shown', async () => {
  const url = await locationOf(
    await upload([
      ['h', 'entry'],
      ['content', 'This post should have two photos'],
      ['photo[]', file(jpeg(64, 48), 'sunset.jpg', 'image/jpeg')],
      ['photo[]', file(png(), 'city-at-night.png', 'image/png')],
    ]),
  )
  expect(new Set(picturesIn(await pageAt(newsroom, url))).size).toBe(2)
  expect((await sourceOf(newsroom, url)).content).toEqual(['This post should have two photos'])
})

/** Posts an entry, updates it, and gives back what it says then. */
async function updated(properties: Record<string, unknown>, update: Record<string, unknown>) {
  const url = await locationOf(await entry(newsroom, properties))
  const response = await json(newsroom, { action: 'update', url, ...update })
  expect([200, 204]).toContain(response.status)
  return sourceOf(newsroom, url)
}

test('400: a property is replaced', async () => {
  const { content } = await updated(
    { content: ['This text should be replaced.'] },
    { replace: { content: ['This is the updated text.'] } },
  )
  expect(content).toEqual(['This is the updated text.'])
})

test('401: a value is added to those of a property', async () => {
  const { category } = await updated(
    { content: ['Adding a category'], category: ['test1'] },
    { add: { category: ['test2'] } },
  )
  expect(category).toEqual(['test1', 'test2'])
})

test('402: a value is added to a property that had none', async () => {
  const { category } = await updated(
    { content: ['Adding the first category'] },
    { add: { category: ['test1'] } },
  )
  expect(category).toEqual(['test1'])
})

test('403: a value is removed from those of a property', async () => {
  const { category } = await updated(
    { content: ['Removing a category'], category: ['test1', 'test2'] },
    { delete: { category: ['test2'] } },
  )
  expect(category).toEqual(['test1'])
})

test('404: a property is removed', async () => {
  const { category } = await updated(
    { content: ['Removing all categories'], category: ['test1', 'test2'] },
    { delete: ['category'] },
  )
  expect(category).toBeUndefined()
})

test('405: an operation that is no object of lists is refused', async () => {
  const url = await locationOf(await entry(newsroom, { content: ['Update test 405'] }))
  const response = await json(newsroom, { action: 'update', url, replace: 'No valid update.' })
  expect(await errorOf(response)).toMatchObject({ status: 400, error: 'invalid_request' })
  expect((await sourceOf(newsroom, url)).content).toEqual(['Update test 405'])
})

const asForm = (action: string, url: string) => form(newsroom, { action, url })
const asJson = (action: string, url: string) => json(newsroom, { action, url })

const posted = async (content: string) => locationOf(await form(newsroom, { h: 'entry', content }))

const statusOf = async (url: string) => (await newsroom.fetch(new URL(url).pathname)).status

test.each([
  ['500: a form deletes a post', asForm],
  ['501: JSON deletes a post', asJson],
])('%s', async (_, act) => {
  const url = await posted('This post will be deleted.')
  expect((await act('delete', url)).status).toBe(204)
  expect(await statusOf(url)).toBe(410)
})

test.each([
  ['502: a form brings back a deleted post', asForm],
  ['503: JSON brings back a deleted post', asJson],
])('%s', async (_, act) => {
  const url = await posted('This post will be deleted, and brought back.')
  await act('delete', url)
  expect((await act('undelete', url)).status).toBe(204)
  expect(await statusOf(url)).toBe(200)
})

test('600: a program learns how the server is set up', async () => {
  const response = await query(newsroom, { q: 'config' })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({
    'media-endpoint': `${ORIGIN}/micropub/media`,
    'syndicate-to': [],
  })
})

test('601: a program learns that nothing is syndicated', async () => {
  const response = await query(newsroom, { q: 'syndicate-to' })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ 'syndicate-to': [] })
})

test('602: a program reads all properties of a post', async () => {
  const properties = { content: ['The source content'], category: ['micropub', 'test'] }
  const url = await locationOf(await entry(newsroom, properties))
  const response = await query(newsroom, { q: 'source', url })
  expect(response.status).toBe(200)
  expect(await response.json()).toMatchObject({ type: ['h-entry'], properties })
})

test('603: a program reads some properties of a post', async () => {
  const properties = { content: ['The source content'], category: ['micropub', 'test'] }
  const url = await locationOf(await entry(newsroom, properties))
  const response = await query(newsroom, [
    ['q', 'source'],
    ['properties[]', 'content'],
    ['properties[]', 'category'],
    ['url', url],
  ])
  expect(await response.json()).toEqual({ properties })
})

/** A pixel, as of 1987. */
const gif = Uint8Array.from(
  atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'),
  (letter) => letter.charCodeAt(0),
)

test.each([
  ['700: a JPEG', jpeg(64, 48), 'sunset.jpg', 'image/jpeg'],
  ['701: a PNG', png(), 'micropub-rocks.png', 'image/png'],
  ['702: a GIF', gif, 'w3c-socialwg.gif', 'image/gif'],
])(
  '%s sent to the media endpoint is at the address that it answers',
  async (_, bytes, name, type) => {
    const config = await query(newsroom, { q: 'config' })
    const { 'media-endpoint': endpoint } = await config.json<{ 'media-endpoint': string }>()
    const response = await upload([['file', file(bytes, name, type)]], endpoint)
    const shown = await newsroom.fetch(await locationOf(response))
    expect(shown.status).toBe(200)
    expect(shown.headers.get('Content-Type')).toBe(type)
  },
)

test('800: the token may be in the header', async () => {
  const response = await form(newsroom, { h: 'entry', content: 'The token is in the header' })
  expect(await locationOf(response)).toContain(`${ORIGIN}/articles/`)
})

test('801: the token may be in the form', async () => {
  const fields = { h: 'entry', content: 'The token is in the form', access_token: KEY }
  expect(await locationOf(await form(newsroom, fields, {}))).toContain(`${ORIGIN}/articles/`)
})

test('802: the token is not kept with the post', async () => {
  const fields = { h: 'entry', content: 'The token is not kept', access_token: KEY }
  const url = await locationOf(await form(newsroom, fields, {}))
  const properties = await sourceOf(newsroom, url)
  expect(properties).not.toHaveProperty('access_token')
  expect(JSON.stringify(properties)).not.toContain(KEY)
  expect(await pageAt(newsroom, url)).not.toContain(KEY)
})

test('803: a request without a token is refused', async () => {
  const response = await form(newsroom, { h: 'entry', content: 'Nobody says this' }, {})
  expect(await errorOf(response)).toMatchObject({ status: 401, error: 'unauthorized' })
})

test('804: a token that may not post is refused, and told what it would take', async () => {
  const reader = await keyWith(newsroom, ['export:read'])
  const response = await form(newsroom, { h: 'entry', content: 'Not by this token' }, reader)
  expect(response.headers.get('WWW-Authenticate')).toContain('error="insufficient_scope"')
  expect(await errorOf(response)).toMatchObject({
    status: 401,
    error: 'insufficient_scope',
    scope: 'articles:write articles:publish',
  })
})

// The suite’s own word for it is “bad request”, which neither RFC 6750 (3.1) nor Micropub (3.8) has.
test('805: a token in the header and in the form is refused', async () => {
  const fields = { h: 'entry', content: 'The token is there twice', access_token: KEY }
  const response = await form(newsroom, fields)
  expect(await errorOf(response)).toMatchObject({ status: 400, error: 'invalid_request' })
  expect(await newsroom.read('/')).not.toContain('The token is there twice')
})
