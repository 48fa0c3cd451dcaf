/** Sitemaps (sitemaps.org, protocol 0.9): data from D1, then XML. */
import {
  type Entry,
  type Shard,
  selectEntries,
  selectShard,
  selectShards,
  toEntries,
  toShards,
} from '../articles/shards'
import { toUtc } from '../articles/time'
import type { Rendering } from '../delivery/copies'
import type { Page } from '../delivery/pages'
import { pageNames, paths, type Site } from '../site'

const NAMESPACE = 'http://www.sitemaps.org/schemas/sitemap/0.9'

/** Search engines should follow a sitemap, not show it. */
const HEADERS = { 'Content-Type': 'application/xml; charset=utf-8', 'X-Robots-Tag': 'noindex' }

const xml = (body: string): Rendering => ({
  status: 200,
  headers: HEADERS,
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
})

/** The first sitemap holds the home page too, so it exists even before the first article. */
const isListed = ({ number, count }: Shard) => count > 0 || number === 1

/** `/sitemap.xml`: the numbered sitemaps. */
export const sitemapIndex = (site: Site): Page => ({
  name: pageNames.sitemapIndex,
  path: paths.sitemapIndex,
  read: (db) => [selectShards(db)],
  render([result]) {
    const shards = toShards(result as D1Result).filter(isListed)
    const listed: { number: number; changedAt?: number }[] =
      shards.length > 0 ? shards : [{ number: 1 }]
    return xml(`<sitemapindex xmlns="${NAMESPACE}">
${listed.map(({ number, changedAt }) => `<sitemap>${locate(site, paths.sitemap(number), changedAt)}</sitemap>\n`).join('')}</sitemapindex>
`)
  },
})

/** `/sitemap1.xml` and on: complete on their own, because Baidu reads no index. */
export const sitemap = (site: Site, number: number): Page => ({
  name: pageNames.sitemap(number),
  path: paths.sitemap(number),
  read: (db) => [selectShard(db, number), selectEntries(db, number)],
  render([shards, entries]) {
    const shard = toShards(shards as D1Result)[0]
    if (number !== 1 && !(shard && isListed(shard))) return null
    const home = number === 1 ? [url(site, paths.home)] : []
    const articles = toEntries(entries as D1Result).map((entry) => articleUrl(site, entry))
    return xml(`<urlset xmlns="${NAMESPACE}">\n${[...home, ...articles].join('')}</urlset>\n`)
  },
})

const articleUrl = (site: Site, { slug, updatedAt }: Entry) =>
  url(site, paths.article(slug), updatedAt)

/** The home page has no `lastmod`: it changes with any article, and would drag this file along. */
const url = (site: Site, path: string, lastmod?: number) =>
  `<url>${locate(site, path, lastmod)}</url>\n`

/** An origin and a percent-encoded path hold no character that XML would want escaped. */
const locate = (site: Site, path: string, lastmod?: number) =>
  `<loc>${site.origin}${path}</loc>${lastmod === undefined ? '' : `<lastmod>${toUtc(lastmod)}</lastmod>`}`
