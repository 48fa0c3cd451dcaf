import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { KEY, type Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

interface Shown {
  word: string
  pinyin: string
  by: { name: string }
  updatedAt: string
}

const at = (word: string) => `/api/readings/${encodeURIComponent(word)}`
const put = (word: string, pinyin: unknown, headers = {}) =>
  newsroom.call('PUT', at(word), { pinyin }, headers)
const get = (word: string) => newsroom.call('GET', at(word))
const remove = (word: string, headers = {}) => newsroom.call('DELETE', at(word), undefined, headers)
const list = async (query = '') => {
  const response = await newsroom.call('GET', `/api/readings${query}`)
  expect(response.status).toBe(200)
  return response.json<{ readings: Shown[]; next: string | null }>()
}
const words = async (query = '') => (await list(query)).readings.map(({ word }) => word)
const versionNow = () =>
  env.DB.prepare("SELECT value FROM counters WHERE name = 'readings version'").first('value')

async function faultsOf(word: string, pinyin: unknown) {
  const response = await put(word, pinyin)
  expect(response.status).toBe(422)
  return (await response.json<ProblemAnswer>()).errors?.map(({ detail }) => detail)
}

async function keyWith(scopes: string[], sections?: string[]) {
  const made = await newsroom.call('POST', '/api/keys', { name: 'Other', scopes, sections })
  return { Authorization: `Bearer ${(await made.json<{ key: string }>()).key}` }
}

const trail = async () => {
  const response = await newsroom.call('GET', '/api/audit')
  const { entries } = await response.json<{ entries: { action: string; subject: string }[] }>()
  return entries
    .filter(({ action }) => action.startsWith('reading.'))
    .map(({ action, subject }) => `${action} ${subject}`)
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

/** As many readings as there may be, but for so many. */
async function fill(room: number) {
  const sql = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
    INSERT INTO readings (word, pinyin, key_id, updated_at) SELECT '字' || i, 'zì', 1, 0 FROM n`
  await env.DB.prepare(sql)
    .bind(20_000 - room)
    .run()
  await env.DB.prepare("UPDATE counters SET value = ?1 WHERE name = 'readings'")
    .bind(20_000 - room)
    .run()
}

describe('a reading', () => {
  test('is set, shown, changed and removed', async () => {
    expect((await put('闵行', 'mǐn hang')).status).toBe(201)
    expect(await (await get('闵行')).json()).toMatchObject({
      word: '闵行',
      pinyin: 'mǐn hang',
      by: { name: 'Test' },
    })
    expect((await put('闵行', 'mǐn háng')).status).toBe(200)
    expect(await (await remove('闵行')).json()).toMatchObject({ pinyin: 'mǐn háng' })
    expect((await get('闵行')).status).toBe(404)
    expect((await remove('闵行')).status).toBe(404)
    expect(await trail()).toEqual(['reading.remove 闵行', 'reading.set 闵行', 'reading.set 闵行'])
  })

  test('said again writes nothing', async () => {
    await put('闵行', 'mǐn háng')
    const version = await versionNow()
    const cost = await newsroom.spent(() => put('闵行', ' mǐn  háng '))
    expect(cost.rowsWritten).toBe(0)
    expect(await versionNow()).toBe(version)
    expect(await trail()).toHaveLength(1)
  })

  test('changes no page, and owes the outside nothing', async () => {
    const editions = () => env.DB.prepare('SELECT * FROM editions ORDER BY page').all()
    const owed = () => env.DB.prepare('SELECT count(*) AS n FROM outbox').first('n')
    const before = [(await editions()).results, await owed()]
    await put('闵行', 'mǐn háng')
    expect([(await editions()).results, await owed()]).toEqual(before)
  })

  test.each([
    ['绿地', 'lv dì', 'lü dì'],
    ['女', 'nv̌', 'nǚ'],
    ['A股', 'ɡǔ', 'gǔ'],
    ['闵行', "Min'hang", 'Min hang'],
    ['e\u0301字', 'zì', 'zì'],
  ])('of %s as %s is kept tidy', async (word, pinyin, kept) => {
    expect((await put(word, pinyin)).status).toBe(201)
    expect((await list()).readings[0]).toMatchObject({ word: word.normalize('NFC'), pinyin: kept })
  })

  test.each([
    ['闵行', 'mǐn', 'pinyin must have a syllable to each Han character of the word: 2, and not 1'],
    [
      '闵行',
      'mǐn háng qū',
      'pinyin must have a syllable to each Han character of the word: 2, and not 3',
    ],
    [
      '闵行',
      'hello world',
      'pinyin must be pinyin, with a space between syllables, like "mǐn háng"',
    ],
    ['闵行', '', 'pinyin is empty; it takes 1 to 200 characters'],
    ['闵行', undefined, 'pinyin is required'],
    ['ABC', 'ā', 'word must hold a Han character'],
    ['闵 行', 'mǐn háng', 'word must hold no white space'],
    [
      '字'.repeat(21),
      Array(21).fill('zì').join(' '),
      'word is too long; at most 20 characters are allowed',
    ],
  ])('of %s as %s is refused', async (word, pinyin, detail) => {
    expect(await faultsOf(word, pinyin)).toEqual([detail])
    expect(await words()).toEqual([])
  })

  test('is the newsroom’s: whoever writes may set it, in whatever section, and nobody else', async () => {
    const writer = await keyWith(['articles:write'], ['culture'])
    expect((await put('闵行', 'mǐn háng', writer)).status).toBe(201)
    for (const other of [
      await keyWith(['articles:publish']),
      await keyWith(['keys:manage', 'sections:write']),
    ]) {
      expect((await put('闵行', 'min hang', other)).status).toBe(403)
      expect((await remove('闵行', other)).status).toBe(403)
    }
    const manager = await keyWith(['keys:manage'])
    expect((await newsroom.call('GET', '/api/readings', undefined, manager)).status).toBe(403)
  })

  test('beyond twenty thousand is refused, while those there are may change', async () => {
    await fill(1)
    expect((await put('闵行', 'mǐn háng')).status).toBe(201)
    const refused = await put('处长', 'chù zhǎng')
    expect(refused.status).toBe(409)
    expect((await refused.json<ProblemAnswer>()).detail).toContain('20000 readings')
    expect((await put('闵行', 'min hang')).status).toBe(200)
    await remove('闵行')
    expect((await put('处长', 'chù zhǎng')).status).toBe(201)
    const cost = await newsroom.spent(() => put('处长', 'chu zhang'))
    expect(cost.rowsRead).toBeLessThan(60)
  })

  test('of two editors at once, both are kept', async () => {
    let isDone = false
    newsroom.onD1 = (sql) => {
      if (isDone || sql.length < 3) return
      isDone = true
      return put('闵行', 'min hang')
    }
    expect((await put('闵行', 'mǐn háng')).status).toBe(200)
    expect((await list()).readings).toMatchObject([{ pinyin: 'mǐn háng' }])
    expect(
      await env.DB.prepare("SELECT value FROM counters WHERE name = 'readings'").first('value'),
    ).toBe(1)
  })
})

describe('the list', () => {
  test('goes by word, a page at a time, and by what words begin with', async () => {
    for (const [word, pinyin] of [
      ['闵行区', 'mǐn háng qū'],
      ['闵行', 'mǐn háng'],
      ['处长', 'chù zhǎng'],
      ['A股', 'gǔ'],
    ] as const) {
      await put(word, pinyin)
    }
    expect(await words()).toEqual(['A股', '处长', '闵行', '闵行区'])
    const first = await list('?limit=3')
    expect(first.readings).toHaveLength(3)
    expect(await list(`?limit=3&cursor=${encodeURIComponent(first.next ?? '')}`)).toMatchObject({
      readings: [{ word: '闵行区' }],
      next: null,
    })
    expect(await words('?starts=闵')).toEqual(['闵行', '闵行区'])
    expect(await words(`?starts=闵&cursor=闵行`)).toEqual(['闵行区'])
    expect(await words('?starts=%25')).toEqual([])
  })
})

describe('an export', () => {
  test('brings readings along, which an import sets again, and again', async () => {
    await put('闵行', 'mǐn háng')
    await put('A.b股', 'gǔ')
    const all = await lines()
    const readings = all.filter(({ type }) => type === 'reading')
    expect(readings).toEqual([
      { type: 'reading', word: 'A.b股', pinyin: 'gǔ' },
      { type: 'reading', word: '闵行', pinyin: 'mǐn háng' },
    ])
    expect(all.at(-1)).toEqual({ type: 'end', next: null })

    newsroom = await openNewsroom()
    expect((await bring(all)).filter(({ status }) => status >= 300)).toEqual([])
    const version = await versionNow()
    expect((await bring(readings)).map(({ status }) => status)).toEqual([200, 200])
    expect(await versionNow()).toBe(version)
    expect((await lines()).filter(({ type }) => type === 'reading')).toEqual(readings)
  })

  test('goes on after a word, whatever it is', async () => {
    await put('A.b股', 'gǔ')
    await put('闵行', 'mǐn háng')
    const cursor = encodeURIComponent('readings.A.b股')
    expect(await lines(`?cursor=${cursor}`)).toEqual([
      { type: 'reading', word: '闵行', pinyin: 'mǐn háng' },
      { type: 'end', next: null },
    ])
  })

  test('of more than a stretch has them all', async () => {
    await fill(17_500)
    const readings = (await lines()).filter(({ type }) => type === 'reading')
    expect(new Set(readings.map(({ word }) => word)).size).toBe(2_500)
  })

  test('since a moment has those that were set since', async () => {
    await put('闵行', 'mǐn háng')
    await put('处长', 'chù zhǎng')
    await env.DB.prepare("UPDATE readings SET updated_at = 0 WHERE word = '闵行'").run()
    const since = await lines('?since=2024-01-01T00:00:00Z')
    expect(since.filter(({ type }) => type === 'reading').map(({ word }) => word)).toEqual(['处长'])
  })
})

describe('an import', () => {
  test('says of each line what became of it, and of a word twice keeps the last', async () => {
    await fill(1)
    const reading = (word: string, pinyin: string) => ({ type: 'reading', word, pinyin })
    const results = await bring([
      reading('闵行', 'min hang'),
      reading('闵行', 'mǐn háng'),
      reading('处长', 'chù zhǎng'),
      reading('字1', 'zì zì'),
      reading('字1', 'zi'),
    ])
    expect(results.map(({ status }) => status)).toEqual([201, 200, 409, 422, 200])
    expect(await (await get('闵行')).json()).toMatchObject({ pinyin: 'mǐn háng' })
  })

  test('takes the right to write', async () => {
    const other = await keyWith(['sections:write'])
    const [result] = await bring([{ type: 'reading', word: '闵行', pinyin: 'mǐn háng' }], other)
    expect(result?.status).toBe(403)
  })
})
