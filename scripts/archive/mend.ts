/** What a generator that was stopped between two databases has left behind. */
import { headOf, toReference } from '../../src/articles/reference'
import { retirement } from '../../src/articles/texts/shelve'
import type { Store, Stores } from '../../src/articles/texts/stores'

interface Row {
  head: string
  isPast: 0 | 1
}

/**
 * Removes texts of articles after the one of that number that the catalogue does not refer to, and retires those
 * that it does not show any more: as if the last write had come to its end in each database, or in none.
 */
export async function mend(db: D1Database, stores: Stores, after: number): Promise<void> {
  const select = db.prepare(
    `SELECT ${headOf('r.content')} AS head, r.number <> a.revision AS isPast
     FROM revisions r CROSS JOIN articles a ON a.id = r.article_id WHERE r.article_id > ?1`,
  )
  const [found] = await db.batch<Row>([select.bind(after)])
  const referred = (found?.results ?? []).map(({ head, isPast }) => ({
    reference: toReference(head),
    isPast: isPast === 1,
  }))
  for (const [number, store] of stores) {
    const isPast = new Map<number, boolean>()
    for (const { reference, isPast: past } of referred)
      if (reference?.store === number) isPast.set(reference.id, past)
    await mendStore(store, isPast, after)
  }
}

/** `isPast`: of each text that the catalogue refers to. */
async function mendStore(store: Store, isPast: Map<number, boolean>, after: number) {
  const select = store.prepare('SELECT id FROM texts WHERE article_id > ?1').bind(after)
  const [found] = await store.batch<{ id: number }>([select])
  const ids = (found?.results ?? []).map(({ id }) => id)
  const left = ids.filter((id) => !isPast.has(id))
  const past = ids.filter((id) => isPast.get(id))
  await store.batch([
    ...retirement(store, [...left, ...past], Math.floor(Date.now() / 1000)),
    store
      .prepare('DELETE FROM texts WHERE id IN (SELECT value FROM json_each(?1))')
      .bind(JSON.stringify(left)),
  ])
}
