/** Rebuilds the search indexes, a slice at a time, while the newsroom goes on working. */
import { D1Outage } from '../../delivery/d1-faults'
import { log } from '../../delivery/log'
import { type Packed, unpackSized } from '../pack'
import { firstRow, type Reference } from '../reference'
import { type IndexEntry, parameters, tokensIn, writeIndex } from '../search/write'
import { boundedHtml } from '../sizes'
import { freeRow, removal, retirement } from './shelve'
import type { Shelves, Store, Stores } from './stores'

/** How many articles one slice looks at: about 50 ms of work. */
const SLICE = 25
/** Once the bodies read take this many bytes, a slice ends. */
const MAX_BYTES = 1_000_000

interface Row {
  id: number
  sequence: number | null
  revision: number
  section_id: number
  status: string
  title: string
  keywords: string
  excerpt: string
  html: Packed | null
  reference?: Reference
}

export interface Slice {
  /** How many articles it brought up to date. */
  done: number
  /** Where to go on; null at the end. */
  next: number | null
}

/**
 * Indexes the next articles after a sequence number, and drops those among them that are not
 * public. An article written meanwhile keeps its newer entry: one made from an older revision is
 * not taken. `db` brings texts along: see bring.ts.
 */
export async function reindex(shelves: Shelves, after: number): Promise<Slice> {
  const from = '(SELECT * FROM articles WHERE sequence > ?1 ORDER BY sequence LIMIT ?2)'
  const rows = await read(shelves.db.prepare(select(from, 'sequence')).bind(after, SLICE))
  const done = await put(shelves, rows)
  const isMore = done < rows.length || rows.length === SLICE
  return { done, next: isMore ? (rows[done - 1]?.sequence ?? null) : null }
}

/** The same of some articles, by their numbers. */
export async function reindexThese(shelves: Shelves, ids: number[]): Promise<void> {
  const from =
    '(SELECT * FROM articles WHERE id IN (SELECT value FROM json_each(?1)) ORDER BY id LIMIT ?2)'
  for (let left = ids; left.length > 0; ) {
    const some = shelves.db.prepare(select(from, 'id')).bind(JSON.stringify(left), SLICE)
    const rows = await read(some)
    const last = rows[(await put(shelves, rows)) - 1]
    left = last ? left.filter((id) => id > last.id) : []
  }
}

const select = (from: string, order: string) =>
  `SELECT a.id, a.sequence, a.revision, a.section_id, a.status, a.title, a.keywords, a.excerpt,
     ${boundedHtml(`a.${order}`, MAX_BYTES)}
   FROM ${from} a CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
   ORDER BY a.${order}`

const read = async (statement: D1PreparedStatement) => (await statement.run<Row>()).results

/** Gives back how many of them there was room for. */
async function put({ db, stores }: Shelves, rows: Row[]): Promise<number> {
  const own: IndexEntry[] = []
  const others: Indexed[] = []
  let bytes = 0
  let done = 0
  for (const row of rows) {
    if (bytes >= MAX_BYTES || row.html === null) break
    done++
    const read = await unpackSized(row.html).catch((fault) => unlessOutage(row, fault))
    if (!read) continue
    const { text, size } = read
    bytes += size
    const { id, revision, reference } = row
    const keywords = JSON.parse(row.keywords) as string[]
    const found = row.status === 'published' ? { ...row, keywords, html: text } : null
    own.push({ id, revision, text: reference ? null : found })
    const tokens = found && tokensIn(found, row.section_id)
    if (reference) others.push({ articleId: id, sequence: row.sequence, reference, tokens })
  }
  if (own.length > 0) await db.batch(writeIndex(db, own))
  for (const [store, texts] of Map.groupBy(others, ({ reference }) => reference.store)) {
    await putInto(stores, store, texts)
  }
  return done
}

/** A text that cannot be read holds up no other. */
function unlessOutage({ id }: Row, fault: unknown): null {
  if (fault instanceof D1Outage) throw fault
  log('error', 'text-not-indexed', { article: id, fault: String(fault) })
  return null
}

/** A text that is shown, and the tokens it is found by; null where readers are not to find it. */
interface Indexed {
  articleId: number
  sequence: number | null
  reference: Reference
  tokens: string | null
}

async function putInto(stores: Stores, store: number, texts: Indexed[]): Promise<void> {
  const db = stores.get(store)
  if (!db) throw new Error(`TEXT_${store} is not bound: see docs/growing.md`)
  const superseded = await supersededBy(db, texts)
  await db.batch([
    ...retirement(db, superseded, Math.floor(Date.now() / 1000)),
    ...reindexing(db, texts),
  ])
}

/**
 * What the index has of their articles from before them. What came after them is of a write that has been stored
 * meanwhile, or is about to be; or of one from after a restore, which the clock removes.
 */
async function supersededBy(db: Store, texts: Indexed[]): Promise<number[]> {
  const [others] = await db.batch<{ id: number }>([
    db
      .prepare(
        `SELECT t.id FROM json_each(?1) j CROSS JOIN texts t ON t.article_id = j.value ->> 0
         WHERE t.id < j.value ->> 1 AND t.found_at IS NOT NULL`,
      )
      .bind(JSON.stringify(texts.map(({ articleId, reference }) => [articleId, reference.id]))),
  ])
  return (others?.results ?? []).map(({ id }) => id)
}

function reindexing(db: Store, texts: Indexed[]) {
  const rows = texts.map(({ reference, sequence, tokens }) => ({
    id: reference.id,
    first: tokens === null || sequence === null ? null : firstRow(sequence),
  }))
  const tokens = texts.flatMap((text) =>
    text.tokens === null ? [] : [[text.reference.id, text.tokens]],
  )
  const hidden = texts.filter(({ tokens }) => tokens === null)
  return [
    ...removal(
      db,
      hidden.map(({ reference }) => reference.id),
    ),
    db
      .prepare(
        `UPDATE texts SET unused_since = NULL,
           found_at = iif(j.value ->> 'first' IS NULL, NULL,
             coalesce(found_at, ${freeRow("(j.value ->> 'first')")}))
         FROM json_each(?1) j WHERE texts.id = j.value ->> 'id'`,
      )
      .bind(JSON.stringify(rows)),
    ...parameters(tokens).map((json) =>
      db
        .prepare(
          `INSERT OR REPLACE INTO search (rowid, tokens)
           SELECT t.found_at, j.value ->> 1 FROM json_each(?1) j
           CROSS JOIN texts t ON t.id = j.value ->> 0 WHERE t.found_at IS NOT NULL`,
        )
        .bind(json),
    ),
  ]
}
