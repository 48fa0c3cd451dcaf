/** Sitemaps (sitemaps.org, protocol 0.9): data from D1, then entries, then XML. */
import {
  type Shard,
  selectShard,
  selectShards,
  selectSlices,
  toShards,
  toSlices,
} from '../articles/shards'
import { toUtc } from '../articles/time'
import type { Page } from '../delivery/pages'
import { pageNames, paths, type Site } from '../site'
import { selectPagesFiles, toPagesFiles } from './pages-sitemaps'
import { sitemapindex, urlset, xml } from './xml'

/** The first sitemap holds the home page too, so it exists even before the first article. */
const isListed = ({ number, count }: Shard) => count > 0 || number === 1

/** `/sitemap.xml`: the numbered sitemaps, and those of list pages. */
export const sitemapIndex = (site: Site): Page => ({
  name: pageNames.sitemapIndex,
  path: paths.sitemapIndex,
  read: (db) => [selectShards(db), selectPagesFiles(db)],
  render([result, files]) {
    const shards = toShards(result as D1Result).filter(isListed)
    const listed: { number: number; changedAt?: number }[] =
      shards.length > 0 ? shards : [{ number: 1 }]
    const entries = [
      ...listed.map(({ number, changedAt }) => locate(site, paths.sitemap(number), changedAt)),
      // No lastmod: it would be that of nearly every write.
      ...toPagesFiles(files as D1Result).map((number) => locate(site, paths.pagesSitemap(number))),
    ]
    return xml(sitemapindex(entries))
  },
})

/** An origin and a percent-encoded path hold no character that XML would want escaped. */
const locate = (site: Site, path: string, lastmod?: number) =>
  `<loc>${site.origin}${path}</loc>${lastmod === undefined ? '' : `<lastmod>${toUtc(lastmod)}</lastmod>`}`

/** `/sitemap1.xml` and on: complete on their own, because Baidu reads no index. */
export const sitemap = (site: Site, number: number): Page => ({
  name: pageNames.sitemap(number),
  path: paths.sitemap(number),
  read: (db) => [selectShard(db, number), selectSlices(db, number)],
  render([shards, slices]) {
    const shard = toShards(shards as D1Result)[0]
    if (number !== 1 && !(shard && isListed(shard))) return null
    // No lastmod either: it changes with any article, and would drag this file along.
    const home = number === 1 ? `<url>${locate(site, paths.home)}</url>\n` : ''
    const articles = toSlices(slices as D1Result).map((slice) => toUrls(site, slice))
    return xml(urlset(home + articles.join('')))
  },
})

/**
 * A slice of entries as XML, for ten thousand of them in a few milliseconds: a handful of passes
 * over the whole text, none over each entry. `encodeURI` encodes the slugs and the separators,
 * which then become markup. What percent signs the addresses of pictures hold it has encoded once
 * more; slugs hold none.
 */
export function toUrls(site: Site, slice: string): string {
  const start = `<url><loc>${site.origin}${paths.article('')}`
  const entries = encodeURI(slice)
    .replaceAll('&', '&amp;')
    .replaceAll('%0A', `</url>\n${start}`)
    .replaceAll('%09', '</loc><lastmod>')
    .replaceAll('%0B', '</lastmod>')
    .replaceAll('%1E/', `%1E${site.origin}/`)
    .replaceAll('%1E', '<image:image><image:loc>')
    .replaceAll('%1F', '</image:loc></image:image>')
    .replaceAll('%25', '%')
  return `${start}${entries}</url>\n`
}
