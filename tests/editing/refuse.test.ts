import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { article, KEY, type Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

const send = (init: RequestInit & { headers?: Record<string, string> }) =>
  newsroom.fetch('/api/articles', {
    method: 'POST',
    body: JSON.stringify(article()),
    ...init,
    headers: {
      Authorization: `Bearer ${KEY}`,
      'Content-Type': 'application/json',
      ...init.headers,
    },
  })

async function isEmpty() {
  const row = await env.DB.prepare('SELECT count(*) AS n FROM articles').first<{ n: number }>()
  return row?.n === 0
}

describe('without a valid key', () => {
  test.each([
    ['none', ''],
    ['an empty one', 'Bearer '],
    ['one of another form', 'Bearer secret'],
    ['an unknown one', `Bearer bs_${'x'.repeat(43)}`],
    ['another scheme', `Basic ${KEY}`],
    ['one with something behind it', `Bearer ${KEY} ${KEY}`],
    ['one in another case', `Bearer ${KEY.toUpperCase()}`],
  ])('%s: 401 with a challenge, and nothing stored', async (_, Authorization) => {
    const response = await send({ headers: { Authorization } })
    expect(response.status).toBe(401)
    expect(response.headers.get('WWW-Authenticate')).toMatch(/^Bearer realm=/)
    expect(response.headers.get('Content-Type')).toBe('application/problem+json')
    expect(await isEmpty()).toBe(true)
  })

  test('a key works until it is revoked', async () => {
    expect((await send({})).status).toBe(201)
    await env.DB.prepare('UPDATE keys SET revoked_at = 1').run()
    expect((await send({})).status).toBe(401)
  })

  test('reading and unknown addresses of the API are closed too', async () => {
    await newsroom.post()
    for (const path of ['/api/articles/1', '/api/nothing']) {
      expect((await newsroom.fetch(path)).status).toBe(401)
    }
  })
})

describe('requests that are no JSON document', () => {
  test.each([
    ['no JSON', '{"title": ', 400],
    ['nothing at all', '', 400],
    ['a list', '[]', 400],
    ['a string', '"text"', 400],
    ['null', 'null', 400],
    ['nested beyond reason', '['.repeat(300_000), 400],
  ])('%s: %s', async (_, body, status) => {
    expect((await send({ body })).status).toBe(status)
  })

  test('bytes that are not UTF-8 are refused', async () => {
    const answer = await send({ body: new Uint8Array([0x22, 0x61, 0xc9, 0xe7, 0x22]) })
    expect(answer.status).toBe(400)
    const { detail } = await answer.json<ProblemAnswer>()
    expect(detail).toBe(
      'The body cannot be read: this is not UTF-8: byte 3 is 0xC9. Save it as UTF-8 and send it again; nothing was stored.',
    )
    const wide = await send({ body: new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0]) })
    expect((await wide.json<ProblemAnswer>()).detail).toContain('this is UTF-16LE, not UTF-8')
  })

  test('another media type, or compressed: 415 that says what to send', async () => {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect((await send({ headers: form })).status).toBe(415)
    expect((await send({ headers: { 'Content-Type': 'text/plain' } })).status).toBe(415)
    const compressed = await send({ headers: { 'Content-Encoding': 'gzip' } })
    expect(compressed.status).toBe(415)
    expect((await compressed.json<ProblemAnswer>()).detail).toContain('uncompressed')
  })

  test('a charset parameter does no harm', async () => {
    const headers = { 'Content-Type': 'application/json; charset=utf-8' }
    expect((await send({ headers })).status).toBe(201)
  })
})

describe('requests that are too large', () => {
  test('by their Content-Length: refused unread', async () => {
    expect((await send({ body: 'x'.repeat(1024 * 1024 + 1) })).status).toBe(413)
  })

  test('by what arrives: refused as soon as it is over the limit', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(0x20))
        if (sent > 64 * 1024 * 1024) controller.close()
      },
    })
    expect((await send({ body: endless })).status).toBe(413)
    expect(sent).toBeLessThan(4 * 1024 * 1024)
  })
})

describe('input with faults', () => {
  const faultsOf = async (fields: Record<string, unknown>) => {
    const { status, errors = [] } = await newsroom.refused(fields)
    expect(status).toBe(422)
    expect(await isEmpty()).toBe(true)
    return errors.map(({ field }) => field)
  }

  test.each<[string, Record<string, unknown>]>([
    ['title', { title: undefined }],
    ['title', { title: '' }],
    ['title', { title: '   ' }],
    ['title', { title: '字'.repeat(201) }],
    ['title', { title: 7 }],
    ['title', { title: null }],
    ['title', { title: 'two\nlines' }],
    ['title', { title: 'bell\u0007' }],
    ['title', { title: 'half \ud83d emoji' }],
    ['section', { section: undefined }],
    ['section', { section: 'nowhere' }],
    ['section', { section: 5 }],
    ['section', { section: { toString: 1 } }],
    ['body', { body: undefined }],
    ['body', { body: ' \n ' }],
    ['body', { body: '字'.repeat(90_000) }],
    ['body', { body: 'nul\u0000' }],
    ['body', { body: '<script>alert(1)</script>', format: 'html' }],
    ['body', { body: '<div>'.repeat(40_000), format: 'html' }],
    ['format', { format: 'docx' }],
    ['slug', { slug: 'Upper-Case' }],
    ['slug', { slug: 'two--hyphens' }],
    ['slug', { slug: '../etc' }],
    ['slug', { slug: '字'.repeat(50) }],
    ['keywords', { keywords: Array.from({ length: 21 }, (_, i) => `k${i}`) }],
    ['keywords', { keywords: 'one, two' }],
    ['keywords.1', { keywords: ['fine', ''] }],
    ['summary', { summary: '' }],
    ['author', { author: 'a'.repeat(101) }],
    ['language', { language: 'no language' }],
    ['language', { language: 'cn' }],
    ['language', { language: 'english' }],
    ['source', { source: '上海徐汇' }],
    ['source.name', { source: { url: 'https://example.org' } }],
    ['source.url', { source: { name: 'X', url: 'javascript:alert(1)' } }],
    ['source.link', { source: { name: 'X', link: 'https://example.org' } }],
    ['publishedAt', { publishedAt: '2024-07-13 13:51:02' }],
    ['publishedAt', { publishedAt: '2024-07-13T13:51:02' }],
    ['publishedAt', { publishedAt: '2024-02-30T13:51:02Z' }],
    ['publishedAt', { publishedAt: '0000-12-31T23:59:59Z' }],
    ['publishedAt', { publishedAt: '0001-01-01T00:00:00+08:00' }],
    ['publishedAt', { publishedAt: '2999-01-01T00:00:00Z' }],
    ['status', { status: 'withdrawn' }],
    ['sumary', { sumary: 'misspelt' }],
    ['constructor', { constructor: {} }],
  ])('%s is named: %j', async (field, fields) => {
    expect(await faultsOf(article(fields))).toEqual([field])
  })

  test('pictures without a text in their place, and frames from anywhere', async () => {
    const body = '<p>a</p><img src="/a.png"><iframe src="https://example.org/" title="b"></iframe>'
    const { errors } = await newsroom.refused(article({ body, format: 'html' }))
    expect(errors).toEqual([
      { field: 'body', detail: expect.stringMatching(/^body has a picture without alt .*a\.png/) },
      { field: 'body', detail: expect.stringMatching(/^body embeds .*SITE_EMBEDS.* link to it/) },
    ])
  })

  test('a field named __proto__ is an unknown field like any other', async () => {
    const body = `{"title":"a","section":"news","body":"b","__proto__":{"status":"draft"}}`
    const response = await send({ body })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('__proto__')
  })

  test('all faults are listed at once, each with what to do about it', async () => {
    const bad = {
      title: '',
      section: 'nowhere',
      body: '<style>x</style>',
      format: 'html',
      extra: 1,
    }
    const { errors, type, detail } = await newsroom.refused({ ...bad, publishedAt: 'soon' })
    expect(errors?.map(({ field }) => field).sort()).toEqual([
      'body',
      'extra',
      'publishedAt',
      'section',
      'title',
    ])
    for (const error of errors ?? []) expect(error.detail).toMatch(new RegExp(`^${error.field} `))
    expect(type).toBe('https://news.test/api/problems/invalid-input')
    expect(detail).toContain('Nothing was stored')
  })

  test('each problem type is explained at its URL, to anybody', async () => {
    const { type } = await newsroom.refused({})
    const response = await newsroom.fetch(type)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('The input has faults')
    expect((await newsroom.fetch('/api/problems/constructor')).status).toBe(404)
  })
})

describe('limits that are just kept', () => {
  test('200 characters of title, whatever their width, and 256 KiB of body', async () => {
    expect((await newsroom.post({ title: '😀'.repeat(200) })).title).toBe('😀'.repeat(200))
    await newsroom.post({ body: 'x '.repeat(128 * 1024) })
  })

  test('a rendered form over 1.5 MB is refused', async () => {
    const body = '社(she)'.repeat(256 * 128 - 1)
    const { errors } = await newsroom.refused(article({ body, format: 'text' }))
    expect(errors).toEqual([{ field: 'body', detail: expect.stringContaining('1.5 MB') }])
  })
})

test('very many faults are cut short', async () => {
  const extra = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`x${i}`, i]))
  const { errors } = await newsroom.refused(article(extra))
  expect(errors).toHaveLength(101)
  expect(errors?.at(-1)?.detail).toContain('4900 more')
})

test('a method that an address does not take is named as such', async () => {
  const response = await newsroom.call('PUT', '/api/articles', {})
  expect(response.status).toBe(405)
  expect(response.headers.get('Allow')).toBe('GET, POST')
})
