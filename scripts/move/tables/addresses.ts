/** What a row is known by, and where its article stood. */
import type { TableMap } from './map.ts'
import { furtherPages } from './pages.ts'
import { filled } from './templates.ts'
import { dateFrom } from './values.ts'

type Cells = Record<string, string>

/** What a row is known by; empty where it says nothing. */
export const idOf = (cells: Cells, { id }: TableMap, timeZone: string): string =>
  (id.includes('{')
    ? filled(id, cells, (column) => anyDate(cells[column] ?? '', timeZone))
    : cells[id]
  )?.trim() ?? ''

/** Where an article of so many pages stood; noted where that is not known. */
export function addressesOf(
  cells: Cells,
  map: TableMap,
  timeZone: string,
  count: number,
  notes: string[],
): string[] {
  const dateOf = (column: string) => {
    const as = [map.date, map.updatedAt].find((one) => one?.column === column)?.as
    const found = as && dateFrom(cells[column] ?? '', as, timeZone)
    return found ? ('date' in found ? found.date : null) : anyDate(cells[column] ?? '', timeZone)
  }
  const addresses = map.addresses.flatMap((template) => {
    const address = filled(template, cells, dateOf)
    if (address === null) return []
    const path = address.replace(/^https?:\/\/[^/]*/i, '').replace(/^\/*/, '/')
    if (!/[{}\s]/.test(path)) return [path.replace(/\/{2,}/g, '/')]
    notes.push(`where it stood is not known: ${address}`)
    return []
  })
  return [...new Set(addresses.flatMap((one) => [one, ...furtherPages(one, count)]))]
}

/** A date of a column that the map says nothing of, as far as can be seen. */
function anyDate(value: string, timeZone: string): string | null {
  const found = dateFrom(value, /^\d{8,12}$/.test(value) ? 'unix' : 'local', timeZone)
  return 'date' in found ? found.date : null
}
