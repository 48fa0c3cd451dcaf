import { beforeEach, describe, expect, test, vi } from 'vitest'
import { KEY, type Newsroom, ORIGIN, openNewsroom } from '../../support/newsroom'
import { answer, ask, call, type Era, keyFor, messageIn, NEW, OLD, post, textOf } from './client'

const ERAS: Era[] = ['old', 'new']
const METADATA = `${ORIGIN}/.well-known/oauth-protected-resource/mcp`

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom({ CLIENTS: 'mcp' })
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
})

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} }
const list = (headers: Record<string, string | undefined> = {}, path = '/mcp') =>
  path === '/mcp'
    ? post(newsroom, LIST, headers)
    : newsroom.fetch(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...(headers as Record<string, string>) },
        body: JSON.stringify(LIST),
      })

describe('who has no key', () => {
  test('is told where one is to be had', async () => {
    const response = await list({ Authorization: undefined })
    expect(response.status).toBe(401)
    expect(response.headers.get('WWW-Authenticate')).toBe(`Bearer resource_metadata="${METADATA}"`)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
  })

  test.each([
    ['of nobody', `Bearer bs_${'x'.repeat(43)}`],
    ['that is none', 'Bearer nonsense'],
    ['in another scheme', `Basic ${btoa(`x:${KEY}`)}`],
    ['without a scheme', KEY],
  ])('but shows one %s is told that it is invalid', async (_, Authorization) => {
    const response = await list({ Authorization })
    expect(response.status).toBe(401)
    expect(response.headers.get('WWW-Authenticate')).toBe(
      `Bearer resource_metadata="${METADATA}", error="invalid_token"`,
    )
    expect(await response.text()).not.toContain('bs_')
  })

  test.each(['GET', 'DELETE', 'PUT'])('learns nothing by %s', async (method) => {
    expect((await newsroom.fetch('/mcp', { method })).status).toBe(401)
  })

  test('is told to wait for guessing too often, and not for asking without a key', async () => {
    newsroom = await openNewsroom({
      CLIENTS: 'mcp',
      FAILED_LOGINS: { limit: async () => ({ success: false }) },
    })
    expect((await list({ Authorization: undefined })).status).toBe(401)
    const response = await list({ Authorization: 'Bearer guess' })
    expect(response.status).toBe(429)
    expect(response.headers.get('Retry-After')).toBe('60')
  })

  test('is not let in by one in the address or the body', async () => {
    for (const path of [`/mcp?access_token=${KEY}`, `/mcp?key=${KEY}`]) {
      const response = await list({}, path)
      expect([400, 401]).toContain(response.status)
    }
    const twice = await list({ Authorization: `Bearer ${KEY}` }, `/mcp?access_token=${KEY}`)
    expect(twice.status).toBe(400)
    const body = { ...LIST, access_token: KEY, params: { access_token: KEY } }
    expect((await post(newsroom, body, { Authorization: undefined })).status).toBe(401)
  })

  test('is no longer let in once the key is revoked', async () => {
    const key = await keyFor(newsroom, ['articles:write'])
    await answer(newsroom, 'list_sections', {}, { key })
    await newsroom.call('DELETE', '/api/keys/2')
    expect((await list({ Authorization: `Bearer ${key}` })).status).toBe(401)
  })
})

describe('pages of other sites', () => {
  test.each(['https://evil.example', 'null', 'http://news.test', `${ORIGIN}.evil.example`])(
    'like %s are refused whatever key they have',
    async (Origin) => {
      expect((await list({ Origin })).status).toBe(403)
    },
  )

  test('are not those of this site', async () => {
    expect((await list({ Origin: ORIGIN })).status).toBe(200)
  })
})

describe.each(ERAS)('a key without the scope, of the %s generation', (era) => {
  const DRAFT = { title: '渡船', section: 'news', body: '正文。' }

  test.each([
    ['create_draft', DRAFT, ['export:read'], 'articles:write'],
    ['update_article', { id: 1, revision: '1', title: '改' }, ['export:read'], 'articles:write'],
    [
      'publish_article',
      { id: 1, revision: '1' },
      ['articles:write'],
      'articles:write articles:publish',
    ],
    [
      'schedule_article',
      { id: 1, revision: '1', publishAt: '2100-01-01T00:00:00Z' },
      ['articles:publish'],
      'articles:write articles:publish',
    ],
    ['withdraw_article', { id: 1, revision: '1' }, ['articles:write'], 'articles:withdraw'],
    ['upload_picture', { data: 'AAAA' }, ['articles:publish'], 'articles:write'],
    ['search_articles', { query: '渡船' }, ['sections:write'], 'export:read'],
    ['list_articles', {}, ['keys:manage'], 'export:read'],
    ['get_article', { id: 1 }, ['sections:write'], 'export:read'],
  ])('cannot call %s, and is told which would do', async (name, args, scopes, needed) => {
    await newsroom.post({ status: 'draft' })
    const key = await keyFor(newsroom, scopes)
    const headers = { Authorization: `Bearer ${key}` }
    const params = { name, arguments: args }
    const response = await ask(newsroom, era, 'tools/call', params, headers)
    expect(response.status).toBe(403)
    const challenge = response.headers.get('WWW-Authenticate') ?? ''
    expect(challenge).toContain('error="insufficient_scope"')
    expect(challenge).toContain(`scope="${needed}"`)
    expect(challenge).toContain(`resource_metadata="${METADATA}"`)
    const now = await newsroom.call('GET', '/api/articles/1')
    expect(now.headers.get('ETag')).toBe('"1"')
  })

  test('cannot do in a batch what it cannot do by itself', async () => {
    const key = await keyFor(newsroom, ['articles:write'])
    const batch = [
      { jsonrpc: '2.0', id: 1, method: 'tools/list' },
      {
        jsonrpc: '2.0',
        id: 2,
        method: 'tools/call',
        params: { name: 'publish_article', arguments: { id: 1, revision: '1' } },
      },
    ]
    expect((await post(newsroom, batch, { Authorization: `Bearer ${key}` })).status).toBe(403)
  })
})

describe('a key limited to a section', () => {
  test('finds, reads and changes nothing elsewhere, nor learns that it is there', async () => {
    const hidden = await newsroom.post({ title: '别处的渡船', section: 'culture' })
    const own = await newsroom.post({ title: '这里的渡船', section: 'news' })
    const scopes = ['articles:write', 'articles:publish', 'articles:withdraw']
    const options = { key: await keyFor(newsroom, scopes, ['news']) }
    const found = await answer(newsroom, 'search_articles', { query: '渡船' }, options)
    expect(found.articles).toMatchObject([{ id: own.id }])
    expect((await answer(newsroom, 'list_articles', {}, options)).articles).toHaveLength(1)
    expect((await answer(newsroom, 'list_sections', {}, options)).sections).toHaveLength(1)
    const named = { id: hidden.id, revision: '1' }
    for (const [name, args] of [
      ['get_article', { id: hidden.id }],
      ['update_article', { ...named, title: '改' }],
      ['publish_article', named],
      ['withdraw_article', named],
    ] as const) {
      const missing = await call(newsroom, name, { ...args, id: 999 }, options)
      expect(await call(newsroom, name, args, options), name).toEqual(missing)
      expect(missing.isError).toBe(true)
    }
    const made = { title: '新', section: 'culture', body: '文。' }
    const refused = await call(newsroom, 'create_draft', made, options)
    expect(textOf(refused)).toMatch(/forbidden[\s\S]*culture/)
  })

  test('is told no more than that of a pending change that would move elsewhere', async () => {
    const { id } = await newsroom.post({ title: '渡船' })
    await answer(newsroom, 'update_article', { id, revision: '1', section: 'culture' })
    const options = { key: await keyFor(newsroom, ['articles:write'], ['news']) }
    const latest = await call(newsroom, 'get_article', { id }, options)
    expect(textOf(latest)).toContain('forbidden')
    const args = { id, version: 'public' }
    const shown = await call(newsroom, 'get_article', args, options)
    expect(shown.structuredContent).toMatchObject({ title: '渡船', version: 'article' })
  })
})

describe('arguments', () => {
  const create = (args: Record<string, unknown>) =>
    call(newsroom, 'create_draft', { title: '题', section: 'news', body: '文。', ...args })

  test.each([
    ['unknown', { status: 'published' }, 'status'],
    ['of a plan', { publishAt: '2100-01-01T00:00:00Z' }, 'publishAt'],
    ['too long', { title: '长'.repeat(201) }, 'title is too long'],
    ['of another kind', { title: { text: '题' } }, 'title'],
    ['a hundred keywords', { keywords: Array.from({ length: 101 }, String) }, 'keywords'],
    ['a body beyond 256 KiB', { body: 'x'.repeat(256 * 1024 + 1) }, 'body is too long'],
    ['half a surrogate', { title: '\ud800' }, 'surrogate'],
  ])('that are %s are refused by name, and make nothing', async (_, args, what) => {
    const result = await create(args)
    expect(result.isError).toBe(true)
    expect(textOf(result)).toContain(what)
    expect((await answer(newsroom, 'list_articles')).articles).toEqual([])
  })

  test('that would change what all objects have are refused', async () => {
    const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"create_draft","arguments":{"title":"题","section":"news","body":"文。","__proto__":{"status":"published"}}}}`
    expect((await post(newsroom, body)).status).toBe(400)
    expect((await answer(newsroom, 'list_articles')).articles).toEqual([])
  })

  test.each(['constructor', '__proto__', 'toString', 'no_such_tool'])(
    'for a tool called %s are a fault of the protocol',
    async (name) => {
      for (const era of ERAS) {
        const { error } = await messageIn(
          await ask(newsroom, era, 'tools/call', { name, arguments: {} }),
        )
        expect(error?.code).toBe(-32602)
      }
    },
  )

  test('without a revision change nothing', async () => {
    await newsroom.post()
    for (const name of ['update_article', 'publish_article', 'withdraw_article']) {
      for (const revision of [undefined, '*', '"1"', '', 1, null]) {
        const result = await call(newsroom, name, { id: 1, revision })
        expect(textOf(result), `${name} ${revision}`).toContain('revision')
        expect(result.isError).toBe(true)
      }
    }
    const now = await newsroom.call('GET', '/api/articles/1')
    expect(now.headers.get('ETag')).toBe('"1"')
  })

  test('with an old revision change nothing, and say to read again', async () => {
    const { id } = await newsroom.post()
    await newsroom.patch(id, { title: '新题' })
    for (const name of ['update_article', 'publish_article', 'withdraw_article']) {
      const extra = name === 'update_article' ? { title: '盲改' } : {}
      const result = await call(newsroom, name, { id, revision: '1', ...extra })
      expect(textOf(result), name).toMatch(/stale-revision[\s\S]*get_article/)
    }
  })

  test.each(['1); DROP TABLE articles', '../keys', '1/revisions', 0, -1, 1.5, 1e20])(
    'with the number %s lead nowhere else',
    async (id) => {
      const result = await call(newsroom, 'get_article', { id })
      expect(textOf(result)).toContain('must be the number of an article')
    },
  )

  test('with cursors of others’ making are refused or lead to the beginning', async () => {
    await newsroom.post({ title: '渡船' })
    const bad = await call(newsroom, 'list_articles', { cursor: "1' OR 1=1" })
    expect(textOf(bad)).toContain('cursor')
    const odd = await answer(newsroom, 'search_articles', { query: '渡船', cursor: 'a_b_c' })
    expect(odd.articles).toHaveLength(1)
  })
})

describe('messages', () => {
  const status = async (body: unknown, headers = {}) => (await post(newsroom, body, headers)).status

  test('that are notifications are accepted without an answer', async () => {
    const note = { jsonrpc: '2.0', method: 'notifications/initialized' }
    const response = await post(newsroom, note, { 'MCP-Protocol-Version': OLD })
    expect(response.status).toBe(202)
    expect(await response.text()).toBe('')
  })

  test('of methods that are not there are a fault of the protocol, in both generations', async () => {
    for (const era of ERAS) {
      for (const method of ['no/such', 'resources/list', 'prompts/list', 'completion/complete']) {
        const { error } = await messageIn(await ask(newsroom, era, method))
        expect(error?.code, `${era} ${method}`).toBe(-32601)
      }
    }
  })

  test('come by POST alone', async () => {
    const headers = { Authorization: `Bearer ${KEY}`, Accept: 'text/event-stream' }
    for (const method of ['GET', 'DELETE', 'PUT', 'PATCH']) {
      expect((await newsroom.fetch('/mcp', { method, headers })).status, method).toBe(405)
    }
  })

  test('of another type, compressed, or asked for as something else are refused', async () => {
    expect(await status(LIST, { 'Content-Type': 'text/plain' })).toBe(415)
    expect(await status(LIST, { 'Content-Type': 'application/x-www-form-urlencoded' })).toBe(415)
    expect(await status(LIST, { 'Content-Encoding': 'gzip' })).toBe(415)
    expect(await status(LIST, { Accept: 'text/html' })).toBe(406)
  })

  test('that are no JSON, no UTF-8 or no JSON-RPC are refused', async () => {
    expect(await status('{')).toBe(400)
    expect(await status('')).toBe(400)
    expect(await status('null')).toBe(400)
    expect(await status('"text"')).toBe(400)
    expect(await status({ jsonrpc: '1.0', id: 1, method: 'tools/list' })).toBe(400)
    const bytes = new Uint8Array([0x22, 0xff, 0xfe, 0x22])
    const response = await newsroom.fetch('/mcp', {
      method: 'POST',
      headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
      body: bytes,
    })
    expect(response.status).toBe(400)
  })

  test('that are too deep, too many or too large are refused before they are looked at', async () => {
    expect(await status(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toBe(400)
    expect(await status({ ...LIST, params: { a: Array(3_000).fill(0) } })).toBe(400)
    expect(await status(Array.from({ length: 11 }, (_, id) => ({ ...LIST, id })))).toBe(400)
    expect(await status([LIST, LIST])).toBe(400)
    expect(await status([])).toBe(400)
    expect(await status({ ...LIST, params: { a: 'x'.repeat(1024 * 1024) } })).toBe(413)
    const huge = { name: 'upload_picture', arguments: { data: 'A'.repeat(27_000_000) } }
    expect(await status({ ...LIST, method: 'tools/call', params: huge })).toBe(413)
  })

  test('in a batch of the old generation are answered each', async () => {
    const response = await post(newsroom, [LIST, { ...LIST, id: 2, method: 'ping' }])
    const text = await response.text()
    expect(text).toContain('"id":1')
    expect(text).toContain('"id":2')
  })

  test('that name a revision nobody knows are refused with those that are', async () => {
    const from = (version: string) => post(newsroom, LIST, { 'MCP-Protocol-Version': version })
    const response = await from('2023-01-01')
    expect(response.status).toBe(400)
    expect(await response.text()).toContain(OLD)
    expect((await from('2031-01-01')).status).toBe(400)
  })

  test.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])(
    'of revision %s begin with a handshake in it',
    async (protocolVersion) => {
      const clientInfo = { name: 'by hand', version: '1' }
      const params = { protocolVersion, capabilities: {}, clientInfo }
      const { result } = await messageIn(await ask(newsroom, 'old', 'initialize', params))
      expect(result).toMatchObject({ protocolVersion, capabilities: { tools: {} } })
    },
  )

  test('of the new generation must say in their headers what they say within', async () => {
    const request = await ask(
      newsroom,
      'new',
      'tools/call',
      { name: 'list_sections', arguments: {} },
      { 'Mcp-Name': 'withdraw_article' },
    )
    expect(request.status).toBe(400)
    const version = { 'MCP-Protocol-Version': NEW }
    expect(await status(LIST, version)).toBe(400)
  })

  test('that wait for changes are told at once that there are none to wait for', async () => {
    const params = { notifications: { toolsListChanged: true } }
    const response = await ask(newsroom, 'new', 'subscriptions/listen', params)
    expect(await response.text()).toContain('"resultType":"complete"')
  })
})

describe('trouble', () => {
  test('with D1 is told as such, and nothing of its words', async () => {
    newsroom.onD1 = (sql) => {
      if (sql.some((one) => one.includes('pending_drafts')))
        throw new Error('D1_ERROR: internal error; secret')
    }
    const { id } = await newsroom.post()
    const result = await call(newsroom, 'get_article', { id })
    expect(textOf(result)).toContain('unavailable')
    expect(textOf(result)).not.toContain('secret')
  })

  test('of ours is told without its words', async () => {
    newsroom.onD1 = (sql) => {
      if (sql.some((one) => one.includes('pending_drafts')))
        throw new Error('D1_ERROR: no such table: secret')
    }
    const { id } = await newsroom.post()
    const result = await call(newsroom, 'get_article', { id })
    expect(textOf(result)).toContain('internal')
    expect(textOf(result)).not.toContain('secret')
  })

  test('before anybody knows who asks is a 503 that says when to come back', async () => {
    newsroom.onD1 = () => {
      throw new Error('D1_ERROR: internal error; secret')
    }
    const response = await list()
    expect(response.status).toBe(503)
    expect(response.headers.get('Retry-After')).toMatch(/^\d+$/)
    expect(await response.text()).not.toContain('secret')
  })

  test('of too many writes is told with how long to wait', async () => {
    newsroom = await openNewsroom({ CLIENTS: 'mcp' })
    newsroom = await openLimited()
    const result = await call(newsroom, 'create_draft', {
      title: '题',
      section: 'news',
      body: '文',
    })
    expect(textOf(result)).toMatch(/rate-limited[\s\S]*Wait 60 seconds/)
  })

  const openLimited = () => {
    let left = 2
    return openNewsroom({
      CLIENTS: 'mcp',
      WRITES: { limit: async () => ({ success: left-- > 0 }) },
    })
  }
})

test('where it is not switched on, there is nothing', async () => {
  newsroom = await openNewsroom({ CLIENTS: 'micropub' })
  expect((await list()).status).toBe(405)
  expect((await newsroom.fetch('/mcp')).status).toBe(404)
})
