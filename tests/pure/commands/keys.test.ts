import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runs } from './host.ts'
import { ask, execute, MIGRATE } from './local-d1.ts'

/** What the command runs on: a copy, for it goes by the database beside it. */
const PARTS = [
  ...['scripts', 'migrations', 'src/editing/door', 'src/site/origin.ts'],
  ...['package.json', 'wrangler.toml'],
]

let copy: string

const env = { CI: 'true', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false' }
const node = (...args: string[]) => runs(process.execPath, args, { cwd: copy, env })
const keys = (...args: string[]) => node('scripts/keys.ts', ...args)

const query = (select: string) => ask(copy, 'keys', select)

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'broadside-'))
  for (const part of PARTS) cpSync(part, join(copy, part), { recursive: true })
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
  await node('--eval', MIGRATE)
}, 60_000)

afterAll(() => rmSync(copy, { recursive: true, force: true }))

const LINK = /^http:\/\/localhost:8787\/desk\/enter\/([\w-]{43})$/m
const hashIn = (said: string) =>
  createHash('sha256')
    .update(LINK.exec(said)?.[1] ?? '')
    .digest('hex')

describe('npm run keys -- invite', () => {
  test('makes a key for somebody, and prints a link that signs in with it', async () => {
    const { code, said } = await keys('invite', '--name', '张三', '--scopes', 'articles:write')
    expect([code, said]).toEqual([
      0,
      expect.stringContaining('Signs in as 张三 (key 1), once, until '),
    ])
    // Whoever is invited needs no key, so nobody else sees one.
    expect(said).not.toContain('bs_')
    const [link] = query(
      `SELECT l.hash, key_id, made_by, l.expires_at - l.created_at AS good, scopes,
         (SELECT group_concat(action || ' ' || subject) FROM audit) AS trail
       FROM sign_in_links l JOIN keys k ON k.id = key_id`,
    )
    expect(link).toEqual({
      hash: hashIn(said),
      key_id: 1,
      made_by: null,
      good: 86_400,
      scopes: '["articles:write"]',
      trail: 'key.create 1,key.invite 1',
    })
  })

  test('prints a link for a key that is there, good for as many hours as wanted', async () => {
    const { said } = await keys('invite', '--key', '1', '--hours', '168')
    const [link] = query(
      `SELECT key_id, expires_at - created_at AS good FROM sign_in_links WHERE hash = '${hashIn(said)}'`,
    )
    expect(link).toEqual({ key_id: 1, good: 7 * 86_400 })
  })

  test('makes none for a key that works no more, or never was', async () => {
    execute(
      copy,
      'keys',
      `INSERT INTO keys (id, name, hash, created_at, revoked_at) VALUES (7, 'Gone', 'a', 0, 1);
       INSERT INTO keys (id, name, hash, created_at, superseded_at) VALUES (8, 'Rotated', 'b', 0, 1)`,
    )
    const made = 'SELECT count(*) AS n FROM sign_in_links'
    const [before] = query(made)
    for (const [id, why] of [
      ['7', 'Key 7 (Gone) works no more'],
      ['8', 'Key 8 (Rotated) works no more'],
      ['9', 'There is no key 9'],
    ] as const) {
      expect(await keys('invite', '--key', id)).toEqual({
        code: 1,
        said: expect.stringContaining(why),
      })
    }
    expect(query(made)).toEqual([before])
  })

  test.each([
    [['invite'], 'A key needs a name'],
    [['invite', '--key', '1; DROP TABLE keys'], '--key takes a number'],
    [['invite', '--key', '1', '--name', 'Li'], 'leave out what a new one would be given'],
    [['invite', '--key', '1', '--hours', '169'], '--hours must be a number from 1 to 168'],
    [['invite', '--key', '1', '--hours', '0'], '--hours must be a number from 1 to 168'],
    [['create', '--name', 'Li', '--hours', '3'], '--key and --hours are for invite'],
    [['invite', '--name', 'Li', '--scopes', 'all'], 'not "all"'],
  ])('takes no %j', async (args, why) => {
    expect(await keys(...args)).toEqual({ code: 2, said: expect.stringContaining(why) })
  })

  test('makes no link that leads nowhere', async () => {
    const nowhere = await keys('invite', '--key', '1', '--remote')
    expect(nowhere).toEqual({ code: 1, said: expect.stringContaining('Set SITE_URL') })
    const settings = join(copy, 'wrangler.toml')
    const text = readFileSync(settings, 'utf8')
    writeFileSync(settings, text.replace('DESK = "on"', 'DESK = "off"'))
    const off = await keys('invite', '--key', '1')
    expect(off).toEqual({ code: 1, said: expect.stringContaining('The desk is switched off') })
  })
})

test('npm run keys -- revoke ends a key, and the programs that act for its holder', async () => {
  execute(
    copy,
    'keys',
    `INSERT INTO keys (id, name, hash, created_at) VALUES (20, 'Li', 'li', 0);
     INSERT INTO keys (id, name, hash, created_at, granted_by) VALUES (21, 'Li · App', 'app', 0, 20);
     INSERT INTO keys (id, name, hash, created_at, granted_by) VALUES (22, 'Other', 'o', 0, 1)`,
  )
  expect(await keys('revoke', '20')).toMatchObject({ code: 0 })
  expect(
    query(`SELECT id, (SELECT count(*) FROM audit WHERE action = 'key.revoke'
        AND subject = CAST(k.id AS TEXT)) AS noted
      FROM keys k WHERE id >= 20 AND revoked_at IS NOT NULL`),
  ).toEqual([
    { id: 20, noted: 1 },
    { id: 21, noted: 1 },
  ])
})
