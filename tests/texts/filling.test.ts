/** How full the databases are, and whether each answers: as health tells it, the log and the desk. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AnswerOf } from '../../src/editing/contract/answers'
import { secondsNow } from '../../src/time'
import { hang } from '../support/bindings'
import { atDesk, makeKey } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'

const MEGABYTE = 1_000_000
/** When an hour begins, in UTC seconds. */
const HOUR = 1_800_000_000

let newsroom: Newsroom
let lines: Record<string, unknown>[]

beforeEach(() => {
  lines = []
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line) => void lines.push(JSON.parse(line)))
  }
})

afterEach(async () => {
  for (const db of [env.DB, env.SPARE_1, env.SPARE_2]) {
    await db.prepare('DROP TABLE IF EXISTS filler').run()
  }
})

/** A newsroom whose clock runs, and whose databases may hold a megabyte each. */
async function open(stores = 0, vars = {}) {
  newsroom = await openNewsroom({ DATABASE_MB: '1', ...vars } as Partial<Env>, stores)
  await newsroom.tick(secondsNow())
  lines = []
}

const sizeOf = async (db: D1Database) => (await db.prepare('SELECT 1').run()).meta.size_after

/** Rows of a test's own, which take so many bytes. */
async function fill(db: D1Database, bytes: number) {
  await db.prepare('CREATE TABLE IF NOT EXISTS filler (id INTEGER PRIMARY KEY, b BLOB)').run()
  const rows = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
    SELECT zeroblob(4000) FROM n`
  await db
    .prepare(`INSERT INTO filler (b) ${rows}`)
    .bind(Math.ceil(bytes / 4_096))
    .run()
}

/** Has a database take so much of a megabyte, and a little more. */
const fillTo = async (db: D1Database, share: number) =>
  fill(db, share * MEGABYTE - (await sizeOf(db)))

const empty = (db: D1Database) => db.prepare('DELETE FROM filler').run()

/** What health says of the databases. */
async function seen() {
  newsroom.time.pass(10_000)
  const response = await newsroom.fetch('/api/health')
  const { checks } = await response.json<AnswerOf<'Health'>>()
  return { code: response.status, ...checks.databases }
}

const well = (name: string) => ({ name, status: 'pass', answers: true, percent: null })
const filled = () => lines.filter(({ event }) => event === 'database-filling')
const events = () => lines.map(({ event }) => event)
const lose = () => {
  throw new Error('D1_ERROR: Network connection lost.')
}
/** Plays a fault of one text database. */
const only = (database: number, fault: () => unknown) => (store: number) =>
  store === database ? fault() : undefined

test('what a database tells as its size falls when rows go: room that is made is seen', async () => {
  await open()
  const before = await sizeOf(env.DB)
  expect(before).toBeLessThan(0.79 * MEGABYTE)
  await fill(env.DB, MEGABYTE)
  expect(await sizeOf(env.DB)).toBeGreaterThan(before + 0.99 * MEGABYTE)
  await empty(env.DB)
  expect(await sizeOf(env.DB)).toBeLessThan(before + 0.02 * MEGABYTE)
})

describe('health', () => {
  test('names each database, and tells nobody the size of one that has room', async () => {
    await open(2)
    const each = ['DB', 'TEXT_1', 'TEXT_2'].map(well)
    expect(await seen()).toEqual({ code: 200, status: 'pass', each })
  })

  test('warns of a catalogue that is 80 % full, until there is room again', async () => {
    await open()
    await fillTo(env.DB, 0.79)
    expect(await seen()).toMatchObject({ code: 200, status: 'pass', each: [well('DB')] })
    await fillTo(env.DB, 0.81)
    const each = [{ name: 'DB', status: 'warn', answers: true, percent: 81 }]
    expect(await seen()).toEqual({ code: 200, status: 'warn', each })
    expect(events()).toEqual([])
    await empty(env.DB)
    expect(await seen()).toMatchObject({ code: 200, status: 'pass', each: [well('DB')] })
  })

  test('takes a text database for full that takes nothing new only when its last room goes', async () => {
    await open(2)
    await fillTo(env.SPARE_1, 0.9)
    expect(await seen()).toMatchObject({ code: 200, status: 'pass' })
    await fillTo(env.SPARE_1, 0.96)
    expect(await seen()).toMatchObject({ code: 200, status: 'warn' })
  })

  test('fails from 95 % on, of a database that goes on growing', async () => {
    await open(2)
    await fillTo(env.SPARE_2, 0.95)
    expect(await seen()).toEqual({
      code: 503,
      status: 'fail',
      each: [
        well('DB'),
        well('TEXT_1'),
        { name: 'TEXT_2', status: 'fail', answers: true, percent: 95 },
      ],
    })
    expect(lines).toMatchObject([{ event: 'unhealthy', failing: ['databases'], warning: [] }])
  })

  test('takes 10,000 MB for the limit where nothing is said', async () => {
    await open(0, { DATABASE_MB: undefined })
    await fill(env.DB, MEGABYTE)
    expect(await seen()).toMatchObject({ code: 200, status: 'pass' })
  })

  test('costs a newsroom without text databases what it did, and with them a statement each', async () => {
    const look = () => newsroom.spent(seen)
    await open()
    const alone = await look()
    await open(2)
    const both = await look()
    expect(alone).toMatchObject({ roundTrips: 1, kvReads: 1 })
    expect(both).toMatchObject({ roundTrips: 3, statements: alone.statements + 2 })
    expect(both.rowsRead - alone.rowsRead).toBeLessThanOrEqual(2)
    expect(both.rowsWritten).toBe(0)
  })

  test('knows nothing of the sizes while the catalogue does not answer', async () => {
    await open(2)
    newsroom.onD1 = lose
    newsroom.time.pass(10_000)
    const response = await newsroom.fetch('/api/health')
    expect(response.status).toBe(503)
    expect((await response.json<AnswerOf<'Health'>>()).checks.databases).toBeNull()
  })
})

describe('a text database that does not answer', () => {
  const away = { name: 'TEXT_1', status: 'fail', answers: false, percent: null }

  test.each([
    ['is down', lose],
    ['hangs', hang],
  ])('%s: 503, with its name, and the rest of the site goes on', async (_, fault) => {
    await open(2)
    const { url } = await newsroom.post({ title: '渡轮复航', body: '渡轮明天复航。' })
    lines = []
    newsroom.onTexts = only(1, fault)
    const each = [well('DB'), away, well('TEXT_2')]
    expect(await seen()).toEqual({ code: 503, status: 'fail', each })
    expect(lines).toMatchObject([
      { event: 'texts-unreachable', database: 'TEXT_1' },
      { event: 'unhealthy', failing: ['databases'] },
    ])
    expect(await newsroom.read('/')).toContain('渡轮复航')
    expect(await newsroom.read(url)).toContain('渡轮明天复航。')
    expect((await newsroom.post({ body: '渡轮今天复航。' })).status).toBe('published')
    newsroom.onTexts = () => {}
    expect(await seen()).toMatchObject({ code: 200, status: 'pass' })
  })

  test('counts as such where nobody has made its tables', async () => {
    await open(1)
    newsroom.onTexts = () => {
      throw new Error('D1_ERROR: no such table: texts: SQLITE_ERROR')
    }
    expect(await seen()).toMatchObject({ code: 503, each: [well('DB'), away] })
    expect(lines[0]).toMatchObject({ event: 'texts-unreachable', database: 'TEXT_1' })
    expect(lines[0]?.fault).toContain('TEXT_1 has no tables')
  })
})

describe('the clock', () => {
  test('writes down once an hour which databases are 80 % full', async () => {
    await open(2)
    await fillTo(env.DB, 0.83)
    await fillTo(env.SPARE_2, 1.2)
    for (let minute = 0; minute < 60; minute += 15) await newsroom.tick(HOUR + minute * 60 + 59)
    const level = { level: 'warn', event: 'database-filling' }
    expect(filled()).toMatchObject([
      { ...level, database: 'DB', megabytes: 1, percent: 83 },
      { ...level, database: 'TEXT_2', megabytes: 1, percent: 120 },
    ])
    await newsroom.tick(HOUR + 3_600)
    expect(filled()).toHaveLength(4)
  })

  test('asks for that at the beginning of an hour only, and the text databases alone', async () => {
    const spent = async (stores: number, at: number) => {
      await open(stores)
      const { roundTrips, statements } = await newsroom.spent(() => newsroom.tick(at))
      return { roundTrips, statements }
    }
    expect(await spent(0, HOUR)).toEqual(await spent(0, HOUR + 60))
    const usual = await spent(2, HOUR + 60)
    const more = { roundTrips: usual.roundTrips + 2, statements: usual.statements + 2 }
    expect(await spent(2, HOUR)).toEqual(more)
  })

  test('goes on with a text database that is down, and warns of the others', async () => {
    await open(2)
    await fillTo(env.SPARE_2, 0.9)
    newsroom.onTexts = only(1, lose)
    await newsroom.tick(HOUR)
    expect(events()).toContain('texts-unreachable')
    expect(filled()).toMatchObject([{ database: 'TEXT_2', percent: 90 }])
  })
})

describe('the page of the day', () => {
  test('says nothing of databases that have room', async () => {
    await open(2)
    expect(await (await atDesk(newsroom)).read('/desk')).not.toMatch(/alarm|full|database/)
  })

  test('says which database fills, and whom to ask for what', async () => {
    await open(1)
    const desk = await atDesk(newsroom)
    await fillTo(env.DB, 0.85)
    await fillTo(env.SPARE_1, 0.96)
    const page = await desk.read('/desk')
    expect(page).toMatch(/class="alarm">The database DB is 85 % full; .*Ask whoever runs the site/)
    expect(page).toMatch(/class="alarm">The database TEXT_1 is nearly full, at 96 %; .*today: docs/)
    await desk.post('/desk/language', { language: 'zh', to: '/desk' })
    const chinese = await desk.read('/desk')
    expect(chinese).toContain('数据库 DB 已经用了 85%')
    expect(chinese).toContain('数据库 TEXT_1 快满了，已经用了 96%')
    expect(chinese).toContain('docs/growing.md')
  })

  test.each([
    ['is down', lose],
    ['hangs', hang],
  ])('says which %s, and is there all the same', async (_, fault) => {
    await open(2)
    await newsroom.post({ title: '渡轮草稿', status: 'draft' })
    const desk = await atDesk(newsroom)
    newsroom.onTexts = only(2, fault)
    const page = await desk.read('/desk')
    expect(page).toContain('渡轮草稿')
    expect(page).toContain('class="alarm">The database TEXT_2, which holds texts, does not answer')
    expect(page).not.toContain('TEXT_1')
    await desk.post('/desk/language', { language: 'zh', to: '/desk' })
    expect(await desk.read('/desk')).toContain('存放正文的数据库 TEXT_2 没有回应')
  })

  test('says it to those who see the rest of the findings, and asks for nobody else', async () => {
    await open(1)
    await fillTo(env.DB, 0.99)
    const scopes = ['articles:write', 'articles:publish']
    const { key } = await makeKey(newsroom, scopes, { sections: ['news'] })
    const desk = await atDesk(newsroom, key)
    let asked = 0
    newsroom.onTexts = () => void asked++
    expect(await desk.read('/desk')).not.toMatch(/alarm|full/)
    expect(asked).toBe(0)
  })
})
