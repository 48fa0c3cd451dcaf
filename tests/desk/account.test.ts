import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { browserName } from '../../src/desk/account/browsers'
import { atDesk, type Desk, makeKey } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk
beforeEach(async () => {
  newsroom = await openNewsroom()
  desk = await atDesk(newsroom)
})

const sessionsOf = async (keyId: number) =>
  (
    await env.DB.prepare('SELECT id FROM sessions WHERE key_id = ?1 ORDER BY id')
      .bind(keyId)
      .all<{ id: number }>()
  ).results.map(({ id }) => String(id))

describe('one’s own sign-ins', () => {
  test('are listed, this one marked', async () => {
    await atDesk(newsroom)
    const page = await desk.read('/desk/account')
    expect(page.split('this browser')).toHaveLength(2)
    expect(page.split('with the key')).toHaveLength(3)
    expect(page).toContain('End all others')
  })

  test('end one by one', async () => {
    const other = await atDesk(newsroom)
    const [, session = ''] = await sessionsOf(1)
    expect((await desk.post('/desk/account/sessions', { session })).status).toBe(303)
    expect((await other.get('/desk')).status).toBe(303)
    expect((await desk.get('/desk')).status).toBe(200)
  })

  test('end all but this', async () => {
    const others = [await atDesk(newsroom), await atDesk(newsroom)]
    const page = await (await desk.follow('/desk/account/sessions', { session: 'others' })).text()
    expect(page).toContain('The other sessions have ended.')
    for (const other of others) expect((await other.get('/desk')).status).toBe(303)
  })

  test('end here by signing out', async () => {
    const [session = ''] = await sessionsOf(1)
    await desk.post('/desk/account/sessions', { session })
    expect(desk.cookie).toBe('')
  })

  test('are nobody else’s to end', async () => {
    const { key } = await makeKey(newsroom, ['articles:write'])
    const writer = await atDesk(newsroom, key)
    const [session = ''] = await sessionsOf(1)
    await writer.post('/desk/account/sessions', { session })
    await writer.post('/desk/account/sessions', { session: 'others' })
    expect((await desk.get('/desk')).status).toBe(200)
    expect(await writer.read('/desk/account')).not.toContain(`value="${session}"`)
  })

  test('do not end from elsewhere', async () => {
    const other = await atDesk(newsroom)
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    const sent = await desk.post('/desk/account/sessions', { session: 'others' }, headers)
    expect(sent.status).toBe(403)
    expect((await other.get('/desk')).status).toBe(200)
  })

  test('say nothing that the address makes up', async () => {
    expect(await desk.read('/desk/account?done=constructor')).not.toContain('role="status"')
    expect(await desk.read('/desk/people?done=toString')).not.toContain('role="status"')
    expect(await desk.read('/desk/people/1?done=__proto__')).not.toContain('role="status"')
  })
})

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    'Chrome on Windows',
    'Windows 上的 Chrome',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
    'Edge on Windows',
    'Windows 上的 Edge',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
    'iPhone 上的 Safari',
  ],
  [
    'Mozilla/5.0 (Linux; Android 14; 23127PN0CC) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.50',
    'WeChat on Android',
    'Android 上的微信',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
    'Firefox on Linux',
    'Linux 上的 Firefox',
  ],
  ['<script>alert(1)</script>', 'Another browser', '其他浏览器'],
  [null, 'Another browser', '其他浏览器'],
])('a browser that says %s is called %s', (agent, english, chinese) => {
  expect(browserName(agent, 'en')).toBe(english)
  expect(browserName(agent, 'zh')).toBe(chinese)
})
