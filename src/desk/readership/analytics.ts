/**
 * What Cloudflare counts of the newsroom's readers, without a cookie or a script: its zone's GraphQL analytics
 * (developers.cloudflare.com/analytics/graphql-api), which see what the edge answers by itself, too. They are
 * samples; of robots only those are left out that the edge turns away.
 */
import { startOf } from '../../delivery/engines/wire'
import { within } from '../../delivery/within'
import type { Site } from '../../site'

/** Where it is asked: a zone of Cloudflare's, and a token that may read its analytics. */
export interface AnalyticsVars {
  ANALYTICS_ZONE?: string
  ANALYTICS_TOKEN?: string
  /** A stand-in's address. */
  ANALYTICS_ENDPOINT?: string
}

/** Whether there is anything to ask. */
export const isAnalytical = ({ ANALYTICS_ZONE: zone, ANALYTICS_TOKEN: token }: AnalyticsVars) =>
  Boolean(zone && token)

/** How often pages of articles were answered. */
export interface Readership {
  views: number
  /** The most read, first. */
  articles: { path: string; views: number }[]
}

const ENDPOINT = 'https://api.cloudflare.com/client/v4/graphql'
/** In milliseconds. Somebody waits for the page. */
const PATIENCE = 6_000
/** The day before now: no plan answers less, and the free one no more at a time. */
const HOURS = 24
/** How many articles are listed. */
export const MOST = 30

const QUERY = `query Readership($zone: string, $articles: filter) {
  viewer { zones(filter: { zoneTag: $zone }) {
    all: httpRequestsAdaptiveGroups(limit: 1, filter: $articles) { count }
    each: httpRequestsAdaptiveGroups(limit: ${MOST}, filter: $articles, orderBy: [count_DESC]) {
      count
      dimensions { clientRequestPath }
    }
  } }
}`

/** What was read until `now` (UTC seconds); a sentence where that cannot be told. */
export async function readershipOf(
  site: Site,
  vars: AnalyticsVars,
  now: number,
): Promise<Readership | { fault: string }> {
  const at = (seconds: number) => new Date(seconds * 1_000).toISOString()
  const articles = {
    datetime_geq: at(now - HOURS * 3_600),
    datetime_lt: at(now),
    clientRequestHTTPHost: new URL(site.origin).host,
    clientRequestHTTPMethodName: 'GET',
    clientRequestPath_like: '/articles/%',
    edgeResponseStatus_in: [200, 304],
    requestSource: 'eyeball',
  }
  const request = new Request(vars.ANALYTICS_ENDPOINT || ENDPOINT, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      Authorization: `Bearer ${vars.ANALYTICS_TOKEN}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ query: QUERY, variables: { zone: vars.ANALYTICS_ZONE, articles } }),
    signal: AbortSignal.timeout(PATIENCE),
  })
  try {
    const response = await within(PATIENCE, fetch(request))
    return read(response.status, await within(PATIENCE, startOf(response)))
  } catch {
    // Not in the fault's own words: they may hold the address.
    return { fault: 'no answer' }
  }
}

interface Group {
  count: number
  dimensions?: { clientRequestPath: string }
}
interface Answer {
  data?: { viewer?: { zones?: { all?: Group[]; each?: Group[] }[] } } | null
  errors?: { message?: unknown }[] | null
}

/** Of what they say themselves, so much is shown. */
const MAX_FAULT = 200

function read(status: number, text: string): Readership | { fault: string } {
  let answer: Answer
  try {
    answer = JSON.parse(text) as Answer
  } catch {
    return { fault: `status ${status}` }
  }
  const [error] = answer?.errors ?? []
  if (error) return { fault: String(error.message).slice(0, MAX_FAULT) }
  const [zone] = answer?.data?.viewer?.zones ?? []
  if (status !== 200 || !Array.isArray(zone?.each)) return { fault: `status ${status}` }
  const articles = zone.each.flatMap(({ count, dimensions }) =>
    typeof dimensions?.clientRequestPath === 'string' && Number.isFinite(count)
      ? [{ path: dimensions.clientRequestPath, views: count }]
      : [],
  )
  return { views: Number(zone.all?.[0]?.count) || 0, articles: articles.slice(0, MOST) }
}
