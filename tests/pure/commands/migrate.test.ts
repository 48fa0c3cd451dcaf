import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runs } from './host.ts'
import { ask, MIGRATE } from './local-d1.ts'

let copy: string

const writes = (name: string, sql: string) => writeFileSync(join(copy, 'migrations', name), sql)
const migrate = () => runs(process.execPath, ['--eval', MIGRATE], { cwd: copy })
const applied = () => ask(copy, 'd1_migrations', 'SELECT name FROM d1_migrations ORDER BY id')

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'broadside-'))
  for (const part of ['scripts', 'package.json', 'wrangler.toml']) {
    cpSync(part, join(copy, part), { recursive: true })
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'))
  mkdirSync(join(copy, 'migrations'))
  writes('0001_first.sql', 'CREATE TABLE first (n INTEGER); -- a remark at the end')
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

test('local tables get all migrations or, where one fails, none, and each once', async () => {
  writes('0002_second.sql', 'INSERT INTO first VALUES (1); INSERT INTO missing VALUES (1);')
  expect(await migrate()).toMatchObject({
    code: 1,
    said: expect.stringContaining('no such table: missing'),
  })
  expect(applied()).toEqual([])

  writes('0002_second.sql', 'INSERT INTO first VALUES (2);')
  expect(await migrate()).toEqual({ code: 0, said: '' })
  writes('0003_third.sql', 'INSERT INTO first VALUES (3);')
  expect(await migrate()).toEqual({ code: 0, said: '' })
  expect(applied().map(({ name }) => name)).toEqual([
    '0001_first.sql',
    '0002_second.sql',
    '0003_third.sql',
  ])
  expect(ask(copy, 'first', 'SELECT n FROM first')).toEqual([{ n: 2 }, { n: 3 }])
}, 240_000)
