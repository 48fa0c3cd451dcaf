/** Answers that are read afresh each time: no copy of them is kept in KV. */
import { namesEtag } from './etags'
import { hash } from './fingerprint'
import { ask } from './isolate'
import type { AppContext, Page } from './page'
import { caching, logFault, Unavailable } from './responses'

/** In milliseconds. */
const PATIENCE = 2_000

/**
 * Reads what an answer needs that has no copy to fall back on. Throws `Unavailable` when D1 cannot be
 * reached; `page` names the answer in the log.
 */
export const readNow = (c: AppContext, page: string, statements: D1PreparedStatement[]) =>
  ask(c, PATIENCE, () => c.env.DB.batch(statements)).catch((fault) => {
    logFault(page, false, fault)
    throw new Unavailable(fault)
  })

/**
 * Serves a page that changes by itself as time passes: read and rendered each time, and never kept
 * in KV. The ETag is made from the bytes. Throws `Unavailable` while D1 cannot be reached; null when
 * there is no such page.
 */
export async function serveLive(c: AppContext, page: Page): Promise<Response | null> {
  const { DB } = c.env
  const results = await readNow(c, page.name, page.read(DB))
  const rendering = await page.render(results)
  if (!rendering) return null
  if (typeof rendering.body !== 'string') throw new Error(`${page.name} is not text`)
  const headers = { ...caching(c, page), ETag: `"${hash(rendering.body)}"` }
  const known = c.req.header('If-None-Match')
  if (known && namesEtag(known, headers.ETag)) return new Response(null, { status: 304, headers })
  return new Response(rendering.body, { headers: { ...rendering.headers, ...headers } })
}
