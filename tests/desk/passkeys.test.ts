import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { isAttested } from '../../src/desk/passkeys/verify'
import { Authenticator, toBase64Url } from '../support/authenticator'
import { atDesk, Desk, makeKey } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'

const MAKE = '/desk/passkeys'
const USE = '/desk/passkey-sign-in'

interface Options {
  challenge: string
  user: { id: string }
  [name: string]: unknown
}

let newsroom: Newsroom
let desk: Desk
let phone: Authenticator
let keyId: number
beforeEach(async () => {
  newsroom = await openNewsroom()
  const { id, key } = await makeKey(newsroom, ['articles:write'], { name: 'Li' })
  keyId = id
  desk = await atDesk(newsroom, key)
  phone = new Authenticator()
})

const optionsFor = async (path: string, by: Desk): Promise<Options> => {
  const response = await by.ask(`${path}/options`)
  expect(response.status).toBe(200)
  expect(response.headers.get('Cache-Control')).toBe('no-store')
  return response.json()
}

/** Registers a passkey; the status of the answer. */
const register = async (by = desk, from = phone) =>
  (await by.ask(MAKE, await from.create(await optionsFor(MAKE, by)))).status

/** Signs in with it; the status of the answer. */
async function signIn(from = phone, by = new Desk(newsroom)) {
  const options = await optionsFor(USE, by)
  return (await by.ask(USE, await from.get(options))).status
}

const rows = async (table: string) =>
  (await env.DB.prepare(`SELECT * FROM ${table}`).all<Record<string, unknown>>()).results
const trail = async () => (await rows('audit')).map(({ action, subject }) => `${action} ${subject}`)

describe('a passkey', () => {
  test('is made by who is signed in, and signs in from then on', async () => {
    expect(await register()).toBe(201)
    expect(await rows('challenges')).toEqual([])
    expect(await trail()).toContain(`passkey.add ${keyId}`)
    phone.counter++
    const browser = new Desk(newsroom)
    expect(await signIn(phone, browser)).toBe(200)
    expect(await browser.read('/desk')).toContain('Li')
    expect(await browser.read('/desk/account')).toContain('with a passkey')
    // The form sends them on, with no key, to where they were going.
    const on = await browser.post('/desk/sign-in', { key: '', to: '/desk/account' })
    expect(on.headers.get('Location')).toBe('/desk/account')
  })

  test('signs in when its session ended in the midst, and what was filled in goes on its way', async () => {
    await register()
    phone.counter++
    const browser = new Desk(newsroom)
    const lost = await (await browser.post('/desk/articles/1', { title: '标题' })).text()
    expect(lost).toContain('<script type="module" src="/desk/passkeys.js">')
    await signIn(phone, browser)
    const kept = { key: '', to: '/desk/articles/1', again: 'yes', 'kept.title': '标题' }
    const page = await (await browser.post('/desk/sign-in', kept)).text()
    expect(page).toContain('<form method="post" action="/desk/articles/1"')
    expect(page).toContain('标题')
  })

  test('is asked for with the person there and verified, for this site, and without attestation', async () => {
    const host = { Host: 'evil.example', 'X-Forwarded-Host': 'evil.example' }
    const made = await (await desk.ask(`${MAKE}/options`, {}, host)).json<Options>()
    expect(made).toMatchObject({
      rp: { id: 'news.test' },
      user: { name: 'Li' },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [],
    })
    expect(made.pubKeyCredParams).toEqual(
      [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
    )
    const used = await optionsFor(USE, new Desk(newsroom))
    expect(used).toMatchObject({ rpId: 'news.test', userVerification: 'required' })
    // Nobody learns who has passkeys.
    expect(used).not.toHaveProperty('allowCredentials')
  })

  test('is not made twice by the same device', async () => {
    await register()
    const { excludeCredentials } = await optionsFor(MAKE, desk)
    const id = (await rows('passkeys'))[0]?.id
    expect(excludeCredentials).toEqual([
      { type: 'public-key', id, transports: ['internal', 'hybrid'] },
    ])
  })

  test('needs no counter', async () => {
    phone.counter = 0
    await register()
    expect(await signIn()).toBe(200)
    expect(await signIn()).toBe(200)
  })

  test('that counts back was copied, and does not sign in', async () => {
    phone.counter = 5
    await register()
    for (const counter of [5, 4, 0]) {
      phone.counter = counter
      expect(await signIn(), String(counter)).toBe(403)
    }
    phone.counter = 6
    expect(await signIn()).toBe(200)
    expect(await signIn()).toBe(403)
  })

  test('stops with its key', async () => {
    await register()
    await newsroom.call('DELETE', `/api/keys/${keyId}`)
    phone.counter++
    expect(await signIn()).toBe(403)
    expect(await rows('sessions')).toHaveLength(1)
  })

  test('stops when it is removed, by its holder or by a manager, and by nobody else', async () => {
    const { key } = await makeKey(newsroom, ['articles:write'])
    const other = await atDesk(newsroom, key)
    const manager = await atDesk(newsroom)
    for (const [by, path] of [
      [desk, '/desk/account/passkeys'],
      [manager, `/desk/people/${keyId}/passkeys`],
    ] as const) {
      phone.counter = 1
      await register()
      const passkey = String((await rows('passkeys'))[0]?.id)
      expect(await by.read(path.replace(/\/passkeys$/, ''))).toContain(`value="${passkey}"`)
      await other.post('/desk/account/passkeys', { passkey })
      await other.post(`/desk/people/${keyId}/passkeys`, { passkey })
      await by.post(path, { passkey }, { 'Sec-Fetch-Site': 'cross-site' })
      phone.counter++
      expect(await signIn()).toBe(200)
      await by.post(path, { passkey })
      phone.counter++
      expect(await signIn()).toBe(403)
    }
    expect((await trail()).filter((entry) => entry === `passkey.remove ${keyId}`)).toHaveLength(2)
  })

  test('is one of twenty at most', async () => {
    for (let n = 0; n < 20; n++) expect(await register(desk, new Authenticator())).toBe(201)
    expect((await desk.ask(`${MAKE}/options`)).status).toBe(409)
    expect(await rows('passkeys')).toHaveLength(20)
  })
})

describe('no passkey is made', () => {
  const none = async (status: number, expected = 422) => {
    expect(status).toBe(expected)
    expect(await rows('passkeys')).toEqual([])
    expect(await trail()).not.toContain(`passkey.add ${keyId}`)
  }

  test('at another origin', async () => {
    phone.origin = 'https://evil.example'
    await none(await register())
  })

  test('for another site', async () => {
    phone.rpId = 'evil.example'
    await none(await register())
  })

  test('when the person was not verified', async () => {
    phone.isVerified = false
    await none(await register())
  })

  test('with a challenge that was not given', async () => {
    const options = { ...(await optionsFor(MAKE, desk)), challenge: 'c'.repeat(43) }
    await none((await desk.ask(MAKE, await phone.create(options))).status)
  })

  test('with another session’s challenge, which that may still use', async () => {
    const other = await atDesk(newsroom)
    const options = await optionsFor(MAKE, other)
    const made = await phone.create(options)
    await none((await desk.ask(MAKE, made)).status)
    expect((await other.ask(MAKE, made)).status).toBe(201)
    expect((await rows('passkeys'))[0]?.key_id).toBe(1)
  })

  test('with a challenge to sign in with', async () => {
    const { user } = await optionsFor(MAKE, desk)
    const { challenge } = await optionsFor(USE, desk)
    await none((await desk.ask(MAKE, await phone.create({ challenge, user }))).status)
  })

  test('with a challenge that has ended, or that a newer one took the place of', async () => {
    const options = await optionsFor(MAKE, desk)
    await env.DB.prepare('UPDATE challenges SET expires_at = expires_at - 300').run()
    await none((await desk.ask(MAKE, await phone.create(options))).status)
    const older = await optionsFor(MAKE, desk)
    await optionsFor(MAKE, desk)
    await none((await desk.ask(MAKE, await phone.create(older))).status)
    expect(await rows('challenges')).toHaveLength(1)
  })

  test('twice of one answer', async () => {
    const made = await phone.create(await optionsFor(MAKE, desk))
    expect((await desk.ask(MAKE, made)).status).toBe(201)
    expect((await desk.ask(MAKE, made)).status).toBe(422)
    expect(await rows('passkeys')).toHaveLength(1)
  })

  test('that another person has', async () => {
    await register()
    const manager = await atDesk(newsroom)
    const options = await optionsFor(MAKE, manager)
    const made = await phone.create(options)
    await env.DB.prepare('UPDATE passkeys SET id = ?1').bind(made.id).run()
    expect((await manager.ask(MAKE, made)).status).toBe(409)
    expect((await rows('passkeys'))[0]?.key_id).toBe(keyId)
    expect(await trail()).not.toContain('passkey.add 1')
  })

  test('of certificates that would have to be looked up', async () => {
    const certificate = new Map([['x5c', new Uint8Array([1, 2, 3])]])
    for (const format of ['packed', 'android-key', 'tpm', 'apple', 'fido-u2f', 'made-up']) {
      phone.attestation = [format, certificate]
      const made = await phone.create(await optionsFor(MAKE, desk))
      expect(await isAttested(made), format).toBe(true)
      await none((await desk.ask(MAKE, made)).status)
    }
    // Some sign for themselves, unasked: that names nothing to look up.
    phone.attestation = ['packed', new Map()]
    expect(await isAttested(await phone.create(await optionsFor(MAKE, desk)))).toBe(false)
  })

  test('of what is no answer at all', async () => {
    for (const body of [null, [], 'x', {}, { id: 'x', response: {} }, { id: {}, response: 1 }]) {
      await none((await desk.ask(MAKE, body)).status)
      expect((await new Desk(newsroom).ask(USE, body)).status).toBe(403)
    }
  })

  test('for who is not signed in, or when another site asks', async () => {
    const stranger = new Desk(newsroom)
    expect((await stranger.ask(`${MAKE}/options`)).status).toBe(403)
    const made = await phone.create(await optionsFor(MAKE, desk))
    await none((await stranger.ask(MAKE, made)).status, 403)
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    await none((await desk.ask(MAKE, made, headers)).status, 403)
    expect((await desk.ask(`${MAKE}/options`, {}, headers)).status).toBe(403)
  })

  test('by looking', async () => {
    for (const path of [MAKE, `${MAKE}/options`, USE, `${USE}/options`]) {
      expect((await desk.get(path)).status, path).toBe(404)
    }
    expect(await rows('challenges')).toEqual([])
  })
})

describe('nobody is signed in', () => {
  beforeEach(async () => {
    await register()
    phone.counter++
  })
  const stranger = () => new Desk(newsroom)
  const none = async (response: Response | Promise<Response>) => {
    const { status, headers } = await response
    expect(status).toBe(403)
    expect(headers.get('Set-Cookie')).toBeNull()
    expect((await rows('sessions')).filter(({ way }) => way === 'passkey')).toEqual([])
    expect((await rows('passkeys'))[0]?.counter).toBe(1)
  }
  const answered = async (options?: { challenge: string }) =>
    phone.get(options ?? (await optionsFor(USE, stranger())))

  test('at another origin, for another site, or unverified', async () => {
    phone.origin = 'https://evil.example'
    await none(stranger().ask(USE, await answered()))
    phone.origin = 'https://news.test:8443'
    await none(stranger().ask(USE, await answered()))
    Object.assign(phone, { origin: 'https://news.test', rpId: 'evil.example' })
    await none(stranger().ask(USE, await answered()))
    Object.assign(phone, { rpId: 'news.test', isVerified: false })
    await none(stranger().ask(USE, await answered()))
  })

  test('with a challenge that was made up, altered, or given for making a passkey', async () => {
    await none(stranger().ask(USE, await answered({ challenge: 'c'.repeat(91) })))
    const { challenge } = await optionsFor(USE, stranger())
    for (const place of [0, 44, 60]) {
      const other = challenge[place] === 'A' ? 'B' : 'A'
      const altered = challenge.slice(0, place) + other + challenge.slice(place + 1)
      await none(stranger().ask(USE, await answered({ challenge: altered })))
    }
    await none(stranger().ask(USE, await answered(await optionsFor(MAKE, desk))))
  })

  test('twice with one answer, nor by two who send it at once', async () => {
    phone.counter = 0
    await env.DB.prepare('UPDATE passkeys SET counter = 0').run()
    const answer = await answered()
    const both = await Promise.all([stranger().ask(USE, answer), stranger().ask(USE, answer)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403])
    expect((await stranger().ask(USE, answer)).status).toBe(403)
    expect((await rows('sessions')).filter(({ way }) => way === 'passkey')).toHaveLength(1)
  })

  test('with an answer that came late', async () => {
    const { challenge } = await optionsFor(USE, stranger())
    const { endOfSignIn, selectSecret } = await import('../../src/desk/passkeys/challenges')
    const bytes = Uint8Array.from(
      atob(challenge.replaceAll('-', '+').replaceAll('_', '/')),
      (one) => one.charCodeAt(0),
    )
    const secret = await selectSecret(env.DB).run()
    const now = Math.floor(Date.now() / 1000)
    expect(await endOfSignIn(secret, bytes, now + 290)).toBeGreaterThan(now)
    expect(await endOfSignIn(secret, bytes, now + 301)).toBeNull()
  })

  test('with another’s name on it, another’s passkey, or none that is known', async () => {
    const answer = await answered()
    const handle = toBase64Url(Uint8Array.from(new TextEncoder().encode('key 1')))
    const renamed = { ...answer, response: { ...answer.response, userHandle: handle } }
    await none(stranger().ask(USE, renamed))
    const thief = new Authenticator()
    await thief.create(await optionsFor(MAKE, desk))
    const forged = await thief.get(await optionsFor(USE, stranger()))
    await none(stranger().ask(USE, forged))
    await none(stranger().ask(USE, { ...forged, id: answer.id, rawId: answer.id }))
  })

  test('when another site asks, which learns no challenge either', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    await none(stranger().ask(USE, await answered(), headers))
    await none(stranger().ask(`${USE}/options`, {}, headers))
  })

  test('and nothing is written for who only asks', async () => {
    for (let n = 0; n < 5; n++) await optionsFor(USE, stranger())
    const wrong = await answered()
    wrong.response.signature = toBase64Url(new Uint8Array(70))
    await none(stranger().ask(USE, wrong))
    expect(await rows('challenges')).toEqual([])
  })

  test('who fails too often, and is told to wait', async () => {
    let counted = 0
    const limit = async () => ({ success: ++counted < 0 })
    const strict = await openNewsroom({ FAILED_LOGINS: { limit } })
    const desk = new Desk(strict)
    expect((await desk.ask(`${USE}/options`)).status).toBe(200)
    expect(counted).toBe(0)
    expect((await desk.ask(USE, {})).status).toBe(429)
    expect(counted).toBe(1)
  })
})

test('a used challenge is forgotten when it would have ended', async () => {
  await register()
  phone.counter++
  await signIn()
  expect(await rows('challenges')).toHaveLength(1)
  await env.DB.prepare('UPDATE challenges SET expires_at = expires_at - 301').run()
  phone.counter++
  await signIn()
  expect(await rows('challenges')).toHaveLength(1)
})

test('without script there is no button, and it says why; both languages', async () => {
  const page = await desk.read('/desk/account')
  expect(page).toMatch(/<div id="passkey" [^>]*hidden>/)
  expect(page).toContain('takes JavaScript')
  expect(page).toContain('<script type="module" src="/desk/passkeys.js"></script>')
  const chinese = await (await new Desk(newsroom, 'zh').get('/desk/sign-in')).text()
  expect(chinese).toContain('用通行密钥登录')
})
