import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Clone } from './cloudflare/clone.ts'

let clone: Clone

beforeEach(() => {
  clone = new Clone()
})
afterEach(() => clone.remove())

const AT = 'https://broadside.me.workers.dev'
const LINK = /^https:\/\/broadside\.me\.workers\.dev\/desk\/enter\/([\w-]{43})$/m
const LIST = 'd1 list --json'
const MIGRATE = 'd1 migrations apply DB'
const MIGRATE_TEXTS = 'd1 migrations apply TEXT_1'

const tokenIn = (said: string) => LINK.exec(said)?.[1] ?? ''
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

describe('the first deployment', () => {
  test('makes the database, then its tables, and says what is next', async () => {
    const { code, said } = await clone.deploy()
    expect([code, said]).toEqual([0, expect.stringContaining(`Next: open ${AT}`)])
    expect(clone.calls()).toEqual([LIST, 'deploy', MIGRATE])
    expect(clone.query('SELECT count(*) AS n FROM articles')).toEqual([{ n: 0 }])
    // A link would lead nowhere yet.
    expect(said).not.toContain('/desk/enter/')
    expect(clone.query('SELECT count(*) AS n FROM keys')).toEqual([{ n: 0 }])
  })

  test('succeeds where Cloudflare has made the database before, as behind its button', async () => {
    clone.edit('binding = "DB"', 'binding = "DB"\ndatabase_name = "paper"\ndatabase_id = "1-2"')
    const { code } = await clone.deploy({ CI: 'true', WORKERS_CI: '1' })
    expect(code).toBe(0)
    expect(clone.calls()).toEqual([MIGRATE, 'deploy'])
  })

  test('finds a database by the name it was given', async () => {
    clone.edit('binding = "DB"', 'binding = "DB"\ndatabase_name = "paper"')
    clone.cloudflare({ databases: ['other', 'paper'] })
    expect((await clone.deploy()).code).toBe(0)
    expect(clone.calls()).toEqual([LIST, MIGRATE, 'deploy'])
  })

  test('leaves what wrangler notes for others where they look for it', async () => {
    const notes = join(clone.folder, 'notes')
    await clone.deploy({ WRANGLER_OUTPUT_FILE_PATH: notes })
    expect(readFileSync(notes, 'utf8')).toContain('"type":"deploy"')
    const { said } = await clone.deploy({ WRANGLER_OUTPUT_FILE_DIRECTORY: clone.folder })
    expect(said).toContain('Next: open the address that wrangler prints above')
  })
})

describe('a text database', () => {
  const MADE = ['broadside-db', 'broadside-text-1']
  const tables = (database: string) =>
    clone.query('SELECT group_concat(name) AS t FROM d1_migrations', database)[0]?.t

  test('is made by the deployment that brings it, and gets its tables after that', async () => {
    clone.cloudflare({ databases: ['broadside-db'] })
    clone.addTexts('TEXT_1')
    const { code, said } = await clone.deploy()
    expect([code, said]).toEqual([0, expect.stringContaining('Cloudflare creates TEXT_1.')])
    expect(clone.calls()).toEqual([LIST, MIGRATE, 'deploy', MIGRATE_TEXTS])
    expect(tables('TEXT_1')).toBe('migrations/texts/0001_texts.sql')
    expect(tables('DB')).not.toContain('texts')
  })

  test('has its tables brought up to date before the Worker from then on', async () => {
    clone.cloudflare({ databases: MADE })
    clone.addTexts('TEXT_1')
    expect((await clone.deploy()).code).toBe(0)
    expect(clone.calls()).toEqual([LIST, MIGRATE, MIGRATE_TEXTS, 'deploy'])
  })

  test('may be there before the newsroom, and have the highest number', async () => {
    clone.addTexts('TEXT_10', 'database_name = "texts"\nmigrations_dir = "./migrations/texts/"')
    clone.addTexts('TEXT_2')
    clone.cloudflare({ databases: ['texts'] })
    expect((await clone.deploy()).code).toBe(0)
    const [ten, two] = ['TEXT_10', 'TEXT_2'].map((name) => `d1 migrations apply ${name}`)
    expect(clone.calls()).toEqual([LIST, ten, 'deploy', MIGRATE, two])
  })

  test.each([
    ['TEXT_1', '', 'TEXT_1 needs the line migrations_dir = "migrations/texts"'],
    ['TEXT_1', 'migrations_dir = "migrations"', 'TEXT_1 needs the line migrations_dir'],
    ['TEXT_01', undefined, 'text databases are TEXT_1 to TEXT_255, not "TEXT_01"'],
    ['TEXT_256', undefined, 'not "TEXT_256"'],
    [
      'TEXT_1',
      'migrations_dir = "migrations/texts"\ndatabase_id = "1-2"',
      'TEXT_1 and DB must be two databases',
    ],
  ])('is refused before anything is sent: %s with %j', async (binding, lines, why) => {
    clone.edit('binding = "DB"', 'binding = "DB"\ndatabase_id = "1-2"')
    clone.addTexts(binding, lines)
    const { code, said } = await clone.deploy()
    expect([code, said]).toEqual([1, expect.stringContaining(why)])
    expect(clone.calls()).toEqual([])
  })
})

describe('a deployment with SITE_URL', () => {
  beforeEach(() => clone.place(AT))

  test('prints a link that signs in the first editor, once, within an hour', async () => {
    const { code, said } = await clone.deploy()
    expect([code, said]).toEqual([0, expect.stringMatching(LINK)])
    const [row] = clone.query(
      `SELECT k.name, l.hash, l.expires_at - l.created_at AS good, scopes LIKE '%keys:manage%' AS manages,
         (SELECT group_concat(action) FROM audit) AS trail
       FROM sign_in_links l JOIN keys k ON k.id = l.key_id`,
    )
    expect(row).toEqual({
      name: 'First editor',
      hash: hashOf(tokenIn(said)),
      good: 3600,
      manages: 1,
      trail: 'key.create,key.invite',
    })
    // Nobody ever sees the key itself.
    expect(said).not.toContain('bs_')
  })

  test('prints another, to the same key, for who missed the first', async () => {
    const first = await clone.deploy()
    const second = await clone.deploy()
    expect(tokenIn(second.said)).toMatch(/./)
    expect(tokenIn(second.said)).not.toBe(tokenIn(first.said))
    expect(clone.query('SELECT count(*) AS n FROM keys')).toEqual([{ n: 1 }])
  })

  test.each([
    [
      'the first editor has signed in',
      "INSERT INTO audit (at, key_id, action, subject) VALUES (1, 1, 'desk.sign-in', '1')",
    ],
    ['the first key was used', 'UPDATE keys SET last_used_at = 1'],
    [
      'there is another key',
      "INSERT INTO keys (name, hash, created_at) VALUES ('City desk', 'x', 1)",
    ],
  ])('prints none once %s', async (_, sql) => {
    await clone.deploy()
    clone.query(sql)
    const { code, said } = await clone.deploy()
    expect([code, said]).toEqual([0, expect.not.stringContaining('/desk/enter/')])
    expect(clone.query("SELECT count(*) AS n FROM keys WHERE name = 'First editor'")).toEqual([
      { n: 1 },
    ])
  })

  test.each([
    ['was revoked', 'revoked_at = 1'],
    ['has expired', 'expires_at = 1'],
    ['was rotated', 'superseded_at = 1'],
  ])('makes a new key when the only one %s', async (_, set) => {
    await clone.deploy()
    clone.query(`UPDATE keys SET ${set}`)
    const { said } = await clone.deploy()
    expect(clone.query('SELECT key_id FROM sign_in_links ORDER BY key_id DESC LIMIT 1')).toEqual([
      { key_id: 2 },
    ])
    expect(tokenIn(said)).toMatch(/./)
  })

  test('prints it in Cloudflare’s builds, and never in a log that others may read', async () => {
    const open = await clone.deploy({ CI: 'true', GITHUB_ACTIONS: 'true' })
    expect(open.code).toBe(0)
    expect(open.said).not.toContain('/desk/enter/')
    expect(open.said).toContain('npm run keys -- invite')
    expect(clone.query('SELECT count(*) AS n FROM keys')).toEqual([{ n: 0 }])
    const build = await clone.deploy({ CI: 'true', WORKERS_CI: '1' })
    expect(build.said).toMatch(LINK)
  })

  test('makes no key where the desk is switched off', async () => {
    clone.edit('DESK = "on"', 'DESK = "off"')
    expect((await clone.deploy()).said).not.toContain('/desk/enter/')
    expect(clone.query('SELECT count(*) AS n FROM keys')).toEqual([{ n: 0 }])
  })

  test('migrates before it deploys, from the second time on', async () => {
    await clone.deploy()
    clone.calls()
    await clone.deploy()
    expect(clone.calls()).toEqual([LIST, MIGRATE, 'deploy', 'd1 execute DB'])
  })
})

describe('what can hardly be meant is said', () => {
  test.each([
    ['https://news.me.dev', [], 'set workers_dev = false in wrangler.toml'],
    [AT, ['workers_dev = true', 'workers_dev = false'], 'switches that address off'],
    [AT, ['preview_urls = false', 'preview_urls = true'], 'an address of its own'],
    [AT, [/^SITE_NAME = .*/m, 'SITE_NAME = "甲报"'], 'card.png bears another name'],
  ] as const)('at %s with %j', async (url, [from, to], words) => {
    clone.place(url)
    if (from !== undefined) clone.edit(from, to as string)
    const { code, said } = await clone.deploy()
    expect([code, said]).toEqual([0, expect.stringContaining(words)])
  })

  test('and nothing is said where all is well', async () => {
    clone.place('https://news.me.dev')
    clone.edit('workers_dev = true', 'workers_dev = false')
    expect((await clone.deploy()).said).not.toMatch(/workers_dev|preview_urls|card\.png/)
  })
})

describe('ends with 1, and why', () => {
  test('for a SITE_URL that cannot be read, before anything is sent', async () => {
    clone.place('news.me.dev')
    const { code, said } = await clone.deploy()
    expect([code, said]).toEqual([1, expect.stringContaining('not "news.me.dev"')])
    expect(clone.calls()).toEqual([])
  })

  test('for a Worker that is called otherwise in Cloudflare’s builds', async () => {
    const { code, said } = await clone.deploy({ WRANGLER_CI_OVERRIDE_NAME: 'paper' })
    expect([code, said]).toEqual([1, expect.stringContaining('write name = "paper"')])
    expect(clone.calls()).toEqual([])
  })

  test('without a login', async () => {
    clone.cloudflare({ isLoggedIn: false })
    const { code, said } = await clone.deploy()
    expect([code, said]).toEqual([1, expect.stringContaining('npx wrangler login')])
    const inBuild = await clone.deploy({ CI: 'true', WORKERS_CI: '1' })
    expect(inBuild.said).toContain('needs D1')
    expect(inBuild.said).not.toContain('wrangler login')
  })

  test('when the upload fails: no link leads to what is not there', async () => {
    clone.place(AT)
    clone.cloudflare({ failing: 'deploy', databases: ['broadside-db'] })
    const { code, said } = await clone.deploy()
    expect([code, said]).toEqual([1, expect.stringContaining('Something went wrong')])
    expect(said).not.toContain('/desk/enter/')
    expect(existsSync(join(clone.folder, '.cloudflare/DB.sqlite'))).toBe(true)
  })
})
