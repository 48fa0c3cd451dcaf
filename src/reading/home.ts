/** The home page asked for, with a query or without one. */
import { namesEtag } from '../delivery/etags'
import type { AppContext, Page } from '../delivery/page'
import { servePage } from '../delivery/pages'
import { behindHost } from '../delivery/spelling'
import { siteOf } from '../site'
import { endpointsOf } from './endpoints'
import { ledTo } from './failures'
import { addressOf, asking, lookForMoved, whereItMoved } from './former'
import { FRAME_LENGTH, selectFrame, toFrame } from './frame'
import { homePage } from './lists'
import { isNoticed } from './vary-by'

/** How long a look-up may take, in milliseconds. */
const PATIENCE = 2_000

/**
 * Serves the home page. Old sites put articles there (`/?p=123`), and everybody else what it takes no notice of
 * (`/?utm_source=…`): only a key that an address rule names is looked up.
 */
export async function serveHome(c: AppContext): Promise<Response> {
  const page = homePage(siteOf(c.env))
  const query = /\?[^#]*/.exec(behindHost(c.req.url))?.[0].slice(1) ?? ''
  if (query === '') return (await serveLinked(c, page)) ?? c.notFound()
  // Whole, whatever the caller has of it: a 304 does not say which keys it takes notice of.
  const known = c.req.header('If-None-Match')
  if (known !== undefined) c.req.raw = unconditional(c.req.raw)
  const response = await serveLinked(c, page)
  if (!response) return c.notFound()
  if (isNoticed(query, response.headers)) {
    const moved = await whereAnArticleWent(c)
    if (moved) return moved
  }
  const etag = response.headers.get('ETag')
  return known !== undefined && etag !== null && namesEtag(known, etag)
    ? new Response(null, { status: 304, headers: response.headers })
    : response
}

/** Not among the headers that are kept with a copy, where there is little room. */
async function serveLinked(c: AppContext, page: Page): Promise<Response | null> {
  const response = await servePage(c, page)
  const links = endpointsOf(siteOf(c.env), c.env.DESK !== 'off')
  if (links !== null) response?.headers.set('Link', links)
  return response
}

function unconditional(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.delete('If-None-Match')
  return new Request(request, { headers })
}

async function whereAnArticleWent(c: AppContext): Promise<Response | null> {
  const { DB } = c.env
  const old = addressOf(c.req.url)
  if (old === null) return null
  const run = asking(c, PATIENCE)
  const results = await run([...selectFrame(DB), ...lookForMoved(DB, old)])
  const frame = toFrame(results)
  const to = await whereItMoved(DB, old, frame, results.slice(FRAME_LENGTH), run)
  return to === undefined ? null : ledTo(c, frame, to)
}
