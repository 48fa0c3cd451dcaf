/** Articles of the rows of a table. */
import { isToCome } from '../moments.ts'
import type { Found, Piece } from '../source.ts'
import { languageOf } from '../zones.ts'
import { addressesOf, idOf } from './addresses.ts'
import type { TableMap } from './map.ts'
import { onOnePage } from './pages.ts'
import type { Row } from './row.ts'
import { type DateAs, dateFrom, lastPart, seenIn, withoutEntities, wordsIn } from './values.ts'

/** The article of a row; or why there is none. */
export function foundIn(row: Row, map: TableMap, timeZone: string): Found {
  const dropped = (name: string, why: string): Found => ({
    kind: 'dropped',
    what: 'row',
    name,
    why,
  })
  if ('fault' in row) return dropped(row.place, row.fault)
  const { cells } = row
  const line = lineReader(cells, map)
  const id = idOf(cells, map, timeZone)
  const title = line(map.title) ?? ''
  const name = [id || row.place, title].filter((part) => part !== '').join(' ')
  if (id === '') return dropped(name, `${row.place}: it has no ${map.id}, by which it is known`)
  const date = dateIn(cells, map.date, timeZone)
  const updatedAt = dateIn(cells, map.updatedAt, timeZone)
  for (const one of [date, updatedAt]) {
    if ('fault' in one) return dropped(name, `${row.place}: ${one.fault}`)
  }
  const notes: string[] = []
  const status = statusOf(cells, map, notes)
  if (status === 'dropped') {
    return dropped(
      name,
      `its ${map.status?.column} is ${cells[map.status?.column ?? '']}, which the map drops`,
    )
  }
  const { body, count } = bodyOf(cells, map, notes)
  if (title === '') return dropped(name, `${row.place}: it has no title`)
  if (body.trim() === '') return dropped(name, `${row.place}: it has no text`)
  const moment = 'date' in date ? date.date : null
  if (map.date && moment === null) notes.push(`its ${map.date.column} says no date`)
  const isAhead = status === 'published' && isToCome(moment)
  if (isAhead) notes.push('its date is to come: it is scheduled')
  const piece: Piece = {
    id,
    title,
    body,
    format: map.body.format,
    status: isAhead ? 'scheduled' : status,
    date: moment,
    updatedAt: 'date' in updatedAt ? updatedAt.date : null,
    categories: categoriesOf(cells, map, line),
    keywords: map.keywords ? wordsIn(line(map.keywords.column) ?? '', map.keywords.separator) : [],
    summary: line(map.summary),
    author: line(map.author),
    language: languageOf(line(map.language)),
    source: sourceOf(cells, map),
    slug: line(map.slug),
    addresses: addressesOf(cells, map, timeZone, count, notes),
    lead: leadOf(cells, map),
    file: null,
    notes,
  }
  return { kind: 'piece', piece }
}

/** Reads a column as a line of text; null for no column, or nothing in it. */
const lineReader =
  (cells: Record<string, string>, { entities }: TableMap) =>
  (column: string | undefined): string | null => {
    const text = (column === undefined ? '' : (cells[column] ?? '')).trim()
    return (entities ? withoutEntities(text) : text) || null
  }

function dateIn(
  cells: Record<string, string>,
  of: { column: string; as: DateAs } | undefined,
  timeZone: string,
): { date: string | null } | { fault: string } {
  if (of === undefined) return { date: null }
  const found = dateFrom(cells[of.column] ?? '', of.as, timeZone)
  return 'fault' in found ? { fault: `${of.column}: ${found.fault} (${of.as})` } : found
}

function statusOf(cells: Record<string, string>, { status }: TableMap, notes: string[]) {
  if (!status) return 'published'
  const value = (cells[status.column] ?? '').trim()
  if (status.published.includes(value)) return 'published'
  if (status.dropped.includes(value)) return 'dropped'
  const isNamed = status.draft.includes(value)
  notes.push(
    isNamed
      ? `its ${status.column} is ${value}: it is a draft`
      : `its ${status.column} is "${value}", which the map does not name: it is a draft`,
  )
  return 'draft'
}

function bodyOf(cells: Record<string, string>, { body }: TableMap, notes: string[]) {
  const text = cells[body.column] ?? ''
  if (body.pages === undefined || body.format !== 'html') return { body: text, count: 1 }
  const { html, count } = onOnePage(text, body.pages)
  if (count > 1) notes.push(`it stood on ${count} pages, and is one text now`)
  return { body: html, count }
}

function categoriesOf(
  cells: Record<string, string>,
  { category }: TableMap,
  line: (column: string | undefined) => string | null,
) {
  const name = line(category?.name)
  const slug = category?.slug === undefined ? null : lastPart((cells[category.slug] ?? '').trim())
  return name === null ? [] : [{ name, slug }]
}

/** Some write it with a link to where it was published. */
function sourceOf(cells: Record<string, string>, { source }: TableMap): Piece['source'] {
  const { text, link } = seenIn(cells[source?.name ?? ''] ?? '')
  const url = (source?.url === undefined ? '' : (cells[source.url] ?? '')).trim() || link
  return text === '' ? null : { name: text, url: /^https?:\/\//i.test(url ?? '') ? url : null }
}

function leadOf(cells: Record<string, string>, { lead }: TableMap): Piece['lead'] {
  const picture = (lead === undefined ? '' : (cells[lead] ?? '')).trim()
  return picture === '' ? null : { picture, alt: null, caption: null }
}
