import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { readD1Migrations } from '@cloudflare/vitest-plugin'
import { expect, test } from 'vitest'
import { costs } from '../../bench/upgrade/costs'
import { fileOf, filesOf, lastRelease, missing } from '../../scripts/released.ts'

const release = lastRelease()
const released = readFileSync(`tests/upgrades/${release.tag}.sql`, 'utf8')
const all = await readD1Migrations('migrations')
const isReleased = ({ name }: { name: string }) => released.includes(`('${name}')`)

const schemaOf = (db: DatabaseSync) =>
  db
    .prepare(
      `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL
       AND tbl_name NOT GLOB 'd1_*' AND name NOT GLOB 'sqlite_*' ORDER BY type, name`,
    )
    .all()

function made(...scripts: string[]): unknown[] {
  const db = new DatabaseSync(':memory:')
  for (const script of scripts) db.exec(script)
  return schemaOf(db)
}

const run = (migrations: typeof all) => migrations.flatMap(({ queries }) => queries.join(';\n'))

test(`the migrations that ${release.tag} had make the tables that it had`, () => {
  expect(made(...run(all.filter(isReleased)))).toEqual(made(released))
})

test(`a newsroom that comes from ${release.tag} gets the same tables as a new one`, () => {
  const later = all.filter((migration) => !isReleased(migration))
  expect(made(released, ...run(later))).toEqual(made(...run(all)))
})

test.skipIf(missing(release))('a released migration stays as it is', () => {
  for (const file of filesOf(release, 'migrations'))
    expect(readFileSync(file, 'utf8')).toBe(fileOf(release, file))
})

/** Rows of each table in the measurement. */
const ROWS = 20_000
/** What a migration may write, whatever there is: its own tables, triggers and few rows. */
const FEW = 500
/** Indexes over tables that are as long as the archive write a row for each of theirs. How many, for each row. */
const STATED: Record<string, number> = {
  // Lists of the desk, of what is not public too: one in fifty.
  '0020_finding.sql': 1.02,
}

test(`no migration writes more for ${ROWS} articles than is stated for it`, async () => {
  const measured = await costs(ROWS)
  expect(measured.map(({ name }) => name)).toEqual(
    all.filter((migration) => !isReleased(migration)).map(({ name }) => name),
  )
  const dear = measured
    .map(({ name, written }) => ({ name, written, most: FEW + ROWS * (STATED[name] ?? 0) }))
    .filter(({ written, most }) => written > most)
  expect(dear).toEqual([])
})
