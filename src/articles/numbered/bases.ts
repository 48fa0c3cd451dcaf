/** Where articles are gathered from: by what narrows them most, of all that there is a list or an index of. */
import type { Status } from '../article'
import { type Candidate, STILL_TRUE, toTuple } from '../texts/candidates'
import { type Bind, walkOf } from './walks'
import { type Kind, MAX_LOOKED_AT, NOBODY, type Wanted } from './wanted'

/** The lists that are asked for, by number. */
export type Known = ReadonlyMap<number, { kind: Kind; name: string; length: number }>

/** What there is of the lists of keywords and authors that are asked for. Decode with `toKnown`. */
export const selectKnown = (db: D1Database, { keywords, authors, without }: Wanted) =>
  db
    .prepare(
      `SELECT l.id, substr(l.name, 1, instr(l.name, '/') - 1) AS kind,
         substr(l.name, instr(l.name, '/') + 1) AS name, l.length
       FROM (SELECT value AS id FROM json_each(?1) UNION SELECT value FROM json_each(?2)) j
       CROSS JOIN lists l ON l.id = j.id`,
    )
    .bind(
      JSON.stringify([...(keywords ?? []), ...without.keywords]),
      JSON.stringify([...(authors ?? []), ...without.authors]),
    )

type KnownRow = { id: number; kind: Kind; name: string; length: number }

export const toKnown = ({ results }: D1Result): Known =>
  new Map((results as unknown as KnownRow[]).map(({ id, ...one }) => [id, one]))

/** SQL that gives the `id` of each once, the first to be taken first. */
export function baseOf(
  wanted: Wanted,
  status: Status,
  known: Known,
  elsewhere: Candidate[],
  bind: Bind,
): string {
  const { ids, slugs, words, sections, order, isAscending, dated, changed } = wanted
  const json = (values: unknown[]) => bind(JSON.stringify(values))
  if (ids) return `SELECT DISTINCT value AS id FROM json_each(${json(ids)})`
  if (slugs) {
    const of = `json_each(${json(slugs)}) j CROSS JOIN slugs s ON s.slug = j.value`
    return `SELECT DISTINCT s.article_id AS id FROM ${of} WHERE NOT s.retired`
  }
  if (status === 'published' && words) return inSearch(words.match, sections, elsewhere, bind)
  const lists = status === 'published' ? shortest(wanted, known) : null
  if (lists) {
    const of = `json_each(${json(lists)}) j CROSS JOIN list_entries e ON e.list_id = j.value`
    const from =
      lists.length === 1
        ? `SELECT e.article_id AS id FROM ${of} WHERE e.shown ORDER BY e.position DESC`
        : `SELECT DISTINCT e.article_id AS id FROM ${of} WHERE e.shown`
    return `${from} LIMIT ${MAX_LOOKED_AT}`
  }
  const along = order === 'id' || order === 'modified' ? order : 'date'
  const section = sections?.length === 1 ? (sections[0] ?? null) : null
  const walk = walkOf(status, section, along, bind)
  const bounds = along === 'date' ? dated : along === 'modified' ? changed : null
  const where = [
    ...walk.where,
    ...(bounds?.after == null ? [] : [`${walk.key} > ${bind(bounds.after)}`]),
    ...(bounds?.before == null ? [] : [`${walk.key} < ${bind(bounds.before)}`]),
  ]
  const direction = isAscending ? 'ASC' : 'DESC'
  return `SELECT id FROM ${walk.from} WHERE ${where.join(' AND ')}
    ORDER BY ${walk.key} ${direction}, id ${direction} LIMIT ${MAX_LOOKED_AT}`
}

/**
 * By sequence number, the newest first. FTS5 takes up to so many tokens at a time; `section:` is one: see
 * `search/write.ts`.
 */
function inSearch(
  match: string | null,
  sections: number[] | null,
  elsewhere: Candidate[],
  bind: Bind,
): string {
  if (match === null) return 'SELECT NULL AS id WHERE false'
  const within = sections?.length === 1 ? ` "section:${sections[0]}"` : ''
  const own = `SELECT a.id, a.sequence FROM (SELECT rowid AS place FROM search
      WHERE search MATCH ${bind(match + within)} ORDER BY rowid DESC LIMIT ${MAX_LOOKED_AT}) f
    CROSS JOIN articles a ON a.sequence = f.place`
  if (elsewhere.length === 0) return own
  const json = bind(JSON.stringify(elsewhere.map(toTuple)))
  return `SELECT DISTINCT id FROM (
      ${own} UNION ALL SELECT a.id, a.sequence FROM json_each(${json}) j CROSS JOIN ${STILL_TRUE})
    ORDER BY sequence DESC LIMIT ${MAX_LOOKED_AT}`
}

/** The lists of keywords or of authors, whichever are shorter, unless they are too long to go through. */
function shortest({ keywords, authors }: Wanted, known: Known): number[] | null {
  const candidates = [
    { kind: 'keyword', ids: keywords },
    { kind: 'author', ids: authors },
  ] as const
  const lists = candidates
    .flatMap(({ kind, ids }) => (ids && !ids.includes(NOBODY) ? [{ kind, ids }] : []))
    .map(({ kind, ids }) => ids.filter((id) => known.get(id)?.kind === kind))
    .map((ids) => ({ ids, length: ids.reduce((sum, id) => sum + (known.get(id)?.length ?? 0), 0) }))
    .filter(({ ids, length }) => ids.length === 1 || length <= MAX_LOOKED_AT)
    .sort((a, b) => a.length - b.length)
  return lists[0]?.ids ?? null
}
