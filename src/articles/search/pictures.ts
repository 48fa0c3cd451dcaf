/**
 * Finding pictures by words in the names of their files and in what is said of them. There is no index of
 * that: pictures are looked through, so many at a time, and whoever asks is told how far.
 */
import {
  type KeptPicture,
  type ListedPicture,
  listPictures,
  type PictureFilter,
  selectNewest,
  toListed,
} from '../pictures'
import { fold } from './segment'

/** As the lists of pictures, and those that were taken down. */
export type ShelfFilter = PictureFilter | 'barred'

/** How many pictures a page shows at most. */
const PAGE_LENGTH = 24

/** How many are looked through for a page: D1 reads one row for each here, and four where a list is joined. */
const LOOKED_AT: Record<ShelfFilter, number> = {
  all: 150,
  barred: 150,
  unused: 45,
  'without-alt': 45,
}

export interface Shelf {
  pictures: (ListedPicture & Partial<Pick<KeptPicture, 'removedAt'>>)[]
  /** How many were looked through for them. */
  looked: number
  /** When the last of these arrived, in UTC seconds, where they are in that order. */
  backTo: number | null
  /** What to go on after; null at the end. A page may show few, or none, and not be the last. */
  next: string | null
}

/**
 * A page of pictures after a cursor (empty: from the start) whose file name or description holds each of the
 * words, in any spelling: `all` and `barred` the newest first, others in the order of their hashes.
 */
export async function lookThrough(
  db: D1Database,
  filter: ShelfFilter,
  words: string,
  after: string,
): Promise<Shelf> {
  const terms = fold(words).split(/\s+/).filter(Boolean)
  const isDated = filter === 'all' || filter === 'barred'
  const limit = terms.length > 0 ? LOOKED_AT[filter] : PAGE_LENGTH
  const rows = await rowsAfter(db, filter, after, limit + 1)
  const pictures: Shelf['pictures'] = []
  let looked = 0
  for (const row of rows.slice(0, limit)) {
    looked++
    const isListed = row.state === (filter === 'barred' ? 'barred' : 'kept')
    if (isListed && holds(row, terms)) pictures.push(row)
    if (pictures.length === PAGE_LENGTH) break
  }
  const last = rows[looked - 1]
  return {
    pictures,
    looked,
    backTo: isDated ? (last?.createdAt ?? null) : null,
    next: last && looked < rows.length ? (isDated ? String(last.id) : last.hash) : null,
  }
}

async function rowsAfter(
  db: D1Database,
  filter: ShelfFilter,
  after: string,
  limit: number,
): Promise<Shelf['pictures']> {
  if (filter !== 'all' && filter !== 'barred') {
    return (await listPictures(db, filter, after, limit)).pictures
  }
  const before = after === '' ? Number.MAX_SAFE_INTEGER : Number(after)
  return toListed(await selectNewest(db, filter, before, limit).run())
}

function holds({ name, alt }: ListedPicture, terms: string[]): boolean {
  if (terms.length === 0) return true
  const text = fold(`${name ?? ''}\n${alt ?? ''}`)
  return terms.every((term) => text.includes(term))
}
