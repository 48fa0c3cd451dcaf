/** What a program sends that means harm, or does not know what it does. */
import { beforeEach, describe, expect, test } from 'vitest'
import { KEY, type Newsroom, ORIGIN, openNewsroom } from '../../support/newsroom'
import { BEARER, entry, errorOf, form, json, keyWith, locationOf, pageAt, query } from './asking'

let newsroom: Newsroom
beforeEach(async () => {
  newsroom = await openNewsroom({ CLIENTS: 'micropub', IMAGES: undefined as never })
})

const posted = async () => {
  const { articles } = await (await newsroom.call('GET', '/api/articles')).json<{
    articles: { title: string }[]
  }>()
  return articles.map(({ title }) => title)
}

const INVALID = { status: 400, error: 'invalid_request' }

describe('a token', () => {
  test.each([
    ['that is none', { Authorization: 'Bearer nonsense' }],
    ['that no key has', { Authorization: `Bearer bs_${'x'.repeat(43)}` }],
    ['in another scheme', { Authorization: `Basic ${btoa(`a:${KEY}`)}` }],
  ])(
    '%s is refused, for queries and for posts alike',
    async (_, headers: Record<string, string>) => {
      for (const response of [
        await form(newsroom, { h: 'entry', content: 'a' }, headers),
        await entryBy(headers),
        await query(newsroom, { q: 'config' }, headers),
        await newsroom.fetch('/micropub/media', { method: 'POST', headers, body: new FormData() }),
      ]) {
        expect(response.headers.get('WWW-Authenticate')).toMatch(/^Bearer /)
        expect(await errorOf(response)).toMatchObject({ status: 401, error: 'unauthorized' })
      }
      expect(await posted()).toEqual([])
    },
  )

  const entryBy = (headers: Record<string, string>) =>
    json(newsroom, { type: ['h-entry'], properties: { content: ['a'] } }, headers)

  test('that was revoked is refused at once', async () => {
    const headers = await keyWith(newsroom, ['articles:write', 'articles:publish'])
    expect((await form(newsroom, { content: 'a' }, headers)).status).toBe(201)
    await newsroom.call('DELETE', '/api/keys/2')
    expect((await form(newsroom, { content: 'b' }, headers)).status).toBe(401)
  })

  test('counts in the address of a request for nothing', async () => {
    const path = `/micropub?q=config&access_token=${KEY}`
    expect((await newsroom.fetch(path)).status).toBe(401)
    const body = new URLSearchParams({ h: 'entry', content: 'a' })
    const response = await newsroom.fetch(path, { method: 'POST', body })
    expect(response.status).toBe(401)
    expect(await posted()).toEqual([])
  })

  test('counts in JSON for nothing, and is kept nowhere', async () => {
    const body = { type: ['h-entry'], access_token: KEY, properties: { content: ['a'] } }
    expect((await json(newsroom, body, {})).status).toBe(401)
    const properties = { content: ['a'], access_token: [KEY] }
    const response = await json(newsroom, { ...body, properties })
    const url = await locationOf(response)
    expect(JSON.stringify(await response.json())).not.toContain(KEY)
    const source = await query(newsroom, { q: 'source', url })
    expect(await source.text()).not.toContain('access_token')
  })

  test('that is there twice in the form is refused', async () => {
    const twice: [string, string][] = [
      ['content', 'a'],
      ['access_token', KEY],
      ['access_token[]', KEY],
    ]
    expect(await errorOf(await form(newsroom, twice, {}))).toMatchObject(INVALID)
  })

  test('guessed too often has to wait', async () => {
    const limited = await openNewsroom({
      CLIENTS: 'micropub',
      FAILED_LOGINS: { limit: async () => ({ success: false }) } as RateLimit,
    })
    const response = await form(limited, { content: 'a' }, {})
    expect(response.headers.get('Retry-After')).toBe('60')
    expect(await errorOf(response)).toMatchObject({ status: 429, error: 'rate_limited' })
    expect((await form(limited, { content: 'a' })).status).toBe(201)
  })
})

describe('a key', () => {
  test('that may not publish is told so, and may send drafts', async () => {
    const headers = await keyWith(newsroom, ['articles:write'])
    const refused = await errorOf(await form(newsroom, { content: 'a' }, headers))
    expect(refused).toMatchObject({
      status: 401,
      error: 'insufficient_scope',
      scope: 'articles:publish',
      error_description: expect.stringContaining('post-status draft'),
    })
    const draft = { content: 'a', 'post-status': 'draft' }
    const url = await locationOf(await form(newsroom, draft, headers))
    expect((await newsroom.fetch(new URL(url).pathname)).status).toBe(404)
    const update = { action: 'update', url, replace: { 'post-status': ['published'] } }
    expect(await errorOf(await json(newsroom, update, headers))).toMatchObject({
      error: 'insufficient_scope',
      scope: 'articles:publish',
    })
  })

  test('that may not withdraw deletes nothing', async () => {
    const headers = await keyWith(newsroom, ['articles:write', 'articles:publish'])
    const url = await locationOf(await form(newsroom, { content: 'a' }, headers))
    expect(await errorOf(await form(newsroom, { action: 'delete', url }, headers))).toMatchObject({
      status: 401,
      error: 'insufficient_scope',
      scope: 'articles:withdraw',
    })
    expect((await newsroom.fetch(new URL(url).pathname)).status).toBe(200)
  })

  test('of another section finds, changes and deletes nothing here, and posts there', async () => {
    const scopes = ['articles:write', 'articles:publish', 'articles:withdraw']
    const headers = await keyWith(newsroom, scopes, ['culture'])
    const url = await locationOf(await form(newsroom, { content: '会议', category: 'news' }))
    for (const response of [
      await query(newsroom, { q: 'source', url }, headers),
      await json(newsroom, { action: 'update', url, replace: { name: ['b'] } }, headers),
      await form(newsroom, { action: 'delete', url }, headers),
    ]) {
      const refused = await errorOf(response)
      expect(refused).toMatchObject(INVALID)
      expect(refused.error_description).toBe('There is no post at this url')
    }
    const list = await query(newsroom, { q: 'source' }, headers)
    expect(await list.json()).toEqual({ items: [] })
    const own = await locationOf(
      await form(newsroom, { content: '展览', category: 'news' }, headers),
    )
    expect(await pageAt(newsroom, own)).toContain('/sections/culture')
    expect(
      await errorOf(await form(newsroom, { content: 'x', 'mp-channel': 'news' }, headers)),
    ).toMatchObject({ ...INVALID, error_description: expect.stringContaining('culture') })
  })

  test('without a scope for articles sees no drafts', async () => {
    const headers = await keyWith(newsroom, ['sections:write'])
    const url = await locationOf(await form(newsroom, { content: 'a', 'post-status': 'draft' }))
    for (const asked of [{ q: 'source', url }, { q: 'source' }, { q: 'category' }]) {
      expect((await query(newsroom, asked, headers)).status).toBe(403)
    }
  })
})

describe('an address', () => {
  test.each([
    `https://other.test/articles/hello`,
    `${ORIGIN}.evil.test/articles/hello`,
    `${ORIGIN}@evil.test/articles/hello`,
    `${ORIGIN}/sections/news`,
    `${ORIGIN}/articles/nowhere`,
    'hello',
  ])('like %s leads to no post, whatever is to be done with it', async (url) => {
    await newsroom.post({ slug: 'hello' })
    for (const response of [
      await json(newsroom, { action: 'update', url, replace: { name: ['b'] } }),
      await form(newsroom, { action: 'delete', url }),
      await json(newsroom, { action: 'undelete', url }),
      await query(newsroom, { q: 'source', url }),
    ]) {
      expect(await errorOf(response)).toMatchObject(INVALID)
    }
    expect(await posted()).toEqual(['区政协召开推进会'])
  })

  test.each([[undefined], [['a']], [{ a: 1 }], [5], [null]])('cannot be %j', async (url) => {
    for (const action of ['update', 'delete', 'undelete']) {
      const response = await json(newsroom, { action, url, replace: { name: ['b'] } })
      expect(await errorOf(response)).toMatchObject(INVALID)
    }
  })
})

describe('a body', () => {
  test.each([
    ['no JSON', '{"type"'],
    ['a list', '[]'],
    ['null', 'null'],
    ['as deep as it is long', '['.repeat(200_000)],
    ['without properties', '{"type":["h-entry"]}'],
    ['with properties in a list', '{"properties":[{"content":["a"]}]}'],
    ['of another type', '{"type":["h-event"],"properties":{"content":["a"]}}'],
    ['of two types', '{"type":["h-entry","h-card"],"properties":{"content":["a"]}}'],
    ['with an action that is a list', '{"action":["delete"],"url":"a"}'],
    ['with an action that is none', '{"action":"destroy","url":"a"}'],
    ['with a name that is an object', '{"properties":{"name":[{"a":1}],"content":["a"]}}'],
    ['with a status that is none', '{"properties":{"content":["a"],"post-status":["live"]}}'],
    ['that is not for all', '{"properties":{"content":["a"],"visibility":["private"]}}'],
    ['with a date that is none', '{"properties":{"content":["a"],"published":["soon"]}}'],
    ['with a photo that is none', '{"properties":{"content":["a"],"photo":[{"alt":"a"}]}}'],
    ['without anything to say', '{"properties":{"name":["a"]}}'],
  ])('%s is refused with what is wrong', async (_, body) => {
    const refused = await errorOf(await json(newsroom, body))
    expect(refused).toMatchObject(INVALID)
    expect(refused.error_description.length).toBeGreaterThan(10)
    expect(await posted()).toEqual([])
  })

  test('with 10,000 categories is refused in a sentence', async () => {
    const category = Array.from({ length: 10_000 }, (_, i) => `c${i}`)
    const refused = await errorOf(await entry(newsroom, { content: ['a'], category }))
    expect(refused.error_description).toBe('category has too many entries; at most 20 are allowed')
  })

  test('with more photos than are taken at once is refused', async () => {
    const photo = Array.from({ length: 11 }, (_, i) => `https://photos.test/${i}.jpg`)
    expect(await errorOf(await entry(newsroom, { content: ['a'], photo }))).toMatchObject(INVALID)
  })

  test('of more than its bounds is refused, said to be so or not', async () => {
    const content = 'a'.repeat(1024 * 1024)
    expect((await form(newsroom, { content })).status).toBe(413)
    expect((await entry(newsroom, { content: [content] })).status).toBe(413)
    const parts = [content, content].map((part) => new TextEncoder().encode(part))
    const body = new ReadableStream({
      pull(controller) {
        const part = parts.pop()
        if (part) controller.enqueue(part)
        else controller.close()
      },
    })
    const headers = { ...BEARER, 'Content-Type': 'application/json' }
    const init = { method: 'POST', headers, body, duplex: 'half' }
    expect((await newsroom.fetch('/micropub', init)).status).toBe(413)
  })

  test('with files from somebody unknown is not taken in', async () => {
    const body = new FormData()
    body.set('access_token', KEY)
    body.set('photo', new File([new Uint8Array(2 * 1024 * 1024)], 'a.jpg', { type: 'image/jpeg' }))
    const refused = await errorOf(await newsroom.fetch('/micropub', { method: 'POST', body }))
    expect(refused.status).toBe(413)
    expect(refused.error_description).toContain('Authorization')
  })

  test.each([
    ['without a boundary', 'multipart/form-data'],
    ['with another boundary', 'multipart/form-data; boundary=other'],
  ])('of a form %s is refused', async (_, type) => {
    const response = await newsroom.fetch('/micropub', {
      method: 'POST',
      headers: { ...BEARER, 'Content-Type': type },
      body: '--a\r\nContent-Disposition: form-data; name="content"\r\n\r\nb\r\n--a--\r\n',
    })
    expect(await errorOf(response)).toMatchObject(INVALID)
  })

  test.each([
    ['text/plain', 415],
    ['application/xml', 415],
  ])('of type %s is refused', async (type, status) => {
    const init = { method: 'POST', headers: { ...BEARER, 'Content-Type': type }, body: 'a' }
    expect((await newsroom.fetch('/micropub', init)).status).toBe(status)
  })

  test('that is compressed is refused unread', async () => {
    const headers = { ...BEARER, 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }
    const response = await newsroom.fetch('/micropub', { method: 'POST', headers, body: 'a' })
    expect(response.status).toBe(415)
  })

  test('in another encoding than UTF-8 is refused', async () => {
    const headers = { ...BEARER, 'Content-Type': 'application/x-www-form-urlencoded' }
    const body = 'h=entry&content=%BB%E1%D2%E9'
    const response = await newsroom.fetch('/micropub', { method: 'POST', headers, body })
    expect(await errorOf(response)).toMatchObject(INVALID)
  })

  test('with a field twice that can be there once is refused', async () => {
    for (const name of ['content', 'h', 'mp-slug', 'post-status', 'published']) {
      const fields: [string, string][] = [
        ['content', 'a'],
        [name, 'draft'],
        [name, 'entry'],
      ]
      expect(await errorOf(await form(newsroom, fields))).toMatchObject(INVALID)
    }
    expect(await posted()).toEqual([])
  })

  test('with properties that JavaScript has its own ideas of is as any other', async () => {
    const body =
      '{"type":["h-entry"],"properties":{"content":["a"],"__proto__":["b"],"constructor":["c"],"toString":["d"]}}'
    const response = await json(newsroom, body)
    await locationOf(response)
    expect(await response.json()).toMatchObject({
      notes: [expect.stringMatching(/__proto__, constructor, toString$/)],
    })
    const fields = { content: 'b', __proto__x: 'c', constructor: 'd' }
    expect((await form(newsroom, fields)).status).toBe(201)
  })
})

test('a script in HTML never gets to readers', async () => {
  const html =
    '<p onclick="a()">a<script>alert(1)</script><img src="/x.png" onerror="a()" alt=""></p>'
  const response = await entry(newsroom, { name: ['a'], content: [{ html }] })
  const page = await pageAt(newsroom, await locationOf(response))
  expect(page).not.toMatch(/alert\(1\)|onclick|onerror/)
  expect((await response.json<{ notes: string[] }>()).notes.length).toBeGreaterThan(0)
})

test('a string is not read as HTML', async () => {
  const url = await locationOf(await form(newsroom, { content: 'Use <b>bold</b> & <script>' }))
  expect(await pageAt(newsroom, url)).toContain('Use &#x3C;b>bold&#x3C;/b> &#x26; &#x3C;script>')
})

describe('a GET', () => {
  test('changes nothing, whatever it asks for', async () => {
    const { url } = await newsroom.post({ slug: 'hello' })
    for (const asked of [
      { action: 'delete', url },
      { q: 'delete', url },
      { h: 'entry', content: 'a' },
      { q: 'config', action: 'delete', url },
    ]) {
      await query(newsroom, asked)
    }
    expect((await newsroom.fetch('/articles/hello')).status).toBe(200)
    expect(await posted()).toHaveLength(1)
  })

  test.each([{}, { q: '' }, { q: 'nonsense' }, { q: '__proto__' }, { q: 'constructor' }])(
    'for %j is refused with what there is',
    async (asked) => {
      const refused = await errorOf(await query(newsroom, asked as Record<string, string>))
      expect(refused).toMatchObject(INVALID)
      expect(refused.error_description).toContain('config, source')
    },
  )

  test.each([
    { limit: '0' },
    { limit: '21' },
    { limit: 'x' },
    { offset: '-1' },
    { offset: '99' },
    { after: 'nonsense' },
    { 'post-status': 'withdrawn' },
  ])('for a list with %j is refused', async (asked) => {
    const response = await query(newsroom, { q: 'source', ...asked } as Record<string, string>)
    expect(await errorOf(response)).toMatchObject(INVALID)
  })
})

test.each(['PUT', 'PATCH', 'DELETE'])('%s is refused with what is taken', async (method) => {
  for (const [path, allowed] of [
    ['/micropub', 'GET, POST'],
    ['/micropub/media', 'POST'],
  ] as const) {
    const response = await newsroom.fetch(path, { method, headers: BEARER })
    expect(response.status).toBe(405)
    expect(response.headers.get('Allow')).toBe(allowed)
  }
})

test('programs in browsers may ask from anywhere, and never with cookies', async () => {
  const headers = { Origin: 'https://app.test', 'Access-Control-Request-Method': 'POST' }
  const asked = await newsroom.fetch('/micropub', { method: 'OPTIONS', headers })
  expect(asked.status).toBe(204)
  const answers = [asked, await form(newsroom, { content: 'a' }), await form(newsroom, {}, {})]
  for (const { headers } of answers) {
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(headers.get('Access-Control-Allow-Credentials')).toBeNull()
    expect(headers.get('Access-Control-Expose-Headers')).toContain('Location')
  }
})

test('where it is not switched on there is nothing', async () => {
  const off = await openNewsroom({ CLIENTS: 'mcp' })
  expect((await query(off, { q: 'config' })).status).toBe(404)
  expect((await form(off, { content: 'a' })).status).toBe(405)
})

test('while D1 cannot be reached it is said when to come back', async () => {
  newsroom.onD1 = () => {
    throw new Error('D1_ERROR: Network connection lost.')
  }
  const response = await form(newsroom, { content: 'a' })
  expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
  expect(await errorOf(response)).toMatchObject({ status: 503, error: 'temporarily_unavailable' })
})

test('who writes too often has to wait', async () => {
  const limited = await openNewsroom({
    CLIENTS: 'micropub',
    WRITES: { limit: async () => ({ success: false }) } as RateLimit,
  })
  const headers = { ...BEARER }
  const body = new FormData()
  body.set('file', new File(['a'], 'a.jpg', { type: 'image/jpeg' }))
  const response = await limited.fetch('/micropub/media', { method: 'POST', headers, body })
  expect(await errorOf(response)).toMatchObject({ status: 429, error: 'rate_limited' })
})
