/** What the clock looks at on its rounds: texts, and what they are to the catalogue. */
import { headOf, toReference } from '../reference'
import type { Store } from './stores'

/** How many texts of a database are looked at on a tick, and how long a round takes at least, in seconds. */
const SLICE = 200
const ROUND_SECONDS = 86_400

/** A text, as the clock looks at it. Times are UTC seconds. */
export interface Row {
  id: number
  articleId: number
  number: number
  createdAt: number
  unusedSince: number | null
  /** Whether it has its rendering. */
  isWhole: 0 | 1
  isErased: 0 | 1
}

/** What a text is to the catalogue. */
export type Use = 'shown' | 'past' | 'erased' | 'none'

/** The next to be looked at; none while the last round is not long enough ago. */
export async function nextOf(texts: Store, now: number): Promise<Row[]> {
  const [, next] = await texts.batch<Row>([
    // A round that has come to the end begins anew.
    texts
      .prepare(
        `UPDATE rounds SET after = 0, began_at = ?1 WHERE began_at <= ?1 - ${ROUND_SECONDS}
           AND NOT EXISTS (SELECT 1 FROM texts WHERE id > after)`,
      )
      .bind(now),
    texts.prepare(
      `SELECT id, article_id AS articleId, number, created_at AS createdAt, unused_since AS unusedSince,
         html IS NOT NULL AS isWhole, length(content) = 0 AS isErased
       FROM texts WHERE id > (SELECT after FROM rounds) ORDER BY id LIMIT ${SLICE}`,
    ),
  ])
  return next?.results ?? []
}

/** What the catalogue says of each. */
export async function usesOf(db: D1Database, store: number, rows: Row[]): Promise<Use[]> {
  if (rows.length === 0) return []
  const { results } = await db
    .prepare(
      `SELECT j.key AS n, ${headOf('r.content')} AS head, r.number = a.revision AS isCurrent,
         r.erased_at IS NOT NULL AS isErased
       FROM json_each(?1) j
       CROSS JOIN revisions r ON r.article_id = j.value ->> 0 AND r.number = j.value ->> 1
       CROSS JOIN articles a ON a.id = r.article_id`,
    )
    .bind(JSON.stringify(rows.map(({ articleId, number }) => [articleId, number])))
    .run<{ n: number; head: string; isCurrent: 0 | 1; isErased: 0 | 1 }>()
  const uses = rows.map((): Use => 'none')
  for (const { n, head, isCurrent, isErased } of results) {
    const reference = toReference(head)
    const isThis = reference?.store === store && reference.id === rows[n]?.id
    if (isErased) uses[n] = 'erased'
    else if (isThis) uses[n] = isCurrent ? 'shown' : 'past'
  }
  return uses
}
