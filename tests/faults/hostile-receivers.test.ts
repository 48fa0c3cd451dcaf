import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { isSignedBy, openReceiving, type Receiving, SECRET } from '../support/receiving'

let receiving: Receiving

const TOKEN = 'T0kenT0kenT0kenT'
const FORMER = `whsec_${btoa('f'.repeat(32))}`
const URL = `https://receiver.example.com/hooks/${TOKEN}?auth=${'z'.repeat(20)}`

beforeEach(async () => {
  receiving = await openReceiving()
})

/** All that is kept of what receivers said: in D1, in the log, and shown to editors. */
async function kept(): Promise<string> {
  const { results } = await env.DB.prepare('SELECT fault, called_at FROM webhooks').run()
  const shown = await receiving.newsroom.call('GET', '/api/outbox')
  const outbox = await env.DB.prepare('SELECT * FROM outbox').run()
  return JSON.stringify([results, outbox.results, receiving.log, await shown.text()])
}

const percent = (text: string) =>
  [...text].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('')
const json = (text: string) =>
  [...text].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

describe('a receiver that repeats what it was given', () => {
  const SECRETS = [SECRET, SECRET.slice(6), FORMER, FORMER.slice(6), TOKEN, 'z'.repeat(20)]
  const all = (spell: (text: string) => string) => SECRETS.map(spell).join(' ')

  test.each([
    ['in a body', () => new Response(all(String), { status: 500 })],
    ['in a body, percent-encoded', () => new Response(all(percent), { status: 500 })],
    ['in JSON, escaped', () => new Response(`{"error": "${all(json)}"}`, { status: 400 })],
    [
      'in a redirect',
      () =>
        new Response(null, {
          status: 307,
          headers: { Location: `https://x.test/?${all(encodeURI)}` },
        }),
    ],
    ['as it goes', () => new Response(all(String), { status: 410 })],
    [
      'in an exception',
      () => {
        throw new TypeError(`Network connection lost: ${URL} ${all(String)}`)
      },
    ],
  ] as [string, () => Response][])('%s has none of it kept anywhere', async (_, answer) => {
    const id = await receiving.add({ url: URL })
    await env.DB.prepare('UPDATE webhooks SET former_secret = ?2, former_until = 9e9 WHERE id = ?1')
      .bind(id, FORMER)
      .run()
    await receiving.newsroom.post()
    receiving.answer = answer
    for (let minute = 0; minute < 4; minute++) await receiving.tick()
    expect(receiving.told.length).toBeGreaterThan(0)
    const text = await kept()
    for (const secret of SECRETS) {
      for (const spelling of [secret, percent(secret), json(secret)]) {
        expect(text).not.toContain(spelling)
      }
    }
  })
})

describe('a receiver that talks without end', () => {
  test.each([200, 400, 410, 503])('(status %i) has a few kilobytes of it read', async (status) => {
    const counted = { bytes: 0, isCancelled: false }
    const chunk = new TextEncoder().encode('x'.repeat(1024))
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          counted.bytes += chunk.length
          controller.enqueue(chunk)
        },
        cancel() {
          counted.isCancelled = true
        },
      },
      { highWaterMark: 0 },
    )
    await receiving.add()
    await receiving.newsroom.post()
    receiving.answer = () => new Response(body, { status })
    await receiving.tick()
    expect(counted.bytes).toBeLessThanOrEqual(5 * 1024)
    expect(counted.isCancelled).toBe(true)
    const { fault } = (await receiving.webhook(1)) ?? {}
    expect(fault?.length ?? 0).toBeLessThanOrEqual(204)
    for (const line of receiving.log) expect(JSON.stringify(line).length).toBeLessThan(1_000)
  })

  test('a byte at a time is given up on, like one that never answers', async () => {
    await receiving.add()
    await receiving.newsroom.post()
    const never = () => new Promise<void>(() => {})
    receiving.answer = () => new Response(new ReadableStream({ pull: never }), { status: 500 })
    await receiving.tick(20)
    expect((await receiving.webhook(1))?.fault).toBe('no answer in time')
  })
})

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'https://localhost/',
  '//10.0.0.1/',
  'https://receiver.example.com/elsewhere',
])('a redirect to %s is followed by nobody, and named', async (location) => {
  await receiving.add()
  await receiving.newsroom.post()
  receiving.answer = (_, request) => {
    expect(request.redirect).toBe('manual')
    return new Response(null, { status: 302, headers: { Location: location } })
  }
  await receiving.tick()
  expect(receiving.told).toHaveLength(1)
  const row = await receiving.webhook(1)
  expect(row?.fault).toBe(
    `302 redirects to ${location}; give the webhook that address, if it is right`,
  )
  expect(row?.attempts).toBe(1)
})

test.each([
  ...['https://127.0.0.1/', 'https://2130706433/', 'https://0177.0.0.1/', 'https://0x7f.1/'],
  ...['https://[::ffff:169.254.169.254]/', 'https://localhost./', 'https://10.0.0.1./'],
  ...['http://receiver.example.com/', 'https://news.test/api/articles', 'https://a.internal/'],
  ...[
    'https://a:b@receiver.example.com/',
    'https://receiver.example.com:22/',
    'file:///etc/passwd',
  ],
])('%s, put into D1 by hand, is not called', async (url) => {
  await receiving.add({ url })
  await receiving.newsroom.post()
  await receiving.tick()
  expect(receiving.told).toEqual([])
  expect((await receiving.webhook(1))?.fault).toMatch(/^url /)
  expect(await receiving.owed()).toHaveLength(1)
})

test('a title that looks like headers or a signature stays a title', async () => {
  await receiving.add()
  const title = 'a"}.1.{"type":"x" webhook-signature: v1,x'
  await receiving.newsroom.post({ title, slug: 'x' })
  await receiving.tick()
  const [told] = receiving.told
  expect(told?.event.data.title).toBe(title)
  expect(told?.id).toMatch(/^msg_[A-Za-z0-9_-]{24}$/)
  expect(Object.keys(told?.headers ?? {}).sort()).toEqual([
    'content-type',
    'user-agent',
    'webhook-id',
    'webhook-signature',
    'webhook-timestamp',
  ])
  expect(told && (await isSignedBy(SECRET, told))).toBe(true)
})

test.each(['-1', '1e9', 'soon', '99999999999999999999', ' ', '0'])(
  'Retry-After: %s has nobody wait for more than a day, or for less than it says',
  async (value) => {
    await receiving.add()
    await receiving.newsroom.post()
    const { now } = receiving
    receiving.answer = () => new Response(null, { status: 503, headers: { 'Retry-After': value } })
    await receiving.tick()
    const nextAt = (await receiving.webhook(1))?.next_at ?? 0
    expect(nextAt).toBeGreaterThanOrEqual(now)
    expect(nextAt).toBeLessThanOrEqual(now + 86_400)
  },
)

test('a receiver that takes all of a tick’s time leaves the rest for the next', async () => {
  await receiving.add()
  for (let n = 0; n < 3; n++) await receiving.newsroom.post()
  receiving.answer = () => {
    receiving.answer = () => null
    return new Promise<Response>(() => {})
  }
  await receiving.tick(20)
  expect(receiving.told).toHaveLength(1)
  expect(await receiving.owed()).toHaveLength(3)
  receiving.now += 60
  await receiving.tick()
  expect(await receiving.owed()).toEqual([])
})
