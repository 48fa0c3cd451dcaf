/** One slice of texts on its way from one database to another: see spread.ts. */
import { D1Outage } from '../../delivery/d1-faults'
import { sizeOf, unpack } from '../pack'
import {
  headOf,
  isMark,
  REFERENCE_SIZE,
  type Reference,
  toHexadecimal,
  toReference,
} from '../reference'
import { tokensIn } from '../search/write'
import { erasure } from './rounds'
import { retire, retirement, shelve, type Text } from './shelve'
import { type Away, CATALOGUE, type Shelves } from './stores'

interface TextRow {
  articleId: number
  number: number
  content: string
  html: string
  contentSize: number | null
  htmlSize: number | null
  /** Where it was brought from. */
  reference?: Reference
  isCurrent: 0 | 1
  status: string
  sequence: number | null
  sectionId: number
  title: string
  keywords: string
  excerpt: string
}

/** Moves the texts of these revisions, and gives back how many. */
export async function move(
  shelves: Shelves,
  way: Away,
  revisions: { articleId: number; number: number }[],
  now: number,
): Promise<number> {
  const { db, stores } = shelves
  const rows = await read(db, way, revisions)
  if (rows.length === 0) return 0
  const sized = await Promise.all(rows.map(withSizes))
  const texts = await Promise.all(sized.map(toText))
  const references = await shelve(stores, texts, now, way.to)
  if (!references) throw new D1Outage(`TEXT_${way.to} did not take them`, 'transient', false)
  const moved = await refer(db, sized, references)
  const left = references.filter((_, i) => !moved.has(i)).map(({ id }) => id)
  const target = stores.get(way.to)
  // Somebody was faster, perhaps to erase it.
  if (left.length > 0) {
    await target?.batch([...retirement(target, left, now), ...erasure(target, left)])
  }
  const were = rows.flatMap(({ reference }, i) => (moved.has(i) && reference ? [reference] : []))
  await retire(stores, were, now)
  return moved.size
}

/** Texts with what makes them be found; `db` brings those along that lie elsewhere. Not what is lost, or gone by now. */
async function read(
  db: D1Database,
  { from }: Away,
  revisions: { articleId: number; number: number }[],
): Promise<TextRow[]> {
  const { results } = await db
    .prepare(
      `SELECT a.id AS articleId, r.number, hex(r.content) AS content, hex(r.html) AS html,
         r.content_size AS contentSize, r.html_size AS htmlSize, r.number = a.revision AS isCurrent,
         a.status, a.sequence, a.section_id AS sectionId, a.title, a.keywords, a.excerpt
       FROM json_each(?1) j
       CROSS JOIN revisions r ON r.article_id = j.value ->> 0 AND r.number = j.value ->> 1
       CROSS JOIN articles a ON a.id = r.article_id
       WHERE r.erased_at IS NULL ORDER BY r.article_id, r.number`,
    )
    .bind(JSON.stringify(revisions.map(({ articleId, number }) => [articleId, number])))
    .run<TextRow>()
  const there = results.filter(({ reference }) => (reference?.store ?? CATALOGUE) === from)
  if (there.some(({ content, html }) => toReference(content) ?? toReference(html))) {
    throw new D1Outage(`TEXT_${from} does not answer`, 'transient', false)
  }
  return there.filter(({ content, html }) => content !== '' && !isMark(content) && !isMark(html))
}

/** With the sizes that what was written before they were kept lacks: nobody can guess them from a reference. */
async function withSizes(row: TextRow): Promise<TextRow> {
  const isShown = row.html !== ''
  if (row.contentSize !== null && (row.htmlSize !== null || !isShown)) return row
  const html = await unpack(row.html)
  const content = await unpack(row.content, html || undefined)
  return { ...row, contentSize: sizeOf(content), htmlSize: isShown ? sizeOf(html) : null }
}

async function toText(row: TextRow): Promise<Text> {
  const { articleId, number, content, html, htmlSize, sequence } = row
  const isFound = row.isCurrent === 1 && row.status === 'published'
  const keywords = JSON.parse(row.keywords) as string[]
  const tokens = async () => tokensIn({ ...row, keywords, html: await unpack(html) }, row.sectionId)
  return {
    ...{ articleId, number, content, htmlSize },
    html: html === '' ? null : html,
    found: isFound && sequence !== null ? { sequence, tokens: await tokens() } : null,
  }
}

/** Both ends of what was read: what was rendered anew since differs in one of them, or in its length. */
const endsOf = (column: string) =>
  `length(${column}) || ${headOf(column)} || hex(substr(${column}, -${REFERENCE_SIZE}))`

const ends = (packed: string) =>
  `${packed.length / 2}${packed.slice(0, 2 * REFERENCE_SIZE)}${packed.slice(-2 * REFERENCE_SIZE)}`

/**
 * Has the catalogue refer to where they lie now, in one batch, and not find them in its own index any more. Gives
 * back which of them: not those that were changed, moved or erased since they were read.
 */
async function refer(
  db: D1Database,
  rows: TextRow[],
  references: Reference[],
): Promise<Set<number>> {
  const moves = rows.map(({ articleId, number, reference, ...row }, i) => ({
    ...{ articleId, number, contentSize: row.contentSize, htmlSize: row.htmlSize },
    to: toHexadecimal(references[i] as Reference),
    // As the catalogue has it: the text itself, or what referred to it.
    was: reference ? ends(toHexadecimal(reference)) : ends(row.content),
    html: row.html === '' ? null : reference ? ends(toHexadecimal(reference)) : ends(row.html),
  }))
  const json = JSON.stringify(moves)
  const [referring] = await db.batch<{ articleId: number; number: number }>([
    db
      .prepare(
        `UPDATE revisions SET content = unhex(p.value ->> 'to'),
           html = iif(html IS NULL, NULL, unhex(p.value ->> 'to')),
           content_size = p.value ->> 'contentSize',
           html_size = iif(html IS NULL, NULL, p.value ->> 'htmlSize')
         FROM json_each(?1) p
         WHERE article_id = p.value ->> 'articleId' AND number = p.value ->> 'number'
           AND erased_at IS NULL AND ${endsOf('content')} = p.value ->> 'was'
           AND (html IS NULL OR ${endsOf('html')} = p.value ->> 'html')
         RETURNING article_id AS articleId, number`,
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
  const moved = new Set(referring?.results.map(({ articleId, number }) => `${articleId}/${number}`))
  return new Set(
    rows.flatMap(({ articleId, number }, i) => (moved.has(`${articleId}/${number}`) ? [i] : [])),
  )
}
