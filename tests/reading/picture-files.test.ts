import { beforeEach, describe, expect, test, vi } from 'vitest'
import { KEY, type Newsroom, openNewsroom } from '../support/newsroom'
import { png } from '../support/pictures'

let newsroom: Newsroom
let hash: string
let path: string
const bytes = png(64, 48, 3)

beforeEach(async () => {
  newsroom = await openNewsroom({ IMAGES: undefined as never })
  const response = await newsroom.fetch('/api/pictures', {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'image/png' },
    body: bytes,
  })
  hash = (await response.json<{ hash: string }>()).hash
  path = `/pictures/${hash}/64.png`
})

const get = (headers: Record<string, string> = {}, method = 'GET') =>
  newsroom.fetch(path, { method, headers })

describe('the file of a picture', () => {
  test('is kept by browsers for a year, and by the edge no longer than a page', async () => {
    const { headers } = await get()
    expect(headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    const page = await newsroom.fetch('/')
    const atEdge = 'Cloudflare-CDN-Cache-Control'
    expect(headers.get(atEdge)).toBe(page.headers.get(atEdge))
    expect(headers.get('Cache-Tag')).toBe(`picture/${hash},site`)
  })

  test('runs nothing, whatever a browser takes it for', async () => {
    const { headers } = await get()
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Content-Security-Policy')).toContain('sandbox')
  })

  test('costs one call to R2 and none to D1, and so does what is not there', async () => {
    const cost = await newsroom.spent(() => get())
    expect(cost).toMatchObject({ r2Reads: 1, statements: 0, kvReads: 0 })
    path = `/pictures/${'0'.repeat(64)}/64.png`
    expect(await newsroom.spent(async () => expect((await get()).status).toBe(404))).toMatchObject({
      r2Reads: 1,
      statements: 0,
    })
  })

  test.each([
    ['/pictures', 404],
    ['/pictures/', 404],
    ['/pictures/x/64.png', 404],
    ['/pictures/HASH/original', 404],
    ['/pictures/HASH/64.PNG', 404],
    ['/pictures/HASH/64.svg', 404],
    ['/pictures/HASH/064.png', 404],
    ['/pictures/HASH/../../x', 404],
  ])('%s is none', async (address, status) => {
    expect((await newsroom.fetch(address.replace('HASH', hash))).status).toBe(status)
  })

  test('is not sent again to whoever has it', async () => {
    const etag = (await get()).headers.get('ETag') ?? ''
    const again = await get({ 'If-None-Match': etag })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect(again.headers.get('Cache-Control')).toContain('immutable')
    expect((await get({ 'If-None-Match': '"another"' })).status).toBe(200)
  })

  test.each([
    ['bytes=0-9', 0, 10],
    ['bytes=10-', 10, bytes.length],
    ['bytes=-5', bytes.length - 5, bytes.length],
    ['bytes=0-99999999', 0, bytes.length],
  ])('can be had in part: %s', async (range, start, end) => {
    const part = await get({ Range: range })
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(start, end))
    if (end - start === bytes.length) return
    expect(part.status).toBe(206)
    expect(part.headers.get('Content-Range')).toBe(`bytes ${start}-${end - 1}/${bytes.length}`)
  })

  test('begins nowhere behind its end', async () => {
    const { status, headers } = await get({ Range: 'bytes=99999999-' })
    expect([200, 416]).toContain(status)
    if (status === 416) expect(headers.get('Content-Range')).toBe(`bytes */${bytes.length}`)
  })

  test('is whole when it has changed since a part of it was had', async () => {
    const whole = await get({ Range: 'bytes=0-9', 'If-Range': '"another"' })
    expect([whole.status, (await whole.arrayBuffer()).byteLength]).toEqual([200, bytes.length])
  })

  test('has a HEAD that says how long it is', async () => {
    const head = await get({}, 'HEAD')
    expect(head.status).toBe(200)
    expect(head.headers.get('Content-Length')).toBe(String(bytes.length))
    expect(head.headers.get('Content-Type')).toBe('image/png')
  })

  test('can only be read', async () => {
    expect((await get({}, 'PUT')).status).toBe(405)
  })

  test('is a 503 that nobody keeps while R2 is away', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    newsroom.onR2 = () => {
      throw new Error('R2 is away')
    }
    const { status, headers } = await get()
    expect(status).toBe(503)
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('Retry-After')).toBe('10')
  })

  test('with a query is the same, and the edge does not keep it', async () => {
    path += '?utm_source=x'
    const { status, headers } = await get()
    expect(status).toBe(200)
    expect(headers.get('Cloudflare-CDN-Cache-Control')).toBe('no-store')
    expect(headers.has('Cache-Tag')).toBe(false)
  })
})

describe('a condition on the file of a picture', () => {
  test('that is no ETag is passed over', async () => {
    for (const name of ['If-None-Match', 'If-Match']) {
      const response = await get({ [name]: 'abc' })
      expect([name, response.status]).toEqual([name, 200])
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
    }
  })

  test('by date is answered as one by ETag', async () => {
    const later = new Date(Date.now() + 5_000).toUTCString()
    expect((await get({ 'If-Modified-Since': later })).status).toBe(304)
    const first = 'Thu, 01 Jan 1970 00:00:00 GMT'
    expect((await get({ 'If-Modified-Since': first })).status).toBe(200)
  })

  test('that does not hold is answered with what nobody keeps', async () => {
    const response = await get({ 'If-Match': '"another"' })
    expect([response.status, response.headers.get('Cache-Control')]).toEqual([412, 'no-store'])
  })
})
