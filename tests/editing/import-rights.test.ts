import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { article, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let writer: Record<string, string>

beforeEach(async () => {
  vi.useRealTimers()
  newsroom = await openNewsroom()
  writer = await keyWith(['articles:write'])
})

interface Result {
  line: number
  status: number
  id?: number
  revision?: number
  detail?: string
  notes?: string[]
  errors?: { field: string; detail: string }[]
}

async function keyWith(scopes: string[], sections?: string[], name = 'Other') {
  const made = await newsroom.call('POST', '/api/keys', { name, scopes, sections })
  return { Authorization: `Bearer ${(await made.json<{ key: string }>()).key}` }
}

const text = async (response: Response) => new TextDecoder().decode(await response.arrayBuffer())

async function bring(lines: object[] | string, headers = {}): Promise<Result[]> {
  const body =
    typeof lines === 'string' ? lines : lines.map((one) => JSON.stringify(one)).join('\n')
  const init = { 'Content-Type': 'application/x-ndjson', ...headers }
  const response = await newsroom.fetch('/api/import', {
    method: 'POST',
    headers: { Authorization: `Bearer bs_${'k'.repeat(43)}`, ...init },
    body,
  })
  const answer = await text(response)
  return answer
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Result)
}

const draft = (fields = {}) => article({ status: 'draft', ...fields })
const exported = async () =>
  text(await newsroom.call('GET', '/api/export?revisions=true', undefined))

/** The newsroom's export, imported into an empty newsroom, which exports it again. */
async function moved() {
  const before = await exported()
  newsroom = await openNewsroom()
  await env.DB.prepare('DELETE FROM sections').run()
  const results = await bring(before)
  return { before, after: await exported(), bad: results.filter(({ status }) => status >= 300) }
}

describe('the number of an article', () => {
  test('leads no further up than the lines of a request would, without keys:manage', async () => {
    for (const id of [999_999_999, 999_999_999_999_999, 2 ** 53 - 1, 102]) {
      const [result] = await bring([draft({ id, title: `第 ${id} 篇` })], writer)
      expect(result).toMatchObject({ status: 201, notes: [expect.stringMatching(`^id ${id} `)] })
      expect(result?.id).toBeLessThan(10)
    }
    expect((await newsroom.post()).id).toBeLessThan(10)
  })

  test('leads nowhere by many small steps either', async () => {
    for (let i = 0; i < 5; i++) {
      await bring([draft({ id: 200 * i + 150 }), draft({ id: 200 * i + 300 })], writer)
    }
    expect((await newsroom.post()).id).toBeLessThan(40)
  })

  test('is kept where it is free and near', async () => {
    const results = await bring([draft({ id: 3 }), draft({ id: 1 }), draft()], writer)
    expect(results.map(({ id }) => id)).toEqual([3, 1, 4])
    expect(results.some(({ notes }) => notes)).toBe(false)
  })

  test('that is taken is said to be', async () => {
    await newsroom.post({ slug: 'mine' })
    const [result] = await bring([draft({ id: 1, slug: 'other' })])
    expect(result).toMatchObject({ id: 2, notes: [expect.stringContaining('taken')] })
  })

  test.each([999_999_999, 899_999_999_999_999])(
    'of %i, which keys:manage can give, and those after it leave with an export and come back',
    async (id) => {
      expect(await bring([draft({ id })])).toMatchObject([{ status: 201, id }])
      const next = await newsroom.post({ slug: 'next' })
      expect(next.id).toBe(id + 1)
      await newsroom.patch(next.id, { title: '二' })
      const { before, after, bad } = await moved()
      expect(bad).toEqual([])
      expect(after).toBe(before)
      expect((await newsroom.call('GET', `/api/articles/${id + 1}`)).status).toBe(200)
    },
  )

  test('beyond those is passed over, and the line is taken', async () => {
    const [result] = await bring([draft({ id: 999_999_999_999_999 })])
    expect(result).toMatchObject({ status: 201, id: 1, notes: [expect.stringMatching(/^id /)] })
  })

  test.each([0, -1, 1.5, 2 ** 53, 1e300, '1'])('%j is none', async (id) => {
    expect(await bring([draft({ id })])).toMatchObject([{ status: 422, errors: [{ field: 'id' }] }])
  })
})

describe('the number of a revision', () => {
  test.each([999_999_999, 900_000_000_000_000, 2 ** 53 - 1])(
    'of %i is followed by others, all of which leave with an export and come back',
    async (revision) => {
      await bring([article({ slug: 'piece', revision })])
      await newsroom.patch(1, { title: '二' })
      const last = await newsroom.patch(1, { title: '三' })
      const url = `/api/articles/1/revisions/${last.revision - 1}`
      expect((await newsroom.call('GET', url)).status).toBe(200)
      const { before, after, bad } = await moved()
      expect(bad).toEqual([])
      if (revision < 1e12) expect(after).toBe(before)
      expect((await newsroom.patch(1, { title: '四' })).revision).toBeGreaterThan(revision / 11)
    },
  )
})

describe('what is public', () => {
  test('takes articles:publish to be given old addresses, or a past', async () => {
    await newsroom.post({ slug: 'gone', origin: { system: 'cms', id: '1' }, status: 'draft' })
    const tries: [string, object][] = [
      ['retiredSlugs', draft({ slug: 'secret-plan', retiredSlugs: ['grab'] })],
      ['retiredSlugs', draft({ slug: 'secret-plan', retiredSlugs: ['grab'], wasPublic: false })],
      ['wasPublic', { ...article({ status: 'withdrawn', slug: 'past' }), wasPublic: true }],
      ['retiredSlugs', draft({ slug: 'gone', id: 1, title: '改', retiredSlugs: ['grab'] })],
      ['retiredSlugs', draft({ origin: { system: 'cms', id: '1' }, retiredSlugs: ['grab'] })],
    ]
    const key = await keyWith(['articles:write', 'articles:withdraw'])
    for (const [field, line] of tries) {
      const [result] = await bring([line], key)
      expect(result, JSON.stringify(line)).toMatchObject({ status: 403 })
      expect(result?.detail).toContain(field)
      expect(result?.detail).toContain('articles:publish')
    }
    expect((await newsroom.post({ slug: 'grab' })).slug).toBe('grab')
  })

  test('what was public is no draft', async () => {
    for (const line of [
      draft({ wasPublic: true }),
      article({ wasPublic: true, publishAt: '2999-01-01T00:00:00Z' }),
    ]) {
      const [result] = await bring([line])
      expect(result).toMatchObject({ status: 422, errors: [{ field: 'wasPublic' }] })
    }
  })

  test('slugs an article has already take nothing more', async () => {
    await newsroom.post({ slug: 'first', status: 'draft' })
    await newsroom.patch(1, { slug: 'second' })
    const line = draft({ id: 1, slug: 'second', title: '改', retiredSlugs: ['first'] })
    expect(await bring([line], writer)).toMatchObject([{ status: 200, id: 1, revision: 3 }])
  })

  test('a retired address does not tell where a draft is', async () => {
    await bring([article({ slug: 'now', retiredSlugs: ['old'] })])
    expect((await newsroom.fetch('/articles/old')).status).toBe(301)
    // As an import could once make one.
    await env.DB.prepare("UPDATE articles SET status = 'draft'").run()
    await env.DB.prepare("UPDATE editions SET edition = 'x'").run()
    for (const path of ['/articles/old', '/articles/now']) {
      const response = await newsroom.fetch(path)
      expect(response.status).toBe(404)
      expect(response.headers.get('Location')).toBeNull()
    }
  })
})

describe('an article that has left a thousand addresses', () => {
  beforeEach(async () => {
    const old = Array.from({ length: 1_000 }, (_, i) => `old-${i}`)
    await bring([article({ slug: 'now', retiredSlugs: old, origin: { system: 'cms', id: '1' } })])
  })

  test('leaves no other, but comes back to one, and leaves with an export', async () => {
    const rename = (slug: string, revision: number) =>
      newsroom.call('PATCH', '/api/articles/1', { slug }, { 'If-Match': `"${revision}"` })
    const refused = await rename('next', 1)
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ errors: [{ field: 'slug' }] })
    expect((await rename('old-7', 1)).status).toBe(200)
    expect((await rename('next', 2)).status).toBe(422)
    expect((await newsroom.patch(1, { title: '二' })).slug).toBe('old-7')
    expect((await newsroom.withdraw(1)).status).toBe(200)
    const { before, after, bad } = await moved()
    expect(bad).toEqual([])
    expect(after).toBe(before)
  })

  test('is given none by an import either', async () => {
    const line = (fields: object) => article({ origin: { system: 'cms', id: '1' }, ...fields })
    const results = await bring([
      line({ retiredSlugs: ['another'] }),
      line({ slug: 'next' }),
      line({ retiredSlugs: ['old-3'], title: '二' }),
    ])
    expect(results.map(({ status }) => status)).toEqual([422, 422, 200])
    expect(results[0]?.errors?.[0]?.field).toBe('retiredSlugs')
  })
})

test('an old address that an import gives an article redirects, whatever else it changes', async () => {
  await newsroom.post({ slug: 'now', origin: { system: 'cms', id: '1' } })
  const line = article({ slug: 'now', origin: { system: 'cms', id: '1' }, retiredSlugs: ['old'] })
  expect(await bring([line])).toMatchObject([{ status: 200, revision: 2 }])
  expect((await newsroom.fetch('/articles/old')).status).toBe(301)
  expect(await bring([line])).toMatchObject([{ status: 200, revision: 2 }])
})

test('a language that grows too long as it is written properly is refused, not kept', async () => {
  const language = 'en-x-aaaaaaaa-bbbbbbbb-cccccccc-dddd'
  const grown = 'en-u-ca-islamicc-nu-latn-x-aaaaaaaa'
  for (const tag of [language, grown]) {
    const problem = await newsroom.refused(article({ language: tag }))
    expect(problem).toMatchObject({ errors: [{ field: 'language' }] })
  }
})

describe('whoever is named as author', () => {
  const named = (editor: string, fields = {}) => draft({ editor, ...fields })
  const keyCount = async () =>
    (await env.DB.prepare('SELECT count(*) AS n FROM keys').first<{ n: number }>())?.n

  test('is made a key only with a line that is stored, and the trail has it', async () => {
    const before = await keyCount()
    const results = await bring([named('甲', { section: 'nowhere' }), named('乙', { title: '' })])
    expect(results.map(({ status }) => status)).toEqual([422, 422])
    expect(await keyCount()).toBe(before)
    const good = [named('丙'), named('丙', { title: '又' }), named('丁', { title: '再' })]
    expect((await bring(good)).map(({ status }) => status)).toEqual([201, 201, 201])
    expect(await keyCount()).toBe((before ?? 0) + 2)
    const trail = await newsroom.call('GET', '/api/audit?limit=6')
    const { entries } = await trail.json<{ entries: { action: string; subject: string }[] }>()
    const ids = [before, before].map((n, i) => String((n ?? 0) + 1 + i))
    const made = entries.filter(({ action }) => action === 'key.import')
    expect(made.map(({ subject }) => subject).sort()).toEqual(ids)
    for (const word of ['丙', '丁']) expect(await exported()).toContain(`"editor":"${word}"`)
  })

  test('of a past revision likewise', async () => {
    await newsroom.post({ slug: 'piece' })
    await newsroom.patch(1, { title: '二' })
    const line = { type: 'revision', article: 'nothing', number: 1, editor: '甲' }
    const erased = { createdAt: '2024-01-01T00:00:00Z', erasedAt: '2024-01-01T00:00:00Z' }
    const before = await keyCount()
    const refused = await bring([
      { ...line, ...erased, content: null },
      { ...line, ...erased, content: null, article: 'piece', number: 9 },
      { ...line, ...erased, content: null, article: 'piece' },
    ])
    expect(refused.map(({ status }) => status)).toEqual([422, 422, 200])
    expect(await keyCount()).toBe(before)
  })

  test('two imports of one unknown name at once both come through', async () => {
    const lines = (n: number) =>
      Array.from({ length: 5 }, (_, i) => named(`人${i}`, { title: `${n} ${i}` }))
    const both = await Promise.all([bring(lines(1)), bring(lines(2))])
    expect(both.flat().map(({ status }) => status)).toEqual(Array(10).fill(201))
  })

  test('is one the importer may see, or is passed over with a word', async () => {
    await keyWith(['articles:write'], ['news'], 'Near')
    await keyWith(['articles:write'], ['culture'], 'Far')
    const scopes = ['articles:write', 'articles:publish', 'keys:manage']
    const manager = await keyWith(scopes, ['news'], 'Manager')
    const results = await bring(
      ['Near', 'Far', 'Test', 'Nobody', 'Manager'].map((one) => named(one, { title: one })),
      manager,
    )
    expect(results.map(({ status }) => status)).toEqual(Array(5).fill(201))
    const passed = results.map(({ notes }) => notes?.[0]?.startsWith('editor ') ?? false)
    expect(passed).toEqual([false, true, true, true, false])
    const { rows } = (await env.DB.prepare(
      'SELECT group_concat(k.name) AS rows FROM revisions r JOIN keys k ON k.id = r.key_id',
    ).first<{ rows: string }>()) as { rows: string }
    expect(rows.split(',').sort()).toEqual(['Manager', 'Manager', 'Manager', 'Manager', 'Near'])
    const [own, other] = await bring(
      [named('Other', { title: '一' }), named('Test', { title: '二' })],
      writer,
    )
    expect(own).not.toHaveProperty('notes')
    expect(other?.notes?.[0]).toContain('keys:manage')
  })
})

describe('a past revision', () => {
  const line = (fields = {}) => ({
    type: 'revision',
    article: 'piece',
    number: 1,
    createdAt: '2024-01-01T00:00:00Z',
    erasedAt: '2024-01-01T00:00:00Z',
    content: null,
    ...fields,
  })

  test('that is there stays, is answered 200 with a word, and is not in the trail', async () => {
    await newsroom.post({ slug: 'piece' })
    await newsroom.patch(1, { title: '二' })
    await newsroom.patch(1, { title: '三' })
    await newsroom.call('DELETE', '/api/articles/1/revisions/1')
    const all = (await exported()).split('\n').filter((one) => one.includes('"revision","article"'))
    expect(await bring(all.join('\n'))).toMatchObject([
      { status: 200, id: 1, revision: 1, notes: [expect.stringContaining('erased')] },
      { status: 200, id: 1, revision: 2, notes: [expect.stringContaining('there already')] },
    ])
    expect(await text(await newsroom.call('GET', '/api/audit'))).not.toContain('revision.import')
    expect(await exported()).toContain('二')
  })

  test('that a request brings twice is brought once', async () => {
    await bring([article({ slug: 'piece', revision: 3 })])
    const results = await bring([line(), line(), line({ number: 2 })])
    expect(results.map(({ status }) => status)).toEqual([201, 200, 201])
    const trail = await text(await newsroom.call('GET', '/api/audit'))
    expect(trail.split('revision.import').length - 1).toBe(2)
  })
})

describe('a key limited to sections', () => {
  test('learns nothing of an article of another section, by number, slug or origin', async () => {
    await newsroom.post({ slug: 'theirs', section: 'culture', origin: { system: 'cms', id: '1' } })
    const manager = await keyWith(['articles:write', 'articles:publish', 'keys:manage'], ['news'])
    const origin = { system: 'cms', id: '1' }
    const revision = { type: 'revision', article: 'theirs', number: 1, content: null }
    const when = { createdAt: '2024-01-01T00:00:00Z', erasedAt: '2024-01-01T00:00:00Z' }
    const results = await bring(
      [
        article({ origin }),
        article({ id: 1, slug: 'theirs' }),
        { ...revision, ...when },
        { ...revision, ...when, article: 'nothing' },
      ],
      manager,
    )
    expect(results.map(({ status }) => status)).toEqual([409, 409, 422, 422])
    expect(JSON.stringify(results)).not.toContain('culture')
    expect(results[2]?.errors?.[0]?.detail.replace('theirs', 'nothing')).toBe(
      results[3]?.errors?.[0]?.detail,
    )
    const post = await newsroom.call('POST', '/api/articles', article({ origin }), manager)
    expect(post.status).toBe(409)
    expect(await post.text()).not.toContain('culture')
  })
})
