/**
 * Bringing texts to where the catalogue only refers to them: one round trip to each text database that has some
 * of them, side by side.
 */
import { log } from '../../delivery/log'
import { lost, type Reference, toReference } from '../reference'
import { type Stores, storesOf } from './stores'

/** A row of the catalogue with columns of a revision, as `hex` gives them; whatever else it has. */
interface Row {
  content?: string | null
  html?: string | null
  /** Where its text was brought from. */
  reference?: Reference
  /** Of the article, where it says so. */
  id?: number
}

interface TextRow {
  id: number
  articleId: number
  content: string
  html: string
}

/**
 * Puts texts into the rows of the catalogue in place of what refers to them. What a text database does not have
 * is lost, and what one that does not answer has keeps its reference: whoever inflates either gets a fault,
 * and nobody else.
 */
export async function bringTexts(env: object, results: D1Result[]): Promise<void> {
  const wanted = new Map<number, Row[]>()
  for (const row of results.flatMap(({ results }) => results as Row[])) {
    const reference = toReference(row.content) ?? toReference(row.html)
    if (!reference) continue
    row.reference = reference
    wanted.set(reference.store, [...(wanted.get(reference.store) ?? []), row])
  }
  const stores = storesOf(env)
  await Promise.all([...wanted].map(([store, rows]) => bringFrom(stores, store, rows)))
}

async function bringFrom(stores: Stores, store: number, rows: Row[]): Promise<void> {
  const found = await read(stores, store, rows).catch((fault) => {
    log('error', 'texts-unreachable', {
      database: `TEXT_${store}`,
      texts: rows.length,
      fault: String(fault),
    })
    return null
  })
  if (!found) return
  for (const row of rows) {
    const reference = row.reference as Reference
    const text = textOf(row, found.get(reference.id))
    if (!text) log('error', 'text-lost', { database: `TEXT_${store}`, text: reference.id })
    if ('content' in row) row.content = text?.content ?? lost(reference)
    // Of a past revision the catalogue has none; it may be what the content was deflated with.
    row.html = text?.html ?? lost(reference)
  }
}

/** Not another article's: a text database that was restored backwards gives its ids again. */
const textOf = (row: Row, text: TextRow | undefined) =>
  row.id === undefined || row.id === text?.articleId ? text : undefined

async function read(stores: Stores, store: number, rows: Row[]): Promise<Map<number, TextRow>> {
  const db = stores.get(store)
  if (!db) throw new Error(`TEXT_${store} is not bound: see docs/growing.md`)
  const isRead = rows.some((row) => 'content' in row)
  const ids = rows.map(({ reference }) => reference?.id)
  const select = db
    .prepare(
      `SELECT id, article_id AS articleId, ${isRead ? 'hex(t.content)' : "''"} AS content, hex(t.html) AS html
       FROM (SELECT DISTINCT value FROM json_each(?1)) j CROSS JOIN texts t ON t.id = j.value`,
    )
    .bind(JSON.stringify(ids))
  const [result] = await db.batch<TextRow>([select])
  return new Map(result?.results.map((text) => [text.id, text]))
}

const firstOf = (row: unknown, column: string | undefined) =>
  (column === undefined ? row : (row as Record<string, unknown> | undefined)?.[column]) ?? null

/**
 * The catalogue as most of the Worker asks it: what it throws is told from faults of ours (`guarded`), and texts
 * come with the rows, wherever they lie.
 */
export function withTexts(env: object, db: D1Database): D1Database {
  const whole = async <T>(asked: Promise<T>): Promise<T> => {
    const result = await asked
    const results = Array.isArray(result) ? result : [result]
    await bringTexts(env, results as D1Result[])
    return result
  }
  const inner = new WeakMap<object, D1PreparedStatement>()
  const prepared = (statement: D1PreparedStatement): D1PreparedStatement => {
    const run = () => whole(statement.run())
    const own = {
      bind: (...values: unknown[]) => prepared(statement.bind(...values)),
      run,
      all: run,
      first: async (column?: string) => firstOf((await run()).results[0], column),
    } as unknown as D1PreparedStatement
    inner.set(own, statement)
    return own
  }
  return {
    prepare: (sql: string) => prepared(db.prepare(sql)),
    batch: (statements: D1PreparedStatement[]) =>
      whole(db.batch(statements.map((statement) => inner.get(statement) ?? statement))),
  } as unknown as D1Database
}
