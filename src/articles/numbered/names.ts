/** Keywords and authors by number: those of their lists, which are never given again. */
import { pageNames } from '../../site'
import { type Kind, MAX_FOUND } from './wanted'

export interface Named {
  id: number
  name: string
  /** How many articles readers can see. */
  count: number
}

const prefixOf = (kind: Kind) => pageNames[kind]('')

const columnsOf = (kind: Kind) =>
  `l.id, substr(l.name, ${prefixOf(kind).length + 1}) AS name, l.count`

/** SQL for the names of lists of a kind that begin as a parameter does; U+10FFFF is behind all of them. */
const range = (kind: Kind, param = "''") =>
  `l.name >= '${prefixOf(kind)}' || ${param} AND l.name < '${prefixOf(kind)}' || ${param} || char(1114111)`

/** Those that readers can see something of, by name. Decode with `toNamed`. */
export const selectShown = (
  db: D1Database,
  kind: Kind,
  isAscending: boolean,
  offset: number,
  limit: number,
) =>
  db
    .prepare(
      `SELECT ${columnsOf(kind)} FROM lists l WHERE ${range(kind)} AND l.count > 0
       ORDER BY l.name ${isAscending ? 'ASC' : 'DESC'} LIMIT ?1 OFFSET ?2`,
    )
    .bind(limit, offset)

/** How many these are. Decode with `toTotal`. */
export const selectShownCount = (db: D1Database, kind: Kind) =>
  db.prepare('SELECT value AS n FROM counters WHERE name = ?1').bind(`shown-${kind}`)

export const toNamed = (result: D1Result | undefined): Named[] =>
  (result?.results ?? []) as unknown as Named[]

/** Those with these numbers. Decode with `toNamed`. */
export const selectNumbersOf = (db: D1Database, kind: Kind, ids: number[]) =>
  db
    .prepare(
      `SELECT ${columnsOf(kind)} FROM json_each(?1) j CROSS JOIN lists l ON l.id = j.value
       WHERE ${range(kind)} ORDER BY j.key`,
    )
    .bind(JSON.stringify(ids))

/** Those of exactly these names. Decode with `toNamed`. */
export const selectNamesOf = (db: D1Database, kind: Kind, names: string[]) =>
  db
    .prepare(
      `SELECT ${columnsOf(kind)} FROM json_each(?1) j
       CROSS JOIN lists l ON l.name = '${prefixOf(kind)}' || j.value ORDER BY j.key`,
    )
    .bind(JSON.stringify(names))

/** How many names are looked into for a word within them. */
const MAX_NAMES = 5_000

/**
 * Those that are a word, begin with it, or hold it, in this order; of what merely holds it the first so many
 * names are looked into. `isAll`: also those that only drafts have. Decode with `toFoundNames`.
 */
export const selectHolding = (db: D1Database, kind: Kind, word: string, isAll: boolean) => [
  selectNamesOf(db, kind, [word]),
  db
    .prepare(
      `SELECT ${columnsOf(kind)} FROM lists l
       WHERE ${range(kind, '?1')} ${isAll ? '' : 'AND l.count > 0'} ORDER BY l.name LIMIT ${MAX_FOUND}`,
    )
    .bind(word),
  db
    .prepare(
      `SELECT ${columnsOf(kind)} FROM (SELECT * FROM lists l WHERE ${range(kind)} AND l.count > 0 ORDER BY l.name LIMIT ${MAX_NAMES}) l
       WHERE instr(lower(substr(l.name, ${prefixOf(kind).length + 1})), lower(?1)) LIMIT ${MAX_FOUND}`,
    )
    .bind(word),
]

export const toFoundNames = (results: D1Result[]): Named[] =>
  [...new Map(results.flatMap(toNamed).map((one) => [one.id, one])).values()].slice(0, MAX_FOUND)

/** How many names there may be that no article has had. */
const MAX_UNUSED = 10_000

/** A row where there are as many as there may be. */
export const selectIsFull = (db: D1Database, kind: Kind) =>
  db.prepare(
    `SELECT 1 FROM lists l INDEXED BY lists_unused WHERE l.length = 0 AND ${range(kind)}
     LIMIT 1 OFFSET ${MAX_UNUSED - 1}`,
  )

/**
 * Gives a name its number, where it has none: a list with nothing in it, which nobody sees. Decode with
 * `toNamed`.
 */
export const numberName = (db: D1Database, kind: Kind, name: string) => [
  db
    .prepare('INSERT INTO lists (name) VALUES (?1) ON CONFLICT DO NOTHING')
    .bind(pageNames[kind](name)),
  selectNamesOf(db, kind, [name]),
]
