/**
 * Erasing in text databases. It is owed to each of them as long as it has not said that nothing is left: one that
 * does not answer is asked again until it does.
 */
import { ERASURE } from '../../delivery/debts'
import { log } from '../../delivery/log'
import { erasure } from './rounds'
import type { Shelves, Stores } from './stores'

/** How many are paid on a tick, and how long one waits after a failure, at first and at most, in seconds. */
const MOST = 50
const FIRST_WAIT = 60
const LONGEST_WAIT = 3_600

/**
 * For the batch that erases a revision: owes it to each text database, by its number, the article’s and the
 * revision’s, whichever the catalogue thinks has it. Others
 * may hold it too: what was moved, or rendered anew, stays for a while.
 */
export function oweErasure(
  { db, stores }: Shelves,
  articleId: number,
  number: number,
  version: string,
): D1PreparedStatement[] {
  if (stores.size === 0) return []
  const subjects = [...stores.keys()].map((store) => `${store}/${articleId}/${number}`)
  return [
    db
      .prepare(
        `INSERT OR REPLACE INTO outbox (kind, subject, version, next_at)
         SELECT '${ERASURE}', value, ?2, unixepoch() FROM json_each(?1)
         WHERE EXISTS (SELECT 1 FROM revisions
           WHERE article_id = ?3 AND number = ?4 AND erased_at IS NOT NULL)`,
      )
      .bind(JSON.stringify(subjects), version, articleId, number),
  ]
}

interface Debt {
  subject: string
  version: string
  attempts: number
}

/** Pays what is due at `now` (UTC seconds). Never given up. Gives back whether nothing is left to do for now. */
export async function payErasures({ db, stores }: Shelves, now: number): Promise<boolean> {
  if (stores.size === 0) return true
  const due = await db
    .prepare(
      `SELECT subject, version, attempts FROM outbox
       WHERE kind = '${ERASURE}' AND next_at <= ?1 LIMIT ${MOST}`,
    )
    .bind(now)
    .run<Debt>()
  const outcomes = await Promise.all(due.results.map((debt) => pay(stores, debt)))
  const settled = due.results.flatMap((debt, i) => settle(db, debt, outcomes[i] ?? false, now))
  if (settled.length > 0) await db.batch(settled)
  return outcomes.every(Boolean)
}

async function pay(stores: Stores, { subject }: Debt): Promise<boolean> {
  const [store = 0, articleId, number] = subject.split('/').map(Number)
  try {
    const texts = stores.get(store)
    if (!texts) throw new Error(`TEXT_${store} is not bound`)
    const [found] = await texts.batch<{ id: number }>([
      texts
        .prepare('SELECT id FROM texts WHERE article_id = ?1 AND number = ?2')
        .bind(articleId, number),
    ])
    const ids = (found?.results ?? []).map(({ id }) => id)
    if (ids.length > 0) await texts.batch(erasure(texts, ids))
    return true
  } catch (fault) {
    log('error', 'text-not-erased', { subject, fault: String(fault) })
    return false
  }
}

const settle = (
  db: D1Database,
  { subject, version, attempts }: Debt,
  isPaid: boolean,
  now: number,
) => {
  const same = `kind = '${ERASURE}' AND subject = ?1 AND version = ?2`
  const wait = Math.min(FIRST_WAIT * 2 ** attempts, LONGEST_WAIT)
  return [
    isPaid
      ? db.prepare(`DELETE FROM outbox WHERE ${same}`).bind(subject, version)
      : db
          .prepare(`UPDATE outbox SET attempts = attempts + 1, next_at = ?3 WHERE ${same}`)
          .bind(subject, version, now + wait),
  ]
}
