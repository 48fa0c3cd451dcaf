/** Pictures where two get in each other's way, where something fails half-way, and as nobody should send them. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { article, KEY, type Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'
import { png } from '../support/pictures'

let newsroom: Newsroom

const DAY = 86_400

beforeEach(async () => {
  newsroom = await openNewsroom({ IMAGES: undefined as never })
  vi.spyOn(console, 'info').mockReturnValue()
  vi.spyOn(console, 'error').mockReturnValue()
})

interface Picture {
  hash: string
  url: string
  alt: string | null
  purge?: string
  articles?: { id: number }[]
}

const now = () => Math.floor(Date.now() / 1000)

const sendAs = (type: string, body: BodyInit, query = '', headers: Record<string, string> = {}) =>
  newsroom.fetch(`/api/pictures${query}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': type, ...headers },
    body,
  })

async function keep(n = 0): Promise<Picture> {
  const response = await sendAs('image/png', png(64, 48, n), '?alt=%E8%8D%89')
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}

const takeDown = (hash: string) => newsroom.call('POST', `/api/pictures/${hash}/takedown`)

const remove = (hash: string, headers = {}) =>
  newsroom.call('DELETE', `/api/pictures/${hash}`, undefined, headers)

const read = async (hash: string, headers = {}): Promise<Picture> =>
  (await newsroom.call('GET', `/api/pictures/${hash}`, undefined, headers)).json()

const importAll = (documents: object[]) =>
  newsroom.fetch('/api/import', {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' },
    body: documents.map((one) => JSON.stringify(one)).join('\n'),
  })

/** Has some articles of the section of news show a picture. */
const showOften = (hash: string, times: number) =>
  importAll(
    Array.from({ length: times }, (_, i) =>
      article({
        title: `第${i}篇`,
        slug: `no-${hash.slice(0, 4)}-${i}`,
        body: `文\n\n![草](picture:${hash})`,
      }),
    ),
  )

const keyWith = async (rights: object) => {
  const made = await newsroom.call('POST', '/api/keys', { name: 'R', ...rights })
  return { Authorization: `Bearer ${(await made.json<{ key: string }>()).key}` }
}

const objects = async () => (await env.PICTURES.list()).objects.map(({ key }) => key)
const rows = async (of: string) =>
  (await env.DB.prepare(`SELECT count(*) AS n FROM ${of}`).first<{ n: number }>())?.n
const faultsOf = async (response: Response) => (await response.json<ProblemAnswer>()).errors ?? []

/** Does something right before the batch that has a picture go. */
function beforeItGoes(work: () => Promise<unknown>) {
  newsroom.onD1 = async (sql) => {
    if (!sql.some((one) => one.includes('UPDATE pictures SET state'))) return
    newsroom.onD1 = () => {}
    await work()
  }
}

describe('taking a picture down', () => {
  test('is not said to be done while R2 does not let it', async () => {
    const { hash } = await keep()
    newsroom.onR2 = (operation) => {
      if (operation === 'delete') throw new Error('R2 is away')
    }
    expect((await (await takeDown(hash)).json<Picture>()).purge).toBe('queued')
    newsroom.onR2 = () => {}
    expect(await (await takeDown(hash)).json()).not.toHaveProperty('purge')
  })

  test('is not said to be nothing when D1 fails once the picture is barred', async () => {
    const { hash } = await keep()
    await showOften(hash, 1)
    newsroom.onD1Answer = (sql) => {
      if (!sql.some((one) => one.includes("SET state = 'leaving'"))) return
      newsroom.onD1Answer = () => {}
      throw new Error('D1_ERROR: Network connection lost.')
    }
    const response = await takeDown(hash)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ state: 'barred', purge: 'queued' })
    await newsroom.tick(now() + 60)
    expect([await objects(), await rows('picture_uses')]).toEqual([[], 0])
  })

  test('takes no more questions than the free plan has, with as many articles as go at once', async () => {
    const { hash } = await keep()
    await showOften(hash, 25)
    const { statements } = await newsroom.spent(() => takeDown(hash))
    expect(statements).toBeLessThanOrEqual(50)
    expect(await rows('picture_uses')).toBe(0)
  })

  test('goes on with the others each minute, however many show it', async () => {
    const { hash } = await keep()
    await showOften(hash, 250)
    expect(await rows('picture_uses')).toBe(250)
    const { purge } = await (await takeDown(hash)).json<Picture>()
    expect(purge).toBe('queued')
    for (let minute = 1; minute <= 10; minute++) await newsroom.tick(now() + minute * 60)
    expect(await rows('picture_uses')).toBe(0)
  })

  test('of one that has just gone by itself finds nothing, and is not said to bar it', async () => {
    const { hash } = await keep()
    beforeItGoes(() => env.DB.prepare('DELETE FROM pictures').run())
    expect((await takeDown(hash)).status).toBe(404)
  })

  test('while the clock removes it is repeated all the same', async () => {
    const { hash } = await keep()
    newsroom.onR2 = async (operation) => {
      if (operation !== 'list') return
      newsroom.onR2 = () => {}
      await takeDown(hash)
    }
    await newsroom.tick(now() + 31 * DAY)
    expect(await rows("pictures WHERE state = 'barred'")).toBe(1)
    expect(await rows("outbox WHERE kind = 'picture'")).toBe(1)
  })

  test('is not lifted by who may only write and was about to remove it', async () => {
    const { hash } = await keep()
    const headers = await keyWith({ scopes: ['articles:write'] })
    beforeItGoes(() => env.DB.prepare("UPDATE pictures SET state = 'barred'").run())
    expect((await remove(hash, headers)).status).toBe(503)
    expect(await rows("pictures WHERE state = 'barred'")).toBe(1)
    expect((await remove(hash, headers)).status).toBe(403)
  })
})

test('a picture sent twice at once, and removed before the second has put its file, leaves none', async () => {
  let isFirst = true
  newsroom.onR2 = async (operation) => {
    if (operation !== 'put' || !isFirst) return
    isFirst = false
    expect((await remove((await keep()).hash)).status).toBe(200)
  }
  expect((await sendAs('image/png', png())).status).toBe(503)
  await newsroom.tick(now() + 60)
  expect([
    await objects(),
    await rows('pictures'),
    await rows("outbox WHERE kind = 'picture'"),
  ]).toEqual([[], 0, 0])
})

test('a picture that goes by itself, is removed and sent again at that moment is there or refused', async () => {
  const { hash } = await keep()
  let again = 0
  newsroom.onR2 = async (operation) => {
    if (operation !== 'delete') return
    newsroom.onR2 = () => {}
    expect(await (await remove(hash)).json()).toMatchObject({ state: 'leaving', purge: 'queued' })
    again = (await sendAs('image/png', png())).status
  }
  await newsroom.tick(now() + 31 * DAY)
  expect([again, await objects(), await rows('pictures')]).toEqual([503, [], 0])
})

describe('describing a picture', () => {
  test('with nothing to say changes nothing', async () => {
    const { hash } = await keep()
    expect((await newsroom.call('PATCH', `/api/pictures/${hash}`, {})).status).toBe(200)
    expect((await read(hash)).alt).toBe('草')
    await newsroom.call('PATCH', `/api/pictures/${hash}`, { alt: null })
    expect((await read(hash)).alt).toBeNull()
  })

  test('that is not there leaves no entry in the trail', async () => {
    const path = `/api/pictures/${'a'.repeat(64)}`
    expect((await newsroom.call('PATCH', path, { alt: 'x' })).status).toBe(404)
    expect(await rows("audit WHERE action LIKE 'picture%'")).toBe(0)
  })
})

describe('an Idempotency-Key', () => {
  test('is not good for another description of the same bytes', async () => {
    const headers = { 'Idempotency-Key': 'a' }
    const sendSaid = (alt: string) => sendAs('image/png', png(), `?alt=${alt}`, headers)
    expect((await sendSaid('one')).status).toBe(201)
    expect((await sendSaid('two')).status).toBe(422)
    expect((await sendSaid('one')).status).toBe(201)
  })

  test('gives the answer again though nothing stands at the address any more', async () => {
    const web = vi.spyOn(globalThis, 'fetch')
    const post = () =>
      newsroom.call(
        'POST',
        '/api/pictures',
        { url: 'https://pictures.example/a.png' },
        { 'Idempotency-Key': 'a' },
      )
    web.mockResolvedValue(new Response(png()))
    const first = await post()
    web.mockResolvedValue(new Response('gone', { status: 410 }))
    const again = await post()
    web.mockRestore()
    expect([first.status, again.status]).toEqual([201, 201])
    expect(await again.json()).toEqual(await first.json())
  })
})

describe('what is sent oddly', () => {
  test.each(['[]', 'null', '"x"', '5'])(
    'as JSON that is no object (%s) is told so',
    async (json) => {
      const [fault] = await faultsOf(await sendAs('application/json', json))
      expect(fault?.detail).toMatch(/one JSON object.*"url"/)
    },
  )

  test.each([
    ['a\nb', /one line/],
    ['a\u0007b', /U\+0007/],
    [' ', /empty/],
    [5, /string/],
    ['x'.repeat(501), /500/],
  ])('as what a picture shows (%j) is told what is wrong with it', async (alt, why) => {
    const { hash } = await keep()
    const described = await newsroom.call('PATCH', `/api/pictures/${hash}`, { alt })
    expect((await faultsOf(described))[0]?.detail).toMatch(why)
    const { errors } = await newsroom.refused(article({ lead: { picture: hash, alt } }))
    expect(errors?.[0]).toMatchObject({ field: 'lead.alt', detail: expect.stringMatching(why) })
  })

  test.each(['alt', 'url'])('in the query of a form (%s) is not passed over', async (name) => {
    const form = new FormData()
    form.set('picture', new File([png()], 'a.png'))
    const response = await newsroom.fetch(`/api/pictures?${name}=said`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${KEY}` },
      body: form,
    })
    expect(await faultsOf(response)).toMatchObject([{ field: name }])
    expect(await objects()).toEqual([])
  })

  test('as JSON may not take more than other JSON', async () => {
    const json = JSON.stringify({ url: 'https://a.test/a.png', alt: 'x'.repeat(2_000_000) })
    expect((await sendAs('application/json', json)).status).toBe(413)
  })

  test('in a form of thousands of parts is told once', async () => {
    const head = '--b\r\nContent-Disposition: form-data; name='
    const parts = Array.from({ length: 10_000 }, (_, i) => `${head}"p${i}"\r\n\r\nx\r\n`)
    const type = 'multipart/form-data; boundary=b'
    const faults = await faultsOf(await sendAs(type, `${parts.join('')}--b--\r\n`))
    expect(faults.map(({ detail }) => detail)).toEqual([expect.stringContaining('10000 parts')])
  })
})

describe('a key for some sections', () => {
  test('sees its own articles among many of others', async () => {
    const { hash } = await keep()
    await showOften(hash, 100)
    const { id } = await newsroom.post({ section: 'culture', lead: { picture: hash } })
    const headers = await keyWith({ scopes: ['articles:write'], sections: ['culture'] })
    expect((await read(hash, headers)).articles?.map((one) => one.id)).toEqual([id])
  })

  test('exports no file of a picture that only others show', async () => {
    const { hash } = await keep()
    await newsroom.post({ lead: { picture: hash } })
    const headers = await keyWith({ scopes: ['export:read'], sections: ['culture'] })
    const get = () =>
      newsroom.call('GET', `/api/pictures/${hash}/files/original`, undefined, headers)
    expect((await get()).status).toBe(404)
    await newsroom.post({ section: 'culture', lead: { picture: hash } })
    expect((await get()).status).toBe(200)
  })
})

test.each(['http://news.test', 'https://news.test.', '//news.test', 'HTTPS://NEWS.TEST'])(
  'a picture of ours under %s is used, and so it stays',
  async (origin) => {
    const { hash } = await keep()
    const body = `<p>a</p><img src="${origin}/pictures/${hash}/64.png" alt="x">`
    await newsroom.post({ format: 'html', body })
    expect(await rows('picture_uses')).toBe(1)
  },
)

test('pictures that wait for a month cost nothing each minute, nor who looks at what is owed', async () => {
  const measure = async () => [
    (await newsroom.spent(() => newsroom.tick(now()))).rowsRead,
    (await newsroom.spent(() => newsroom.call('GET', '/api/outbox'))).rowsRead,
  ]
  const before = await measure()
  await env.DB.prepare(
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
     INSERT INTO outbox (kind, subject, version, next_at)
     SELECT 'picture', printf('%064x', i), 'v' || i, unixepoch() + 2000000 FROM n`,
  ).run()
  const after = await measure()
  expect(after.map((rows, i) => rows - (before[i] ?? 0) < 100)).toEqual([true, true])
})
