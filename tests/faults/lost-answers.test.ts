import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { waiting } from '../../src/articles/writing/once'
import { hang } from '../support/bindings'
import { article, KEY, type Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'

let newsroom: Newsroom
const DESK = { name: 'Desk', scopes: ['articles:write', 'articles:publish', 'keys:manage'] }
const { limit } = waiting

beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
  vi.spyOn(waiting, 'pause').mockResolvedValue()
  newsroom = await openNewsroom()
})

afterEach(() => {
  waiting.limit = limit
  vi.restoreAllMocks()
})

// The runtime's own words, without `D1_ERROR` in front.
const breakOff = (): never => {
  throw new Error('Network connection lost.')
}

const isWrite = (sql: string[]) => sql.some((one) => /INTO (audit|idempotency_keys)/.test(one))

/** Loses the answers to the next writes: they are stored, and nobody hears of it. */
function loseAnswers(times: number, fault: () => unknown = breakOff) {
  let left = times
  newsroom.onD1Answer = (sql) => {
    if (isWrite(sql) && left-- > 0) return fault()
  }
}

/** Breaks the connection before the next writes get to D1. */
function loseRequests(times: number) {
  let left = times
  newsroom.onD1 = (sql) => {
    if (isWrite(sql) && left-- > 0) breakOff()
  }
}

async function count(query: string): Promise<number> {
  const row = await env.DB.prepare(`SELECT count(*) AS n FROM ${query}`).first<{ n: number }>()
  return row?.n ?? -1
}

const audited = () => count('audit')

/** The revision that a change of the article answers with. */
const edit = (fields: object, ifMatch: string, method = 'PATCH') =>
  newsroom.call(method, '/api/articles/1', method === 'DELETE' ? undefined : fields, {
    'If-Match': ifMatch,
  })

describe.each([
  ['the answer gets lost', () => loseAnswers(1)],
  ['the request gets lost', () => loseRequests(1)],
  [
    'both get lost, one after the other',
    () => {
      loseRequests(1)
      loseAnswers(1)
    },
  ],
])('the connection to D1 breaks in a write: %s', (_, lose) => {
  test('a post is stored once, and answered as ever', async () => {
    lose()
    const response = await newsroom.call('POST', '/api/articles', article({ slug: 'piece' }))
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ id: 1, revision: 1 })
    expect(await count('articles')).toBe(1)
    expect(await count('revisions')).toBe(1)
    const { results } = await env.DB.prepare('SELECT sequence FROM articles').run()
    expect(results).toEqual([{ sequence: 1 }])
  })

  test('an edit, a rename and a withdrawal are stored once, and never told as another’s', async () => {
    await newsroom.post({ slug: 'piece' })
    const steps = [
      () => edit({ title: '新' }, '"1"'),
      () => edit({ slug: 'renamed' }, '"2"'),
      () => edit(article({ title: '又' }), '"3"', 'PUT'),
      () => edit({}, '"4"', 'DELETE'),
    ]
    for (const [i, step] of steps.entries()) {
      lose()
      const response = await step()
      expect(response.status).toBe(200)
      expect(response.headers.get('ETag')).toBe(`"${i + 2}"`)
    }
    expect(await count('revisions')).toBe(5)
  })

  test('what it owes the edge is paid at once, though D1 did not say what that is', async () => {
    await newsroom.post({ slug: 'piece' })
    const purge = vi.fn(async (_: CachePurgeOptions) => ({ success: true, errors: [] }))
    newsroom.cache = { purge } as unknown as CacheContext
    lose()
    const response = await edit({ title: '新' }, '"1"')
    expect(await response.json()).not.toHaveProperty('purge')
    const tags = purge.mock.calls.flatMap(([{ tags }]) => tags ?? [])
    // Only the answer had the names of the pages: without it, it is all of them.
    const named = expect.arrayContaining(['home', 'article/piece', 'sitemap/1'])
    expect([['site'], named]).toContainEqual(tags)
  })

  test('a section is made, changed and removed once', async () => {
    const before = await audited()
    const put = (fields: object) => newsroom.call('PUT', '/api/sections/sport', fields)
    lose()
    const made = await put({ name: '体育' })
    expect([made.status, (await made.json<{ name: string }>()).name]).toEqual([201, '体育'])
    lose()
    const changed = await put({ name: '运动' })
    expect([changed.status, (await changed.json<{ name: string }>()).name]).toEqual([200, '运动'])
    lose()
    expect((await newsroom.call('DELETE', '/api/sections/sport')).status).toBe(200)
    expect(await audited()).toBe(before + 3)
  })

  test('a key is made, rotated and revoked once, and its secret opens', async () => {
    lose()
    const made = await newsroom.call('POST', '/api/keys', DESK)
    expect(made.status).toBe(201)
    const { id, key } = await made.json<{ id: number; key: string }>()
    lose()
    const rotate = { overlap: 60 }
    const rotated = await newsroom.call('POST', `/api/keys/${id}/rotate`, rotate)
    expect(rotated.status).toBe(201)
    const next = await rotated.json<{ id: number; key: string }>()
    lose()
    const revoked = await newsroom.call('DELETE', `/api/keys/${id}`)
    expect((await revoked.json<{ revokedAt: string }>()).revokedAt).not.toBe(null)
    expect(await count('keys')).toBe(3)
    const as = (secret: string) =>
      newsroom.call('GET', '/api/sections', undefined, { Authorization: `Bearer ${secret}` })
    expect([(await as(key)).status, (await as(next.key)).status]).toEqual([401, 200])
    expect(await count("audit WHERE action LIKE 'key.%'")).toBe(3)
  })

  test('a preview is made once, and its link opens', async () => {
    await newsroom.post({ status: 'draft', title: '未刊' })
    lose()
    const made = await newsroom.call('POST', '/api/articles/1/previews', { expiresIn: 600 })
    expect(made.status).toBe(201)
    const { url, expiresAt } = await made.json<{ url: string; expiresAt: string }>()
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now())
    expect(await newsroom.read(new URL(url).pathname)).toContain('未刊')
    expect(await count('previews')).toBe(1)
  })

  test('a revision is erased once', async () => {
    await newsroom.post({ title: '错的' })
    await newsroom.patch(1, { title: '对的' })
    lose()
    expect((await newsroom.call('DELETE', '/api/articles/1/revisions/1')).status).toBe(200)
    expect(await count("audit WHERE action = 'revision.erase'")).toBe(1)
  })

  test('an import is stored once, of articles, sections and revisions', async () => {
    const { articles, revision } = await archive()
    lose()
    const first = await bring(articles)
    expect(first).toEqual([201, 201, 201])
    lose()
    expect(await bring([revision])).toEqual([201])
    expect(await count('articles')).toBe(2)
    expect(await count('revisions')).toBe(3)
  })
})

/** Lines of an export: a section and two articles, and a past revision of one of them. */
async function archive() {
  const line = (fields: Record<string, unknown>) => ({ ...article(fields), revision: 2 })
  const articles = [
    { type: 'section', slug: 'sport', name: '体育', position: null, description: null },
    line({ slug: 'one' }),
    line({ slug: 'two' }),
  ]
  const revision = {
    type: 'revision',
    article: 'one',
    number: 1,
    createdAt: '2020-01-01T00:00:00Z',
    editor: null,
    erasedAt: '2020-01-02T00:00:00Z',
    content: null,
  }
  return { articles, revision }
}

/** The status of each line of an import. */
async function bring(lines: object[], headers: Record<string, string> = {}): Promise<number[]> {
  const response = await newsroom.fetch('/api/import', {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${KEY}`,
      'Content-Type': 'application/x-ndjson',
      ...headers,
    },
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
  })
  const text = await response.text()
  return text
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { status: number }).status)
}

describe('every answer of D1 gets lost, and the editor does not know', () => {
  const unknown = async (response: Response) => {
    expect(response.status).toBe(503)
    expect(response.headers.get('Retry-After')).toBe('10')
    const { type, detail } = await response.json<ProblemAnswer>()
    expect(type).toMatch(/outcome-unknown$/)
    return detail
  }
  /** D1 is up for reads before the write, and gone from then on. */
  const goDark = (after = 1) => {
    let left = after
    newsroom.onD1Answer = (sql) => {
      if (isWrite(sql)) left--
      if (left <= 0) breakOff()
    }
  }
  const comeBack = () => {
    newsroom.onD1Answer = () => {}
  }

  test('the answer says so, and that the same Idempotency-Key tells', async () => {
    const post = () =>
      newsroom.call('POST', '/api/articles', article(), { 'Idempotency-Key': 'once' })
    goDark()
    expect(await unknown(await post())).toContain('Idempotency-Key')
    comeBack()
    expect((await post()).status).toBe(201)
    expect(await count('articles')).toBe(1)
  })

  test('without one, where to look', async () => {
    goDark()
    const detail = await unknown(await newsroom.call('POST', '/api/articles', article()))
    expect(detail).toContain('GET /api/articles')
  })

  test.each(['PATCH', 'PUT', 'DELETE'])(
    '%s sent again with the same If-Match is answered as the success it was',
    async (method) => {
      await newsroom.post({ slug: 'piece' })
      const send = () => edit(article({ title: '新' }), '"1"', method)
      goDark()
      expect(await unknown(await send())).toContain('If-Match')
      comeBack()
      const again = await send()
      expect([again.status, again.headers.get('ETag')]).toEqual([200, '"2"'])
      expect(await count('revisions')).toBe(2)
    },
  )

  test('and what it owes the edge is said then, and paid by the clock', async () => {
    await newsroom.post({ slug: 'piece' })
    const purge = vi.fn(async (_: CachePurgeOptions) => ({ success: true, errors: [] }))
    newsroom.cache = { purge } as unknown as CacheContext
    goDark()
    await unknown(await edit({ title: '新' }, '"1"'))
    comeBack()
    expect(await (await edit({ title: '新' }, '"1"')).json()).toMatchObject({ purge: 'queued' })
    expect(purge).not.toHaveBeenCalled()
    await newsroom.tick(Math.floor(Date.now() / 1000) + 60)
    expect(purge).toHaveBeenCalledOnce()
    expect(await (await edit({ title: '新' }, '"1"')).json()).not.toHaveProperty('purge')
  })

  test('that it is still owed is said whatever else was done to things of that number', async () => {
    newsroom.cache = {
      purge: async () => ({ success: false, errors: [] }),
    } as unknown as CacheContext
    await newsroom.post()
    const again = { 'Idempotency-Key': 'k' }
    const post = () => newsroom.call('POST', '/api/articles', article({ slug: 'two' }), again)
    await post()
    const made = await newsroom.call('POST', '/api/keys', DESK)
    expect(await made.json()).toMatchObject({ id: 2 })
    expect(await (await post()).json()).toMatchObject({ id: 2, purge: 'queued' })
  })

  test('so are a publication, a rename and a restored revision', async () => {
    await newsroom.post({ status: 'draft', title: '初' })
    const restore = () =>
      newsroom.call('POST', '/api/articles/1/revisions/1/restore', undefined, {
        'If-Match': '"3"',
      })
    const steps = [
      () => edit({ status: 'published' }, '"1"'),
      () => edit({ slug: 'renamed', title: '再' }, '"2"'),
      restore,
    ]
    for (const [i, step] of steps.entries()) {
      goDark()
      await unknown(await step())
      comeBack()
      const again = await step()
      expect([again.status, again.headers.get('ETag')]).toEqual([200, `"${i + 2}"`])
    }
  })

  test('but what another wrote, or what changed otherwise, is refused as ever', async () => {
    await newsroom.post({ slug: 'piece' })
    await newsroom.patch(1, { title: '别人的' })
    expect((await edit({ title: '我的' }, '"1"')).status).toBe(412)
    const made = await newsroom.call('POST', '/api/keys', DESK)
    const { key } = await made.json<{ key: string }>()
    const headers = { Authorization: `Bearer ${key}`, 'If-Match': '"1"' }
    const theirs = await newsroom.call('PATCH', '/api/articles/1', { title: '别人的' }, headers)
    expect(theirs.status).toBe(412)
    await newsroom.patch(1, { summary: '后来' })
    expect((await edit({ title: '别人的' }, '"1"')).status).toBe(412)
  })

  test('a key that may have been made is to be looked for', async () => {
    goDark()
    const detail = await unknown(await newsroom.call('POST', '/api/keys', DESK))
    expect(detail).toContain('GET /api/keys')
  })

  test('a change sent again while the first is under way is answered as the same', async () => {
    await newsroom.post({ slug: 'piece' })
    let isFirst = true
    newsroom.onD1 = async (sql) => {
      if (!isWrite(sql) || !isFirst) return
      isFirst = false
      expect((await edit({ title: '新' }, '"1"')).status).toBe(200)
    }
    const response = await edit({ title: '新' }, '"1"')
    expect([response.status, response.headers.get('ETag')]).toEqual([200, '"2"'])
  })

  test('an import tells which lines nobody knows of, and which were not tried', async () => {
    const lines = Array.from({ length: 250 }, (_, i) => article({ slug: `s${i}` }))
    goDark(2)
    const key = { 'Idempotency-Key': 'import' }
    const statuses = await bring(lines, key)
    expect([statuses[0], statuses[100], statuses[249]]).toEqual([201, 503, 503])
    comeBack()
    expect(new Set(await bring(lines, key))).toEqual(new Set([201]))
    expect(await count('articles')).toBe(250)
  })
})

test('the clock publishes a plan once, and tells the edge, though D1’s answer got lost', async () => {
  const purge = vi.fn(async (_: CachePurgeOptions) => ({ success: true, errors: [] }))
  newsroom.cache = { purge } as unknown as CacheContext
  const publishAt = new Date(Date.now() + 60_000).toISOString()
  // The first makes a sitemap, which all pages show.
  await newsroom.post()
  await newsroom.post({ slug: 'plan', publishAt })
  // What its section and its plan owe is not what is looked at here.
  await env.DB.prepare('DELETE FROM outbox').run()
  purge.mockClear()
  loseAnswers(1)
  await newsroom.tick(Math.floor(Date.now() / 1000) + 61)
  expect(await count('revisions')).toBe(3)
  expect(await newsroom.read('/articles/plan')).toContain(article().title)
  const tags = purge.mock.calls.flatMap(([{ tags }]) => tags ?? [])
  const named = expect.arrayContaining(['home', 'missing'])
  expect([['site'], named]).toContainEqual(tags)
})

describe('D1', () => {
  const post = () => newsroom.call('POST', '/api/articles', article())

  test('that takes too long for a write leaves it open', async () => {
    waiting.limit = 1
    newsroom.onD1 = (sql) => (isWrite(sql) ? hang() : undefined)
    const response = await post()
    const { type } = await response.json<ProblemAnswer>()
    expect([response.status, type.split('/').at(-1)]).toEqual([503, 'outcome-unknown'])
  })

  test('that is overloaded is not asked again: nothing was stored', async () => {
    let tries = 0
    newsroom.onD1 = (sql) => {
      if (!isWrite(sql)) return
      tries++
      throw new Error('D1_ERROR: D1 DB is overloaded. Requests queued for too long.')
    }
    const { type, detail } = await (await post()).json<ProblemAnswer>()
    expect(type).toMatch(/unavailable$/)
    expect(detail).toContain('Nothing was stored')
    expect(tries).toBe(1)
  })

  test('that was reset over a write that it had done is asked once, and the write is found', async () => {
    loseAnswers(1, () => {
      throw new Error(
        'D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.',
      )
    })
    expect((await post()).status).toBe(201)
    expect(await count('articles')).toBe(1)
  })

  test('that has used up its day is asked again after midnight UTC', async () => {
    const error = vi.spyOn(console, 'error').mockReturnValue()
    newsroom.onD1 = () => {
      throw new Error("D1_ERROR: Exceeded D1's free tier daily row write limit")
    }
    const response = await post()
    expect(response.status).toBe(503)
    const seconds = Number(response.headers.get('Retry-After'))
    const midnight = new Date(Date.now() + seconds * 1000).toISOString()
    expect(midnight).toMatch(/T00:00:0\d/)
    expect(error.mock.calls.join()).toContain('"d1-quota"')
  })

  test('whose day ends while nobody knows of a write says when it can be asked again', async () => {
    const error = vi.spyOn(console, 'error').mockReturnValue()
    loseAnswers(1)
    let tries = 0
    newsroom.onD1 = (sql) => {
      if ((isWrite(sql) && ++tries > 1) || sql.some((one) => /isStored/.test(one))) {
        throw new Error("D1_ERROR: Exceeded D1's free tier daily row write limit")
      }
    }
    const response = await post()
    const { type } = await response.json<ProblemAnswer>()
    expect([response.status, type.split('/').at(-1)]).toEqual([503, 'outcome-unknown'])
    const seconds = Number(response.headers.get('Retry-After'))
    expect(new Date(Date.now() + seconds * 1000).toISOString()).toMatch(/T00:00:0\d/)
    expect(error.mock.calls.join()).toContain('"write-unknown"')
  })

  test('that fails to note when a key was used last fails nothing else', async () => {
    newsroom.onD1 = (sql) => {
      if (/last_used_at = /.test(sql.join())) breakOff()
    }
    await env.DB.prepare('UPDATE keys SET last_used_at = NULL').run()
    expect((await newsroom.call('GET', '/api/sections')).status).toBe(200)
  })

  test('out of reach without D1_ERROR in front of its words is 503, not 500', async () => {
    newsroom.onD1 = breakOff
    expect((await newsroom.call('GET', '/api/articles/1')).status).toBe(503)
  })
})
