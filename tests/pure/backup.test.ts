import { execFile } from 'node:child_process'
import {
  cpSync,
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

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const { stdout } = await d1('execute', 'DB', '--local', '--json', '--yes', '--command', sql)
  const results = JSON.parse(stdout.slice(stdout.indexOf('['))) as { results: [] }[]
  return results.at(-1)?.results ?? []
}

/** What is there, and what is secret. */
const STATE = `SELECT (SELECT group_concat(name || ' ' || hex(value)) FROM secrets) AS secrets,
  (SELECT count(*) FROM keys) AS keys, (SELECT count(*) FROM previews) AS previews,
  (SELECT count(*) FROM editions) AS editions, (SELECT count(*) FROM d1_migrations) AS migrations,
  (SELECT group_concat(name) FROM (SELECT name FROM sqlite_schema
    WHERE name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' ORDER BY name)) AS made`

test('a backup is for its owner alone, holds no secret, and restores to all the rest', async () => {
  await d1('migrations', 'apply', 'DB', '--local')
  const [before] =
    await query(`INSERT INTO keys (id, name, hash, created_at) VALUES (7, 'City desk', 'h', 0);
    INSERT INTO sections (id, slug, name) VALUES (1, 'news', '新闻');
    INSERT INTO articles (id, revision, slug, section_id, status, title, excerpt, keywords, created_at,
      updated_at) VALUES (1, 1, 'x', 1, 'draft', '秘密', '', '[]', 0, 0);
    INSERT INTO previews VALUES ('hash', 1, 7, 0, 1);
    ${STATE}`)
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
  const [after] = await query(STATE)
  expect(after).toEqual({ ...before, secrets: expect.stringMatching(/^previews [0-9A-F]{64}$/) })
  expect(after?.secrets).not.toBe(before?.secrets)
}, 240_000)
