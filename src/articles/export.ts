/**
 * Everything there is, a stretch at a time: current articles, and past revisions. A stretch is one
 * statement that goes on by key where the last one ended, and is inflated a row at a time, so an
 * export of any size takes the same memory. All of them together walk each table once.
 */
import type { Content } from './article'
import { ARTICLE_COLUMNS } from './row'
import { TEXT_SIZE } from './sizes'
import {
  contentLeft,
  contentOf,
  FROM_ARTICLES,
  isGone,
  PACKED_TEXT,
  type PackedText,
  toArticles,
} from './store'

/**
 * A part of an export, and its order. Public articles go by sequence number: an import gives out
 * sequence numbers in the order of its lines.
 */
interface Part {
  where: string
  order: string
  /** The columns whose values in the last row say where the next stretch begins. */
  keys: string[]
}

const PAST = 'r.number < a.revision'

const PARTS = {
  /** Articles that are or were public. */
  public: { where: 'a.sequence > ?1', order: 'a.sequence', keys: ['a.sequence'] },
  /** Those that never were. */
  hidden: { where: 'a.sequence IS NULL AND a.id > ?1', order: 'a.id', keys: ['a.id'] },
  /** Articles changed since a moment. */
  changed: {
    where: '(a.updated_at, a.id) > (?1, ?2)',
    order: 'a.updated_at, a.id',
    keys: ['a.updated_at', 'a.id'],
  },
  /** Past revisions of all articles. */
  past: {
    where: `(r.article_id, r.number) > (?1, ?2) AND ${PAST}`,
    order: 'r.article_id, r.number',
    keys: ['r.article_id', 'r.number'],
  },
  /** The revisions since a moment of articles changed since. */
  changes: {
    where: `(a.updated_at, a.id) >= (?1, ?2) AND r.created_at >= ?4 AND ${PAST}
      AND ((a.updated_at, a.id) > (?1, ?2) OR r.number > ?3)`,
    order: 'a.updated_at, a.id, r.number',
    keys: ['a.updated_at', 'a.id', 'r.number'],
  },
} satisfies Record<string, Part>

type PartName = keyof typeof PARTS

export interface ExportFilter {
  /** Only what has changed at or after that moment, in UTC seconds. */
  since: number | null
  /** Past revisions too. */
  revisions: boolean
  /** The sections the caller is limited to; null for all. */
  sections: string[] | null
}

/**
 * Where an export goes on: a part, and the keys of the last row; of pictures, the last one's hash; of
 * fronts, the last one's number; of readings, the last one's word.
 */
export interface Place {
  part: string
  keys: (number | string)[]
}

/** What comes before all articles: see export-pictures.ts. */
export const PICTURES = 'pictures'

/** What comes after all of them: see export-fronts.ts. */
export const FRONTS = 'fronts'

/** What comes last: see export-readings.ts. */
export const READINGS = 'readings'

/** Where fronts begin. */
export const FIRST_FRONT: Place = { part: FRONTS, keys: [0] }

/** Where readings begin: before any word. */
export const FIRST_READING: Place = { part: READINGS, keys: [''] }

/** A past revision, or an article as it stands, which is its current one. */
export interface ExportedRevision {
  /** Where an export goes on after it. */
  place: Place
  articleId: number
  /** The article's present slug: what names it wherever it goes. */
  slug: string
  number: number
  isCurrent: boolean
  /** Null when it was erased. */
  content: Content | null
  /** The name of the key that wrote it. */
  editor: string
  createdAt: number
  erasedAt: number | null
  article: {
    /** Whether readers could ever see it. */
    wasPublic: boolean
    /** Slugs that redirect to it. */
    retiredSlugs: string[]
    createdAt: number
    updatedAt: number
  }
}

export interface Stretch {
  /** To be read one after another: each is inflated when its turn comes. */
  revisions: AsyncIterable<ExportedRevision>
  /** Null at the end. */
  next: Place | null
}

/** The most rows in a stretch. */
const MAX_ROWS = 250
/** A stretch ends before the row that takes its text beyond this many bytes, unless that is its first. */
const MAX_BYTES = 2_000_000

const partsOf = ({ since, revisions }: ExportFilter): PartName[] => {
  const articles: PartName[] = since === null ? ['public', 'hidden'] : ['changed']
  return revisions ? [...articles, since === null ? 'past' : 'changes'] : articles
}

/** Where an export begins: before any hash. */
export const BEGINNING: Place = { part: PICTURES, keys: [0] }

/** Where its articles begin. */
export const firstArticle = (filter: ExportFilter): Place =>
  startOf(filter, partsOf(filter)[0] ?? '')

const startOf = ({ since }: ExportFilter, part: string): Place => {
  const { keys } = PARTS[part as PartName]
  return { part, keys: keys.map((_, i) => (i === 0 ? (since ?? 0) : 0)) }
}

/** Whether an export with this filter passes through that place. */
export const passes = (filter: ExportFilter, { part, keys }: Place) =>
  part === PICTURES ||
  part === READINGS ||
  (part === FRONTS && keys.length === 1) ||
  partsOf(filter).some((name) => name === part && PARTS[name].keys.length === keys.length)

/** The stretch that begins at a place. One round trip; at the end of a part it may be empty. */
export async function readStretch(
  db: D1Database,
  filter: ExportFilter,
  place: Place,
): Promise<Stretch> {
  const parts = partsOf(filter)
  const index = parts.indexOf(place.part as PartName)
  const part: Part = PARTS[place.part as PartName]
  const { results } = await db
    .prepare(stretchSql(part))
    .bind(
      ...[0, 1, 2].map((i) => place.keys[i] ?? 0),
      filter.since ?? 0,
      filter.sections && JSON.stringify(filter.sections),
    )
    .run<Row>()
  const last = results.at(-1)
  const following = parts[index + 1]
  const afterwards = following === undefined ? null : startOf(filter, following)
  return {
    revisions: exportedOf(place.part, results, await leftOf(db, results)),
    next: last ? placeOf(place.part, last) : afterwards,
  }
}

const stretchSql = ({ where, order, keys }: Part) => `
  WITH candidates AS (
    SELECT a.id, r.number, ${TEXT_SIZE} AS size, json_array(${keys}) AS keys
    FROM articles a CROSS JOIN revisions r ON r.article_id = a.id
    WHERE ${where}${where.includes(PAST) ? '' : ' AND r.number = a.revision'}
      AND (?5 IS NULL OR a.section_id IN
        (SELECT id FROM sections WHERE slug IN (SELECT value FROM json_each(?5))))
    ORDER BY ${order} LIMIT ${MAX_ROWS}
  ),
  measured AS (
    SELECT *, sum(size) OVER (ROWS UNBOUNDED PRECEDING) AS sum FROM candidates
  )
  SELECT a.id, a.slug, r.number, r.number = a.revision AS is_current, ${PACKED_TEXT}, k.name AS editor,
    r.created_at, r.erased_at, (a.sequence IS NOT NULL AND a.status IN ('published', 'withdrawn')) AS was_public, m.keys,
    (SELECT json_group_array(slug) FROM (
       SELECT slug FROM slugs WHERE article_id = a.id AND retired = 1 ORDER BY slug
     )) AS retired,
    a.created_at AS article_created_at, a.updated_at
  FROM measured m
  CROSS JOIN articles a ON a.id = m.id
  CROSS JOIN revisions r ON r.article_id = m.id AND r.number = m.number
  CROSS JOIN keys k ON k.id = r.key_id
  WHERE m.sum <= ${MAX_BYTES} OR m.sum = m.size
  ORDER BY ${order}`

interface Row extends PackedText {
  id: number
  slug: string
  number: number
  is_current: 0 | 1
  editor: string
  created_at: number
  erased_at: number | null
  was_public: 0 | 1
  keys: string
  retired: string
  article_created_at: number
  updated_at: number
}

async function* exportedOf(part: string, rows: Row[], left: Map<number, Content>) {
  // Each is let go once it has been given out.
  for (let row = rows.shift(); row; row = rows.shift()) yield toExported(part, row, left)
}

const placeOf = (part: string, { keys }: Row): Place => ({
  part,
  keys: JSON.parse(keys) as number[],
})

/** Null where it was erased. Of what is current and gone, what lists show is left: see `contentLeft`. */
async function contentIn(row: Row, left: Map<number, Content>): Promise<Content | null> {
  if (row.erased_at !== null) return null
  if (!isGone(row.content)) return contentOf(row)
  return row.is_current ? (left.get(row.id) ?? null) : null
}

/** What is left of the articles among them whose text is gone. */
async function leftOf(db: D1Database, rows: Row[]): Promise<Map<number, Content>> {
  const ids = rows.flatMap((row) => (row.is_current && isGone(row.content) ? [row.id] : []))
  if (ids.length === 0) return new Map()
  const select = db
    .prepare(
      `SELECT ${ARTICLE_COLUMNS} ${FROM_ARTICLES} WHERE a.id IN (SELECT value FROM json_each(?1))`,
    )
    .bind(JSON.stringify(ids))
  return new Map(toArticles(await select.run()).map((one) => [one.id, contentLeft(one)]))
}

const toExported = async (
  part: string,
  row: Row,
  left: Map<number, Content>,
): Promise<ExportedRevision> => ({
  place: placeOf(part, row),
  articleId: row.id,
  slug: row.slug,
  number: row.number,
  isCurrent: row.is_current === 1,
  content: await contentIn(row, left),
  editor: row.editor,
  createdAt: row.created_at,
  erasedAt: row.erased_at,
  article: {
    wasPublic: row.was_public === 1,
    retiredSlugs: JSON.parse(row.retired) as string[],
    createdAt: row.article_created_at,
    updatedAt: row.updated_at,
  },
})
