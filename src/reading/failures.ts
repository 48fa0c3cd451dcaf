/** Pages for what is not there: never published, withdrawn, or out of reach. */
import { html } from 'hono/html'
import type { Rendering } from '../delivery/copies'
import { meantBy } from '../delivery/meant'
import type { AppContext } from '../delivery/page'
import { cachePolicy } from '../delivery/policy'
import { Unavailable } from '../delivery/responses'
import { isSpelledAsOurs } from '../delivery/spelling'
import { EVERYTHING, MISSING } from '../delivery/tags'
import { paths, type Site, siteOf } from '../site'
import { addressOf, asking, type Destination, lookForMoved, whereItMoved } from './former'
import { EMPTY_FRAME, FRAME_LENGTH, type Frame, selectFrame, toFrame } from './frame'
import { HTML_HEADERS, layout } from './layout'
import { leadTo, lookFor, whereItStands } from './led'
import { searchForm } from './search-form'
import { say, wordsFor } from './words'

/** How long a 404 waits for its navigation, in milliseconds. */
const FRAME_PATIENCE = 1_000
/** In seconds. */
const RETRY_AFTER = 10

/** Until something comes to stand there. */
const KEPT = { ...cachePolicy.missing, 'Cache-Tag': [MISSING, EVERYTHING].join(',') }

/**
 * 404, or the way to the one address where what was asked for stands: first what stood there on an old site,
 * then what was meant by it here. Read afresh each time and never
 * kept in KV: strangers can ask for any number of addresses.
 */
export async function missingPage(c: AppContext): Promise<Response> {
  const site = siteOf(c.env)
  const words = wordsFor(site.language)
  const { DB } = c.env
  const run = asking(c, FRAME_PATIENCE)
  const meant = isSpelledAsOurs(c.req.url) ? null : meantBy(c.req.url)
  const old = addressOf(c.req.url)
  const moved = old === null ? [] : lookForMoved(DB, old)
  const look = meant ? lookFor(DB, meant) : []
  const results = await run([...selectFrame(DB), ...moved, ...look])
  const frame = toFrame(results)
  const to =
    old === null ? undefined : await whereItMoved(DB, old, frame, results.slice(FRAME_LENGTH), run)
  if (to !== undefined) return ledTo(c, frame, to)
  const path = meant && whereItStands(meant, frame, results[FRAME_LENGTH + moved.length])
  if (path) return leadTo(c, site, path)
  return new Response(failure(site, frame, words.missingTitle, words.missingText), {
    status: 404,
    headers: {
      ...HTML_HEADERS,
      ...(isSpelledAsOurs(c.req.url) ? KEPT : cachePolicy.private),
    },
  })
}

/** 405 for whatever would do more than read. Short, and made of nothing: it costs what it is worth. */
export const readOnly = () =>
  new Response('This address takes GET and HEAD.\n', {
    status: 405,
    headers: {
      Allow: 'GET, HEAD',
      'Content-Type': 'text/plain; charset=utf-8',
      ...cachePolicy.private,
    },
  })

/** The answer at an address of an old site, which no cache keeps: where it leads, or 410. */
export function ledTo(c: AppContext, frame: Frame, to: Destination): Response {
  const site = siteOf(c.env)
  if (to) return leadTo(c, site, to.path)
  const { status, headers, body } = gonePage(site, frame)
  return new Response(body, { status, headers: { ...headers, ...cachePolicy.led } })
}

/** 410, in place of an article its editors have withdrawn. */
export function gonePage(site: Site, frame: Frame): Rendering {
  const words = wordsFor(site.language)
  const body = failure(site, frame, words.goneTitle, words.goneText)
  return { status: 410, headers: HTML_HEADERS, body }
}

/** In place of a preview whose time is over. */
export function expiredPage(site: Site, frame: Frame): string {
  const words = wordsFor(site.language)
  return failure(site, frame, words.expiredTitle, words.expiredText)
}

/** 503 while the database is out of reach, 500 after a fault of ours. */
export function unavailablePage(c: AppContext, fault: Error): Response {
  const outage = fault instanceof Unavailable ? fault : null
  const site = siteOf(c.env)
  const words = wordsFor(site.language)
  return new Response(failure(site, EMPTY_FRAME, words.unavailableTitle, words.unavailableText), {
    status: outage ? 503 : 500,
    headers: {
      ...HTML_HEADERS,
      ...cachePolicy.private,
      'Retry-After': String(outage?.retryAfter ?? RETRY_AFTER),
    },
  })
}

/** What happened, what that means, and ways on: search and the sections, when they are known. */
function failure(site: Site, frame: Frame, title: string, text: string): string {
  const words = wordsFor(site.language)
  const isReachable = frame !== EMPTY_FRAME
  return layout(site, frame, {
    title,
    description: null,
    path: null,
    main: html`<h1 class="page-title">${say(site.language, title)}</h1>
<p>${say(site.language, text)}</p>
${isReachable ? searchForm(site) : ''}
<ul class="ways">
${frame.sections.map(({ slug, name }) => html`<li><a href="${paths.section(slug)}">${name}</a></li>\n`)}
<li><a href="${paths.home}">${say(site.language, words.backHome)}</a></li>
</ul>`,
  })
}
