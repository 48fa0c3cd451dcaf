import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, execute, MIGRATE } from './commands/local-d1.ts'

const exec = promisify(execFile)

/** What the command runs on: a copy, for it goes by the database beside it. */
const PARTS = ['scripts', 'migrations', 'src/editing/door', 'package.json', 'wrangler.toml']

let copy: string

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'broadside-'))
  for (const part of PARTS) cpSync(part, join(copy, part), { recursive: true })
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

const env = { ...process.env, CI: 'true', NO_COLOR: '1', WRANGLER_SEND_METRICS: 'false' }
const node = (...args: string[]) => exec(process.execPath, args, { cwd: copy, env })
const d1 = (...args: string[]) => node('node_modules/wrangler/bin/wrangler.js', 'd1', ...args)

/** What is there, and what is secret. */
const STATE = `SELECT (SELECT group_concat(name || ' ' || hex(value)) FROM secrets) AS secrets,
  (SELECT count(*) FROM keys) AS keys, (SELECT count(*) FROM previews) AS previews,
  (SELECT count(*) FROM editions) AS editions, (SELECT count(*) FROM d1_migrations) AS migrations,
  (SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema
    WHERE name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' ORDER BY name)) AS made`

test('a backup is for its owner alone, holds no secret, and restores to all the rest', async () => {
  await node('--eval', MIGRATE)
  execute(
    copy,
    'articles',
    `INSERT INTO keys (id, name, hash, created_at) VALUES (7, 'City desk', 'h', 0);
    INSERT INTO sections (id, slug, name) VALUES (1, 'news', '新闻');
    INSERT INTO articles (id, revision, slug, section_id, status, title, excerpt, keywords, created_at,
      updated_at) VALUES (1, 1, 'x', 1, 'draft', '秘密', '', '[]', 0, 0);
    INSERT INTO previews VALUES ('hash', 1, 7, 0, 1);`,
  )
  const [before] = ask(copy, 'articles', STATE)
  const secret = String(before?.secrets).split(' ')[1]
  const file = join(copy, 'backup.sql')
  writeFileSync(file, 'old', { mode: 0o644 })
  await node('scripts/backup.ts', 'backup.sql')
  expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  const dump = readFileSync(file, 'utf8')
  expect(dump).toContain('秘密')
  expect(dump.toUpperCase()).not.toContain(secret)

  rmSync(join(copy, '.wrangler/state/v3/d1'), { recursive: true })
  await d1('execute', 'DB', '--local', '--yes', '--file', 'backup.sql')
  const [after] = ask(copy, 'articles', STATE)
  expect(after).toEqual({ ...before, secrets: expect.stringMatching(/^previews [0-9A-F]{64}$/) })
  expect(after?.secrets).not.toBe(before?.secrets)
}, 240_000)

/** What a text database holds. */
const TEXTS = `SELECT (SELECT group_concat(id || ' ' || article_id || ' ' || hex(content) || ' ' || coalesce(hex(html), ''))
    FROM texts) AS texts, (SELECT after FROM rounds) AS after, (SELECT count(*) FROM search) AS found,
  (SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema
    WHERE name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' ORDER BY name)) AS made`

test('each text database goes into a file of its own, and gives no number twice once restored', async () => {
  const file = join(copy, 'wrangler.toml')
  const toml = readFileSync(file, 'utf8')
  writeFileSync(file, toml.replace(/^# (\[\[d1_databases\]\]\n)# (.*\n)# (.*\n)/m, '$1$2$3'))
  const migrated = () => d1('migrations', 'apply', 'TEXT_1', '--local')
  await node('--eval', MIGRATE)
  await expect(node('scripts/backup.ts', 'all.sql')).rejects.toThrow('TEXT_1 has no tables yet')
  expect(existsSync(join(copy, 'all.sql'))).toBe(false)
  await migrated()
  execute(
    copy,
    'texts',
    `INSERT INTO texts (id, article_id, number, created_at, content, html) VALUES
      (1, 1, 1, 0, X'01FF', NULL), (2, 1, 2, 0, X'02', X'03'), (3, 2, 1, 0, X'', NULL);
    INSERT INTO search (rowid, tokens) VALUES (8, '你好');
    UPDATE rounds SET after = 2;
    DELETE FROM texts WHERE id = 3;`,
  )
  const [before] = ask(copy, 'texts', TEXTS)
  expect(before).toMatchObject({ texts: '1 1 01FF ,2 1 02 03', after: 2, found: 1 })
  const { stdout } = await node('scripts/backup.ts', 'all.sql')
  expect(stdout).toMatch(/^all\.sql, all\.text-1\.sql hold /)
  expect(statSync(join(copy, 'all.text-1.sql')).mode & 0o777).toBe(0o600)

  rmSync(join(copy, '.wrangler/state/v3/d1'), { recursive: true })
  await d1('execute', 'DB', '--local', '--yes', '--file', 'all.sql')
  await d1('execute', 'TEXT_1', '--local', '--yes', '--file', 'all.text-1.sql')
  expect(ask(copy, 'texts', TEXTS)).toEqual([{ ...before, found: 0 }])
  // What migrations there were is known: none is applied again.
  expect((await migrated()).stdout).toContain('No migrations to apply')
  const put = "INSERT INTO texts (article_id, number, created_at, content) VALUES (2, 1, 0, X'')"
  expect(ask(copy, 'texts', `${put} RETURNING id`)).toEqual([{ id: 4 }])
}, 240_000)
