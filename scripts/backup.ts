/**
 * npm run backup -- FILE [--remote]: all of D1 as SQL, for an empty database. An export of
 * D1 refuses databases that hold a search index, and one of named tables leaves out their indexes
 * and triggers; so the tables are named, and the rest is added. The search index comes back empty,
 * and secrets are not in it: they come back as others.
 */
import { appendFile, rename } from 'node:fs/promises'
import { command, here } from './command.ts'
import { query, wrangler } from './d1.ts'
import { openPrivate } from './private.ts'

const OWN = "name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND tbl_name NOT GLOB 'search_*'"

/** Tables whose rows are left out, and what stands in for those in the restored database. */
const EMPTIED: Record<string, string> = {
  search: '',
  // What signed preview links until migration 11: a Worker of before looks for a row.
  secrets: "INSERT INTO secrets (name, value) VALUES ('previews', randomblob(32));\n",
}

const HELP = `Usage: npm run backup -- FILE [--remote]
Writes all of D1 to FILE, as SQL for an empty database: texts, and what is known of pictures. Only its owner
can read it. The files of pictures are in R2: npm run export -- FILE --pictures FOLDER brings those.
--remote: the deployed newsroom, not the one on this machine`

const options = { remote: { type: 'boolean', default: false } } as const

await command(HELP, options, [1, 1], async (values, [name = '']) => {
  const file = here(name)
  const schema = await query<{ type: string; name: string; sql: string }>(
    `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND ${OWN} ORDER BY rowid`,
    { remote: values.remote },
  )
  const isExported = (item: { type: string; name: string }) =>
    item.type === 'table' && !(item.name in EMPTIED)
  const tables = schema.filter(isExported).flatMap((table) => ['--table', table.name])
  const place = values.remote ? '--remote' : '--local'
  const part = `${file}.part`
  await (await openPrivate(part)).close()
  await wrangler('d1', 'export', 'DB', place, '--skip-confirmation', '--output', part, ...tables)
  const rest = schema
    .filter((item) => !isExported(item))
    .map(({ name, sql }) => `${sql};\n${EMPTIED[name] ?? ''}`)
  await appendFile(part, `\n${rest.join('')}`)
  await rename(part, file)
  console.log(
    `${name} holds everything in D1 but secrets and the search index, which npm run reindex makes anew: texts, and what is known of pictures. Their files are in R2, and not in it: npm run export -- FILE --pictures FOLDER brings those. Only you can read it.`,
  )
})
