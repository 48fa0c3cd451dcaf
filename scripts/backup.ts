/**
 * npm run backup -- FILE [--remote]: the whole newsroom as SQL, for an empty database. An export of
 * D1 refuses databases that hold a search index, and one of named tables leaves out their indexes
 * and triggers; so the tables are named, and the rest is added. The search index comes back empty.
 */
import { appendFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { query, wrangler } from './d1.ts'

const OWN = "name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*' AND tbl_name NOT GLOB 'search_*'"

try {
  const { values, positionals } = parseArgs({
    options: { remote: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const [name] = positionals
  if (!name) throw new Error('Usage: npm run backup -- FILE [--remote]')
  const file = resolve(name)
  const schema = await query<{ type: string; name: string; sql: string }>(
    `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND ${OWN} ORDER BY rowid`,
    { remote: values.remote },
  )
  const isExported = (item: { type: string; name: string }) =>
    item.type === 'table' && item.name !== 'search'
  const tables = schema.filter(isExported).flatMap((table) => ['--table', table.name])
  const place = values.remote ? '--remote' : '--local'
  await wrangler('d1', 'export', 'DB', place, '--skip-confirmation', '--output', file, ...tables)
  const rest = schema.filter((item) => !isExported(item)).map(({ sql }) => `${sql};\n`)
  appendFileSync(file, `\n${rest.join('')}`)
  console.log(`${name} holds everything but the search index, which npm run reindex rebuilds.`)
} catch (fault) {
  console.error((fault as Error).message)
  process.exitCode = 1
}
