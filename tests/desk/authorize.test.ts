/** The consent page: who asks, what they may get, and where the answer goes. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  asks,
  CHALLENGE,
  CLIENT,
  consent,
  decide,
  leadsTo,
  REDIRECT,
  redeem,
  send,
  tokenFor,
} from '../support/consent'
import { atDesk, Desk, formOn, makeKey } from '../support/desk'
import { KEY, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk
let asked: Request[]
/** What stands at the addresses of programs. */
let web: (request: Request) => Response | Promise<Response>

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  asked = []
  web = () => new Response('gone', { status: 404 })
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (request) => {
    asked.push(request as Request)
    return web(request as Request)
  })
  newsroom = await openNewsroom({ CLIENTS: 'wordpress micropub mcp' as never })
  desk = await atDesk(newsroom)
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const METADATA = 'https://app.example/oauth.json'
const document = (fields: Record<string, unknown> = {}) => ({
  client_id: METADATA,
  client_name: 'Notebook',
  redirect_uris: ['https://callback.example/done', 'http://127.0.0.1/cb', 'com.app:/cb'],
  ...fields,
})
const publish = (fields: Record<string, unknown> = {}) => {
  web = () => Response.json(document(fields))
}
const documented = (fields = {}) =>
  asks({ client_id: METADATA, redirect_uri: 'https://callback.example/done', ...fields })

const grants = async () =>
  (await env.DB.prepare('SELECT * FROM grants').run<Record<string, unknown>>()).results

describe('somebody who is not signed in', () => {
  test('signs in, and is back with all that was asked', async () => {
    const path = asks({ state: 'a b&c=%2F中' })
    const stranger = new Desk(newsroom)
    const to = (await stranger.get(path)).headers.get('Location') ?? ''
    const page = await stranger.get(to)
    expect(page.headers.get('Cross-Origin-Opener-Policy')).toBe('unsafe-none')
    const form = formOn(await page.text(), 'sign-in')
    const signedIn = await stranger.post('/desk/sign-in', { ...form, key: KEY })
    const back = signedIn.headers.get('Location') ?? ''
    expect(new URL(back, 'https://news.test').search).toBe(
      new URL(path, 'https://news.test').search,
    )
    expect(leadsTo(await decide(stranger, back)).searchParams.get('state')).toBe('a b&c=%2F中')
  })

  test('gives no consent by sending the form, and comes back to it', async () => {
    const path = asks()
    const fields = formOn(await desk.read(path), 'consent')
    const answer = await new Desk(newsroom).post(path, { ...fields, do: 'allow' })
    expect(answer.headers.get('Location')).toBe(`/desk/sign-in?to=${encodeURIComponent(path)}`)
    expect(await grants()).toEqual([])
  })
})

describe('the page', () => {
  test('says who asks, where the answer goes, and as whom it acts', async () => {
    publish()
    const page = await desk.read(documented())
    expect(page).toContain('<h1 dir="auto">Let Notebook act for you?</h1>')
    expect(page).toContain('<strong>app.example</strong>')
    expect(page).toContain('<strong>callback.example</strong>')
    expect(page).toContain('“Test · Notebook”')
  })

  test('is in no frame, keeps hold of no window, and its form leads to the program alone', async () => {
    const { headers } = await desk.get(asks())
    const policy = headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("form-action 'self' https://app.example;")
    expect(policy).not.toContain('upgrade-insecure-requests')
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('unsafe-none')
    expect(headers.get('Cache-Control')).toContain('no-store')
  })

  test.each([
    ['http://127.0.0.1:5123/cb', 'http://127.0.0.1:5123'],
    ['http://[::1]:5123/cb', 'http:'],
  ])('lets the form lead to %s', async (redirect, source) => {
    publish({ redirect_uris: [redirect] })
    const response = await desk.get(documented({ redirect_uri: redirect }))
    expect(response.headers.get('Content-Security-Policy')).toContain(
      `form-action 'self' ${source};`,
    )
    expect(await response.text()).toContain('runs on this device')
  })

  test('lets the form lead to a program’s own scheme', async () => {
    publish()
    const response = await desk.get(documented({ redirect_uri: 'com.app:/cb' }))
    expect(response.headers.get('Content-Security-Policy')).toContain(
      "form-action 'self' com.app:;",
    )
    expect(await response.text()).toContain('an app on this device (com.app:)')
  })

  test.each([
    ['articles:write', ['articles:write']],
    ['articles:write articles:publish', ['articles:write', 'articles:publish']],
    ['create', ['articles:write', 'articles:publish']],
    ['draft create', ['articles:write']],
    ['', ['articles:write']],
    ['openid offline_access', ['articles:write']],
    ['keys:manage', ['articles:write']],
  ])('ticks for "%s" what that asks for', async (scope, ticked) => {
    const fields = formOn(await desk.read(asks({ scope })), 'consent')
    expect([fields.scope].flat()).toEqual(ticked)
  })

  test('never offers to manage people, nor what somebody cannot do themselves', async () => {
    const { key } = await makeKey(newsroom, ['articles:write', 'keys:manage'])
    const page = await (await atDesk(newsroom, key)).read(asks({ scope: 'articles:write create' }))
    expect(page.match(/name="scope" value="[^"]+"/g)).toEqual([
      'name="scope" value="articles:write"',
    ])
  })

  test('offers sections that somebody may work in, and no others', async () => {
    const { key } = await makeKey(newsroom, ['articles:write'], { sections: ['culture'] })
    const writer = await atDesk(newsroom, key)
    expect(await writer.read(asks())).not.toContain('value="news"')
    await redeem(newsroom, await consent(writer))
    const made = await env.DB.prepare('SELECT sections FROM keys WHERE granted_by > 1').first()
    expect(made).toEqual({ sections: '["culture"]' })
  })

  test('lets somebody without a right that can be handed on only refuse', async () => {
    const { key } = await makeKey(newsroom, ['keys:manage'])
    const page = await (await atDesk(newsroom, key)).read(asks())
    expect(page).toContain('You have no rights that a program could be given.')
    expect(page).not.toContain('value="allow"')
  })

  test('speaks Chinese', async () => {
    publish()
    const page = await (await new Desk(newsroom, 'zh').signIn()).read(documented())
    expect(page).toContain('让“Notebook”代您工作？')
  })
})

describe('a program', () => {
  test('is asked once, for its document alone, without anything of ours', async () => {
    publish()
    await desk.read(documented())
    expect(asked).toHaveLength(1)
    const [request] = asked
    expect([request?.url, request?.method, request?.redirect]).toEqual([METADATA, 'GET', 'manual'])
    expect([...(request?.headers.keys() ?? [])].sort()).toEqual(['accept', 'user-agent'])
  })

  test.each([
    ['a private address', 'https://192.168.1.1/app'],
    ['a cloud’s own address', 'https://169.254.169.254/latest'],
    ['a number for an address', 'https://2130706433/app'],
    ['an inner name', 'https://metadata.google.internal/app'],
    ['another port', 'https://app.example:8443/app'],
    ['this newsroom', 'https://news.test/api'],
    ['this machine', 'http://localhost:9/app'],
    ['this machine over TLS', 'https://localhost/app'],
  ])('is not asked at %s', async (_, client_id) => {
    const redirect_uri = new URL('/back', client_id).href
    const page = await desk.read(asks({ client_id, redirect_uri }))
    expect(asked).toEqual([])
    expect(page).toMatch(/Only its address is known\.|runs on this device/)
  })

  test.each([
    ['does not answer', () => Promise.reject(new TypeError('unreachable'))],
    ['leads elsewhere', () => Response.redirect('https://10.0.0.1/', 302)],
    ['has nothing there', () => new Response('', { status: 404 })],
    [
      'sends what is no JSON',
      () => new Response('{', { headers: { 'Content-Type': 'application/json' } }),
    ],
    ['sends null', () => Response.json(null)],
    [
      'sends a document of somebody else',
      () => Response.json(document({ client_id: 'https://other.example/' })),
    ],
    ['sends more than anybody reads', () => Response.json(document({ more: 'x'.repeat(70_000) }))],
    ['sends a picture', () => new Response('x', { headers: { 'Content-Type': 'image/png' } })],
  ])('that %s is its address, and gets answers there alone', async (_, answer) => {
    web = answer
    const page = await desk.read(asks({ client_id: METADATA, redirect_uri: REDIRECT }))
    expect(page).toContain('<h1 dir="auto">Let app.example act for you?</h1>')
    const elsewhere = await desk.get(documented())
    expect(elsewhere.status).toBe(400)
    expect(asked.every(({ url }) => url === METADATA)).toBe(true)
  })

  test('that never comes to an end is not waited for', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let isLetGo = false
    web = (request) => {
      request.signal.addEventListener('abort', () => {
        isLetGo = true
      })
      return new Promise(() => {})
    }
    const page = desk.read(asks({ client_id: METADATA, redirect_uri: REDIRECT }))
    await vi.waitUntil(() => asked.length > 0)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(await page).toContain('Let app.example act for you?')
    expect(isLetGo).toBe(true)
  })

  test.each([
    ['<script>alert(1)</script>', 'Let &lt;script&gt;alert(1)&lt;/script&gt; act for you?'],
    ['Good\u202eelpmaxe\u2066', 'Let Goodelpmaxe act for you?'],
    ['a\u200b\u0000\n b', 'Let a b act for you?'],
    ['\u202e', 'Let app.example act for you?'],
    ['长'.repeat(90), `Let ${'长'.repeat(59)}… act for you?`],
  ])('that calls itself %j is shown safely', async (client_name, title) => {
    publish({ client_name })
    const page = await desk.read(documented())
    expect(page).toContain(`<h1 dir="auto">${title}</h1>`)
    expect(page).not.toMatch(/<script>|[\u202e\u2066\u200b]/)
  })

  test('that speaks IndieAuth is read from its page, and gets answers at its origin and where it links', async () => {
    const page = `<title>Page</title><link rel="redirect_uri me" href="/../elsewhere">
<link rel="redirect_uri" href="https://callback.example/done">
<div class="h-app"><a class="u-url p-name" href="/">Quill <b>&amp;</b> Co</a></div>`
    web = () => new Response(page, { headers: { 'Content-Type': 'text/html; charset=utf-8' } })
    for (const redirect_uri of [REDIRECT, 'https://callback.example/done']) {
      const shown = await desk.read(asks({ redirect_uri }))
      expect(shown).toContain('<h1 dir="auto">Let Quill &amp; Co act for you?</h1>')
    }
    expect((await desk.get(asks({ redirect_uri: 'https://callback.example/' }))).status).toBe(400)
  })

  test('that lists its addresses gets answers at no other, not even of its own', async () => {
    publish()
    expect((await desk.get(documented({ redirect_uri: REDIRECT }))).status).toBe(400)
  })

  test('on this machine gets answers at any port, as it listed or is known', async () => {
    publish()
    await desk.read(documented({ redirect_uri: 'http://127.0.0.1:50123/cb' }))
    for (const redirect_uri of ['http://127.0.0.1:5/other', 'http://localhost:5/cb']) {
      expect((await desk.get(documented({ redirect_uri }))).status, redirect_uri).toBe(400)
    }
    await desk.read(asks({ client_id: 'http://localhost/', redirect_uri: 'http://localhost:7/x' }))
  })
})

/** What an attacker would have the answer sent to, by a program of theirs or of somebody else. */
const TRICKS = [
  'https://evil.example/back',
  'http://app.example/back',
  'https://app.example:8443/back',
  'https://app.example.evil.example/back',
  'https://app.example@evil.example/back',
  'https://evil.example\\@app.example/back',
  'https://app.example\\.evil.example/back',
  'https://user:pass@app.example/back',
  'https://app.example/back#fragment',
  'https://app.example/back#',
  'https://app.example/a/../back',
  'https://app.example/%2e%2e/back',
  'https://app.example/back?code=theirs',
  'https://app.example/back?iss=https://evil.example',
  '//app.example/back',
  '/back',
  'app.example/back',
  ' https://app.example/back',
  'https://app.example/ba\nck',
  'https://app.example/中',
  'https://аpp.example/back',
  'javascript:alert(1)',
  'JAVASCRIPT://app.example/%0aalert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'intent://app.example#Intent;end',
  'http://localhost.evil.example/back',
  'http://127.0.0.1.evil.example/back',
  'http://[::ffff:127.0.0.1]/back',
  'com.evil:/back',
  '',
]

describe('an answer', () => {
  test.each(TRICKS)('does not go to %j', async (redirect_uri) => {
    const path = asks({ redirect_uri })
    const page = await desk.get(path)
    expect(page.status).toBe(400)
    const body = await page.text()
    expect(body).toContain('Something is wrong with what the program asks')
    // Nothing on the page leads there either.
    expect(/<main[\s\S]*<\/main>/.exec(body)?.[0]).not.toMatch(/href=|action=|evil/)
    const sent = await desk.post(path, {
      do: 'allow',
      once: 'x'.repeat(43),
      scope: 'articles:write',
    })
    expect([sent.status, sent.headers.get('Location')]).toEqual([400, null])
    expect(await grants()).toEqual([])
  })

  test.each(TRICKS)('does not go to %j though a program listed it', async (redirect_uri) => {
    publish({ redirect_uris: TRICKS })
    const page = await desk.get(documented({ redirect_uri }))
    const isItsOwn =
      /^https:\/\/(evil\.example|app\.example:8443|app\.example\.evil\.example)\/back$/
    const isOfAnApp = redirect_uri === 'com.evil:/back'
    expect(page.status).toBe(isItsOwn.test(redirect_uri) || isOfAnApp ? 200 : 400)
  })

  test('says from whom it comes, and brings back the state as it was', async () => {
    const to = leadsTo(await decide(desk, asks({ redirect_uri: `${REDIRECT}?a=1%20b` })))
    expect(to.href).toMatch(
      /^https:\/\/app\.example\/back\?a=1%20b&code=[\w-]{43}&state=s1&iss=https%3A%2F%2Fnews\.test$/,
    )
  })

  test('of refusal says so, and nothing was made', async () => {
    const answer = await decide(desk, asks(), {}, 'refuse')
    expect(leadsTo(answer).href).toBe(
      'https://app.example/back?error=access_denied&state=s1&iss=https%3A%2F%2Fnews.test',
    )
    expect(answer.headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(await grants()).toEqual([])
  })

  test.each([
    ['a token at once', { response_type: 'token' }, 'unsupported_response_type'],
    ['no kind of answer', { response_type: '' }, 'unsupported_response_type'],
    ['without PKCE', { code_challenge: '' }, 'invalid_request'],
    ['with plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['with PKCE of no method', { code_challenge_method: '' }, 'invalid_request'],
    ['with a challenge that is none', { code_challenge: 'x' }, 'invalid_request'],
    ['for somebody else’s server', { resource: 'https://evil.example/mcp' }, 'invalid_target'],
    [
      'for what only looks like ours',
      { resource: 'https://news.test@evil.example/' },
      'invalid_target',
    ],
    [
      'for what begins like ours',
      { resource: 'https://news.test.evil.example/' },
      'invalid_target',
    ],
    ['with a state without end', { state: 's'.repeat(4_001) }, 'invalid_request'],
    ['with one parameter twice', { scope: ['a', 'b'] }, 'invalid_request'],
  ])(
    'to a request %s is an error, which goes back when somebody says so',
    async (_, fields, error) => {
      const response = await desk.get(asks(fields as never))
      expect(response.status).toBe(400)
      const href = /href="([^"]*)" rel="noreferrer"/.exec(await response.text())?.[1] ?? ''
      const to = new URL(href.replaceAll('&amp;', '&'))
      expect([to.origin, to.searchParams.get('error'), to.searchParams.get('iss')]).toEqual([
        'https://app.example',
        error,
        'https://news.test',
      ])
      expect(
        (await desk.post(asks(fields as never), { do: 'refuse' })).headers.get('Location'),
      ).toBeNull()
    },
  )

  test.each([
    ['no', { client_id: '' }],
    ['two', { client_id: [CLIENT, 'https://evil.example/'] }],
    ['a name for', { client_id: 'claude' }],
    ['http for', { client_id: 'http://app.example/' }],
    ['a fragment in', { client_id: `${CLIENT}#x` }],
    ['a password in', { client_id: 'https://a:b@app.example/' }],
    ['a script for', { client_id: 'javascript:alert(1)' }],
  ])('to a request with %s client_id goes nowhere', async (_, fields) => {
    const response = await desk.get(asks(fields as never))
    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain('class="button" href="http')
  })
})

describe('consent', () => {
  test('pressed twice is one code, with what was pressed last', async () => {
    const path = asks({ scope: 'articles:write articles:publish' })
    const fields = { ...formOn(await desk.read(path), 'consent'), do: 'allow' }
    const first = leadsTo(await desk.post(path, fields))
    const second = leadsTo(await desk.post(path, { ...fields, scope: 'articles:write' }))
    expect(second.href).toBe(first.href)
    expect(await grants()).toMatchObject([
      { scopes: '["articles:write"]', scope: 'articles:write' },
    ])
  })

  test('is not given again by a form whose code was redeemed', async () => {
    const path = asks()
    const fields = { ...formOn(await desk.read(path), 'consent'), do: 'allow' }
    const code = leadsTo(await desk.post(path, fields)).searchParams.get('code') ?? ''
    await redeem(newsroom, code)
    expect((await desk.post(path, fields)).status).toBe(409)
  })

  test('keeps neither code nor secret', async () => {
    const code = await consent(desk)
    const { access_token } = await (await redeem(newsroom, code)).json<{ access_token: string }>()
    const stored = JSON.stringify([
      await grants(),
      (await env.DB.prepare('SELECT * FROM keys').run()).results,
      (await env.DB.prepare('SELECT * FROM audit').run()).results,
    ])
    expect(stored).not.toContain(code)
    expect(stored).not.toContain(access_token)
  })

  test.each([
    ['managing people', { scope: ['articles:write', 'keys:manage'] }],
    ['a right that one has not', { scope: ['articles:write', 'articles:publish'] }],
    ['a right that there is not', { scope: ['everything'] }],
    ['a section that one has not', { section: ['news'] }],
    ['a section among others that one has not', { section: ['culture', 'news'] }],
  ])('to %s is not given, whatever the form says', async (_, fields) => {
    const { key } = await makeKey(newsroom, ['articles:write'], { sections: ['culture'] })
    const answer = await decide(await atDesk(newsroom, key), asks(), fields)
    expect(answer.status).toBe(403)
    expect(await grants()).toEqual([])
  })

  test('to manage people is not given by who may', async () => {
    const answer = await decide(desk, asks(), { scope: ['articles:write', 'keys:manage'] })
    expect(answer.status).toBe(403)
  })

  test('to nothing is asked for again', async () => {
    const answer = await decide(desk, asks(), { scope: [] })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Tick one thing at least, or press Refuse.')
  })

  test('needs a form of ours', async () => {
    for (const once of ['', 'x', 'x'.repeat(44)]) {
      expect((await decide(desk, asks(), { once })).status, once).toBe(403)
    }
  })

  test('is not given by another site, nor by a program’s server', async () => {
    const path = asks()
    const fields = { ...formOn(await desk.read(path), 'consent'), do: 'allow' } as never
    const elsewhere = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }
    expect((await desk.post(path, fields, elsewhere)).status).toBe(403)
    const server = await send(newsroom, path, fields, { Cookie: desk.cookie })
    expect(server.status).toBe(403)
    expect(await grants()).toEqual([])
  })

  test('is not given by one whose key was rotated, nor by a program', async () => {
    const token = await tokenFor(desk)
    const program = await atDesk(newsroom, token)
    const { id, key } = await makeKey(newsroom, ['articles:write'])
    const writer = await atDesk(newsroom, key)
    await newsroom.call('POST', `/api/keys/${id}/rotate`, { overlap: 3600 })
    for (const one of [program, writer]) {
      const page = await one.read(asks())
      expect(page).not.toContain('value="allow"')
      const fields = { ...formOn(page, 'consent'), do: 'allow', scope: 'articles:write' }
      expect((await one.post(asks(), fields)).status).toBe(403)
    }
  })

  test('too often is told to wait', async () => {
    newsroom = await openNewsroom({ WRITES: { limit: async () => ({ success: false }) } })
    const answer = await decide(await atDesk(newsroom), asks())
    expect(answer.status).toBe(429)
  })
})

describe('who only wants to know who somebody is', () => {
  const profile = (fields = {}) => asks({ scope: 'profile', resource: [], ...fields })
  const bring = (code: string, fields = {}, headers = {}) =>
    send(
      newsroom,
      '/desk/authorize',
      {
        grant_type: 'authorization_code',
        code,
        client_id: CLIENT,
        redirect_uri: REDIRECT,
        code_verifier: 'v'.repeat(43),
        ...fields,
      },
      headers,
    )

  test('is told the newsroom’s address, once, and gets no key', async () => {
    const page = await desk.read(profile())
    expect(page).toContain('Tell app.example that you belong here?')
    expect(page).not.toContain('name="scope"')
    const code = leadsTo(await decide(desk, profile())).searchParams.get('code') ?? ''
    expect((await redeem(newsroom, code)).status).toBe(400)
    expect((await bring(code, { code_verifier: 'w'.repeat(43) })).status).toBe(400)
    expect(await (await bring(code)).json()).toEqual({ me: 'https://news.test/' })
    expect((await bring(code)).status).toBe(400)
  })

  test('is told by those alone who speak for all of it', async () => {
    const narrow = [
      await makeKey(newsroom, ['articles:write']),
      await makeKey(newsroom, ['articles:publish'], { sections: ['news'] }),
    ]
    for (const { key } of narrow) {
      expect((await decide(await atDesk(newsroom, key), profile())).status).toBe(403)
    }
  })

  test('is told to wait who guesses', async () => {
    newsroom = await openNewsroom({ FAILED_LOGINS: { limit: async () => ({ success: false }) } })
    expect((await bring('x')).status).toBe(429)
    expect((await bring('')).status).toBe(400)
  })
})

describe('one’s own account', () => {
  test('lists programs that act for one, and ends them', async () => {
    const token = await tokenFor(desk)
    const page = await desk.read('/desk/account')
    expect(page).toContain('Programs that act for you')
    expect(page).toContain('Test · app.example')
    const program = /name="program" value="(\d+)"/.exec(page)?.[1] ?? ''
    const after = await desk.follow('/desk/account/programs', { program })
    expect(await after.text()).toContain('The program is ended.')
    const headers = { Authorization: `Bearer ${token}` }
    expect((await newsroom.call('GET', '/api/articles', undefined, headers)).status).toBe(401)
  })

  test('ends neither other people’s programs nor people', async () => {
    await tokenFor(desk)
    const { key } = await makeKey(newsroom, ['articles:write'])
    const writer = await atDesk(newsroom, key)
    for (const program of ['1', '2', '3', 'x']) {
      const answer = await writer.post('/desk/account/programs', { program })
      expect(answer.headers.get('Location')).toBe('/desk/account')
    }
    const live = await env.DB.prepare('SELECT 1 FROM keys WHERE revoked_at IS NULL').run()
    expect(live.results).toHaveLength(3)
  })

  test('is where managers see them too, with what they are', async () => {
    await tokenFor(desk)
    const page = await desk.read('/desk/people')
    expect(page).toContain('acts for key 1')
    expect(page).toContain(`a program: ${CLIENT}`)
    const person = await desk.read('/desk/people/2')
    expect(person).not.toContain('id="link"')
    expect((await desk.post('/desk/people/2/revoke')).status).toBe(303)
    expect(await desk.read('/desk/audit')).toContain('let a program act for them:')
  })
})

test('what is asked stands in no log', async () => {
  const warn = vi.spyOn(console, 'info').mockReturnValue()
  await consent(desk, { state: 'a-secret-state', code_challenge: CHALLENGE })
  expect(JSON.stringify(warn.mock.calls)).not.toContain('a-secret-state')
})
