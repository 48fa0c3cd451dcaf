/**
 * Texts before the write that shows them: they are put into the newest text database, where nobody sees them until
 * the catalogue refers to them, in its one batch. A write that fails leaves them behind, for rounds.ts.
 */
import { D1Outage } from '../../delivery/d1-faults'
import { log } from '../../delivery/log'
import { firstRow, OWN_ROWS, type Reference } from '../reference'
import { parameters } from '../search/write'
import { newestOf, type Store, type Stores } from './stores'

/** How long a text database may take over new texts, in milliseconds: up to a megabyte, and its index. */
const PATIENCE = 8_000

/** A text as it is stored: deflated, in hexadecimal. */
export interface Text {
  articleId: number
  /** The revision. */
  number: number
  content: string
  /** Null for what is no longer current. */
  html: string | null
  /** Bytes of UTF-8 that the rendering takes once inflated. */
  htmlSize: number | null
  /** Where readers are to find it: its tokens, and its sequence number as far as that is known. */
  found: { tokens: string; sequence: number } | null
}

/**
 * Puts texts into the newest text database, and gives back where each lies. Null: into the catalogue with them,
 * because there is none or it cannot be written to.
 */
export async function shelve(
  stores: Stores,
  texts: Text[],
  now: number,
  store = newestOf(stores),
): Promise<Reference[] | null> {
  const db = store === null ? undefined : stores.get(store)
  if (store === null || !db) return null
  try {
    const [inserted] = await db.batch<Put>(insertions(db, texts, now), PATIENCE)
    const put = new Map(inserted?.results.map((row) => [nameOf(row), row]))
    const rows = texts.map((text) => put.get(nameOf(text)) as Put)
    const references = rows.map(({ id }) => ({ store, id }))
    // An article has too many rows already, of writes that came to nothing: until the clock's next round.
    const isFull = rows.some((row, i) => texts[i]?.found && row.foundAt === null)
    if (!isFull) return references
    await retire(stores, references, now)
    return null
  } catch (fault) {
    if (!(fault instanceof D1Outage)) throw fault
    log('warn', 'texts-not-shelved', {
      database: `TEXT_${store}`,
      texts: texts.length,
      fault: String(fault),
    })
    return null
  }
}

/** A text that was put there. Of each revision there is one in a batch. */
interface Put {
  articleId: number
  number: number
  id: number
  foundAt: number | null
}

const nameOf = ({ articleId, number }: Pick<Put, 'articleId' | 'number'>) =>
  `${articleId}/${number}`

/** SQL for the first row of the index that an article still has, from `first` on; null when it has none left. */
export const freeRow = (first: string) =>
  `(SELECT min(${first} + n.value) FROM json_each('${OWN_ROWS}') n
    WHERE NOT EXISTS (SELECT 1 FROM texts WHERE found_at = ${first} + n.value))`

/** The first gives back a `Put` for each. */
function insertions(db: Store, texts: Text[], now: number) {
  const rows = texts.map(({ found, ...text }) => ({
    ...text,
    first: found && firstRow(found.sequence),
  }))
  const tokens = texts.flatMap(({ articleId, number, found }) =>
    found ? [[articleId, number, found.tokens]] : [],
  )
  return [
    db
      .prepare(
        `INSERT INTO texts (article_id, number, created_at, found_at, html_size, content, html)
         SELECT j.value ->> 'articleId', j.value ->> 'number', ?2,
           ${freeRow("(j.value ->> 'first')")}, j.value ->> 'htmlSize',
           unhex(j.value ->> 'content'), unhex(j.value ->> 'html')
         FROM json_each(?1) j ORDER BY j.key
         RETURNING article_id AS articleId, number, id, found_at AS foundAt`,
      )
      .bind(JSON.stringify(rows), now),
    // Those that were put here just now: an article may have others of the same revision.
    ...parameters(tokens).map((json) =>
      db
        .prepare(
          `INSERT INTO search (rowid, tokens)
           SELECT t.found_at, j.value ->> 2 FROM json_each(?1) j
           CROSS JOIN texts t ON t.article_id = j.value ->> 0 AND t.number = j.value ->> 1
             AND t.id > (SELECT seq FROM sqlite_sequence WHERE name = 'texts') - ?2
           WHERE t.found_at IS NOT NULL`,
        )
        .bind(json, texts.length),
    ),
  ]
}

/**
 * Marks texts that the catalogue has just ceased to show: search no longer finds them. Never fails: what is left
 * undone, the clock does on its rounds.
 */
export async function retire(stores: Stores, references: Reference[], now: number): Promise<void> {
  const byStore = Map.groupBy(references, ({ store }) => store)
  const retiring = [...byStore].map(async ([store, some]) => {
    const db = stores.get(store)
    if (db)
      await db.batch(
        retirement(
          db,
          some.map(({ id }) => id),
          now,
        ),
      )
  })
  for (const outcome of await Promise.allSettled(retiring)) {
    if (outcome.status === 'rejected')
      log('warn', 'texts-not-retired', { fault: String(outcome.reason) })
  }
}

/**
 * Removes texts that no write came to refer to: it was refused, and nothing of it is to stay. Never fails: what is
 * left, the clock removes.
 */
export async function discard(stores: Stores, references: Reference[]): Promise<void> {
  const byStore = Map.groupBy(references, ({ store }) => store)
  const discarding = [...byStore].map(async ([store, some]) => {
    const db = stores.get(store)
    const ids = some.map(({ id }) => id)
    if (db) await db.batch([...removal(db, ids), remove(db, ids)])
  })
  for (const outcome of await Promise.allSettled(discarding)) {
    if (outcome.status === 'rejected')
      log('warn', 'texts-not-retired', { fault: String(outcome.reason) })
  }
}

/** For a batch: after `removal`, nothing is left of texts. */
export const remove = (db: Store, ids: number[]) =>
  db
    .prepare('DELETE FROM texts WHERE id IN (SELECT value FROM json_each(?1))')
    .bind(JSON.stringify(ids))

/** For a batch: texts are seen to be unused, and cannot be found any more. */
export const retirement = (db: Store, ids: number[], now: number) => [
  ...removal(db, ids),
  db
    .prepare(
      `UPDATE texts SET found_at = NULL, unused_since = coalesce(unused_since, ?2)
       WHERE id IN (SELECT value FROM json_each(?1))`,
    )
    .bind(JSON.stringify(ids), now),
]

/** For a batch: texts cannot be found any more. */
export const removal = (db: Store, ids: number[]) => [
  db
    .prepare(
      `DELETE FROM search WHERE rowid IN (
         SELECT t.found_at FROM json_each(?1) j CROSS JOIN texts t ON t.id = j.value
         WHERE t.found_at IS NOT NULL)`,
    )
    .bind(JSON.stringify(ids)),
]
