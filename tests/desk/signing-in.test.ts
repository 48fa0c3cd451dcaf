import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { makeLink } from '../../src/desk/door/links'
import { IDLE, LONGEST, newToken } from '../../src/desk/door/sessions'
import { secondsNow } from '../../src/time'
import { atDesk, Desk, makeKey } from '../support/desk'
import { KEY, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
beforeEach(async () => {
  newsroom = await openNewsroom()
})

/** A link that signs in with the test's key. */
async function link(seconds = 900): Promise<string> {
  const token = newToken()
  const now = secondsNow()
  const made = { keyId: 1, madeBy: 1, now, expiresAt: now + seconds }
  await env.DB.batch(await makeLink(env.DB, token, made))
  return `/desk/enter/${token}`
}

const age = (column: string, seconds: number) =>
  env.DB.prepare(`UPDATE sessions SET ${column} = ${column} - ?1`).bind(seconds).run()

describe('who is not signed in', () => {
  test('is asked to sign in, and led on to where they were going', async () => {
    const desk = new Desk(newsroom)
    const asked = await desk.get('/desk/articles?status=draft')
    expect(asked.status).toBe(303)
    const to = asked.headers.get('Location') ?? ''
    expect(to).toBe('/desk/sign-in?to=%2Fdesk%2Farticles%3Fstatus%3Ddraft')
    expect(await (await desk.get(to)).text()).toContain('value="/desk/articles?status=draft"')
    const inside = await desk.post('/desk/sign-in', { key: KEY, to: '/desk/articles?status=draft' })
    expect(inside.headers.get('Location')).toBe('/desk/articles?status=draft')
  })

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/desk\\@evil',
    '/deskevil',
  ])('is never led to %s', async (to) => {
    const inside = await new Desk(newsroom).post('/desk/sign-in', { key: KEY, to })
    expect(inside.headers.get('Location')).toBe('/desk')
  })

  test.each([
    ['/desk/../evil', '/desk'],
    ['/desk/%2e%2e/evil', '/desk'],
    ['/desk/\r\nSet-Cookie: a=b', '/desk/Set-Cookie:%20a=b'],
    ['/desk/sections/业界?a=动态', '/desk/sections/%E4%B8%9A%E7%95%8C?a=%E5%8A%A8%E6%80%81'],
    ['/desk?words=%E9%BE%99&cursor=1', '/desk?words=%E9%BE%99&cursor=1'],
  ])('asking for %j is led to %s', async (to, expected) => {
    const inside = await new Desk(newsroom).post('/desk/sign-in', { key: KEY, to })
    expect(inside.headers.get('Location')).toBe(expected)
  })

  test('with a wrong key is told so, and keeps out', async () => {
    const desk = new Desk(newsroom)
    for (const key of ['', 'bs_wrong', `bs_${'x'.repeat(43)}`]) {
      const answer = await desk.post('/desk/sign-in', { key, to: '/desk' })
      expect(answer.status).toBe(403)
      expect(await answer.text()).toContain('This key is not right')
    }
    expect(desk.cookie).toBe('')
  })

  test('is told to wait after too many attempts', async () => {
    const limited = { limit: async () => ({ success: false }) }
    const strict = await openNewsroom({ FAILED_LOGINS: limited })
    const answer = await new Desk(strict).post('/desk/sign-in', { key: 'bs_wrong', to: '/desk' })
    expect(answer.status).toBe(429)
    const guess = await new Desk(strict).post(`/desk/enter/${newToken()}`)
    expect(guess.status).toBe(429)
  })
})

describe('a session', () => {
  test('begins with a key, in a cookie that only the browser sees', async () => {
    const response = await new Desk(newsroom).post('/desk/sign-in', { key: KEY, to: '/desk' })
    const cookie = response.headers.get('Set-Cookie') ?? ''
    expect(cookie).toMatch(
      /^__Host-desk=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/,
    )
    const rows = await env.DB.prepare('SELECT * FROM sessions').all()
    expect(JSON.stringify(rows.results)).not.toContain(cookie.slice(12, 55))
  })

  test.each([
    ['http://localhost:8787', /^desk=[\w-]{43};.*SameSite=Lax$/],
    ['http://192.168.1.5', /^__Host-desk=.*; Secure$/],
    ['http://localhost.example.org', /^__Host-desk=.*; Secure$/],
  ])('at %s has the cookie that goes with it', async (SITE_URL, cookie) => {
    const there = await openNewsroom({ SITE_URL })
    const response = await new Desk(there).post('/desk/sign-in', { key: KEY, to: '/desk' })
    expect(response.headers.get('Set-Cookie')).toMatch(cookie)
  })

  test('lasts while it is used, and ends after twelve hours without', async () => {
    const desk = await atDesk(newsroom)
    await age('seen_at', IDLE - 60)
    expect((await desk.get('/desk')).status).toBe(200)
    await age('seen_at', IDLE - 60)
    expect((await desk.get('/desk')).status).toBe(200)
    await age('seen_at', IDLE + 1)
    expect((await desk.get('/desk')).status).toBe(303)
  })

  test('ends after thirty days, however much it is used', async () => {
    const desk = await atDesk(newsroom)
    await age('created_at', LONGEST + 1)
    expect((await desk.get('/desk')).status).toBe(303)
  })

  test('ends with its key', async () => {
    const { id, key } = await makeKey(newsroom, ['articles:write'])
    const desk = await atDesk(newsroom, key)
    expect((await desk.get('/desk')).status).toBe(200)
    await newsroom.call('DELETE', `/api/keys/${id}`)
    expect((await desk.get('/desk')).status).toBe(303)
  })

  test('ends by signing out, for whoever kept its cookie too', async () => {
    const desk = await atDesk(newsroom)
    const { cookie } = desk
    await desk.post('/desk/sign-out')
    expect(desk.cookie).toBe('')
    desk.cookie = cookie
    expect((await desk.get('/desk')).status).toBe(303)
  })

  test('ends when its browser signs in as somebody else', async () => {
    const desk = await atDesk(newsroom)
    const { cookie } = desk
    await desk.signIn((await makeKey(newsroom, ['articles:write'])).key)
    desk.cookie = cookie
    expect((await desk.get('/desk')).status).toBe(303)
  })

  test.each(['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    'is not used up, ended or changed by %s',
    async (method) => {
      const desk = await atDesk(newsroom)
      const path = await link()
      const headers = { Cookie: desk.cookie, 'Sec-Fetch-Site': 'same-origin' }
      for (const address of [path, '/desk/sign-out', '/desk/language', '/desk/articles', '/desk']) {
        await newsroom.fetch(address, { method, headers })
      }
      expect((await desk.get('/desk')).status).toBe(200)
      expect((await new Desk(newsroom).post(path)).status).toBe(303)
    },
  )

  test('opens nothing of the API', async () => {
    const desk = await atDesk(newsroom)
    expect((await desk.get('/api/articles')).status).toBe(401)
    const secret = desk.cookie.split('=')[1] ?? ''
    const bearer = { Authorization: `Bearer ${secret}` }
    expect((await newsroom.fetch('/api/articles', { headers: bearer })).status).toBe(401)
  })
})

describe('a link that signs in', () => {
  test('does so once, and only when its button is pressed', async () => {
    const path = await link()
    const desk = new Desk(newsroom)
    for (let look = 0; look < 3; look++) {
      expect(await (await desk.get(path)).text()).toContain('Sign in as Test')
    }
    const [one, other] = await Promise.all([desk.post(path), new Desk(newsroom).post(path)])
    expect([one.status, other.status].sort()).toEqual([303, 404])
    expect((await new Desk(newsroom).get(path)).status).toBe(404)
  })

  test('ends when its time is over', async () => {
    const path = await link(-1)
    expect((await new Desk(newsroom).get(path)).status).toBe(404)
    expect((await new Desk(newsroom).post(path)).status).toBe(404)
  })

  test('ends with its key', async () => {
    const path = await link()
    await env.DB.prepare('UPDATE keys SET revoked_at = 1').run()
    expect((await new Desk(newsroom).post(path)).status).toBe(404)
  })
})

describe('what comes from elsewhere', () => {
  const ELSEWHERE: Record<string, string>[] = [
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'none' },
  ]

  test.each(ELSEWHERE)('does nothing: %o', async (headers) => {
    const desk = await atDesk(newsroom)
    const path = await link()
    for (const address of ['/desk/sign-out', '/desk/sign-in', path, '/desk/language']) {
      const answer = await desk.post(address, { key: KEY, to: '/desk' }, headers)
      expect(answer.status, address).toBe(403)
      expect(answer.headers.get('Set-Cookie')).toBeNull()
    }
    expect((await desk.get('/desk')).status).toBe(200)
    expect((await new Desk(newsroom).post(path)).status).toBe(303)
  })

  test.each([
    ['https://evil.example', 403],
    ['null', 403],
    ['', 403],
    ['https://news.test', 303],
  ])('is told by Origin where a browser says nothing else: %s', async (origin, status) => {
    const body = new URLSearchParams({ key: KEY, to: '/desk' })
    const headers = { ...(origin && { Origin: origin }) }
    const answer = await newsroom.fetch('/desk/sign-in', {
      method: 'POST',
      body,
      headers,
      redirect: 'manual',
    })
    expect(answer.status).toBe(status)
  })
})

describe('pages of the desk', () => {
  test('are kept by nobody, framed by nobody and indexed by nobody', async () => {
    const { headers } = await (await atDesk(newsroom)).get('/desk')
    expect(headers.get('Cache-Control')).toBe('private, no-store')
    expect(headers.get('Cloudflare-CDN-Cache-Control')).toBe('no-store')
    expect(headers.get('X-Robots-Tag')).toBe('noindex')
    const policy = headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
  })

  test('speak Chinese and English, as the browser has it or as was chosen', async () => {
    const desk = await atDesk(newsroom)
    expect(await desk.read('/desk')).toContain('<html lang="en">')
    await desk.post('/desk/language', { language: 'zh', to: '/desk' })
    expect(await desk.read('/desk')).toContain('<html lang="zh-CN">')
    const french = await new Desk(newsroom, 'fr').get('/desk/sign-in')
    expect(await french.text()).toContain('登录')
  })

  test('are not there when the desk is switched off', async () => {
    const off = await openNewsroom({ DESK: 'off' } as unknown as Partial<Env>)
    for (const path of ['/desk', '/desk/sign-in', '/desk/articles']) {
      expect((await off.fetch(path)).status, path).toBe(404)
    }
  })
})

test('who signs in again after their session ended sends what they had filled in', async () => {
  const desk = await atDesk(newsroom)
  await age('seen_at', IDLE + 1)
  const lost = await desk.post('/desk/articles/1', {
    title: '标题 <&">',
    body: '\n第一行\n  第二行\n',
  })
  expect(lost.status).toBe(403)
  const page = await lost.text()
  expect(page).toContain('Your session has ended')
  expect(page).toContain('<textarea hidden name="kept.title">\n标题 &lt;&amp;&quot;&gt;</textarea>')
  const again = await desk.post('/desk/sign-in', {
    key: KEY,
    to: '/desk/articles/1',
    again: 'yes',
    'kept.title': '标题 <&">',
    'kept.body': '\n第一行\n  第二行\n',
  })
  const sending = await again.text()
  expect(sending).toContain('<form method="post" action="/desk/articles/1"')
  expect(sending).toContain('<textarea hidden name="body">\n\n第一行\n  第二行\n</textarea>')
})
