/** What the clock publishes: planned articles whose moment has come, as many as can be in one write. */

import type { Owed } from '../../delivery/editions'
import { log } from '../../delivery/log'
import { fillIn } from '../body/fill-in'
import { renderAccepted } from '../body/render'
import { findPictures } from '../pictures'
import { type StoredArticle, selectStoredAmong, toStoredEach } from '../store'
import { type Change, changeOf } from './change'
import { bytesOf, commit, MAX_BATCH_BYTES, type Newsroom } from './commit'

/** Once a tick has published this many, the rest follow a minute later: rendering takes its time. */
const MAX_ARTICLES = 75

/**
 * How often a tick writes. Each write takes up to 20 statements, and an invocation may make 1,000
 * (D1 on the Workers paid plan): what is left is for reading, debts and search engines.
 */
const MAX_WRITES = 40

/** How many are written together: few enough that one bad article spoils little. */
const MAX_TOGETHER = 25

/** How many plans are read together, if they are not too long for that, and how often a tick reads. */
const SLICE = 10
const MAX_READS = 50

/** Text of failed writes that is kept to be tried in halves; beyond that it waits for the next tick. */
const MAX_HELD_BYTES = 8_000_000

/** A place in the order of planned articles. */
interface Place {
  id: number
  publish_at: number
}

const FIRST: Place = { id: 0, publish_at: Number.MIN_SAFE_INTEGER }

/** Planned articles due at `now` (UTC seconds) after a place, the most overdue first. */
const selectDue = (db: D1Database, now: number, after: Place) =>
  db
    .prepare(
      selectStoredAmong(
        `SELECT id, publish_at AS n FROM articles
         WHERE status = 'scheduled' AND publish_at <= ?1 AND (publish_at, id) > (?2, ?3)
         ORDER BY publish_at, id LIMIT ${SLICE}`,
      ),
    )
    .bind(now, after.publish_at, after.id)

/** What a tick has done so far. */
interface Round {
  newsroom: Newsroom
  /** UTC seconds. */
  now: number
  writes: number
  /** What could not be written together. */
  failed: Change[][]
  published: number[]
  owed: Owed[]
}

/**
 * Publishes what is due at `now` (UTC seconds). Safe to run late, early, twice at once or over again:
 * of several that write the same revision, one can. Gives back what is owed to the outside for it.
 */
export async function publishDue(newsroom: Newsroom, now: number): Promise<Owed[]> {
  const round: Round = { newsroom, now, writes: 0, failed: [], published: [], owed: [] }
  await publishAll(round)
  await retryInHalves(round)
  const { published, writes, owed } = round
  if (published.length > 0) log('info', 'published-as-planned', { articles: published, writes })
  return owed
}

const hasRoom = ({ writes, published }: Round) =>
  writes < MAX_WRITES && published.length < MAX_ARTICLES

/** Publishes what is due in as few writes as the texts allow. */
async function publishAll(round: Round): Promise<void> {
  let batch: Change[] = []
  let bytes = 0
  for await (const change of publications(round)) {
    const size = bytesOf(change)
    const isFull = batch.length >= MAX_TOGETHER || bytes + size > MAX_BATCH_BYTES
    if (batch.length > 0 && isFull) {
      await write(round, batch)
      batch = []
      bytes = 0
    }
    batch.push(change)
    bytes += size
  }
  await write(round, batch)
}

/** The changes that publish what is due. An article that cannot be published is passed over. */
async function* publications(round: Round): AsyncGenerator<Change> {
  let after: Place | undefined = FIRST
  for (let i = 0; i < MAX_READS && after && hasRoom(round); i++) {
    const slice: D1Result<Place> = await selectDue(round.newsroom.db, round.now, after).run<Place>()
    const plans = toStoredEach(slice)
    for (const [n, read] of plans.entries()) {
      try {
        yield await publicationOf(round, await read())
      } catch (fault) {
        log('error', 'publish-failed', { article: slice.results[n]?.id, fault: String(fault) })
      }
    }
    const isLast = plans.length === slice.results.length && plans.length < SLICE
    after = isLast ? undefined : slice.results[plans.length - 1]
  }
}

/** The moment of publication is the planned one, however late the clock is. */
async function publicationOf({ newsroom, now }: Round, before: StoredArticle): Promise<Change> {
  const { keyId, publishAt } = before
  const body = renderAccepted(before.content.body, before.content.format, newsroom.site)
  if (!body) throw new Error('the body cannot be shown')
  const status = 'published' as const
  const content = { ...before.content, status, publishedAt: publishAt, publishAt: null }
  // The editor who planned it had the right to; the trail says that the clock did it.
  const shown = fillIn(body, content, await findPictures(newsroom.db, [content]))
  return changeOf(before, content, shown, { keyId, now, doneBy: null })
}

/** Writes changes together; those that fail are left in `failed`, unless there is but one. */
async function write(round: Round, changes: Change[]): Promise<void> {
  if (changes.length === 0 || round.writes >= MAX_WRITES) return
  round.writes++
  const written = await commit(round.newsroom, changes).catch((fault) => ({ fault: String(fault) }))
  if (typeof written === 'object' && 'owed' in written) {
    round.owed.push(written.owed)
    round.published.push(...changes.map(({ id }) => id))
    return
  }
  if (changes.length > 1) return hold(round, changes)
  const article = changes[0]?.id
  // Lost: an editor has changed it meanwhile, or another tick has published it.
  if (typeof written === 'string') log('info', 'publish-lost', { article, to: written })
  else log('error', 'publish-failed', { article, fault: written.fault })
}

function hold({ failed }: Round, changes: Change[]): void {
  const bytes = [...failed.flat(), ...changes].reduce((sum, change) => sum + bytesOf(change), 0)
  if (bytes <= MAX_HELD_BYTES) failed.push(changes)
  else log('warn', 'publish-postponed', { articles: changes.map(({ id }) => id) })
}

/**
 * Finds those that fail by themselves, so that they do not hold up the rest. By chance, so that it is
 * not the same ones each minute that are left when the writes are used up.
 */
async function retryInHalves(round: Round): Promise<void> {
  const { failed } = round
  while (failed.length > 0 && hasRoom(round)) {
    const [changes = []] = failed.splice(Math.floor(Math.random() * failed.length), 1)
    const half = Math.ceil(changes.length / 2)
    await write(round, changes.slice(0, half))
    await write(round, changes.slice(half))
  }
}
