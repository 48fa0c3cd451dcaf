import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { payPings } from '../../src/delivery/engines/tell'
import { noCost, wrapD1 } from '../support/bindings'
import { openTelling, type Telling } from '../support/telling'

let telling: Telling

const TOKEN = 'T0kenT0kenT0kenT'
const KEY = 'abcdef12'
const PASSWORD = 'gehe1m'
const SECRETS = [TOKEN, KEY, PASSWORD, 'Nutzer', btoa(`Nutzer:${PASSWORD}`), 'z'.repeat(20)]

beforeEach(async () => {
  telling = await openTelling()
  telling.vars.WEBSUB_HUB = `https://Nutzer:${PASSWORD}@hub.test/hub?auth=${'z'.repeat(20)}`
  await telling.owe([
    ['/articles/a', 'new'],
    ['/articles/b', 'gone'],
    ['/feed.xml', 'feed'],
  ])
})

/** All that is kept of what engines said: in D1, in the log, and shown to editors. */
async function kept(): Promise<string> {
  const engines = await env.DB.prepare('SELECT * FROM engines').run()
  const owed = await env.DB.prepare('SELECT * FROM outbox').run()
  const shown = await telling.newsroom.call('GET', '/api/outbox')
  return JSON.stringify([engines.results, owed.results, telling.log, await shown.text()])
}

const faults = async () => {
  const { results } = await env.DB.prepare('SELECT fault FROM engines').run<{ fault: string }>()
  return results.map(({ fault }) => fault)
}

const percent = (text: string) =>
  [...text].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('')
const json = (text: string) =>
  [...text].map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')

const all = (spell: (text: string) => string) => SECRETS.map(spell).join(' ')

const ECHOES: Record<string, () => Response> = {
  'in a body': () => new Response(all(String), { status: 403 }),
  'in a body, percent-encoded': () => new Response(all(percent), { status: 403 }),
  'in a busy answer': () => new Response(all(String), { status: 503 }),
  'in a refusal': () => new Response(all(String), { status: 400 }),
  'in a redirect': () =>
    new Response(null, { status: 307, headers: { Location: `https://x.test/?${all(encodeURI)}` } }),
  'in a redirect, percent-encoded': () =>
    new Response(null, { status: 307, headers: { Location: `https://x.test/?${all(percent)}` } }),
  'in JSON': () => Response.json({ error: 401, message: all(String) }),
  'in JSON, escaped': () => new Response(`{"error": 401, "message": "${all(json)}"}`),
  'in JSON, in place of a number': () => Response.json({ error: all(String), message: 'x' }),
  'in JSON, among addresses': () =>
    Response.json({ success: 1, not_same_site: [all(String)], not_valid: [all(String)] }),
  'in JSON, as what is not valid': () => Response.json({ success: 1, not_valid: [all(String)] }),
}

describe('an engine that repeats credentials', () => {
  test.each(Object.entries(ECHOES))('%s has none of them kept anywhere', async (_, answer) => {
    telling.standIns.instead = answer
    for (let minute = 0; minute < 4; minute++) await telling.tick()
    const text = await kept()
    for (const secret of SECRETS) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(percent(secret))
    }
  })

  test('in its exceptions has none of them kept either', async () => {
    telling.standIns.instead = (request) => {
      throw new TypeError(`Network connection lost: ${request.url} ${all(String)}`)
    }
    await telling.tick()
    const db = wrapD1(env.DB, noCost(), (sql) => {
      if (sql.some((one) => one.startsWith('UPDATE engines'))) throw new Error(all(String))
    })
    telling.now += 3_600
    await payPings(telling.wire(db), telling.vars, telling.now)
    expect(telling.events()).toContain('pings-failed')
    for (const secret of SECRETS) expect(await kept()).not.toContain(secret)
  })
})

describe('an engine that talks without end', () => {
  /** An answer of so many MB, which counts what is taken of it. */
  function flood(megabytes: number, status = 200) {
    const counted = { bytes: 0, isCancelled: false }
    const chunk = new TextEncoder().encode('x'.repeat(16 * 1024))
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          counted.bytes += chunk.length
          controller.enqueue(chunk)
          if (counted.bytes >= megabytes * 1e6) controller.close()
        },
        cancel() {
          counted.isCancelled = true
        },
      },
      { highWaterMark: 0 },
    )
    return { counted, response: new Response(body, { status }) }
  }

  test.each([200, 400, 403, 503])('in 300 MB (status %i) has 64 KiB of it read', async (status) => {
    const floods: ReturnType<typeof flood>['counted'][] = []
    telling.standIns.instead = () => {
      const { counted, response } = flood(300, status)
      floods.push(counted)
      return response
    }
    await telling.tick()
    expect(floods.length).toBeGreaterThanOrEqual(3)
    for (const { bytes, isCancelled } of floods) {
      expect(bytes).toBeLessThanOrEqual(80 * 1024)
      expect(isCancelled).toBe(true)
    }
    for (const fault of await faults()) expect(fault?.length ?? 0).toBeLessThanOrEqual(500)
    for (const line of telling.log) expect(JSON.stringify(line).length).toBeLessThan(2_000)
  })

  test('in one piece of a megabyte, or in a message of 60 KB, has 500 characters of it kept', async () => {
    telling.standIns.instead = (request) =>
      request.url.includes('baidu')
        ? Response.json({ error: 401, message: 'm'.repeat(60_000) })
        : new Response('w'.repeat(1_000_000), { status: 403 })
    await telling.tick()
    const said = await faults()
    expect(said).toHaveLength(3)
    for (const fault of said) expect(fault.length).toBe(500)
    expect((await kept()).length).toBeLessThan(10_000)
  })
})

test.each([
  { error: { toString: 1, valueOf: 1 }, message: { toString: 1 } },
  { error: [[['x']]], message: 'x' },
  { success: 1, remain: 'many', not_valid: [{ toString: 1 }], not_same_site: [null] },
  { success: 1, remain: -5 },
  { success: 1, remain: 0.5 },
  { success: 1, remain: {} },
  { error: true },
])('an engine that says %j comes to a verdict like any other', async (said) => {
  telling.standIns.instead = (request) =>
    request.url.includes('baidu') ? Response.json(said) : null
  for (let minute = 0; minute < 3; minute++) await telling.tick()
  expect(telling.events()).not.toContain('pings-failed')
  telling.standIns.instead = () => null
  telling.now += 86_400
  for (let minute = 0; minute < 3; minute++) await telling.tick()
  expect((await telling.owed()).filter(({ kind }) => kind === 'baidu')).toEqual([])
})

test('a hub with a name and a password is told, by a header, and named in feeds without them', async () => {
  let authorization: string | null = null
  telling.standIns.instead = (request) => {
    if (request.url.includes('hub.test')) authorization = request.headers.get('Authorization')
    expect(request.url).not.toContain(PASSWORD)
    return null
  }
  await telling.tick()
  expect(authorization).toBe(`Basic ${btoa(`Nutzer:${PASSWORD}`)}`)
  expect(telling.standIns.websub.calls).toHaveLength(1)
})
