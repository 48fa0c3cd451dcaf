/** Archives over several databases, as `npm run archive` makes them and checks them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { check } from '../../../scripts/archive/check'
import { CATALOGUE, type Plan, textFile } from '../../../scripts/archive/databases'
import { fillFolder } from '../../../scripts/archive/main'
import type { Vars } from '../../../scripts/archive/worker'

const VARS: Vars & { LEASES: string } = {
  SITE_URL: 'https://news.test',
  SITE_NAME: '临江新闻',
  SITE_DESCRIPTION: '',
  SITE_LANGUAGE: 'zh-CN',
  SITE_TIME_ZONE: 'Asia/Shanghai',
  SITEMAP_CAPACITY: '10000',
  LEASES: 'on',
}
const PLAN: Plan = { count: 300, han: 60, databases: 3, limit: 1_000_000 }

/** Of a busy machine, in milliseconds. */
const PATIENCE = 60_000

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'broadside-archive-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const open = (file: string) => new DatabaseSync(join(folder, file))

test('30,000 articles over three databases are found, shown and searched as readers do', {
  timeout: 600_000,
}, async () => {
  await fillFolder(folder, VARS, { ...PLAN, count: 30_000, limit: 12_000_000 })
  expect(await check(folder, VARS)).toEqual([])
  // A fiftieth is withdrawn, which is a revision more.
  const texts = [1, 2].map((store) =>
    Number(open(textFile(store)).prepare('SELECT count(*) AS n FROM texts').get()?.n),
  )
  expect(texts.reduce((sum, n) => sum + n)).toBe(30_600)
  expect(Math.min(...texts)).toBeGreaterThan(8_000)
})

describe('the check names', () => {
  beforeEach(() => fillFolder(folder, VARS, PLAN), PATIENCE)

  test('a text that is not there, and the article whose page shows none', async () => {
    open(textFile(1)).exec('DELETE FROM texts WHERE article_id = 1 AND number = 1')
    const faults = await check(folder, VARS)
    expect(faults).toContain('1 missing, 0 that nothing refers to, 0 uneven')
    expect(faults.join('\n')).toContain('article 1: ')
  })

  test('a text that nothing refers to', async () => {
    open(textFile(1)).exec(
      "INSERT INTO texts (article_id, number, created_at, content) VALUES (1, 2, 0, X'')",
    )
    expect(await check(folder, VARS)).toEqual(['0 missing, 1 that nothing refers to, 0 uneven'])
  })

  test('an article that search has forgotten', async () => {
    open(textFile(1)).exec('DELETE FROM search WHERE rowid = (SELECT min(found_at) FROM texts)')
    const faults = await check(folder, VARS)
    expect(faults).toContain('293 in search indexes, 294 published')
  })
})

test('an archive is gone on with by the same order alone', async () => {
  await fillFolder(folder, VARS, { ...PLAN, count: 10 })
  await expect(fillFolder(folder, VARS, { ...PLAN, count: 20 })).rejects.toThrow('another plan')
  expect(open(CATALOGUE).prepare('SELECT max(id) AS id FROM articles').get()?.id).toBe(10)
})
