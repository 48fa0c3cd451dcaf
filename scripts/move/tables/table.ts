/** Tables: what a database was asked for, kept as CSV or JSON, and a map that says which column is what. */
import { Fault } from '../../command.ts'
import type { Found, Source, SourceOptions } from '../source.ts'
import { zoneOf } from '../zones.ts'
import { foundIn } from './articles.ts'
import { readMap, type TableMap } from './map.ts'
import { rowsOf } from './rows.ts'
import { checkTemplate, columnsIn } from './templates.ts'
import { type TextFile, textFile } from './text.ts'

/**
 * What a table holds. The file is read a row at a time, however large it is. Throws what is wrong with the map,
 * and which of its columns the table does not have, before anything is read.
 */
export async function openTable(options: SourceOptions): Promise<Source> {
  const { map, name } = readMap(options.map)
  const timeZone = zoneIn(map, name) ?? options.timeZone
  for (const template of [map.id, ...map.addresses]) checkTemplate(template, name)
  const file = await textFile(options.path, options.name, options.encoding)
  await checkColumns(file, map, name)
  return {
    software: map.software,
    system: map.system,
    site: options.site ?? (map.site ? new URL(map.site).origin : null),
    rules: map.rules,
    read: () => read(file, map, timeZone),
  }
}

async function* read(file: TextFile, map: TableMap, timeZone: string): AsyncGenerator<Found> {
  for await (const row of rowsOf(file, map.escapes)) yield foundIn(row, map, timeZone)
}

function zoneIn({ timeZone }: TableMap, name: string): string | null {
  if (timeZone === undefined) return null
  const zone = zoneOf(timeZone)
  if (zone !== null) return zone
  throw new Fault(
    `${name}: timeZone: there is none called ${timeZone}; Asia/Shanghai is one`,
    'usage',
  )
}

/** Throws unless the first row has all columns that the map names. */
async function checkColumns(file: TextFile, map: TableMap, name: string): Promise<void> {
  for await (const row of rowsOf(file, map.escapes)) {
    if ('fault' in row) continue
    const missing = namedIn(map).filter((column) => !Object.hasOwn(row.cells, column))
    if (missing.length === 0) return
    const has = Object.keys(row.cells).join(', ')
    throw new Fault(
      `${file.name} has no column ${missing.join(', ')}, which ${name} names; it has ${has}`,
      'usage',
    )
  }
  throw new Fault(`${file.name}: there is no row in it`, 'refused')
}

/** The columns that a map names. */
export function namedIn(map: TableMap): string[] {
  const columns = [
    map.title,
    map.body.column,
    map.date?.column,
    map.updatedAt?.column,
    map.category?.name,
    map.category?.slug,
    map.keywords?.column,
    map.summary,
    map.author,
    map.source?.name,
    map.source?.url,
    map.lead,
    map.language,
    map.slug,
    map.status?.column,
    ...(map.id.includes('{') ? columnsIn(map.id) : [map.id]),
    ...map.addresses.flatMap(columnsIn),
  ]
  return [...new Set(columns.filter((column) => column !== undefined))]
}
