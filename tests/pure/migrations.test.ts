import { readFileSync } from 'node:fs'
import { readD1Migrations } from '@cloudflare/vitest-plugin'
import { describe, expect, test } from 'vitest'
import { lastRelease } from '../../scripts/released.ts'

/**
 * A migration runs while the Worker from before serves readers, and has to be through within 30 seconds over a
 * million articles (D1's limit for a query). So it only adds, and touches no row that is there. What is to be
 * filled in, the clock fills in, in bounded steps.
 */
const ALLOWED = [
  /^CREATE TABLE \w+ \(/,
  /^CREATE VIRTUAL TABLE \w+ USING fts5 \(/,
  /^CREATE (UNIQUE )?INDEX \w+ ON \w+ \(/,
  /^CREATE TRIGGER \w+ /,
  /^ALTER TABLE \w+ ADD COLUMN /,
  /^DROP (TRIGGER|INDEX) \w+$/,
  /^INSERT INTO \w+ \([\w, ]+\) VALUES /,
  // As many rows as are written out.
  /^INSERT INTO \w+ \([\w, ]+\) SELECT ((?!SELECT|FROM).)* FROM json_each\('\[[^\]]*\]'\)$/,
]

/**
 * A column that has to be looked at in every row, or worked out for it. One that refers to another table begins
 * as null everywhere, or SQLite refuses it: there is nothing to look up.
 */
const DEAR_COLUMN = /\b(CHECK|GENERATED|AS|CURRENT_\w+|UNIQUE)\b|DEFAULT \(/

/**
 * SQLite looks through a STRICT table when it gets a column (`pragma quick_check`, in sqlite3AlterFinishAddColumn).
 * Through a million articles' rows that is seconds, and through their texts, some 7 GB, it may be too long: what
 * belongs to a revision gets a table of its own, in a text database too.
 */
const TOO_LARGE = /^ALTER TABLE (revisions|texts) /

/** D1's limits for what is run together, and for one statement. */
const [MOST_STATEMENTS, MOST_BYTES] = [100, 100_000]
/** Rows that one file may write out. */
const MOST_ROWS = 50

/** From before the first release, and what they do beyond the rule: newsrooms of then were empty or few. */
const BEFORE_RULE: Record<string, RegExp> = {
  '0002_safe_writes.sql': /^ALTER TABLE revisions /,
  '0005_lists.sql':
    /^(CREATE TABLE memberships AS|INSERT INTO (lists|list_entries|editions) |DROP TABLE memberships)/,
  '0009_debts.sql': /^UPDATE outbox /,
  '0011_previews.sql': /^UPDATE engines /,
  '0012_sections.sql': /^UPDATE sections /,
  '0013_sizes.sql': /^ALTER TABLE revisions /,
}

/**
 * What counts from the first moment cannot be filled in later: its triggers go on from there. Such a file may read
 * what is there by an index, and writes as many rows as there are names: 1.3 s over a million drafts.
 */
const COUNTS: Record<string, RegExp> = {
  '0029_numbers.sql': /^INSERT INTO (hidden_counts|lists|counters) \([\w, ]+\) SELECT /,
}

const plain = (sql: string) =>
  sql
    .replace(/--[^\n]*/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** What is wrong with a statement of a migration; null when nothing is. */
function faultOf(sql: string, others: string[]): string | null {
  const text = plain(sql)
  if (!ALLOWED.some((form) => form.test(text))) return `does more than add: ${text.slice(0, 80)}`
  if (/^CREATE TABLE \w+ AS\b/.test(text)) return 'copies a table'
  const column = /^ALTER TABLE \w+ ADD COLUMN (.*)/.exec(text)?.[1]
  if (column && DEAR_COLUMN.test(column)) return `looks at every row: ${column}`
  if (TOO_LARGE.test(text)) return 'looks through the texts of all revisions'
  const unique = /^CREATE UNIQUE INDEX \w+ ON (\w+)/.exec(text)?.[1]
  if (unique && !others.some((other) => plain(other).startsWith(`CREATE TABLE ${unique} (`)))
    return `refuses what the Worker that still runs writes to ${unique}`
  const dropped = /^DROP (TRIGGER|INDEX) (\w+)/.exec(text)
  if (!dropped) return null
  const isMadeAnew = others.some((other) =>
    new RegExp(`^CREATE (UNIQUE )?${dropped[1]} ${dropped[2]} `).test(plain(other)),
  )
  return isMadeAnew ? null : `${dropped[2]} is gone for the Worker that still runs`
}

const faultsOf = (name: string, queries: string[]) =>
  queries
    .filter((sql) => !BEFORE_RULE[name]?.test(plain(sql)) && !COUNTS[name]?.test(plain(sql)))
    .flatMap((sql) => faultOf(sql, queries) ?? [])

const migrations = [
  ...(await readD1Migrations('migrations')),
  ...(await readD1Migrations('migrations/texts')),
]

describe('a migration only adds', () => {
  test.each(migrations)('$name', ({ name, queries }) => {
    expect(faultsOf(name, queries)).toEqual([])
    expect(queries.length).toBeLessThan(MOST_STATEMENTS)
    for (const sql of queries) expect(Buffer.byteLength(sql)).toBeLessThanOrEqual(MOST_BYTES)
    const rows = queries.flatMap((sql) => plain(sql).match(/^INSERT .*/) ?? []).join()
    expect(rows.split('), (').length).toBeLessThanOrEqual(MOST_ROWS)
  })

  test('and exceptions are older than the first release', () => {
    const released = readFileSync(`tests/upgrades/${lastRelease().tag}.sql`, 'utf8')
    for (const name of Object.keys(BEFORE_RULE)) expect(released).toContain(`'${name}'`)
  })

  test.each([
    'UPDATE articles SET excerpt = title',
    'DELETE FROM outbox',
    'DROP TABLE secrets',
    'DROP INDEX articles_newest',
    'CREATE UNIQUE INDEX articles_titled ON articles (title)',
    'DROP TRIGGER editions_made',
    'CREATE TABLE copy AS SELECT * FROM articles',
    'ALTER TABLE articles DROP COLUMN lead',
    'ALTER TABLE articles RENAME TO pieces',
    'ALTER TABLE articles RENAME COLUMN lead TO picture',
    'ALTER TABLE articles ADD COLUMN place INTEGER NOT NULL DEFAULT 0 CHECK (place >= 0)',
    'ALTER TABLE articles ADD COLUMN year INTEGER AS (published_at / 31557600) STORED',
    'ALTER TABLE articles ADD COLUMN seen_at TEXT DEFAULT CURRENT_TIMESTAMP',
    'ALTER TABLE revisions ADD COLUMN text_db INTEGER NOT NULL DEFAULT 0',
    "INSERT INTO editions (page, edition) SELECT 'x/' || slug, 'e' FROM articles",
    "INSERT INTO editions (page, edition) SELECT value, (SELECT max(id) FROM articles) FROM articles, json_each('[1]')",
    'REPLACE INTO counters (name, value) VALUES (1, 2)',
    'PRAGMA writable_schema = 1',
    'VACUUM',
    'REINDEX',
  ])('which the rule says of this one: %s', (sql) => {
    expect(faultsOf('0099_new.sql', [sql])).toHaveLength(1)
  })

  test.each([
    "INSERT INTO counters (name, value) VALUES ('x', 0)",
    `INSERT INTO editions (page, edition)
     SELECT value, lower(hex(randomblob(10))) FROM json_each('["a", "b"]')`,
    'ALTER TABLE articles ADD COLUMN card TEXT',
    "ALTER TABLE keys ADD COLUMN kind TEXT NOT NULL DEFAULT 'key'",
  ])('which this one does: %s', (sql) => {
    expect(faultsOf('0099_new.sql', [sql])).toEqual([])
  })
})
