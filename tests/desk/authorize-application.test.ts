/** Application passwords, as programs for WordPress ask for them. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { decide, leadsTo } from '../support/consent'
import { atDesk, type Desk, formOn, makeKey } from '../support/desk'
import { article, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  newsroom = await openNewsroom({ CLIENTS: 'wordpress' as never })
  desk = await atDesk(newsroom)
})

const asks = (fields: Record<string, string> = {}) =>
  `/desk/authorize/application?${new URLSearchParams({ app_name: 'Phone', ...fields })}`

const programs = async () =>
  (
    await env.DB.prepare('SELECT name, client, scopes FROM keys WHERE granted_by = 1').run<{
      name: string
    }>()
  ).results

const write = (password: string) =>
  newsroom.call('POST', '/api/articles', article({ status: 'draft' }), {
    Authorization: `Bearer ${password}`,
  })

describe('an application password', () => {
  test.each(['https://app.example/done?a=1', 'myapp://done', 'http://127.0.0.1:4321/done'])(
    'goes to %s with the site and a name',
    async (success_url) => {
      const to = leadsTo(await decide(desk, asks({ success_url })))
      expect(to.href.startsWith(success_url)).toBe(true)
      expect(to.searchParams.get('site_url')).toBe('https://news.test')
      expect(to.searchParams.get('user_login')).toBe('key-2')
      const password = to.searchParams.get('password') ?? ''
      expect((await write(password)).status).toBe(201)
      expect(await programs()).toEqual([
        { name: 'Test · Phone', client: 'Phone', scopes: '["articles:write"]' },
      ])
    },
  )

  test('is shown where there is nowhere to send it, and nothing of it is kept', async () => {
    const page = await (await decide(desk, asks())).text()
    const password = /id="password" value="([^"]*)"/.exec(page)?.[1] ?? ''
    expect((await write(password)).status).toBe(201)
    expect(page).toContain('It is shown this once')
    expect(
      JSON.stringify((await env.DB.prepare('SELECT * FROM keys').run()).results),
    ).not.toContain(password)
  })

  test('is one, however often its form is sent, and none once it was revoked', async () => {
    const path = asks({ success_url: 'https://app.example/' })
    const fields = { ...formOn(await desk.read(path), 'consent'), do: 'allow' }
    const [first, second] = [await desk.post(path, fields), await desk.post(path, fields)]
    expect(leadsTo(second).href).toBe(leadsTo(first).href)
    expect(await programs()).toHaveLength(1)
    const { results } = await env.DB.prepare("SELECT 1 FROM audit WHERE action = 'key.grant'").run()
    expect(results).toHaveLength(1)
    await newsroom.call('DELETE', '/api/keys/2')
    expect((await desk.post(path, fields)).status).toBe(409)
  })

  test('does what was ticked', async () => {
    await decide(desk, asks(), { scope: ['articles:write', 'articles:publish'], section: ['news'] })
    const key = await env.DB.prepare('SELECT scopes, sections FROM keys WHERE id = 2').first()
    expect(key).toEqual({ scopes: '["articles:write","articles:publish"]', sections: '["news"]' })
  })

  test.each([
    ['where it asked to', { reject_url: 'https://app.example/no' }, 'https://app.example/no'],
    [
      'where the password would have gone',
      { success_url: 'https://app.example/?a=1' },
      'https://app.example/?a=1&success=false',
    ],
    ['to the desk', {}, 'https://news.test/desk'],
  ])('that is refused says so %s', async (_, fields, to) => {
    const answer = await decide(desk, asks(fields as never), {}, 'refuse')
    expect(leadsTo(answer).href).toBe(to)
    expect(await programs()).toEqual([])
  })

  test.each([
    ['javascript:alert(1)'],
    ['javascript://app.example/%0aalert(1)'],
    ['data:text/html,x'],
    ['vbscript:x'],
    ['file:///etc/passwd'],
    ['blob:https://app.example/x'],
    ['http://app.example/'],
    ['http://localhost.evil.example/'],
    ['https://news.test@evil.example/'],
    ['https://app.example/#x'],
    ['//app.example/'],
    ['myapp:done'],
    ['/desk'],
  ])('goes to no place like %s', async (url) => {
    for (const field of ['success_url', 'reject_url']) {
      const path = asks({ [field]: url })
      const page = await desk.get(path)
      expect(page.status, field).toBe(400)
      for (const pressed of ['allow', 'refuse']) {
        const fields = { do: pressed, once: 'x'.repeat(43), scope: 'articles:write' }
        expect((await desk.post(path, fields)).status).toBe(400)
      }
    }
    expect(await programs()).toEqual([])
  })

  test.each([
    ['without a name', { app_name: ' ' }],
    ['with a number that is none', { app_id: 'x' }],
  ])('is not made for a program %s', async (_, fields) => {
    expect((await desk.get(asks(fields as never))).status).toBe(400)
  })

  test('never manages people, nor goes beyond who allows it', async () => {
    const { key } = await makeKey(newsroom, ['articles:write', 'keys:manage'])
    const writer = await atDesk(newsroom, key)
    for (const scope of ['keys:manage', 'articles:publish']) {
      expect((await decide(writer, asks(), { scope })).status).toBe(403)
    }
    expect((await decide(writer, asks(), { scope: [] })).status).toBe(422)
  })

  test('is not to be had where WordPress is not spoken', async () => {
    const other = await atDesk(await openNewsroom({ CLIENTS: 'micropub mcp' as never }))
    expect((await other.get(asks())).status).toBe(404)
    expect((await other.post(asks(), { do: 'allow' })).status).toBe(404)
  })
})

test('the page says what is not known of the program', async () => {
  const page = await desk.read(
    asks({ success_url: 'https://app.example/', app_name: '<b>\u202eX' }),
  )
  expect(page).toContain('Let &lt;b&gt;X act for you?')
  expect(page).toContain('cannot be verified')
  expect(page).toContain('<strong>app.example</strong>')
})
