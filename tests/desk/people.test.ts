import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { atDesk, Desk, formOn, makeKey } from '../support/desk'
import { KEY, type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk
beforeEach(async () => {
  newsroom = await openNewsroom()
  desk = await atDesk(newsroom)
})

const ELSEWHERE = { 'Sec-Fetch-Site': 'cross-site' }

/** What a page shows once. */
const linkOn = (page: string) =>
  (/id="link" value="([^"]*)"/.exec(page)?.[1] ?? '').replace(ORIGIN, '')
const keyOn = (page: string) => /id="key" value="([^"]*)"/.exec(page)?.[1] ?? ''

const rows = async (table: string) =>
  (await env.DB.prepare(`SELECT * FROM ${table}`).all<Record<string, unknown>>()).results
const trail = async () => (await rows('audit')).map(({ action, subject }) => `${action} ${subject}`)

/** The form that adds somebody, filled in. */
const filledIn = async (by: Desk, fields: Record<string, string | string[]>) => ({
  ...formOn(await by.read('/desk/people'), 'new-person'),
  ...fields,
})

describe('who manages people', () => {
  test('adds a writer, and gets a link that signs them in', async () => {
    const made = await desk.post('/desk/people', await filledIn(desk, { name: '张三' }))
    expect(made.status).toBe(200)
    expect(made.headers.get('Cache-Control')).toBe('private, no-store')
    const page = await made.text()
    expect(page).toContain('Added: 张三')
    const writer = new Desk(newsroom)
    expect((await writer.post(linkOn(page))).status).toBe(303)
    expect(await writer.read('/desk')).toContain('张三')
    expect((await writer.get('/desk/people')).status).toBe(403)
    expect((await atDesk(newsroom, keyOn(page))).cookie).not.toBe('')
    expect(await trail()).toEqual(expect.arrayContaining(['key.create 2', 'key.invite 2']))
  })

  test.each([
    ['writer', ['articles:write']],
    ['editor', ['articles:write', 'articles:publish']],
  ])('adds one person as %s', async (role, scopes) => {
    await desk.post('/desk/people', await filledIn(desk, { name: 'Li', role }))
    expect((await rows('keys'))[1]?.scopes).toBe(JSON.stringify(scopes))
  })

  test('adds somebody with just what is ticked, for some sections, until the end of a day', async () => {
    const fields = { role: 'other', scope: ['articles:write', 'export:read'], section: ['culture'] }
    const form = await filledIn(desk, { name: 'Wang', ...fields, lastDay: '2099-12-31' })
    expect((await desk.post('/desk/people', form)).status).toBe(200)
    expect((await rows('keys'))[1]).toMatchObject({
      scopes: '["articles:write","export:read"]',
      sections: '["culture"]',
      // Midnight in Shanghai.
      expires_at: Date.parse('2099-12-31T16:00:00Z') / 1000,
    })
    const page = await desk.read('/desk/people')
    expect(page).toContain('writes, export')
    expect(page).toContain('only in: culture')
    expect(page).toContain('ends 2100-01-01 00:00')
  })

  test('gets back what they typed, and is told what is wrong with it', async () => {
    for (const [fields, fault] of [
      [{ name: 'Wang', lastDay: 'soon' }, 'Give a date'],
      [{ name: 'Wang', lastDay: '2001-01-01' }, 'must lie in the future'],
      [{ name: 'Wang', scope: 'articles:publish' }, 'Boxes are ticked'],
      [{ name: 'Wang', role: 'other' }, 'choose one at least'],
      [{ name: 'Wang', role: 'constructor' }, 'Choose one'],
      [{ name: 'Wang', role: 'other', scope: 'everything' }, 'must be'],
    ] as const) {
      const refused = await desk.post('/desk/people', await filledIn(desk, { ...fields }))
      expect(refused.status, fault).toBe(422)
      const page = await refused.text()
      expect(page).toContain(fault)
      expect(page).toContain('role="alert"')
      expect(page).toContain('value="Wang"')
    }
    expect(await rows('keys')).toHaveLength(1)
  })

  test('adds nobody twice by reloading, by going back, or by pressing twice', async () => {
    const form = await filledIn(desk, { name: '张三' })
    const [one, two] = await Promise.all([
      desk.post('/desk/people', form),
      desk.post('/desk/people', form),
    ])
    expect([one.status, two.status].sort()).toEqual([200, 303])
    const again = await desk.follow('/desk/people', form)
    expect(await again.text()).toContain('This form was sent before')
    expect((await desk.post('/desk/people', { ...form, once: '' })).status).toBe(303)
    expect(await rows('keys')).toHaveLength(2)
  })

  test('goes back to a form that was refused, and sends it put right', async () => {
    const form = await filledIn(desk, { name: '张三', lastDay: '2001-01-01' })
    expect((await desk.post('/desk/people', form)).status).toBe(422)
    expect((await desk.post('/desk/people', { ...form, lastDay: '' })).status).toBe(200)
  })

  test('sees who there is, and folded away who there was', async () => {
    const { id } = await makeKey(newsroom, ['articles:write'], { name: 'Gone <b>' })
    await newsroom.call('DELETE', `/api/keys/${id}`)
    const page = await desk.read('/desk/people')
    const [live, gone] = page.split('Revoked or ended (1)') as [string, string]
    expect(live).toContain('>Test</a>')
    expect(live).toContain('last seen')
    expect(gone).toContain('Gone &lt;b&gt;')
    expect(gone).toContain('revoked 20')
  })

  test('reads it in Chinese', async () => {
    await desk.post('/desk/language', { language: 'zh', to: '/desk' })
    expect(await desk.read('/desk/people')).toContain('写稿、发布、撤下文章、管栏目、管人员、导出')
    expect(await desk.read('/desk/people/1')).toContain('做登录链接')
    expect(await desk.read('/desk/account')).toContain('在哪里登录着')
  })
})

describe('what is done about a person', () => {
  let id: number
  let key: string
  beforeEach(async () => {
    ;({ id, key } = await makeKey(newsroom, ['articles:write'], { name: 'Li' }))
  })
  const form = async (name: string) => formOn(await desk.read(`/desk/people/${id}`), name)

  test.each([
    ['900', 900],
    ['604800', 604_800],
    ['9999999999', 86_400],
  ])('another link, good for %s seconds', async (seconds, good) => {
    const sent = { ...(await form('link')), seconds }
    const page = await (await desk.post(`/desk/people/${id}/link`, sent)).text()
    expect((await new Desk(newsroom).post(linkOn(page))).status).toBe(303)
    expect(await trail()).toContain(`key.invite ${id}`)
    await desk.post(`/desk/people/${id}/link`, { ...(await form('link')), seconds })
    const [link] = await rows('sign_in_links')
    expect(Number(link?.expires_at) - Number(link?.created_at)).toBe(good)
  })

  test('neither a link nor a key is kept, logged or in the trail', async () => {
    const said: unknown[] = []
    for (const level of ['log', 'info', 'warn', 'error'] as const) {
      vi.spyOn(console, level).mockImplementation((...parts) => void said.push(...parts))
    }
    const link = linkOn(
      await (await desk.post(`/desk/people/${id}/link`, await form('link'))).text(),
    )
    const rotated = await desk.post(`/desk/people/${id}/rotate`, await form('rotate'))
    const secret = keyOn(await rotated.text())
    const token = link.split('/').at(-1) ?? ''
    expect([token.length, secret.length]).toEqual([43, 46])
    for (let n = 0; n < 2; n++) await new Desk(newsroom).post(link)
    await desk.post('/desk/sign-in', { key: `${secret}x`, to: '/desk' })
    vi.restoreAllMocks()
    expect(JSON.stringify(said)).toContain('login-failed')
    expect(JSON.stringify(said)).not.toContain(token)
    expect(JSON.stringify(said)).not.toContain(secret)
    const all = await Promise.all(['sign_in_links', 'audit', 'idempotency_keys', 'keys'].map(rows))
    expect(JSON.stringify(all)).not.toContain(token)
    expect(JSON.stringify(all)).not.toContain(secret)
  })

  test('a link made twice by reloading is one', async () => {
    const sent = await form('link')
    await desk.post(`/desk/people/${id}/link`, sent)
    expect(await (await desk.follow(`/desk/people/${id}/link`, sent)).text()).toContain(
      'sent before',
    )
    expect(await rows('sign_in_links')).toHaveLength(1)
  })

  test('another key in the place of theirs, once, with a link', async () => {
    const writer = await atDesk(newsroom, key)
    const sent = { ...(await form('rotate')), overlap: '0' }
    const page = await (await desk.post(`/desk/people/${id}/rotate`, sent)).text()
    await desk.post(`/desk/people/${id}/rotate`, sent)
    expect(await rows('keys')).toHaveLength(3)
    expect((await writer.get('/desk')).status).toBe(303)
    expect((await writer.post(linkOn(page))).status).toBe(303)
    expect(await writer.read('/desk')).toContain('Li')
  })

  test('revoking, which ends their sessions and links', async () => {
    const writer = await atDesk(newsroom, key)
    const link = linkOn(
      await (await desk.post(`/desk/people/${id}/link`, await form('link'))).text(),
    )
    const page = await (await desk.follow(`/desk/people/${id}/revoke`)).text()
    expect(page).toContain('Revoked.')
    expect(page).not.toContain('id="link"')
    expect((await writer.get('/desk')).status).toBe(303)
    expect((await writer.post(link)).status).toBe(404)
    expect((await desk.post(`/desk/people/${id}/link`, { once: 'o'.repeat(43) })).status).toBe(303)
    expect(await rows('sign_in_links')).toHaveLength(1)
  })

  test('ending one of their sessions, or all', async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => atDesk(newsroom, key)))
    const sessions = (await rows('sessions')).filter(({ key_id }) => key_id === id)
    const session = String(sessions[0]?.id)
    expect(await desk.read(`/desk/people/${id}`)).toContain(`name="session" value="${session}"`)
    await desk.post(`/desk/people/${id}/sessions`, { session })
    expect(await rows('sessions')).toHaveLength(3)
    await desk.post(`/desk/people/${id}/sessions`, { session: 'all' })
    for (const each of [one, two, three]) expect((await each?.get('/desk'))?.status).toBe(303)
    expect((await desk.get('/desk')).status).toBe(200)
    expect((await trail()).filter((entry) => entry === `session.end ${id}`)).toHaveLength(2)
  })

  test('ends nobody else’s session', async () => {
    const own = (await rows('sessions'))[0]?.id
    await desk.post(`/desk/people/${id}/sessions`, { session: String(own) })
    expect((await desk.get('/desk')).status).toBe(200)
    expect(await trail()).not.toContain(`session.end ${id}`)
  })

  test('nothing, when it is asked for from elsewhere or by looking', async () => {
    const fields = { once: 'o'.repeat(43), session: 'all', name: 'Evil', role: 'writer' }
    const state = async () =>
      JSON.stringify([await rows('keys'), await rows('sessions')]).replace(
        /"(seen|last_used)_at":(\d+|null)/g,
        '',
      )
    const before = await state()
    const acts = ['', `/${id}/link`, `/${id}/rotate`, `/${id}/revoke`, `/${id}/sessions`]
    for (const act of [...acts, `/${id}/passkeys`]) {
      expect((await desk.post(`/desk/people${act}`, fields, ELSEWHERE)).status, act).toBe(403)
      await desk.get(`/desk/people${act}?once=${fields.once}&session=all`)
    }
    expect(await state()).toBe(before)
    expect(await rows('sign_in_links')).toHaveLength(0)
  })
})

describe('who may manage only some', () => {
  /** Tries everything there is to do about somebody. */
  async function tryAll(by: Desk, id: number) {
    const once = () => crypto.randomUUID().replaceAll('-', '').padEnd(43, 'x')
    const statuses: Record<string, number> = {}
    for (const act of ['link', 'rotate', 'revoke', 'sessions', 'passkeys']) {
      const fields = { once: once(), session: 'all', passkey: 'p' }
      statuses[act] = (await by.post(`/desk/people/${id}/${act}`, fields)).status
    }
    return statuses
  }
  const all = (status: number) => ({
    link: status,
    rotate: status,
    revoke: status,
    sessions: status,
    passkeys: status,
  })

  test('neither sees nor touches who may do more', async () => {
    const { key } = await makeKey(newsroom, ['keys:manage', 'articles:write'], { name: 'Small' })
    const { id } = await makeKey(newsroom, ['articles:publish'], { name: 'Publisher' })
    const small = await atDesk(newsroom, key)
    expect(await small.read('/desk/people')).not.toContain('Publisher')
    expect((await small.get(`/desk/people/${id}`)).status).toBe(404)
    expect((await small.get('/desk/people/1')).status).toBe(404)
    expect(await tryAll(small, id)).toEqual(all(404))
    expect(await tryAll(small, 1)).toEqual(all(404))
    expect((await desk.get('/desk')).status).toBe(200)
    expect(await rows('sign_in_links')).toHaveLength(0)
  })

  test('neither sees nor touches who works elsewhere', async () => {
    const reach = { name: 'Small', sections: ['news'] }
    const { key } = await makeKey(newsroom, ['keys:manage', 'articles:write'], reach)
    const { id } = await makeKey(newsroom, ['articles:write'], { sections: ['culture'] })
    const small = await atDesk(newsroom, key)
    expect(await tryAll(small, id)).toEqual(all(404))
    const page = await small.read('/desk/people')
    expect(page).toContain('value="news"')
    expect(page).not.toContain('value="culture"')
    const everywhere = await small.post('/desk/people', await filledIn(small, { name: 'Li' }))
    expect(everywhere.status).toBe(403)
    expect(await everywhere.text()).toContain('role="alert"')
  })

  test('only looks at who outlasts them', async () => {
    const expiresAt = '2098-01-01T00:00:00Z'
    const { key } = await makeKey(newsroom, ['keys:manage', 'articles:write'], { expiresAt })
    const { id } = await makeKey(newsroom, ['articles:write'])
    const small = await atDesk(newsroom, key)
    expect(await small.read(`/desk/people/${id}`)).toContain('lasts longer than yours')
    expect(await tryAll(small, id)).toEqual(all(403))
    expect(await rows('sign_in_links')).toHaveLength(0)
    // Whom they add ends with them.
    await small.post('/desk/people', await filledIn(small, { name: 'Short' }))
    expect((await rows('keys'))[3]).toMatchObject({
      name: 'Short',
      expires_at: Date.parse(expiresAt) / 1000,
    })
  })

  test('manages nobody once their key is rotated', async () => {
    const { id } = await makeKey(newsroom, ['articles:write'])
    const form = await filledIn(desk, { name: 'Late' })
    const page = await (
      await desk.post('/desk/people/1/rotate', formOn(await desk.read('/desk/people/1'), 'rotate'))
    ).text()
    expect(await desk.read('/desk/people')).toContain('manages nobody any more')
    const tried = await tryAll(desk, id)
    expect(tried).toEqual(all(403))
    expect((await desk.post('/desk/people', form)).status).toBe(403)
    expect(await rows('keys')).toHaveLength(3)
    // Its successor does, and there is a link to it.
    const next = new Desk(newsroom)
    expect((await next.post(linkOn(page))).status).toBe(303)
    expect((await next.post(`/desk/people/${id}/revoke`)).status).toBe(303)
  })

  test.each(['revoke', 'rotate'])('leaves no links behind: %s', async (act) => {
    const { key, id } = await makeKey(newsroom, ['keys:manage', 'articles:write'])
    const writer = await makeKey(newsroom, ['articles:write'])
    const thief = await atDesk(newsroom, key)
    const links = []
    for (const whose of [id, writer.id]) {
      const form = formOn(await thief.read(`/desk/people/${whose}`), 'link')
      links.push(linkOn(await (await thief.post(`/desk/people/${whose}/link`, form)).text()))
    }
    await desk.post(`/desk/people/${id}/${act}`, formOn(await desk.read(`/desk/people/${id}`), act))
    for (const link of links) {
      expect((await new Desk(newsroom).get(link)).status).toBe(404)
      expect((await new Desk(newsroom).post(link)).status).toBe(404)
    }
  })

  test('gives up their own key, and is signed out', async () => {
    await desk.post('/desk/people/1/revoke')
    expect((await desk.get('/desk/people')).status).toBe(303)
    expect((await new Desk(newsroom).post('/desk/sign-in', { key: KEY, to: '/desk' })).status).toBe(
      403,
    )
  })
})
