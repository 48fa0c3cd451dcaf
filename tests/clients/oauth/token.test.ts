import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  asks,
  CLIENT,
  consent,
  decide,
  REDIRECT,
  redeem,
  send,
  tokenFor,
} from '../../support/consent'
import { atDesk, type Desk, makeKey } from '../../support/desk'
import { article, KEY, type Newsroom, openNewsroom } from '../../support/newsroom'

let newsroom: Newsroom
let desk: Desk

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('unreachable'))
  newsroom = await openNewsroom({ CLIENTS: 'wordpress micropub mcp' as never })
  desk = await atDesk(newsroom)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const by = (token: string) => ({ Authorization: `Bearer ${token}` })
const post = (token: string, fields = {}) =>
  newsroom.call('POST', '/api/articles', article({ status: 'draft', ...fields }), by(token))
const errorOf = async (response: Response) => ((await response.json()) as { error: string }).error

interface Row {
  id: number
  name: string
  scopes: string
  granted_by: number
  client: string
  expires_at: number | null
  revoked_at: number | null
}
const programs = async () =>
  (await env.DB.prepare('SELECT * FROM keys WHERE granted_by IS NOT NULL ORDER BY id').run<Row>())
    .results
const trail = async () =>
  (
    await env.DB.prepare(
      "SELECT action || ' ' || subject || ' by ' || key_id AS line FROM audit WHERE action LIKE 'key.%' ORDER BY id",
    ).run<{ line: string }>()
  ).results.map(({ line }) => line)

describe('a code', () => {
  test('is redeemed for a key that does what was allowed, and nothing else', async () => {
    const response = await redeem(newsroom, await consent(desk))
    expect(response.status).toBe(200)
    expect(response.headers.get('Cache-Control')).toContain('no-store')
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
    const body = await response.json<Record<string, unknown>>()
    expect(body).toEqual({
      access_token: expect.stringMatching(/^bs_[\w-]{43}$/),
      token_type: 'Bearer',
      expires_in: expect.any(Number),
      scope: 'articles:write',
      me: 'https://news.test/',
    })
    expect(Math.abs(Number(body.expires_in) - 365 * 86_400)).toBeLessThan(120)
    const token = String(body.access_token)
    expect((await post(token)).status).toBe(201)
    expect((await post(token, { status: 'published' })).status).toBe(403)
    const [program] = await programs()
    expect(program).toMatchObject({ name: 'Test · app.example', granted_by: 1, client: CLIENT })
    expect(await trail()).toEqual([`key.grant ${program?.id} by 1`])
  })

  test('is good once: whoever brings it again ends the key that came of it', async () => {
    const code = await consent(desk)
    const first = await redeem(newsroom, code)
    const { access_token } = await first.json<{ access_token: string }>()
    const again = await redeem(newsroom, code)
    expect(again.status).toBe(400)
    expect(await errorOf(again)).toBe('invalid_grant')
    expect((await post(access_token)).status).toBe(401)
    const [program] = await programs()
    expect(await trail()).toEqual([
      `key.grant ${program?.id} by 1`,
      `key.revoke ${program?.id} by ${program?.id}`,
    ])
  })

  test('makes one key of two who bring it at once, which works for neither', async () => {
    const code = await consent(desk)
    const answers = await Promise.all([redeem(newsroom, code), redeem(newsroom, code)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
    expect(await programs()).toMatchObject([{ revoked_at: expect.any(Number) }])
  })

  test.each([
    ['another program', { client_id: 'https://other.example/' }],
    ['another address', { redirect_uri: `${REDIRECT}/` }],
    ['another verifier', { code_verifier: 'w'.repeat(43) }],
    [
      'the challenge in place of the verifier',
      { code_verifier: '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM' },
    ],
    ['another place of ours', { resource: 'https://news.test/micropub' }],
  ])('is of no use to %s', async (_, fields) => {
    const code = await consent(desk)
    const response = await redeem(newsroom, code, fields)
    expect([response.status, await errorOf(response)]).toEqual([400, 'invalid_grant'])
    expect(await programs()).toEqual([])
    // Who it was made for still can.
    expect((await redeem(newsroom, code)).status).toBe(200)
  })

  test('is not redeemed for somebody else’s server', async () => {
    const response = await redeem(newsroom, await consent(desk), {
      resource: 'https://evil.example/mcp',
    })
    expect([response.status, await errorOf(response)]).toEqual([400, 'invalid_target'])
  })

  test('is good for two minutes', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const code = await consent(desk)
    vi.setSystemTime(Date.now() + 121_000)
    expect(await errorOf(await redeem(newsroom, code))).toBe('invalid_grant')
    await consent(await atDesk(newsroom))
    const { results } = await env.DB.prepare('SELECT 1 FROM grants').run()
    expect(results, 'what has expired is cleared away').toHaveLength(1)
  })

  test.each([
    ['revoked', 'DELETE', ''],
    ['rotated', 'POST', '/rotate'],
  ])('is worth nothing once who allowed it was %s', async (_, method, path) => {
    const { id, key } = await makeKey(newsroom, ['articles:write'])
    const code = await consent(await atDesk(newsroom, key))
    const body = method === 'POST' ? { overlap: 3600 } : undefined
    expect((await newsroom.call(method, `/api/keys/${id}${path}`, body)).ok).toBe(true)
    expect(await errorOf(await redeem(newsroom, code))).toBe('invalid_grant')
    expect(await programs()).toEqual([])
  })

  test('is stored once when the answer of D1 gets lost, and the key that is handed out works', async () => {
    const code = await consent(desk)
    let isLost = false
    newsroom.onD1Answer = (sql) => {
      if (isLost || !sql.some((one) => one.includes('INSERT INTO keys'))) return
      isLost = true
      throw new Error('D1_ERROR: Network connection lost.')
    }
    const response = await redeem(newsroom, code)
    expect(isLost).toBe(true)
    expect(response.status).toBe(200)
    const { access_token } = await response.json<{ access_token: string }>()
    expect((await post(access_token)).status).toBe(201)
  })
})

describe('what comes to where tokens are', () => {
  test.each([
    ['another grant', { grant_type: 'client_credentials' }, 'unsupported_grant_type'],
    ['a refresh token', { grant_type: 'refresh_token' }, 'unsupported_grant_type'],
    ['no grant', { grant_type: '' }, 'unsupported_grant_type'],
    ['no code', { code: '' }, 'invalid_request'],
    ['no verifier', { code_verifier: '' }, 'invalid_request'],
    ['a short verifier', { code_verifier: 'v' }, 'invalid_request'],
    ['no redirect', { redirect_uri: '' }, 'invalid_request'],
    ['a code twice', { code: ['a', 'b'] }, 'invalid_request'],
  ])('with %s is refused', async (_, fields, error) => {
    const response = await redeem(newsroom, 'x', fields as never)
    expect([response.status, await errorOf(response)]).toEqual([400, error])
    expect(response.headers.get('Cache-Control')).toContain('no-store')
  })

  test('in the address is not looked at', async () => {
    const code = await consent(desk)
    const fields = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      client_id: CLIENT,
      redirect_uri: REDIRECT,
      code_verifier: 'v'.repeat(43),
    })
    const response = await send(newsroom, `/oauth/token?${fields}`, {})
    expect([response.status, await errorOf(response)]).toEqual([400, 'invalid_request'])
    const got = await newsroom.fetch(`/oauth/token?${fields}`)
    expect(got.status).toBe(405)
  })

  test('as JSON, or larger than a form, is refused', async () => {
    const json = await newsroom.call('POST', '/oauth/token', { grant_type: 'authorization_code' })
    expect([json.status, await errorOf(json)]).toEqual([400, 'invalid_request'])
    const large = await redeem(newsroom, 'x'.repeat(20_000))
    expect([large.status, await errorOf(large)]).toEqual([400, 'invalid_request'])
  })

  test('too often and wrong is told to wait', async () => {
    const limit = vi.fn(async () => ({ success: false }))
    newsroom = await openNewsroom({ FAILED_LOGINS: { limit } })
    const response = await redeem(newsroom, 'x')
    expect([response.status, response.headers.get('Retry-After')]).toEqual([429, '60'])
  })

  test('is answered in browsers from anywhere, without cookies', async () => {
    const headers = { Origin: 'https://app.example', 'Access-Control-Request-Method': 'POST' }
    const asked = await newsroom.fetch('/oauth/token', { method: 'OPTIONS', headers })
    expect(asked.status).toBe(204)
    expect(asked.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(asked.headers.get('Access-Control-Allow-Credentials')).toBeNull()
  })

  test('is not there where no protocol needs it', async () => {
    newsroom = await openNewsroom({ CLIENTS: 'wordpress' as never })
    const paths = ['/.well-known/oauth-authorization-server', '/oauth/token', asks()]
    for (const path of paths) {
      const response = await (await atDesk(newsroom)).get(path)
      expect(response.status, path).toBe(404)
    }
  })
})

describe('words of Micropub', () => {
  test.each([
    ['create update media', [], 'create update media', ['articles:write', 'articles:publish']],
    ['create draft', [], 'draft', ['articles:write']],
    ['delete', [], 'delete', ['articles:withdraw']],
    ['create', ['articles:write'], 'draft', ['articles:write']],
    [
      'create profile',
      ['articles:write', 'articles:publish'],
      'create profile',
      ['articles:write', 'articles:publish'],
    ],
    [
      'draft',
      ['articles:write', 'export:read'],
      'draft export:read',
      ['articles:write', 'export:read'],
    ],
  ])('%s, ticked %s, is told as %s', async (scope, ticked, told, scopes) => {
    const code = await consent(desk, { scope }, ticked.length > 0 ? { scope: ticked } : {})
    const body = await (await redeem(newsroom, code)).json<{ scope: string }>()
    expect(body.scope).toBe(told)
    expect((await programs()).map((key) => JSON.parse(key.scopes))).toEqual([scopes])
  })
})

describe('a program’s key', () => {
  test('ends with the key of who allowed it, and every other of theirs', async () => {
    const { id, key } = await makeKey(newsroom, ['articles:write', 'articles:publish'])
    const writer = await atDesk(newsroom, key)
    const tokens = [await tokenFor(writer), await tokenFor(writer)]
    const others = await tokenFor(desk)
    await newsroom.call('DELETE', `/api/keys/${id}`)
    for (const token of tokens) expect((await post(token)).status).toBe(401)
    expect((await post(others)).status).toBe(201)
    expect((await trail()).filter((line) => line.startsWith('key.revoke'))).toHaveLength(3)
  })

  test('goes on when that was rotated, and ends with its successor', async () => {
    const { id, key } = await makeKey(newsroom, ['articles:write'])
    const token = await tokenFor(await atDesk(newsroom, key))
    const rotated = await newsroom.call('POST', `/api/keys/${id}/rotate`, { overlap: 0 })
    const successor = await rotated.json<{ id: number }>()
    expect((await post(token)).status).toBe(201)
    expect(await programs()).toMatchObject([{ granted_by: successor.id }])
    await newsroom.call('DELETE', `/api/keys/${successor.id}`)
    expect((await post(token)).status).toBe(401)
  })

  test('stays one when it is rotated itself', async () => {
    await tokenFor(desk)
    const [program] = await programs()
    const answer = await newsroom.call('POST', `/api/keys/${program?.id}/rotate`, { overlap: 0 })
    const { key } = await answer.json<{ key: string }>()
    expect(await programs()).toMatchObject([{ granted_by: 1 }, { granted_by: 1, client: CLIENT }])
    const refused = await decide(await atDesk(newsroom, key), asks())
    expect(refused.status).toBe(403)
  })

  test('never lasts longer than that of who allowed it', async () => {
    const end = Math.floor(Date.now() / 1000) + 3600
    const { key } = await makeKey(newsroom, ['articles:write'], {
      expiresAt: new Date(end * 1000).toISOString(),
    })
    for (const days of ['30', '365', '0', '9999']) {
      await tokenFor(await atDesk(newsroom, key), {}, { days })
    }
    expect((await programs()).map((one) => one.expires_at)).toEqual([end, end, end, end])
  })

  test('is listed with what it is, for who manages keys', async () => {
    await tokenFor(desk)
    const { keys } = await (await newsroom.call('GET', '/api/keys')).json<{ keys: unknown[] }>()
    expect(keys).toMatchObject([
      { id: 1, grantedBy: null, client: null },
      { name: 'Test · app.example', grantedBy: 1, client: CLIENT },
    ])
  })

  test('gives itself up, and is told the same when there is none', async () => {
    const token = await tokenFor(desk)
    expect((await send(newsroom, '/oauth/revoke', { token })).status).toBe(200)
    expect((await post(token)).status).toBe(401)
    expect((await send(newsroom, '/oauth/revoke', { token })).status).toBe(200)
    expect((await send(newsroom, '/oauth/revoke', {})).status).toBe(400)
  })

  test('is told about to its holder alone', async () => {
    const token = await tokenFor(desk)
    const own = await send(newsroom, '/oauth/introspect', { token }, by(token))
    expect(await own.json()).toMatchObject({
      active: true,
      scope: 'articles:write',
      me: 'https://news.test/',
    })
    for (const headers of [{}, by(KEY), by(`bs_${'x'.repeat(43)}`)]) {
      const other = await send(newsroom, '/oauth/introspect', { token }, headers)
      expect([other.status, other.headers.get('WWW-Authenticate')]).toEqual([
        401,
        expect.stringContaining('Bearer'),
      ])
    }
  })
})

test('nothing leads to a desk that is switched off', async () => {
  newsroom = await openNewsroom({ CLIENTS: 'micropub mcp' as never, DESK: 'off' as never })
  for (const path of ['oauth-authorization-server', 'oauth-protected-resource/mcp']) {
    expect((await newsroom.fetch(`/.well-known/${path}`)).status).toBe(404)
  }
})

describe('the way to a token', () => {
  test('is described as RFC 8414 has it, for anybody', async () => {
    const response = await newsroom.fetch('/.well-known/oauth-authorization-server')
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(await response.json()).toMatchObject({
      issuer: 'https://news.test',
      authorization_endpoint: 'https://news.test/desk/authorize',
      token_endpoint: 'https://news.test/oauth/token',
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      client_id_metadata_document_supported: true,
      authorization_response_iss_parameter_supported: true,
    })
  })

  test.each([
    ['/mcp', 'https://news.test/mcp'],
    ['', 'https://news.test'],
  ])('is found from what it protects: "%s"', async (path, resource) => {
    const response = await newsroom.fetch(`/.well-known/oauth-protected-resource${path}`)
    expect(await response.json()).toMatchObject({
      resource,
      authorization_servers: ['https://news.test'],
      bearer_methods_supported: ['header'],
    })
  })
})
