import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MAX_WEBHOOKS } from '../../src/delivery/hooks/webhook'
import { type Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const HOOK = { name: '镜像站', url: 'https://receiver.example.com/hook' }

interface Made {
  id: number
  secret: string
  [field: string]: unknown
}

async function make(fields: object = {}, headers = {}): Promise<Made> {
  const response = await newsroom.call('POST', '/api/webhooks', { ...HOOK, ...fields }, headers)
  if (response.status !== 201) throw new Error(await response.text())
  return response.json()
}

const get = async (id: number) =>
  (await newsroom.call('GET', `/api/webhooks/${id}`)).json<Record<string, unknown>>()

async function refused(fields: object): Promise<string[]> {
  const response = await newsroom.call('POST', '/api/webhooks', { ...HOOK, ...fields })
  expect(response.status).toBe(422)
  const { errors = [] } = await response.json<ProblemAnswer>()
  return errors.map(({ detail }) => detail)
}

describe('a webhook', () => {
  test('is made with all events and all sections, and shows its secret that once', async () => {
    const made = await make()
    expect(made).toMatchObject({ id: 1, ...HOOK, sections: null, state: 'on', owed: 0, by: 1 })
    expect(made.events).toEqual(['article.published', 'article.changed', 'article.withdrawn'])
    expect(atob(made.secret.replace(/^whsec_/, ''))).toHaveLength(32)
    const shown = JSON.stringify([
      await get(1),
      await (await newsroom.call('GET', '/api/webhooks')).json(),
    ])
    expect(shown).not.toContain(made.secret.slice(6))
  })

  test('whose request is sent again with the same Idempotency-Key is made once, with the same answer', async () => {
    const headers = { 'Idempotency-Key': 'k' }
    expect(await make({}, headers)).toEqual(await make({}, headers))
    const other = await newsroom.call('POST', '/api/webhooks', { ...HOOK, name: 'x' }, headers)
    expect(other.status).toBe(422)
    const list = await (await newsroom.call('GET', '/api/webhooks')).json<{ webhooks: unknown[] }>()
    expect(list.webhooks).toHaveLength(1)
  })

  test('is changed, paused, gone on with and removed, and each is in the trail', async () => {
    const { id } = await make()
    const patch = (fields: object) => newsroom.call('PATCH', `/api/webhooks/${id}`, fields)
    expect((await patch({ sections: ['news'], events: ['article.withdrawn'] })).status).toBe(200)
    expect(await get(id)).toMatchObject({ sections: ['news'], events: ['article.withdrawn'] })
    await patch({ isPaused: true })
    expect(await get(id)).toMatchObject({ state: 'paused', sections: ['news'] })
    await patch({ isPaused: false, sections: null })
    expect(await get(id)).toMatchObject({ state: 'on', sections: null })
    expect((await newsroom.call('DELETE', `/api/webhooks/${id}`)).status).toBe(200)
    expect((await newsroom.call('GET', `/api/webhooks/${id}`)).status).toBe(404)
    expect((await newsroom.call('DELETE', `/api/webhooks/${id}`)).status).toBe(404)
    expect((await make()).id).toBe(2)
    const trail = await (await newsroom.call('GET', '/api/audit')).json<{
      entries: { action: string; subject: string }[]
    }>()
    const actions = trail.entries.filter(({ action }) => action.startsWith('webhook.'))
    expect(actions.map(({ action }) => action)).toEqual([
      'webhook.create',
      'webhook.remove',
      ...['webhook.change', 'webhook.change', 'webhook.change'],
      'webhook.create',
    ])
    const { results } = await env.DB.prepare('SELECT secret FROM webhooks WHERE id = 1').run()
    expect(results).toEqual([{ secret: '' }])
  })

  test('that is paused is owed what happens meanwhile', async () => {
    const { id } = await make({ isPaused: true })
    await newsroom.post()
    expect(await get(id)).toMatchObject({ state: 'paused', owed: 1 })
  })

  test('gets another secret, and the one before signs on for a while', async () => {
    const { id, secret } = await make()
    const path = `/api/webhooks/${id}/rotate`
    const again = () =>
      newsroom
        .call('POST', path, { overlap: 60 }, { 'Idempotency-Key': 'r' })
        .then((answer) => answer.json<Made>())
    const rotated = await again()
    expect(rotated.secret).not.toBe(secret)
    expect(rotated.formerSecretUntil).not.toBeNull()
    expect(await again()).toEqual(rotated)
    const row = await env.DB.prepare('SELECT secret, former_secret FROM webhooks').first()
    expect(row).toEqual({ secret: rotated.secret, former_secret: secret })
  })

  test('is one of twenty at the most', async () => {
    for (let n = 0; n < MAX_WEBHOOKS; n++) await make()
    const more = await newsroom.call('POST', '/api/webhooks', HOOK)
    expect(more.status).toBe(409)
    expect((await more.json<ProblemAnswer>()).detail).toContain('A newsroom may have 20 webhooks')
    await newsroom.call('DELETE', '/api/webhooks/7')
    expect((await make()).id).toBe(21)
  })
})

describe('an address', () => {
  test.each([
    ['http://receiver.example.com/', 'url must begin with https://'],
    ['ftp://receiver.example.com/', 'url must begin with https://'],
    ['receiver.example.com', 'url cannot be read as an address'],
    ['https://a:b@receiver.example.com/', 'url holds a name or a password'],
    ['https://receiver.example.com:8443/', 'url names port 8443'],
    ['https://receiver.example.com/#x', 'url holds a #'],
    ['https://news.test/hook', 'url leads to this newsroom itself'],
    ['https://news.test./hook', 'url leads to this newsroom itself'],
    ...[
      ...[
        '127.0.0.1',
        '2130706433',
        '0x7f.1',
        '0177.0.0.1',
        '127.0.0.1.',
        '10.0.0.1',
        '169.254.169.254',
      ],
      ...['0xa9fea9fe', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:a9fe:a9fe]', '[fd00:ec2::254]'],
      ...['localhost', 'localhost.', 'printer', 'metadata.google.internal', '１２７.0.0.1'],
    ].map((host) => [`https://${host}/`, 'url is not on the public internet']),
  ])('%s is refused', async (url, why) => {
    expect((await refused({ url })).join()).toContain(why)
  })

  test('is kept as browsers write it, whatever is typed', async () => {
    const { url } = await make({ url: ' https://Receiver.Example.com:443/a b ' })
    expect(url).toBe('https://receiver.example.com/a%20b')
  })

  test('on this machine is taken by a newsroom on this machine alone', async () => {
    newsroom = await openNewsroom({ SITE_URL: 'http://localhost:8787' })
    expect((await make({ url: 'http://localhost:8832/hook' })).url).toBe(
      'http://localhost:8832/hook',
    )
    expect(await refused({ url: 'http://example.com/' })).toEqual(['url must begin with https://'])
    expect(await refused({ url: 'http://127.example.com/' })).toHaveLength(1)
  })
})

test.each([
  [{ name: '' }, 'name is empty'],
  [{ name: 'a\r\nX-Injected: 1' }, 'name must be one line'],
  [{ events: [] }, 'events is empty'],
  [{ events: ['article.deleted'] }, 'events.0 must be one of'],
  [{ sections: [] }, 'sections is empty'],
  [{ isPaused: 'yes' }, 'isPaused must be true or false'],
  [{ secret: 'mine' }, 'secret is not a known field'],
])('%j is refused with what to do', async (fields, why) => {
  expect((await refused(fields)).join()).toContain(why)
})

describe('a test', () => {
  test('is sent at once, and answered with what came back', async () => {
    const { id } = await make()
    const sent: Request[] = []
    vi.stubGlobal('fetch', async (request: Request) => {
      sent.push(request)
      return new Response('wrong secret', { status: 401 })
    })
    const response = await newsroom.call('POST', `/api/webhooks/${id}/test`)
    expect(await response.json()).toEqual({ isTold: false, status: 401, fault: '401 wrong secret' })
    expect(sent).toHaveLength(1)
    expect(sent[0]?.redirect).toBe('manual')
    expect(await sent[0]?.json()).toMatchObject({
      type: 'webhook.test',
      data: { webhook: '镜像站' },
    })
    const again = await newsroom.call('POST', `/api/webhooks/${id}/test`)
    expect(again.status).toBe(429)
    expect(again.headers.get('Retry-After')).toBe('5')
    expect(sent).toHaveLength(1)
  })
})

test('what was given up is owed again, as the outbox shows', async () => {
  const { id } = await make()
  const { id: article } = await newsroom.post()
  await env.DB.prepare(
    "UPDATE outbox SET dead_at = 5, attempts = 12 WHERE kind = 'webhook/1'",
  ).run()
  await env.DB.prepare('UPDATE webhooks SET next_at = 9000000000, attempts = 5').run()
  expect(await get(id)).toMatchObject({ owed: 0, dead: 1 })
  const outbox = async () => {
    const { owed } = await (await newsroom.call('GET', '/api/outbox')).json<{
      owed: { kind: string }[]
    }>()
    return owed.filter(({ kind }) => kind === 'webhook')
  }
  expect(await outbox()).toMatchObject([
    { webhook: 1, subject: String(article), isGone: false, deadAt: '1970-01-01T00:00:05Z' },
  ])
  const resent = await newsroom.call('POST', `/api/webhooks/${id}/resend`)
  expect(await resent.json()).toEqual({ resent: 1 })
  expect(await get(id)).toMatchObject({ owed: 1, dead: 0, attempts: 0, nextAt: null })
  expect(await outbox()).toMatchObject([{ webhook: 1, deadAt: null, attempts: 0 }])
})

describe('rights', () => {
  async function withKey(scopes: string[], sections: string[] | null = null) {
    const key = await (
      await newsroom.call('POST', '/api/keys', { name: 'K', scopes, sections })
    ).json<{ key: string; id: number }>()
    return { ...key, headers: { Authorization: `Bearer ${key.key}` } }
  }

  test('to manage keys are what it takes, for all sections', async () => {
    const writer = await withKey(['articles:write', 'articles:publish'])
    const local = await withKey(['keys:manage', 'articles:write'], ['news'])
    for (const { headers } of [writer, local]) {
      expect((await newsroom.call('GET', '/api/webhooks', undefined, headers)).status).toBe(403)
      expect((await newsroom.call('POST', '/api/webhooks', HOOK, headers)).status).toBe(403)
    }
    const manager = await withKey(['keys:manage'])
    expect((await newsroom.call('POST', '/api/webhooks', HOOK, manager.headers)).status).toBe(201)
  })

  test('end with a rotated key, which still sees what there is', async () => {
    const { id, headers } = await withKey(['keys:manage'])
    await newsroom.call('POST', `/api/keys/${id}/rotate`, { overlap: 600 })
    expect((await newsroom.call('POST', '/api/webhooks', HOOK, headers)).status).toBe(403)
    expect((await newsroom.call('GET', '/api/webhooks', undefined, headers)).status).toBe(200)
  })
})

test('a newsroom without webhooks, any more or yet, pays nothing for them on a post', async () => {
  const rows = async () => {
    const read: string[] = []
    newsroom.onStatement = (sql, meta) => read.push(`${sql}: ${meta.rows_read}`)
    await newsroom.post()
    return read
      .filter((one) => one.includes('INSERT INTO articles'))
      .map((one) => /\d+$/.exec(one)?.[0])
  }
  await newsroom.post()
  await newsroom.post()
  const before = await rows()
  await make()
  expect(await rows()).not.toEqual(before)
  await newsroom.call('DELETE', '/api/webhooks/1')
  expect(await rows()).toEqual(before)
})
