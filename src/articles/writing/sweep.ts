/** Removing the files of pictures: of those that no article has shown for a month, nor a draft names, and of those barred. */
import { type OutsideDebt, PICTURE } from '../../delivery/debts'
import type { Owed } from '../../delivery/editions'
import { removeFiles } from '../../delivery/files'
import { log } from '../../delivery/log'
import type { Newsroom } from './commit'
import { ARRIVAL_SECONDS, GRACE_SECONDS } from './pictures'
import { redraw } from './redraw'

/** Where pictures are: D1, and R2 where it is bound. */
export interface Gallery extends Newsroom {
  bucket: R2Bucket | undefined
}

/** How many are removed side by side: a request may have six connections open (Workers). */
const TOGETHER = 3
/** How long a removal waits after a failure, at first and at most, in seconds. It is never given up. */
const FIRST_WAIT = 60
const LONGEST_WAIT = 3_600

interface State {
  hash: string
  state: 'leaving' | 'barred'
  /** How often it was removed already. */
  paid: number
  /** Of its debt: another one by the end of a removal is another removal's. */
  version: string
}

/** What became of a removal: `more` where articles are left that show it. */
type Outcome = 'gone' | 'more' | 'failed'

/**
 * Pays the debts of pictures that are due at `now` (UTC seconds). Each is looked at anew: what is shown
 * by now, or was sent once more, stays. Gives back what is owed for the articles that showed what was barred,
 * and whether nothing is left to do for now.
 */
export async function sweep(
  gallery: Gallery,
  debts: Pick<OutsideDebt, 'subject'>[],
  now: number,
): Promise<{ owed: Owed[]; isDone: boolean }> {
  if (debts.length === 0) return { owed: [], isDone: true }
  const owed: Owed[] = []
  const going = await startLeaving(
    gallery.db,
    debts.map(({ subject }) => subject),
    now,
  )
  const outcomes: Outcome[] = []
  for (let i = 0; i < going.length; i += TOGETHER) {
    const some = going.slice(i, i + TOGETHER)
    outcomes.push(...(await Promise.all(some.map((one) => remove(gallery, one, now, owed)))))
  }
  const which = (outcome: Outcome) => going.filter((_, n) => outcomes[n] === outcome)
  const [done, more, failed] = [which('gone'), which('more'), which('failed')]
  await gallery.db.batch(settle(gallery.db, { done, more, failed }, now))
  return { owed, isDone: done.length === going.length }
}

/** Removes the files of a picture, and where it was barred, what shows it. Neither waits for the other. */
async function remove(
  gallery: Gallery,
  { hash, state }: State,
  now: number,
  owed: Owed[],
): Promise<Outcome> {
  const parts: (() => Promise<Outcome>)[] = [
    async () => {
      if (!gallery.bucket) throw new Error('no R2 bucket is bound as PICTURES')
      await removeFiles(gallery.bucket, hash)
      return 'gone'
    },
    async () => {
      if (state === 'leaving') return 'gone'
      const redrawn = await redraw(gallery, hash, { keyId: null, at: now })
      owed.push(...redrawn.owed)
      return redrawn.isDone ? 'gone' : 'more'
    },
  ]
  const outcomes: Outcome[] = []
  for (const part of parts) {
    const outcome = await part().catch((fault): Outcome => {
      log('error', 'picture-not-removed', { hash, fault: String(fault) })
      return 'failed'
    })
    outcomes.push(outcome)
  }
  return outcomes.includes('failed') ? 'failed' : outcomes.includes('more') ? 'more' : 'gone'
}

/** How much later than it was due a debt is that the clock has taken up, in seconds. */
const TAKEN_UP = 60

const IS_DRAFTED = 'EXISTS (SELECT 1 FROM draft_pictures d WHERE d.hash = pictures.hash)'

/**
 * What is due and not shown goes, from now on: no article can show it any more. Gives back all that are on
 * their way out.
 */
async function startLeaving(db: D1Database, hashes: string[], now: number): Promise<State[]> {
  const json = JSON.stringify(hashes)
  const among = 'hash IN (SELECT value FROM json_each(?1))'
  const debt = `kind = '${PICTURE}' AND subject = hash`
  const [, , , found] = await db.batch([
    db
      .prepare(
        `UPDATE pictures SET state = 'leaving'
         WHERE ${among} AND state IN ('arriving', 'kept')
           AND NOT EXISTS (SELECT 1 FROM picture_uses u WHERE u.hash = pictures.hash)
           AND NOT (state = 'kept' AND ${IS_DRAFTED})
           AND EXISTS (SELECT 1 FROM outbox WHERE ${debt} AND next_at <= ?2 + ${TAKEN_UP})`,
      )
      .bind(json, now),
    // What a draft names is asked about again when it may have gone.
    db
      .prepare(
        `UPDATE outbox SET attempts = 0, next_at = ?2 + ${GRACE_SECONDS}
         WHERE kind = '${PICTURE}' AND next_at <= ?2 + ${TAKEN_UP} AND subject IN
           (SELECT hash FROM pictures WHERE ${among} AND state = 'kept' AND ${IS_DRAFTED})`,
      )
      .bind(json, now),
    // Of what is shown, or is no more, nothing is owed.
    db
      .prepare(
        `DELETE FROM outbox
         WHERE kind = '${PICTURE}' AND subject IN (SELECT value FROM json_each(?1))
           AND NOT EXISTS (SELECT 1 FROM pictures WHERE hash = subject AND (state <> 'kept'
             OR NOT EXISTS (SELECT 1 FROM picture_uses WHERE hash = subject)))`,
      )
      .bind(json),
    db
      .prepare(
        `SELECT hash, state, paid, version FROM pictures CROSS JOIN outbox ON ${debt}
         WHERE ${among} AND state IN ('leaving', 'barred')`,
      )
      .bind(json),
  ])
  return (found?.results ?? []) as unknown as State[]
}

/** Whoever was just sending the very picture may go on to put its files: they go too. */
const isToBeRepeated = ({ state, paid }: State) => state === 'barred' && paid === 0

function settle(
  db: D1Database,
  { done, more, failed }: Record<'done' | 'more' | 'failed', State[]>,
  now: number,
) {
  const [again = [], last = []] = [true, false].map((is) =>
    done.filter((one) => isToBeRepeated(one) === is),
  )
  const run = (sql: string, states: State[], ...others: unknown[]) =>
    db.prepare(sql).bind(JSON.stringify(states), ...others)
  const hashes = "(SELECT value ->> 'hash' FROM json_each(?1))"
  const same = "version IN (SELECT value ->> 'version' FROM json_each(?1))"
  const debts = `kind = '${PICTURE}' AND subject IN ${hashes} AND ${same}`
  return [
    run(
      `DELETE FROM pictures WHERE hash IN ${hashes} AND state = 'leaving' AND EXISTS
         (SELECT 1 FROM outbox WHERE kind = '${PICTURE}' AND subject = hash AND ${same})`,
      last,
    ),
    run(`DELETE FROM outbox WHERE ${debts}`, last),
    run(
      `UPDATE outbox SET paid = 1, attempts = 0, next_at = ?2 + ${ARRIVAL_SECONDS} WHERE ${debts}`,
      again,
      now,
    ),
    // The rest on the next tick, and on the one after that, as long as there is any.
    run(`UPDATE outbox SET attempts = 0, next_at = ?2 WHERE ${debts}`, more, now),
    run(
      `UPDATE outbox SET attempts = attempts + 1,
         next_at = ?2 + min(${FIRST_WAIT} << min(attempts, 10), ${LONGEST_WAIT}) WHERE ${debts}`,
      failed,
      now,
    ),
  ]
}
