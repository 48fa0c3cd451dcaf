/**
 * Tells webhooks what the outbox owes them: on the clock alone, one call after the other to each, so that of an
 * article nobody is told what was so before after what is so now. A receiver that fails holds up its webhook and
 * nothing else, and its debts lie still. Should we die between a call and the note of it, it is told once more.
 */
import type { Site } from '../../site'
import { isHeld } from '../debts'
import { log } from '../log'
import { call, type Fetch, PATIENCE } from './call'
import { type Articles, eventOf, type Owed } from './news'
import { newOutcome, noteVerdict, type Outcome, settle } from './outcome'
import { kindOf, toWebhooks, type Webhook } from './webhook'

/**
 * How many calls a tick makes in all. An invocation may make fifty (Workers’ free plan), and search engines take
 * up to fifteen.
 */
export const CALLS = 30

/** How many webhooks are told at a time: a Worker may wait for six connections, engines for three of them. */
const AT_ONCE = 3

/** For how long a tick begins calls to one webhook, in milliseconds, and for how long nobody else does. */
const TURN = 45_000
const LEASE_SECONDS = 120

/** How many debts of a webhook that was removed a tick clears away. */
const CLEARED = 1_000

/** How much longer ago a write’s first statement may have run than its debt to the edge was made, in seconds. */
const LONGEST_BATCH = 10

/**
 * SQL for the moment before which debts were made that may be paid at `?1`. Nothing that is younger than a write
 * whose request is still waiting, or purging: who is told comes at once, and would get the old page.
 */
const DUE = `coalesce((SELECT min(next_at) - ${LONGEST_BATCH} FROM outbox AS w
  WHERE kind = 'write' AND ${isHeld('?1')}), ?1 + 1)`

const OWED = (kind: string) =>
  `kind = ${kind} AND is_gone IS NOT NULL AND dead_at IS NULL AND outbox.next_at < ${DUE}`

/** Leases those that can be told something, and those that were removed and left something. */
const claim = (db: D1Database, at: number) =>
  db
    .prepare(
      `UPDATE webhooks SET leased_until = ?1 + ${LEASE_SECONDS}
       WHERE leased_until <= ?1 AND (
         (removed_at IS NULL AND stopped IS NULL AND next_at <= ?1
           AND EXISTS (SELECT 1 FROM outbox WHERE ${OWED("'webhook/' || id")}))
         OR (removed_at IS NOT NULL
           AND EXISTS (SELECT 1 FROM outbox WHERE kind = 'webhook/' || id)))
       RETURNING *`,
    )
    .bind(at)

/** Articles that are gone first, then the newest news. */
const MOST_URGENT = `FROM outbox WHERE ${OWED('?2')}
  ORDER BY is_gone DESC, outbox.next_at DESC, subject DESC LIMIT ?3`

const selectOwed = (db: D1Database, kind: string, at: number, limit: number) =>
  db.prepare(`SELECT kind, subject, version, attempts, news ${MOST_URGENT}`).bind(at, kind, limit)

export interface Way {
  db: D1Database
  fetch: Fetch
  site: Site
  articles: Articles
}

/**
 * Tells every webhook that is owed something and can be told at `at` (UTC seconds), waiting up to `patience`
 * milliseconds for each call. Asks D1 once where there are none.
 */
export async function payWebhooks(way: Way, at: number, patience = PATIENCE): Promise<void> {
  const claimed = toWebhooks(await claim(way.db, at).run())
  const queue = claimed.filter(({ removedAt }) => removedAt === null)
  const share = Math.max(Math.floor(CALLS / queue.length), 1)
  const pay = (webhook: Webhook) =>
    payOne(way, webhook, at, share, patience).catch((fault) =>
      log('error', 'webhook-failed', { webhook: webhook.id, fault: String(fault) }),
    )
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await pay(next)
  }
  const removed = claimed.filter(({ removedAt }) => removedAt !== null)
  await Promise.all([
    ...removed.map((webhook) => clear(way.db, webhook)),
    ...Array.from({ length: AT_ONCE }, work),
  ])
}

async function payOne(
  way: Way,
  webhook: Webhook,
  at: number,
  calls: number,
  patience: number,
): Promise<void> {
  const { db, articles } = way
  const numbers = `SELECT CAST(subject AS INTEGER) ${MOST_URGENT}`
  // Both in one transaction: an article is told as it was when its debt was.
  const [debts, found] = (await db.batch([
    selectOwed(db, kindOf(webhook), at, calls),
    articles.select(db, numbers, at, kindOf(webhook), calls),
  ])) as [D1Result<Owed>, D1Result]
  const known = new Map(articles.decode(found).map((article) => [article.id, article]))
  const outcome = newOutcome(webhook, at)
  const end = Date.now() + TURN
  for (const owed of debts.results) {
    if (Date.now() > end) break
    const article = known.get(Number(owed.subject)) ?? null
    const event = await eventOf(way.site, webhook, owed, article)
    if (!event) {
      outcome.settled.push(owed)
      continue
    }
    const verdict = await call(way.fetch, way.site, webhook, event, secondsAt(at), patience)
    if (!noteVerdict(outcome, verdict, owed)) break
  }
  await db.batch(settle(db, outcome))
  noteTold(outcome)
}

/** A tick’s own moment, unless calls before have taken their time: receivers refuse old signatures. */
const secondsAt = (at: number) => Math.max(at, Math.floor(Date.now() / 1000))

function noteTold({ webhook, settled, calls }: Outcome): void {
  log('info', 'webhook-told', { webhook: webhook.id, articles: settled.length, calls })
}

/** Forgets what a webhook was owed that was removed. */
async function clear(db: D1Database, webhook: Webhook): Promise<void> {
  await db.batch([
    db
      .prepare(
        `DELETE FROM outbox WHERE (kind, subject) IN (
           SELECT kind, subject FROM outbox WHERE kind = ?1 LIMIT ${CLEARED})`,
      )
      .bind(kindOf(webhook)),
    db.prepare('UPDATE webhooks SET leased_until = 0 WHERE id = ?1').bind(webhook.id),
  ])
}
