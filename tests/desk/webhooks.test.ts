import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { atDesk, Desk, formOn, makeKey } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk

beforeEach(async () => {
  newsroom = await openNewsroom()
  desk = await atDesk(newsroom)
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const URL = 'https://receiver.example.com/hook'
const secretOn = (page: string) => /id="secret" value="([^"]*)"/.exec(page)?.[1] ?? ''

const filledIn = async (fields: Record<string, string | string[]> = {}) => ({
  ...formOn(await desk.read('/desk/webhooks'), 'new-webhook'),
  ...{ name: '镜像站', url: URL },
  ...fields,
})

async function add(fields: Record<string, string | string[]> = {}): Promise<string> {
  const made = await desk.post('/desk/webhooks', await filledIn(fields))
  expect(made.status).toBe(200)
  return secretOn(await made.text())
}

describe('who manages webhooks', () => {
  test('adds one, and is shown its secret that once', async () => {
    const secret = await add({ section: ['culture'], event: ['article.withdrawn'] })
    expect(secret).toMatch(/^whsec_/)
    const row = await env.DB.prepare('SELECT * FROM webhooks').first()
    expect(row).toMatchObject({
      url: URL,
      secret,
      sections: '["culture"]',
      events: '["article.withdrawn"]',
    })
    const list = await desk.read('/desk/webhooks')
    expect(list).toContain('镜像站')
    expect(list).toContain('only: 文化教育')
    expect(list + (await desk.read('/desk/webhooks/1'))).not.toContain(secret.slice(6))
  })

  test('adds none twice by pressing twice', async () => {
    const form = await filledIn()
    await desk.post('/desk/webhooks', form)
    const again = await desk.follow('/desk/webhooks', form)
    expect(await again.text()).toContain('This form was sent before')
    expect(await env.DB.prepare('SELECT count(*) AS n FROM webhooks').first()).toEqual({ n: 1 })
  })

  test('gets back what was typed, with what is wrong, in both languages', async () => {
    for (const [url, en, zh] of [
      [
        'http://receiver.example.com/',
        'Address of the receiver must begin with https://',
        '接收网址要以 https:// 开头',
      ],
      ['https://127.1/', 'is not on the public internet', '不在公网上'],
      ['https://a.example.com:8443/', 'names port 8443', '写了端口 8443'],
    ] as const) {
      for (const [language, said] of [
        ['en', en],
        ['zh-CN', zh],
      ] as const) {
        const one = await new Desk(newsroom, language).signIn()
        const form = formOn(await one.read('/desk/webhooks'), 'new-webhook')
        const refused = await one.post('/desk/webhooks', { ...form, name: '镜像站', url })
        expect(refused.status).toBe(422)
        const page = await refused.text()
        expect(page).toContain(said)
        expect(page).toContain('value="镜像站"')
      }
    }
    const none = await desk.post('/desk/webhooks', await filledIn({ event: [] }))
    expect(await none.text()).toContain('What is told must be chosen, one at least')
  })

  test('changes it, pauses it, goes on with it, and removes it', async () => {
    await add()
    const form = formOn(await desk.read('/desk/webhooks/1'), 'change')
    expect(form).toMatchObject({ name: '镜像站', url: URL })
    const saved = await desk.follow('/desk/webhooks/1', { ...form, name: 'App' })
    expect(await saved.text()).toContain('Saved.')
    const pause = formOn(await desk.read('/desk/webhooks/1'), 'pause')
    expect(await (await desk.follow('/desk/webhooks/1/pause', pause)).text()).toContain(
      'Paused: it is told nothing.',
    )
    const resume = formOn(await desk.read('/desk/webhooks/1'), 'pause')
    expect(await (await desk.follow('/desk/webhooks/1/pause', resume)).text()).toContain(
      'It goes on',
    )
    expect(await env.DB.prepare('SELECT stopped FROM webhooks').first()).toEqual({ stopped: null })
    expect(await (await desk.follow('/desk/webhooks/1/remove')).text()).toContain('Removed.')
    expect((await desk.get('/desk/webhooks/1')).status).toBe(404)
    expect((await desk.post('/desk/webhooks/1/remove')).status).toBe(303)
    const trail = await desk.read('/desk/audit')
    expect(trail).toMatch(/removed <a href="\/desk\/webhooks\/1">webhook 1<\/a>/)
  })

  test('gives it another secret', async () => {
    const secret = await add()
    const form = formOn(await desk.read('/desk/webhooks/1'), 'rotate')
    const rotated = await desk.post('/desk/webhooks/1/rotate', { ...form, overlap: '3600' })
    expect(secretOn(await rotated.text())).not.toBe(secret)
    expect(await desk.read('/desk/webhooks/1')).toContain('The secret before signs too, until')
  })

  test.each([
    [() => new Response(null, { status: 204 }), 'The receiver took it, and answered 204.'],
    [() => new Response('<b>no', { status: 401 }), 'That failed: it answered 401: &lt;b&gt;no.'],
    [
      () => {
        throw new TypeError('Network connection lost')
      },
      'That failed: it cannot be reached.',
    ],
  ] as [() => Response, string][])(
    'tries it, and reads what came back: %#',
    async (answer, said) => {
      await add()
      vi.stubGlobal('fetch', async () => answer())
      expect(await (await desk.post('/desk/webhooks/1/test')).text()).toContain(said)
      const again = await desk.post('/desk/webhooks/1/test')
      expect(again.status).toBe(429)
      expect(await again.text()).toContain('It was tried just now.')
    },
  )

  test('sees what was given up, by title, and sends it again', async () => {
    await add()
    await newsroom.post({ title: '被拒绝的文章' })
    await env.DB.prepare("UPDATE outbox SET dead_at = 5 WHERE kind = 'webhook/1'").run()
    await env.DB.prepare(
      "UPDATE webhooks SET called_at = 5, attempts = 3, fault = '422 no', next_at = 9000000000",
    ).run()
    const page = await desk.read('/desk/webhooks/1')
    expect(page).toContain('被拒绝的文章')
    expect(page).toContain('it answered 422: no. That makes 3 in a row.')
    expect(await desk.read('/desk/webhooks')).toContain('1 articles refused and given up')
    const sent = await desk.follow('/desk/webhooks/1/resend')
    expect(await sent.text()).toContain('1 articles still to tell of')
  })
})

test('who does not manage keys for all sections finds neither page nor link', async () => {
  const writer = await atDesk(newsroom, (await makeKey(newsroom, ['articles:write'])).key)
  expect(await writer.read('/desk')).not.toContain('/desk/webhooks')
  const local = await makeKey(newsroom, ['keys:manage'], { sections: ['news'] })
  expect((await (await atDesk(newsroom, local.key)).get('/desk/webhooks')).status).toBe(403)
  expect(await desk.read('/desk')).toContain('/desk/webhooks')
})

test('today says that an article was given up, and where to send it again', async () => {
  await add()
  await newsroom.post()
  await env.DB.prepare("UPDATE outbox SET dead_at = 5 WHERE kind = 'webhook/1'").run()
  expect(await desk.read('/desk')).toContain('<a href="/desk/webhooks/1">webhook 1</a>')
})
