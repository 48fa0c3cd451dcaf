/** Do purges reach readers? Of a page that the edge holds, after a write by each way there is. */
import type { Field, Known } from './field.ts'
import { type Finding, seconds } from './finding.ts'
import { isKept, PURGED_WITHIN, readOrNot, untilSeen } from './reaching.ts'

export const NO_CACHE =
  'No cache answered for the page. Workers Cache is in front of a deployed newsroom only: ask by its public address.'

/** An article of the drill's, and where it stands. */
export interface Stand {
  article: Known
  path: string
}

const toFinding = (promise: string, took: number | null, remedy: string): Finding => {
  if (took !== null && took <= PURGED_WITHIN)
    return { promise, verdict: 'holds', seen: seconds(took) }
  const seen =
    took === null ? 'not within two minutes' : `${seconds(took)}, when the edge let it go by itself`
  return { promise, verdict: 'does not', seen, remedy }
}

/**
 * A 404 that the edge holds goes when an article is published there. Posts the article that the others change;
 * `stands` is told as soon as it is there.
 */
export async function publication(
  field: Field,
  slug: string,
  document: Record<string, unknown>,
  stands: (stand: Stand) => void,
): Promise<Finding> {
  const path = `/articles/${slug}`
  const isHeld = await isKept(field, path)
  stands({ article: await field.post({ ...document, slug }), path })
  const took = await untilSeen(field, path, ({ status }) => status === 200)
  const promise = 'readers here see an article once its post is answered'
  const remedy =
    'Look at GET /api/outbox for purges that are owed, and for purge-failed in the log.'
  const isWhere = isHeld ? ', where a 404 was held' : ''
  return toFinding(promise + isWhere, took, remedy)
}

/** A page that the edge holds goes when it is changed through the API, by the public address or by another. */
export async function change(
  field: Field,
  stand: Stand,
  mark: string,
  by: 'public' | 'other',
): Promise<Finding> {
  const promise =
    by === 'public'
      ? 'a purge by the request that wrote reaches readers'
      : 'a purge by a request to the other address reaches readers of the public one'
  if (by === 'other' && !field.hasOther) {
    const remedy = 'Say --other with the address at workers.dev, while workers_dev is still true.'
    return { promise, verdict: 'unknown', seen: 'no other address was named', remedy }
  }
  if (!(await isKept(field, stand.path))) {
    return { promise, verdict: 'unknown', seen: 'no cache', remedy: NO_CACHE }
  }
  stand.article = await field.change(stand.article, { title: mark }, by === 'other')
  const took = await untilSeen(field, stand.path, ({ body }) => body.includes(mark))
  const remedy =
    by === 'public'
      ? 'Purges are lost or refused: GET /api/outbox and purge-failed in the log say which. Until then pages are up to 100 s old.'
      : 'Set workers_dev = false, and have every program ask by the public address: what is written by the other is up to 100 s late.'
  return toFinding(promise, took, remedy)
}

/** How long before its moment an article is planned: time enough for the edge to hold the 404, in milliseconds. */
const AHEAD = 45_000
/** The clock ticks each minute. */
const TICK = 60_000

/** Plans an article, for the clock to publish. */
export async function plannedAt(
  field: Field,
  slug: string,
  document: Record<string, unknown>,
  at: (ahead: number) => string,
): Promise<Stand> {
  const plan = { status: 'scheduled', publishAt: at(AHEAD), publishedAt: null }
  const article = await field.post({ ...document, ...plan, slug })
  return { article, path: `/articles/${slug}` }
}

/** A 404 that the edge holds goes when the clock publishes an article there: a purge without a request. */
export async function clock(field: Field, stand: Stand): Promise<Finding> {
  const promise = 'a purge by the clock reaches readers'
  const isHeld = await isKept(field, stand.path)
  const began = field.now()
  while (stand.article.status !== 'published') {
    if (field.now() - began > AHEAD + 3 * TICK) {
      const remedy = 'The clock has stopped: see [triggers] in wrangler.toml, and GET /api/health.'
      return { promise, verdict: 'does not', seen: 'nothing was published', remedy }
    }
    await field.wait(2_000)
    // The edge's copy is kept fresh meanwhile, as it would be by readers.
    await readOrNot(field, stand.path)
    stand.article = await field.look(stand.article.id)
  }
  const took = await untilSeen(field, stand.path, ({ status }) => status === 200)
  if (!isHeld) return { promise, verdict: 'unknown', seen: 'no cache', remedy: NO_CACHE }
  return toFinding(
    promise,
    took,
    'Purges from the clock do not reach this address. What is planned is seen up to 100 s late: plan two minutes ahead.',
  )
}
