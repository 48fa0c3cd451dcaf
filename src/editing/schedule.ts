/** What the clock does: publishes what is due, and clears away what has expired. */
import { renderBody } from '../articles/body/render'
import { type StoredArticle, selectStored, toStored } from '../articles/store'
import { commit } from '../articles/writing/commit'
import { selectDue } from '../articles/writing/due'
import type { EngineName } from '../delivery/engines/all'
import { log } from '../delivery/log'
import { deliver, type Outside } from '../delivery/outbox'
import type { Site } from '../site'
import { forgetExpired } from './saving/retries'

/**
 * How many articles one tick publishes; the rest follow a minute later. Each takes up to 12
 * statements, and an invocation may make 1,000 (Workers paid plan).
 */
const MAX_PER_TICK = 75

/**
 * Publishes what is due at `now` (UTC seconds). Safe to run late, early, twice at once or over
 * again: each article is published by its own write, which only one of several can make.
 */
export async function publishDue(
  outside: Outside,
  site: Site,
  engines: EngineName[],
  now: number,
): Promise<void> {
  const { db } = outside
  await forgetExpired(db, now).run()
  const { results } = await selectDue(db, now, MAX_PER_TICK).run<{ id: number }>()
  for (const { id } of results) {
    try {
      const article = await toStored(await selectStored(db, id).run())
      if (article) await publish(outside, site, engines, article, now)
    } catch (fault) {
      log('error', 'publish-failed', { article: id, fault: String(fault) })
    }
  }
}

/** The moment of publication is the planned one, however late the clock is. */
async function publish(
  outside: Outside,
  site: Site,
  engines: EngineName[],
  before: StoredArticle,
  now: number,
) {
  const { publishAt } = before.content
  if (before.status !== 'scheduled' || publishAt === null || publishAt > now) return
  const body = renderBody(before.content.body, before.content.format, site)
  if ('fault' in body) throw new Error(`body ${body.fault}`)
  const content = {
    ...before.content,
    status: 'published' as const,
    publishedAt: publishAt,
    publishAt: null,
  }
  // Whoever planned it had the right to; the trail says that the clock did it.
  const { id, keyId, section } = before
  const change = { before, id, content, body, section, keyId, now, isClock: true }
  const written = await commit({ db: outside.db, site, engines }, [change])
  if (typeof written === 'object') await deliver(outside, written.owed)
  log('info', 'published-as-planned', { article: id, isDone: typeof written === 'object' })
}
