import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { selectRules, toRules } from '../../src/articles/address-rules'
import { KEY, type Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  vi.spyOn(console, 'info').mockReturnValue()
  newsroom = await openNewsroom()
})

const PATH = '/api/address-rules'
const TAG = { from: '/tag/:name', to: '/keywords/:name' }
const POST = { from: '/?p=:id', origin: 'wordpress' }
const BBS = { from: '/bbs/*', gone: true }

interface Kept {
  version: number
  rules: object[]
  editor: string | null
  updatedAt: string | null
  purge?: string
}

const get = async (headers = {}) => newsroom.call('GET', PATH, undefined, headers)
const kept = async () => (await get()).json<Kept>()
const put = (rules: unknown, version: number | string = 1, headers = {}) =>
  newsroom.call('PUT', PATH, { rules }, { 'If-Match': `"${version}"`, ...headers })

async function faultsOf(rules: unknown) {
  const response = await put(rules)
  expect(response.status).toBe(422)
  const { errors = [] } = await response.json<ProblemAnswer>()
  return errors.map(({ detail }) => detail)
}

async function keyWith(scopes: string[], sections?: string[]) {
  const made = await newsroom.call('POST', '/api/keys', { name: 'Other', scopes, sections })
  return { Authorization: `Bearer ${(await made.json<{ key: string }>()).key}` }
}

const editions = async () => {
  const { results } = await env.DB.prepare('SELECT page, edition FROM editions').run<{
    page: string
    edition: string
  }>()
  return new Map(results.map(({ page, edition }) => [page, edition]))
}

async function touchedBy(work: () => Promise<unknown>) {
  const before = await editions()
  await work()
  return [...(await editions())].flatMap(([page, edition]) =>
    before.get(page) === edition ? [] : [page],
  )
}

async function lines(query = ''): Promise<Record<string, unknown>[]> {
  const response = await newsroom.call('GET', `/api/export${query}`)
  const text = new TextDecoder().decode(await response.arrayBuffer())
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

async function bring(given: object[], headers = {}) {
  const response = await newsroom.fetch('/api/import', {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson', ...headers },
    body: given.map((line) => JSON.stringify(line)).join('\n'),
  })
  const text = new TextDecoder().decode(await response.arrayBuffer())
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ProblemAnswer)
}

describe('address rules', () => {
  test('are none at first, set as a whole, and read again', async () => {
    const first = await get()
    expect(first.headers.get('ETag')).toBe('"1"')
    expect(await first.json()).toEqual({ version: 1, rules: [], editor: null, updatedAt: null })
    const set = await put([TAG, POST, BBS])
    expect(set.status).toBe(200)
    expect(set.headers.get('ETag')).toBe('"2"')
    const answered = await set.json<Kept>()
    expect(answered).toMatchObject({ version: 2, rules: [TAG, POST, BBS], editor: 'Test' })
    expect(answered.updatedAt).toMatch(/^\d{4}-.*Z$/)
    expect(await kept()).toEqual(answered)
    expect((await put([], 2)).status).toBe(200)
    expect(await kept()).toMatchObject({ version: 3, rules: [], editor: 'Test' })
  })

  test('are kept as they were written, but for white space at their ends', async () => {
    const from = ' /标签/:name/?b=%31&a=1 '
    expect((await put([{ from, to: '/keywords/:name/', gone: null }])).status).toBe(200)
    expect((await kept()).rules).toEqual([{ from: from.trim(), to: '/keywords/:name/' }])
  })

  test('cost one row to read, and their editor’s name another', async () => {
    await put([TAG])
    const read = await selectRules(env.DB).run()
    expect([read.meta.rows_read, toRules(read).rules]).toEqual([1, [TAG]])
    const door = (await newsroom.spent(() => newsroom.call('GET', '/api/nothing'))).rowsRead
    expect((await newsroom.spent(() => get())).rowsRead).toBe(door + 2)
  })

  test('are not overwritten unseen', async () => {
    await put([TAG])
    const late = await put([BBS], 1)
    expect(late.status).toBe(412)
    expect(late.headers.get('ETag')).toBe('"2"')
    expect((await late.json<ProblemAnswer>()).detail).toContain('at version 2 now')
    expect((await newsroom.call('PUT', PATH, { rules: [] })).status).toBe(428)
    expect((await newsroom.call('PUT', PATH, { rules: [] }, { 'If-Match': '*' })).status).toBe(428)
    expect((await kept()).rules).toEqual([TAG])
  })

  test('said again write nothing, whatever version was seen', async () => {
    await put([TAG, POST])
    const cost = await newsroom.spent(async () => expect((await put([TAG, POST])).status).toBe(200))
    expect(cost.rowsWritten).toBe(0)
    expect((await kept()).version).toBe(2)
  })

  test('of two editors at once, one is told to look again', async () => {
    let isDone = false
    newsroom.onD1 = (sql) => {
      if (isDone || sql.length < 3) return
      isDone = true
      return put([BBS])
    }
    expect((await put([TAG])).status).toBe(412)
    expect(await kept()).toMatchObject({ version: 2, rules: [BBS] })
  })

  test('stand in the trail, with how many they are', async () => {
    await put([TAG, BBS])
    await put([TAG, BBS], 2)
    const { entries } = await (await newsroom.call('GET', '/api/audit')).json<{
      entries: { action: string; subject: string }[]
    }>()
    const set = entries.filter(({ action }) => action === 'address-rules.set')
    expect(set.map(({ subject }) => subject)).toEqual(['2'])
  })

  test('have every page made anew where the home page’s keys change, and none otherwise', async () => {
    const site = ['address-rules', 'site']
    expect(await touchedBy(() => put([TAG]))).toEqual(['address-rules'])
    expect((await touchedBy(() => put([TAG, POST], 2))).sort()).toEqual(site)
    const other = { from: '/?p=:id&x=1', gone: true }
    expect((await touchedBy(() => put([POST, TAG, other], 3))).sort()).toEqual(site)
    expect(await touchedBy(() => put([other, BBS, POST], 4))).toEqual(['address-rules'])
    expect(await touchedBy(() => put([other, BBS, POST], 5))).toEqual([])
    expect((await touchedBy(() => put([], 5))).sort()).toEqual(site)
  })

  test('have what the edge says of missing pages purged', async () => {
    const purged: string[] = []
    newsroom.cache = {
      purge: async ({ tags = [] }: CachePurgeOptions) => {
        purged.push(...tags)
        return { success: true, errors: [] }
      },
    } as unknown as CacheContext
    await put([TAG])
    expect(purged.sort()).toEqual(['address-rules', 'missing'])
    expect((await put([TAG])).status).toBe(200)
    expect(purged).toHaveLength(2)
  })

  test('that are sent again say that the edge has not heard of them yet', async () => {
    let isDown = false
    newsroom.onD1 = () => {
      if (isDown) throw new Error('Network connection lost.')
    }
    newsroom.onD1Answer = (sql) => {
      if (!sql.some((one) => /INSERT INTO address_rules/.test(one))) return
      isDown = true
      throw new Error('Network connection lost.')
    }
    vi.spyOn(console, 'warn').mockReturnValue()
    vi.spyOn(console, 'error').mockReturnValue()
    expect((await put([TAG])).status).toBe(503)
    isDown = false
    expect(await (await put([TAG])).json<Kept>()).toMatchObject({ purge: 'queued', rules: [TAG] })
    await newsroom.tick(Math.floor(Date.now() / 1000) + 60)
    expect(await (await put([TAG])).json<Kept>()).not.toHaveProperty('purge')
  })

  test('are read by any key, and set by who may publish in all sections', async () => {
    const reader = await keyWith(['keys:manage'])
    expect((await get(reader)).status).toBe(200)
    for (const other of [
      reader,
      await keyWith(['articles:write', 'sections:write']),
      await keyWith(['articles:publish'], ['news']),
    ]) {
      expect((await put([TAG], 1, other)).status).toBe(403)
    }
    const publisher = await keyWith(['articles:publish'])
    expect((await put([TAG], 1, publisher)).status).toBe(200)
    expect((await kept()).editor).toBe('Other')
  })
})

describe('rules are refused', () => {
  test.each<[unknown, string[]]>([
    [undefined, ['rules must be a list of rules']],
    [{}, ['rules must be a list of rules']],
    [
      [7],
      [
        'rules.0 must be { "from": …, "to": … }, { "from": …, "origin": … } or { "from": …, "gone": true }',
      ],
    ],
    [[{ to: '/' }], ['rules.0.from is required']],
    [[TAG, { from: '/a' }], ['rules.1.from must lead somewhere: by one of to, origin or gone']],
    [
      [{ from: '/a/:id', to: '/', gone: true }],
      ['rules.0.from must lead somewhere: by one of to, origin or gone'],
    ],
    [[{ from: '/a', gone: false }], ['rules.0.gone must be true']],
    [
      [{ from: '/a', gone: true, code: 301 }],
      ['rules.0.code is not a known field; check its spelling or remove it'],
    ],
    [
      [TAG, POST, BBS, { from: '/x/:a', to: 'https://example.org/' }],
      [
        'rules.3.to must be one of ours: /, /articles/:x, /sections/:x, /keywords/:x, /authors/:x, /archive, /archive/:month, /search, /feed.xml, /atom.xml, /feed.json, /sections/:x/feed.xml',
      ],
    ],
    [
      [{ from: 'tag', to: '/keywords/:x' }],
      [
        'rules.0.from must be a path from the root, perhaps with a query, like /tag/:name or /?p=:id',
      ],
    ],
    [
      [{ from: '/?p=:n', origin: 'wordpress' }],
      ['rules.0.from must have :id and no other name where the rule has an origin'],
    ],
    [
      [TAG, { from: '/tag/:other/', gone: true }],
      ['rules.1.from is like the same addresses as that of rule 1; remove one of them'],
    ],
    [
      [{ from: `/${'a'.repeat(300)}`, gone: true }],
      ['rules.0.from is too long; at most 300 characters are allowed'],
    ],
  ])('%j', async (rules, details) => {
    expect(await faultsOf(rules)).toEqual(details)
    expect((await kept()).version).toBe(1)
  })

  test('beyond two hundred', async () => {
    const rules = Array.from({ length: 5_000 }, (_, i) => ({ from: `/a${i}`, gone: true }))
    expect(await faultsOf(rules)).toEqual(['rules has too many entries; at most 200 are allowed'])
    expect((await put(rules.slice(0, 200))).status).toBe(200)
  })
})

describe('an export', () => {
  test('brings rules along, once and after sections, which an import sets again', async () => {
    expect((await lines()).some(({ type }) => type === 'address-rules')).toBe(false)
    await put([TAG, POST, BBS])
    await newsroom.post()
    const all = await lines()
    const line = { type: 'address-rules', rules: [TAG, POST, BBS] }
    expect(all.map(({ type }) => type)).toEqual([
      'section',
      'section',
      'address-rules',
      'article',
      'end',
    ])
    expect(all[2]).toEqual(line)
    expect((await lines('?cursor=readings.')).map(({ type }) => type)).toEqual(['end'])

    newsroom = await openNewsroom()
    expect((await bring(all)).map(({ status }) => status)).toEqual([200, 200, 200, 201, 200])
    expect(await kept()).toMatchObject({ version: 2, rules: line.rules })
    expect((await bring([line])).map(({ status }) => status)).toEqual([200])
    expect((await kept()).version).toBe(2)
  })

  test('of what has changed since has them only if they have, be it that there are none', async () => {
    await put([TAG])
    await env.DB.prepare('UPDATE address_rules SET updated_at = 1000').run()
    const rulesSince = async (since: string) =>
      (await lines(`?since=${since}`)).filter(({ type }) => type === 'address-rules')
    expect(await rulesSince('2020-01-01T00:00:00Z')).toEqual([])
    await put([], 2)
    expect(await rulesSince('2020-01-01T00:00:00Z')).toEqual([{ type: 'address-rules', rules: [] }])
    expect((await lines()).some(({ type }) => type === 'address-rules')).toBe(false)
  })
})

describe('an import', () => {
  const line = (rules: unknown) => ({ type: 'address-rules', rules })

  test('replaces the rules there are, line after line', async () => {
    await put([BBS])
    const answers = await bring([line([TAG]), line([POST]), line([TAG, { from: '/a' }])])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 422])
    expect(answers[2]?.errors?.[0]?.field).toBe('rules.1.from')
    expect((await kept()).rules).toEqual([POST])
  })

  test('takes what setting them takes', async () => {
    for (const other of [
      await keyWith(['articles:write']),
      await keyWith(['articles:write', 'articles:publish'], ['news']),
    ]) {
      expect((await bring([line([TAG])], other)).map(({ status }) => status)).toEqual([403])
    }
    expect((await kept()).version).toBe(1)
  })

  test('names all kinds of lines to who sends another', async () => {
    const [answer] = await bring([{ type: 'rules' }])
    expect(answer?.errors?.[0]?.detail).toBe(
      'type must be one of: article, section, picture, revision, front, reading, address-rules, end',
    )
  })
})
