/**
 * The statements that walk through articles, the newest first. Each looks at so many rows and tells of them
 * all: what is wanted of them is for `page.ts` to say, so that it knows how far that was.
 */
import { pageNames } from '../../site'
import { placeAt } from '../reference'
import { type Candidate, IS_OWN, STILL_TRUE, toTuple } from '../texts/candidates'
import type { Key } from './cursor'
import type { Named } from './named'
import { COLUMNS } from './rows'
import { lengthSql, type Share } from './share'
import type { Part, Plan } from './wanted'

/** What the words name, the number first: two at most. Its rows are `Row`. */
export const selectNamed = (db: D1Database, { id, slug }: Named) =>
  db
    .prepare(
      `SELECT ${COLUMNS} FROM articles
       WHERE id IN (?1, (SELECT article_id FROM slugs WHERE slug = ?2)) ORDER BY id = ?1 DESC`,
    )
    .bind(id, slug)

type Bind = (value: unknown) => string

/** A part from one of its places on. Its rows are `Row`, or `PlacedRow` where it has places. */
export function selectPart(db: D1Database, plan: Plan, part: Part, key: Key | null, share: Share) {
  const params: unknown[] = []
  const bind: Bind = (value) => `?${params.push(value)}`
  const sql = sqlOf(plan, part, key, lengthSql(share), bind)
  return db.prepare(sql).bind(...params)
}

function sqlOf(plan: Plan, part: Part, key: Key | null, length: string, bind: Bind): string {
  switch (part.way) {
    case 'changed':
    case 'published':
      return alongIndex(plan, walkOf(part.way, part.sections, bind), key, length, bind)
    case 'hidden': {
      const arms = part.statuses.map(
        (status) => `status = '${status}' AND status <> 'published' AND id > 0`,
      )
      const walk = { index: 'articles_changed_not_public', time: 'updated_at', arms }
      return alongIndex(plan, walk, key, length, bind)
    }
    case 'planned': {
      const walk = { index: 'articles_due', time: 'publish_at', arms: ["status = 'scheduled'"] }
      return alongIndex(plan, { ...walk, isSoonestFirst: true }, key, length, bind)
    }
    case 'indexed':
      return part.elsewhere === null
        ? inSearch(part.match, part.section, key, length, bind)
        : inAll(part.match, part.section, part.elsewhere, key, length, bind)
    case 'author':
      return onList(pageNames.author(part.author), key, length, bind)
  }
}

interface Walk {
  index: string
  /** The column that the index goes by, after those of the arms. */
  time: string
  /** What is equal in the index before it: each arm is in order, and they are merged. */
  arms: string[]
  isSoonestFirst?: boolean
}

function walkOf(way: 'changed' | 'published', sections: string[] | null, bind: Bind): Walk {
  const isChanged = way === 'changed'
  const time = isChanged ? 'updated_at' : 'published_at'
  const among = isChanged ? 'id > 0' : "status = 'published'"
  if (sections === null) {
    return { index: isChanged ? 'articles_updated' : 'articles_newest', time, arms: [among] }
  }
  return {
    index: isChanged ? 'articles_changed_of_section' : 'articles_newest_of_section',
    time,
    arms: sections.map(
      (slug) => `section_id = (SELECT id FROM sections WHERE slug = ${bind(slug)}) AND ${among}`,
    ),
  }
}

/**
 * What has the time of the key comes first, by its number, and then what is beyond: SQLite looks up no
 * pair in an index that ends in the rowid, and would walk again through all of the same time, which after an
 * import is much. Both have a limit, so that neither is made part of the whole, whose terms would be too many.
 */
function alongIndex(plan: Plan, walk: Walk, key: Key | null, length: string, bind: Bind): string {
  const { index, time, arms, isSoonestFirst = false } = walk
  const direction = isSoonestFirst ? 'ASC' : 'DESC'
  const select = (conditions: string[]) =>
    `${arms
      .map(
        (arm) =>
          `SELECT ${COLUMNS} FROM articles INDEXED BY ${index}
           WHERE ${[arm, ...conditions].join(' AND ')}`,
      )
      .join(' UNION ALL ')}
     ORDER BY ${time} ${direction}, id ${direction} LIMIT ${length}`
  const within = ({ from, before }: Bounds) => [
    ...(from === null ? [] : [`${time} >= ${bind(from)}`]),
    ...(before === null ? [] : [`${time} < ${bind(before)}`]),
  ]
  if (!key) return select(within(plan))
  const same = [`${time} = ${bind(key[0])}`, `id ${isSoonestFirst ? '>' : '<'} ${bind(key[1])}`]
  return `SELECT * FROM (${select([...within(plan), ...same])})
    UNION ALL SELECT * FROM (${select(within(beyond(plan, key, isSoonestFirst)))}) LIMIT ${length}`
}

type Bounds = Pick<Plan, 'from' | 'before'>

/** One bound at each end, as SQLite seeks by one only. */
function beyond({ from, before }: Bounds, [at]: Key, isSoonestFirst: boolean): Bounds {
  if (isSoonestFirst) return { from: Math.max(at + 1, from ?? at), before }
  return { from, before: Math.min(at, before ?? at) }
}

const PLACED = COLUMNS.replaceAll(/\w+/g, 'a.$&')

/**
 * By sequence number, which is the order of first publication. FTS5 begins there only where it is an integer,
 * and D1 binds all numbers as floating point.
 */
function inSearch(
  match: string,
  section: string | null,
  key: Key | null,
  length: string,
  bind: Bind,
) {
  const before = key?.[0] ?? Number.MAX_SAFE_INTEGER
  return `SELECT f.place, ${PLACED}
    FROM (${inCatalogue(match, section, before, length, bind)}) f
    LEFT JOIN articles a ON a.sequence = f.place AND a.status = 'published'
    ORDER BY f.place DESC`
}

function inCatalogue(
  match: string,
  section: string | null,
  before: number,
  length: string,
  bind: Bind,
) {
  const slug = section === null ? null : bind(section)
  const scope =
    slug === null
      ? ''
      : ` || ' "section:' || coalesce((SELECT id FROM sections WHERE slug = ${slug}), 0) || '"'`
  return `SELECT rowid AS place FROM search
    WHERE search MATCH ${bind(match)}${scope} AND rowid < CAST(${bind(before)} AS INTEGER)
    ORDER BY rowid DESC LIMIT ${length}`
}

/** The same where text databases have indexes of their own, and have found these. */
function inAll(
  match: string,
  section: string | null,
  elsewhere: Candidate[],
  key: Key | null,
  length: string,
  bind: Bind,
) {
  // The catalogue's own row comes after all others at its place.
  const before = key ? key[0] + (key[1] > 0 ? 1 : 0) : Number.MAX_SAFE_INTEGER
  const found = elsewhere.map((one) => ({ ...one, ...placeAt(one.foundAt) }))
  const rows = found.map(({ sequence, row, ...one }) => [...toTuple(one), sequence, row])
  return `SELECT f.place, f.row, ${PLACED}
    FROM (SELECT * FROM (
        SELECT i.place, 0 AS row, a.id FROM (${inCatalogue(match, section, before, length, bind)}) i
        LEFT JOIN articles a ON a.sequence = i.place AND a.status = 'published' AND ${IS_OWN}
        UNION ALL
        SELECT j.value ->> 4, j.value ->> 5, a.id FROM json_each(${bind(JSON.stringify(rows))}) j
        LEFT JOIN ${STILL_TRUE})
      ORDER BY place DESC, row DESC LIMIT ${length}) f
    LEFT JOIN articles a ON a.id = f.id
    ORDER BY f.place DESC, f.row DESC`
}

/** By place on a list, which is the order of first publication on it. */
function onList(name: string, key: Key | null, length: string, bind: Bind) {
  return `SELECT e.position AS place, ${PLACED}
    FROM (SELECT position, article_id, shown FROM list_entries
      WHERE list_id = (SELECT id FROM lists WHERE name = ${bind(name)})
        AND position < ${bind(key?.[0] ?? Number.MAX_SAFE_INTEGER)}
      ORDER BY position DESC LIMIT ${length}) e
    LEFT JOIN articles a ON a.id = e.article_id AND e.shown
    ORDER BY e.position DESC`
}
