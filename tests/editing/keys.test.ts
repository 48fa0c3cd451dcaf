import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { article, Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  vi.useRealTimers()
  newsroom = await openNewsroom()
})

interface KeyAnswer {
  id: number
  key: string
  scopes: string[]
  expiresAt: string | null
  lastUsedAt: string | null
  revokedAt: string | null
}

async function make(fields: Record<string, unknown>): Promise<KeyAnswer> {
  const response = await newsroom.call('POST', '/api/keys', { name: 'Desk', ...fields })
  if (response.status !== 201) throw new Error(await response.text())
  return response.json()
}

const as = (key: { key: string }) => ({ Authorization: `Bearer ${key.key}` })

const post = (key: KeyAnswer, fields = {}) =>
  newsroom.call('POST', '/api/articles', article(fields), as(key))

describe('what a key may do', () => {
  const WRITE = { scopes: ['articles:write'] }

  test('writing alone makes drafts and edits them, and publishes nothing', async () => {
    const writer = await make(WRITE)
    expect((await post(writer, { status: 'draft' })).status).toBe(201)
    expect((await post(writer)).status).toBe(403)
    const plan = { publishAt: '2999-01-01T00:00:00Z' }
    expect((await post(writer, plan)).status).toBe(403)
    const headers = { ...as(writer), 'If-Match': '"1"' }
    const edit = (patch: object) => newsroom.call('PATCH', '/api/articles/1', patch, headers)
    expect((await edit({ status: 'published' })).status).toBe(403)
    expect((await edit({ title: '新' })).status).toBe(200)
  })

  test('writing alone does not touch what is public', async () => {
    const writer = await make(WRITE)
    const { id } = await newsroom.post()
    const headers = { ...as(writer), 'If-Match': '"1"' }
    const address = `/api/articles/${id}`
    expect((await newsroom.call('PATCH', address, { title: '新' }, headers)).status).toBe(403)
    expect((await newsroom.call('PUT', address, article(), headers)).status).toBe(403)
    expect((await newsroom.call('DELETE', address, undefined, headers)).status).toBe(403)
    const patch = { status: 'withdrawn' }
    expect((await newsroom.call('PATCH', address, patch, headers)).status).toBe(403)
    const restore = `${address}/revisions/1/restore`
    expect((await newsroom.call('POST', restore, undefined, headers)).status).toBe(403)
  })

  test('withdrawing alone withdraws, and changes nothing with it', async () => {
    const key = await make({ scopes: ['articles:withdraw'] })
    const { id } = await newsroom.post()
    const headers = { ...as(key), 'If-Match': '"1"' }
    const patch = (body: object) => newsroom.call('PATCH', `/api/articles/${id}`, body, headers)
    expect((await patch({ status: 'withdrawn', title: '改' })).status).toBe(403)
    expect((await patch({ status: 'withdrawn' })).status).toBe(200)
  })

  test('sections, keys, the trail and erasure each take their own scope', async () => {
    const writer = await make({ scopes: ['articles:write', 'articles:publish'] })
    await newsroom.post()
    await newsroom.patch(1, { title: '新' })
    const tries: [string, string, unknown?][] = [
      ['PUT', '/api/sections/sport', { name: '体育' }],
      ['GET', '/api/keys'],
      ['POST', '/api/keys', { name: 'x', scopes: ['articles:write'] }],
      ['DELETE', '/api/keys/1'],
      ['POST', '/api/keys/1/rotate', {}],
      ['GET', '/api/audit'],
      ['DELETE', '/api/articles/1/revisions/1'],
    ]
    for (const [method, path, body] of tries) {
      expect((await newsroom.call(method, path, body, as(writer))).status, path).toBe(403)
    }
  })

  test('a key without a scope for articles does not read them', async () => {
    const manager = await make({ scopes: ['keys:manage'] })
    await newsroom.post({ status: 'draft' })
    for (const path of ['/api/articles', '/api/articles/1', '/api/articles/1/revisions/1']) {
      expect((await newsroom.call('GET', path, undefined, as(manager))).status).toBe(403)
    }
  })

  test('a key limited to a section neither sees nor reaches another', async () => {
    const scopes = ['articles:write', 'articles:publish', 'articles:withdraw', 'sections:write']
    const culture = await make({ scopes, sections: ['culture'] })
    await newsroom.post({ section: 'news' })
    expect((await post(culture)).status).toBe(403)
    expect((await post(culture, { section: 'culture' })).status).toBe(201)
    const call = (method: string, path: string, body?: unknown) =>
      newsroom.call(method, path, body, { ...as(culture), 'If-Match': '"1"' })
    for (const [method, body] of [['GET'], ['PATCH', {}], ['DELETE']] as [string, unknown][]) {
      expect((await call(method, '/api/articles/1', body)).status).toBe(404)
    }
    expect((await call('PATCH', '/api/articles/2', { section: 'news' })).status).toBe(403)
    expect((await call('PUT', '/api/sections/news', { name: 'x' })).status).toBe(403)
    expect((await call('POST', '/api/articles/1/previews', {})).status).toBe(404)
    const list = await (await call('GET', '/api/articles')).json<{ articles: { id: number }[] }>()
    expect(list.articles.map(({ id }) => id)).toEqual([2])
  })

  test('what a key does not reach is answered as what is not there', async () => {
    const scopes = ['articles:write', 'articles:publish', 'articles:withdraw', 'keys:manage']
    const culture = await make({ scopes, sections: ['culture'] })
    await newsroom.post({ section: 'news' })
    await newsroom.patch(1, { title: '新' })
    const answerTo = async (method: string, path: string, body?: unknown) => {
      const headers = { ...as(culture), 'If-Match': '"2"' }
      const response = await newsroom.call(method, path, body, headers)
      const { instance: _, ...told } = await response.json<Record<string, unknown>>()
      return { ...told, etag: response.headers.get('ETag') }
    }
    const tries: [string, string, unknown?][] = [
      ['GET', ''],
      ['PATCH', '', { title: '改' }],
      ['PUT', '', article({ section: 'culture' })],
      ['DELETE', ''],
      ['GET', '/revisions'],
      ['GET', '/revisions/1'],
      ['GET', '/revisions/2?compare=1'],
      ['POST', '/revisions/1/restore'],
      ['DELETE', '/revisions/1'],
      ['POST', '/previews', {}],
    ]
    for (const [method, path, body] of tries) {
      const [there, nowhere] = await Promise.all(
        [1, 99].map((id) => answerTo(method, `/api/articles/${id}${path}`, body)),
      )
      expect(there, `${method} ${path}`).toMatchObject({ status: 404, etag: null })
      expect(there).toEqual(nowhere)
    }
  })

  test('a revision from another section stays out of reach when the article has moved', async () => {
    await newsroom.post({ section: 'culture', body: '旧文' })
    await newsroom.patch(1, { section: 'news' })
    const news = await make({ scopes: ['articles:write'], sections: ['news'] })
    const get = (path: string) =>
      newsroom.call('GET', `/api/articles/1${path}`, undefined, as(news))
    expect((await get('/revisions/2')).status).toBe(200)
    for (const path of ['/revisions/1', '/revisions/2?compare=1']) {
      expect((await get(path)).status).toBe(404)
    }
  })

  test('a key that may only read, or only write, neither withdraws nor moves what was public', async () => {
    const reader = await make({ scopes: ['export:read'] })
    const writer = await make({ scopes: ['articles:write'] })
    await newsroom.post({ slug: 'gone' })
    await newsroom.withdraw(1)
    const call = (key: KeyAnswer, method: string, body?: object) =>
      newsroom.call(method, '/api/articles/1', body, { ...as(key), 'If-Match': '"2"' })
    expect((await call(reader, 'DELETE')).status).toBe(403)
    expect((await call(writer, 'PATCH', { slug: 'moved' })).status).toBe(403)
    expect((await call(writer, 'PATCH', { title: '改' })).status).toBe(200)
    expect((await post(reader, { title: '' })).status).toBe(403)
  })

  test('an article of another section is not reached by its origin either', async () => {
    const origin = { system: 'cms', id: '1' }
    await newsroom.post({ origin })
    const culture = await make({
      scopes: ['articles:write', 'articles:publish'],
      sections: ['culture'],
    })
    expect((await post(culture, { section: 'culture', origin })).status).toBe(409)
  })
})

describe('keys are managed', () => {
  test('the secret is shown once, and only its hash is stored', async () => {
    const made = await make({ scopes: ['articles:write'] })
    expect(made.key).toMatch(/^bs_[\w-]{43}$/)
    const list = await (await newsroom.call('GET', '/api/keys')).text()
    expect(list).not.toContain(made.key)
    const rows = await env.DB.prepare('SELECT * FROM keys').run()
    expect(JSON.stringify(rows.results)).not.toContain(made.key)
  })

  test('one that expires works until then', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString()
    const made = await make({ scopes: ['articles:write'], expiresAt: soon })
    expect((await post(made, { status: 'draft' })).status).toBe(201)
    vi.setSystemTime(Date.now() + 61_000)
    expect((await post(made, { status: 'draft' })).status).toBe(401)
  })

  test('one that is revoked stops at once', async () => {
    const made = await make({ scopes: ['articles:write'] })
    const revoked = await newsroom.call('DELETE', `/api/keys/${made.id}`)
    expect((await revoked.json<KeyAnswer>()).revokedAt).toBeTruthy()
    expect((await post(made, { status: 'draft' })).status).toBe(401)
  })

  test('one that is rotated overlaps with its successor', async () => {
    const old = await make({ scopes: ['articles:write'] })
    const path = `/api/keys/${old.id}/rotate`
    const response = await newsroom.call('POST', path, { overlap: 3600 })
    expect(response.status).toBe(201)
    const next = await response.json<KeyAnswer>()
    expect(next.scopes).toEqual(old.scopes)
    for (const key of [old, next]) expect((await post(key, { status: 'draft' })).status).toBe(201)
    vi.setSystemTime(Date.now() + 3_601_000)
    expect((await post(old, { status: 'draft' })).status).toBe(401)
    expect((await post(next, { status: 'draft' })).status).toBe(201)
  })

  test('its last use is noted, hourly at most', async () => {
    const made = await make({ scopes: ['articles:write'] })
    const use = () => newsroom.call('GET', '/api/articles', undefined, as(made))
    const usedAt = async () => {
      const key = await newsroom.call('GET', `/api/keys/${made.id}`)
      return (await key.json<KeyAnswer>()).lastUsedAt
    }
    expect(await usedAt()).toBeNull()
    await use()
    const first = await usedAt()
    expect(first).toBeTruthy()
    vi.setSystemTime(Date.now() + 1_800_000)
    await use()
    expect(await usedAt()).toBe(first)
    vi.setSystemTime(Date.now() + 1_801_000)
    await use()
    expect(await usedAt()).not.toBe(first)
  })

  test('one that is rotated twice, as when an answer was lost, has two lasting successors', async () => {
    const old = await make({ scopes: ['articles:write'] })
    const rotate = (overlap: number) =>
      newsroom.call('POST', `/api/keys/${old.id}/rotate`, { overlap })
    await rotate(1)
    const second = await (await rotate(1)).json<KeyAnswer>()
    vi.setSystemTime(Date.now() + 5_000)
    expect((await post(second, { status: 'draft' })).status).toBe(201)
    expect((await rotate(1)).status).toBe(409)
  })

  test('nobody manages a key beyond their own, nor makes one that lasts longer', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const scopes = ['keys:manage', 'articles:write']
    const manager = await make({ scopes, sections: ['news'], expiresAt })
    const culture = await make({ scopes: ['articles:write'], sections: ['culture'] })
    const call = (method: string, path: string, body?: object) =>
      newsroom.call(method, path, body, as(manager))
    const { keys } = await (await call('GET', '/api/keys')).json<{ keys: KeyAnswer[] }>()
    expect(keys.map(({ id }) => id)).toEqual([manager.id])
    for (const path of [`/api/keys/${culture.id}`, '/api/keys/1']) {
      expect((await call('GET', path)).status).toBe(404)
      expect((await call('DELETE', path)).status).toBe(404)
    }
    expect((await call('GET', '/api/audit')).status).toBe(403)
    expect((await call('GET', '/api/outbox')).status).toBe(403)
    const fields = { name: 'x', scopes: ['articles:write'], sections: ['news'] }
    expect((await call('POST', '/api/keys', fields)).status).toBe(403)
    expect((await call('POST', '/api/keys', { ...fields, expiresAt })).status).toBe(201)
  })

  test('nobody hands on more than they have', async () => {
    const manager = await make({ scopes: ['keys:manage', 'articles:write'], sections: ['culture'] })
    const attempt = (fields: object) =>
      newsroom.call('POST', '/api/keys', { name: 'x', ...fields }, as(manager))
    const scopes = ['articles:write']
    expect((await attempt({ scopes: ['articles:publish'], sections: ['culture'] })).status).toBe(
      403,
    )
    expect((await attempt({ scopes })).status).toBe(403)
    expect((await attempt({ scopes, sections: ['culture', 'news'] })).status).toBe(403)
    expect((await attempt({ scopes, sections: ['culture'] })).status).toBe(201)
    const rotate = await newsroom.call('POST', '/api/keys/1/rotate', {}, as(manager))
    expect(rotate.status).toBe(404)
  })

  test.each<[string, object]>([
    ['name', { scopes: ['articles:write'], name: '' }],
    ['scopes', {}],
    ['scopes', { scopes: [] }],
    ['scopes.0', { scopes: ['everything'] }],
    ['sections', { scopes: ['articles:write'], sections: [] }],
    ['expiresAt', { scopes: ['articles:write'], expiresAt: '2001-01-01T00:00:00Z' }],
  ])('a fault in %s is named: %j', async (field, fields) => {
    const response = await newsroom.call('POST', '/api/keys', { name: 'x', ...fields })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ field }] })
  })
})

describe('a key that ends', () => {
  const ALL = [
    'articles:write',
    'articles:publish',
    'articles:withdraw',
    'sections:write',
    'keys:manage',
    'export:read',
  ]
  const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
  const call = (key: KeyAnswer, method: string, path: string, body?: object) =>
    newsroom.call(method, `/api/keys${path}`, body, as(key))

  test('because it was rotated manages no keys any more, not even its successor', async () => {
    const old = await make({ scopes: ALL })
    const rotated = await call(old, 'POST', `/${old.id}/rotate`, { overlap: 60 })
    const next = await rotated.json<KeyAnswer>()
    const other = await make({ scopes: ['articles:write'] })
    const heir = { name: 'Heir', scopes: ALL }
    const tries: [string, string, object?][] = [
      ['POST', '', heir],
      ['POST', '', { ...heir, expiresAt: at(30) }],
      ['POST', `/${old.id}/rotate`, { overlap: 3600 }],
      ['POST', `/${next.id}/rotate`, {}],
      ['POST', `/${other.id}/rotate`, {}],
      ['DELETE', `/${next.id}`],
      ['DELETE', `/${other.id}`],
    ]
    for (const [method, path, body] of tries) {
      const response = await call(old, method, path, body)
      expect(response.status, `${method} ${path}`).toBe(403)
      expect((await response.json<{ detail: string }>()).detail).toContain('rotated')
    }
    // What it was made for goes on until its end, and it may give itself up.
    expect((await call(old, 'GET', '')).status).toBe(200)
    expect((await post(old, { status: 'draft' })).status).toBe(201)
    expect((await call(old, 'DELETE', `/${old.id}`)).status).toBe(200)
    expect((await post(old, { status: 'draft' })).status).toBe(401)
    expect((await post(next, { status: 'draft' })).status).toBe(201)
  })

  test('revokes, rotates and makes none that outlasts it', async () => {
    const owner = await make({ scopes: ALL })
    const expiresAt = at(3600)
    const contractor = await make({ scopes: ALL, expiresAt })
    const longer = await make({ scopes: ['articles:write'], expiresAt: at(3601) })
    const equal = await make({ scopes: ['articles:write'], expiresAt })
    for (const { id } of [owner, longer]) {
      const response = await call(contractor, 'DELETE', `/${id}`)
      expect(response.status).toBe(403)
      expect((await response.json<{ detail: string }>()).detail).toContain('lasts longer')
      expect((await call(contractor, 'POST', `/${id}/rotate`, {})).status).toBe(403)
    }
    expect((await post(owner, { status: 'draft' })).status).toBe(201)
    expect((await call(contractor, 'DELETE', `/${equal.id}`)).status).toBe(200)
    expect((await call(contractor, 'DELETE', `/${contractor.id}`)).status).toBe(200)
  })

  test('by rotation sooner than by expiry is within the reach of one that ends between', async () => {
    const manager = await make({ scopes: ALL, expiresAt: at(3600) })
    const old = await make({ scopes: ['articles:write'], expiresAt: at(7200) })
    expect((await call(manager, 'DELETE', `/${old.id}`)).status).toBe(403)
    await newsroom.call('POST', `/api/keys/${old.id}/rotate`, { overlap: 60 })
    // Its successor would last as long as it was to.
    expect((await call(manager, 'POST', `/${old.id}/rotate`, {})).status).toBe(403)
    expect((await call(manager, 'DELETE', `/${old.id}`)).status).toBe(200)
  })

  test('while it is making another leaves none: revoked or rotated meanwhile, it is refused', async () => {
    for (const end of ['DELETE', 'POST /rotate']) {
      const manager = await make({ scopes: ALL })
      const path = `/api/keys/${manager.id}`
      newsroom.onD1 = async (sql) => {
        if (!sql.some((one) => one.includes('INSERT INTO keys'))) return
        newsroom.onD1 = () => {}
        if (end === 'DELETE') await newsroom.call('DELETE', path)
        else await newsroom.call('POST', `${path}/rotate`, { overlap: 60 })
      }
      const response = await call(manager, 'POST', '', { name: 'Heir', scopes: ALL })
      expect(response.status).toBe(403)
      const { keys } = await (await newsroom.call('GET', '/api/keys')).json<{ keys: object[] }>()
      expect(JSON.stringify(keys)).not.toContain('Heir')
      const trail = await (await newsroom.call('GET', '/api/audit?limit=2')).text()
      expect(trail).not.toContain('key.create","subject":"0')
    }
  })

  test('by revocation while it is rotated has no successor', async () => {
    const old = await make({ scopes: ['articles:write'] })
    newsroom.onD1 = async (sql) => {
      if (!sql.some((one) => one.includes('INSERT INTO keys'))) return
      newsroom.onD1 = () => {}
      await newsroom.call('DELETE', `/api/keys/${old.id}`)
    }
    const response = await newsroom.call('POST', `/api/keys/${old.id}/rotate`, {})
    expect(response.status).toBe(403)
  })
})

test('a key’s sections are each kept once, and are at most a hundred', async () => {
  const scopes = ['articles:write']
  const made = await make({ scopes, sections: ['news', ' news ', 'culture'] })
  expect(made).toMatchObject({ sections: ['news', 'culture'] })
  const many = (n: number) => Array.from({ length: n }, (_, i) => `s${i}`)
  expect(await make({ scopes, sections: many(100) })).toMatchObject({ sections: many(100) })
  for (const sections of [many(101), Array(250_000).fill('a')]) {
    const response = await newsroom.call('POST', '/api/keys', { name: 'x', scopes, sections })
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ field: 'sections' }] })
  }
})

test('the trail says who did what, when, to which revision', async () => {
  const desk = await make({ scopes: ['articles:write', 'articles:publish', 'articles:withdraw'] })
  await post(desk)
  const headers = (revision: number) => ({ ...as(desk), 'If-Match': `"${revision}"` })
  await newsroom.call('PATCH', '/api/articles/1', { title: '新' }, headers(1))
  await newsroom.call('DELETE', '/api/articles/1', undefined, headers(2))
  await newsroom.call('DELETE', `/api/keys/${desk.id}`)
  const answer = await newsroom.call('GET', '/api/audit?limit=5')
  const { entries } = await answer.json<{ entries: object[] }>()
  const at = expect.stringMatching(/Z$/)
  const by = (keyId: number, action: string, subject: string, revision: number | null) => ({
    ...{ at, keyId, action, subject, revision, client: null },
  })
  expect(entries).toEqual([
    by(1, 'key.revoke', `${desk.id}`, null),
    by(desk.id, 'article.withdraw', '1', 2),
    by(desk.id, 'article.change', '1', 1),
    by(desk.id, 'article.create', '1', null),
    by(1, 'key.create', `${desk.id}`, null),
  ])
})

describe('rate limits', () => {
  const full = { limit: async () => ({ success: false }) } as RateLimit

  test('writes over the limit of a key are 429 with Retry-After; reads go on', async () => {
    const busy = new Newsroom({ WRITES: full })
    const response = await busy.call('POST', '/api/articles', article())
    expect(response.status).toBe(429)
    expect(response.headers.get('Retry-After')).toBe('60')
    expect((await busy.call('GET', '/api/articles')).status).toBe(200)
  })

  test('an address that guesses too often is told to wait, and holders of a key go on', async () => {
    const guessed = new Newsroom({ FAILED_LOGINS: full })
    const wrong = { Authorization: `Bearer bs_${'x'.repeat(43)}` }
    expect((await guessed.call('GET', '/api/articles', undefined, wrong)).status).toBe(429)
    expect((await guessed.call('GET', '/api/articles')).status).toBe(200)
  })

  test('a wrong key costs one look-up that reads no row, and what is no key costs none', async () => {
    const ask = (key: string) =>
      newsroom.call('GET', '/api/articles', undefined, { Authorization: `Bearer ${key}` })
    const wrong = await newsroom.spent(() => ask(`bs_${'x'.repeat(43)}`))
    expect(wrong).toMatchObject({ roundTrips: 1, statements: 1, rowsRead: 0, rowsWritten: 0 })
    for (const key of ['wrong', `bs_${'x'.repeat(42)}`, `bs_${'x'.repeat(44)}`, '']) {
      expect(await newsroom.spent(() => ask(key))).toMatchObject({ roundTrips: 0 })
    }
  })

  test('the binding counts what it should: by key, and by address', async () => {
    const counted: string[] = []
    const limit = (name: string) => ({
      limit: async ({ key }: { key: string }) => {
        counted.push(`${name} ${key}`)
        return { success: true }
      },
    })
    const watched = new Newsroom({ WRITES: limit('write'), FAILED_LOGINS: limit('login') })
    await watched.call('POST', '/api/articles', article())
    const wrong = { Authorization: 'Bearer wrong', 'CF-Connecting-IP': '203.0.113.7' }
    await watched.call('GET', '/api/articles', undefined, wrong)
    expect(counted).toEqual(['write 1', 'login 203.0.113.7'])
  })
})

test('a wrong key costs one look-up, which reads no article', async () => {
  const { id } = await newsroom.post()
  for (const path of ['/api/articles', `/api/articles/${id}`, `/api/articles/${id}/revisions`]) {
    const headers = { Authorization: `Bearer bs_${'x'.repeat(43)}` }
    const cost = await newsroom.spent(async () => {
      expect((await newsroom.fetch(path, { headers })).status).toBe(401)
    })
    expect(cost, path).toMatchObject({ roundTrips: 1, rowsWritten: 0 })
    expect(cost.rowsRead, path).toBeLessThanOrEqual(2)
  }
})
