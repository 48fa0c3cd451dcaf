/** Readings in an export. They are the newsroom's: a key limited to sections gets all of them. */
import type { ExportFilter } from './export'
import type { Reading } from './readings'

/** As many as come at a time. */
const MAX_ROWS = 1_000

/** The readings of the words after one. `next` is null at the end. */
export async function readReadings(
  db: D1Database,
  { since }: ExportFilter,
  after: string,
): Promise<{ readings: Reading[]; next: string | null }> {
  const { results } = await db
    .prepare(
      `SELECT word, pinyin FROM readings WHERE word > ?1 AND updated_at >= ?2
       ORDER BY word LIMIT ${MAX_ROWS}`,
    )
    .bind(after, since ?? 0)
    .run<Reading>()
  const last = results.length === MAX_ROWS ? results.at(-1) : undefined
  return { readings: results, next: last?.word ?? null }
}
