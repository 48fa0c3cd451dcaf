/** `/robots.txt` (RFC 9309). A 5xx here means "crawl nothing", so it is answered whatever happens. */
import { selectLinkedShards, toShards } from '../articles/shards'
import type { AppContext, Page } from '../delivery/page'
import { servePage } from '../delivery/pages'
import { cachePolicy } from '../delivery/policy'
import { isAt } from '../delivery/spelling'
import { within } from '../delivery/within'
import { pageNames, paths, type Site, siteOf } from '../site'

const HEADERS = { 'Content-Type': 'text/plain; charset=utf-8' }

/** In milliseconds. D1 and KV get a share of it, so that a copy still comes in time. */
const PATIENCE = { all: 300, d1: 200, kv: 200 }

/** The file as D1 or KV has it, or the least that is always true. */
export async function serveRobots(c: AppContext): Promise<Response> {
  const site = siteOf(c.env)
  const served = await within(PATIENCE.all, servePage(c, robotsPage(site), PATIENCE)).catch(
    () => null,
  )
  if (served) return served
  return new Response(robots(site, [1]), {
    headers: {
      ...HEADERS,
      ...(isAt(c.req.url, paths.robots) ? cachePolicy.stale : cachePolicy.private),
    },
  })
}

const robotsPage = (site: Site): Page => ({
  name: pageNames.robots,
  path: paths.robots,
  read: (db) => [selectLinkedShards(db)],
  render([shards]) {
    const numbers = toShards(shards as D1Result).map(({ number }) => number)
    return { status: 200, headers: HEADERS, body: robots(site, numbers) }
  },
})

function robots(site: Site, sitemaps: number[]): string {
  const numbered = [...new Set([1, ...sitemaps])].sort((a, b) => a - b).map(paths.sitemap)
  const all = [paths.sitemapIndex, ...numbered, paths.pagesSitemap(1), paths.newsSitemap]
  const signal = site.contentSignal === null ? '' : `Content-Signal: ${site.contentSignal}\n`
  return `User-agent: *
${signal}Disallow: /api/

${all.map((path) => `Sitemap: ${site.origin}${path}\n`).join('')}`
}
