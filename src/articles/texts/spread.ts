/**
 * Moving texts from one database to another, a slice at a time, while readers read: each is put where it is to lie
 * before the catalogue refers to it there, and stays for a while where it was.
 */
import { D1Outage } from '../../delivery/d1-faults'
import { unpack } from '../pack'
import { headOf, REFERENCE_SIZE, type Reference, refersTo, toHexadecimal } from '../reference'
import { tokensIn } from '../search/write'
import { TEXT_SIZE } from '../sizes'
import { erasure } from './rounds'
import { retire, retirement, shelve, type Text } from './shelve'
import type { Shelves } from './stores'

/** The catalogue, where it is moved from. */
export const CATALOGUE = 0

/** How many revisions a slice looks at, and how many bytes of text it moves at most, unless the first is longer. */
const LOOKED_AT = 250
const MAX_BYTES = 1_000_000

/** The last revision that was looked at. */
export interface At {
  articleId: number
  number: number
}

export interface Spread {
  /** How many texts were moved. */
  done: number
  /** Where to go on; null at the end. */
  next: At | null
}

/** What is to be moved: from the catalogue, or from one text database, to another. */
export interface Way {
  from: number
  to: number
}

interface Row extends At {
  /** Null where it lies elsewhere. */
  head: string | null
  size: number
}

interface TextRow extends At {
  content: string
  html: string
  html_size: number | null
  reference?: Reference
  isCurrent: 0 | 1
  status: string
  sequence: number | null
  sectionId: number
  title: string
  keywords: string
  excerpt: string
}

/** Moves the next texts after a place, at `now` in UTC seconds. Throws a `D1Outage` when a database does not answer. */
export async function spread(shelves: Shelves, way: Way, after: At, now: number): Promise<Spread> {
  const looked = await lookAt(shelves.db, way, after)
  const last = looked.at(-1)
  const wanted = looked.filter(({ head }) => head !== null)
  const some = within(wanted)
  const texts = some.length > 0 ? await read(shelves.db, some) : []
  const done = texts.length > 0 ? await move(shelves, way, texts, now) : 0
  const isAll = some.length === wanted.length
  const stop = isAll ? last : some.at(-1)
  const isMore = !isAll || looked.length === LOOKED_AT
  return { done, next: isMore && stop ? { articleId: stop.articleId, number: stop.number } : null }
}

async function lookAt(db: D1Database, { from }: Way, after: At): Promise<Row[]> {
  const { results } = await db
    .prepare(
      `SELECT r.article_id AS articleId, r.number,
         iif(r.erased_at IS NULL AND ${refersTo('r.content', from)}, ${headOf('r.content')}, NULL) AS head, ${TEXT_SIZE} AS size
       FROM revisions r WHERE (r.article_id, r.number) > (?1, ?2)
       ORDER BY r.article_id, r.number LIMIT ${LOOKED_AT}`,
    )
    .bind(after.articleId, after.number)
    .run<Row>()
  return results
}

function within(rows: Row[]): Row[] {
  let bytes = 0
  const end = rows.findIndex(({ size }, i) => {
    bytes += size
    return i > 0 && bytes > MAX_BYTES
  })
  return end === -1 ? rows : rows.slice(0, end)
}

/** Texts with what makes them be found; `db` brings those along that lie elsewhere. */
async function read(db: D1Database, rows: Row[]): Promise<TextRow[]> {
  const { results } = await db
    .prepare(
      `SELECT a.id AS articleId, r.number, hex(r.content) AS content, hex(r.html) AS html, r.html_size,
         r.number = a.revision AS isCurrent, a.status, a.sequence, a.section_id AS sectionId,
         a.title, a.keywords, a.excerpt
       FROM json_each(?1) j
       CROSS JOIN revisions r ON r.article_id = j.value ->> 0 AND r.number = j.value ->> 1
       CROSS JOIN articles a ON a.id = r.article_id
       WHERE r.erased_at IS NULL ORDER BY r.article_id, r.number`,
    )
    .bind(JSON.stringify(rows.map(({ articleId, number }) => [articleId, number])))
    .run<TextRow>()
  return results
}

async function move(shelves: Shelves, way: Way, rows: TextRow[], now: number): Promise<number> {
  const { db, stores } = shelves
  // What is to be moved was perhaps moved or erased meanwhile.
  const there = rows.filter(
    ({ reference, content }) => (reference?.store ?? CATALOGUE) === way.from && content !== '',
  )
  const texts = await Promise.all(there.map(toText))
  const references = await shelve(stores, texts, now, way.to)
  if (!references) throw new D1Outage(`TEXT_${way.to} did not take them`, 'transient', false)
  const flipped = await refer(db, there, references)
  const isMoved = (_: unknown, i: number) => flipped.has(i)
  const left = references.filter((reference, i) => !isMoved(reference, i))
  const target = stores.get(way.to)
  if (left.length > 0 && target) {
    // Somebody was faster, perhaps to erase it.
    const ids = left.map(({ id }) => id)
    await target.batch([...retirement(target, ids, now), ...erasure(target, ids)])
  }
  await retire(
    stores,
    there.filter(isMoved).flatMap(({ reference }) => reference ?? []),
    now,
  )
  return flipped.size
}

async function toText(row: TextRow): Promise<Text> {
  const { articleId, number, content, html, html_size, sequence } = row
  const isFound = row.isCurrent === 1 && row.status === 'published' && sequence !== null
  const keywords = JSON.parse(row.keywords) as string[]
  const found = isFound && {
    sequence,
    tokens: tokensIn({ ...row, keywords, html: await unpack(html) }, row.sectionId),
  }
  return {
    ...{ articleId, number, content, htmlSize: html_size },
    html: html === '' ? null : html,
    found: found || null,
  }
}

/**
 * Has the catalogue refer to where they lie now, in one batch, and not find them in its own index any more. Gives
 * back which of them: not those that were changed, moved or erased since they were read.
 */
async function refer(
  db: D1Database,
  rows: TextRow[],
  references: Reference[],
): Promise<Set<number>> {
  const moves = rows.map(({ articleId, number, content, html, reference }, i) => ({
    ...{ articleId, number, i },
    to: toHexadecimal(references[i] as Reference),
    was: reference ? toHexadecimal(reference) : content.slice(0, 2 * REFERENCE_SIZE),
    size: reference ? REFERENCE_SIZE : content.length / 2,
    htmlSize: reference ? null : html.length / 2,
  }))
  const json = JSON.stringify(moves)
  const [flipped] = await db.batch<{ i: number }>([
    db
      .prepare(
        `UPDATE revisions SET content = unhex(p.value ->> 'to'),
           html = iif(html IS NULL, NULL, unhex(p.value ->> 'to'))
         FROM json_each(?1) p
         WHERE article_id = p.value ->> 'articleId' AND number = p.value ->> 'number'
           AND erased_at IS NULL AND length(content) = p.value ->> 'size'
           AND ${headOf('content')} = p.value ->> 'was'
           AND coalesce(length(html), 0) = coalesce(p.value ->> 'htmlSize', length(html), 0)
         RETURNING (SELECT value ->> 'i' FROM json_each(?1) WHERE value ->> 'articleId' = article_id
           AND value ->> 'number' = number) AS i`,
      )
      .bind(json),
    db
      .prepare(
        `DELETE FROM search WHERE rowid IN (
           SELECT a.sequence FROM json_each(?1) p
           CROSS JOIN articles a ON a.id = p.value ->> 'articleId' AND a.revision = p.value ->> 'number'
           CROSS JOIN revisions r ON r.article_id = a.id AND r.number = a.revision
           WHERE a.sequence IS NOT NULL AND r.content = unhex(p.value ->> 'to'))`,
      )
      .bind(json),
  ])
  return new Set(flipped?.results.map(({ i }) => i))
}
