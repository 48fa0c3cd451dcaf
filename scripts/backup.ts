/**
 * npm run backup -- FILE [--remote]: all of D1 as SQL, for empty databases: a file for each. An export of
 * D1 refuses databases that hold a search index, and one of named tables leaves out their indexes
 * and triggers; so the tables are named, and the rest is added. The search index comes back empty,
 * and secrets are not in it: they come back as others.
 */
import { appendFile, rename } from 'node:fs/promises'
import { join, parse } from 'node:path'
import { command, Fault, here } from './command.ts'
import { CATALOGUE, query, text, type Where, wrangler } from './d1.ts'
import { databasesOf } from './databases.ts'
import { openPrivate } from './private.ts'
import { settings } from './settings.ts'

const OWN = "name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND tbl_name NOT GLOB 'search_*'"

/** Tables whose rows are left out, and what stands in for those in the restored database. */
const EMPTIED: Record<string, string> = {
  search: '',
  // What signed preview links until migration 11: a Worker of before looks for a row.
  secrets: "INSERT INTO secrets (name, value) VALUES ('previews', randomblob(32));\n",
}

const HELP = `Usage: npm run backup -- FILE [--remote]
Writes all of D1 to FILE, as SQL for an empty database: texts, and what is known of pictures. Each text database
(TEXT_1 and so on) goes into a file of its own beside it: backup.sql has backup.text-1.sql. Only their owner
can read them. The files of pictures are in R2: npm run export -- FILE --pictures FOLDER brings those.
--remote: the deployed newsroom, not the one on this machine`

const options = { remote: { type: 'boolean', default: false } } as const

await command(HELP, options, [1, 1], async (values, [name = '']) => {
  const databases = databasesOf(settings())
  const files = databases.map((database) => ({ database, file: fileOf(name, database) }))
  // The catalogue comes first: whatever it refers to then is still there when its text database has its turn.
  for (const { database, file } of files) {
    await save({ remote: values.remote, database }, `${here(file)}.part`)
  }
  // All of them or none: files of different days do not belong together.
  for (const { file } of files) await rename(`${here(file)}.part`, here(file))
  const [one, ...others] = files.map(({ file }) => file)
  const names = others.length === 0 ? `${one} holds` : `${[one, ...others].join(', ')} hold`
  const lost = others.length === 0 ? 'it' : 'them'
  console.log(
    `${names} everything in D1 but secrets and the search index, which npm run reindex makes anew: texts, and what is known of pictures. Their files are in R2, and not in ${lost}: npm run export -- FILE --pictures FOLDER brings those. Only you can read ${lost}.`,
  )
})

/** Where a database goes: beside the catalogue, which has the name that was given. */
function fileOf(given: string, database: string): string {
  if (database === CATALOGUE) return given
  const { dir, name, ext } = parse(given)
  return join(dir, `${name}.${database.toLowerCase().replaceAll('_', '-')}${ext}`)
}

/** Writes a database to a file. */
async function save(where: Where & { database: string }, file: string): Promise<void> {
  const schema = await query<{ type: string; name: string; sql: string }>(
    `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND ${OWN} ORDER BY rowid`,
    where,
  )
  const isExported = (item: { type: string; name: string }) =>
    item.type === 'table' && !(item.name in EMPTIED)
  const tables = schema.filter(isExported).flatMap((table) => ['--table', table.name])
  if (tables.length === 0)
    throw new Fault(
      `${where.database} has no tables yet: npm start makes them, or npm run deploy`,
      'refused',
    )
  await (await openPrivate(file)).close()
  const { remote, database } = where
  const place = remote ? '--remote' : '--local'
  await wrangler(
    'd1',
    'export',
    database,
    place,
    '--skip-confirmation',
    '--output',
    file,
    ...tables,
  )
  const rest = schema
    .filter((item) => !isExported(item))
    .map(({ name, sql }) => `${sql};\n${EMPTIED[name] ?? ''}`)
  await appendFile(file, `\n${rest.join('')}${await sequencesOf(where)}`)
}

/**
 * SQL that has ids go on where they were, not from the highest that is still there: none is ever given twice. Asked
 * for last, so that no row has a higher one.
 */
async function sequencesOf(where: Where): Promise<string> {
  const sequences = await query<{ name: string; seq: number }>(
    'SELECT name, seq FROM sqlite_sequence',
    where,
  )
  return sequences
    .map(
      ({ name, seq }) =>
        `DELETE FROM sqlite_sequence WHERE name = ${text(name)};
INSERT INTO sqlite_sequence (name, seq) VALUES (${text(name)}, ${seq});\n`,
    )
    .join('')
}
