/** Sitemaps (sitemaps.org, protocol 0.9): data from D1, then entries, then XML. */
import { selectFiles, toFiles } from '../articles/places'
import {
  type EntryMarkup,
  type Shard,
  selectShard,
  selectShards,
  selectSlices,
  toShards,
  toSlices,
} from '../articles/shards'
import type { Page } from '../delivery/page'
import { pageNames, paths, type Site } from '../site'
import { toUtc } from '../time'
import { largeXml, sitemapindex, urlsetOf, xml } from './xml'

/** The first sitemap holds the home page too, so it exists even before the first article. */
const isListed = ({ number, count }: Shard) => count > 0 || number === 1

/** `/sitemap.xml`: the numbered sitemaps, and those of list pages. */
export const sitemapIndex = (site: Site): Page => ({
  name: pageNames.sitemapIndex,
  path: paths.sitemapIndex,
  read: (db) => [selectShards(db), selectFiles(db)],
  render([result, files]) {
    const shards = toShards(result as D1Result).filter(isListed)
    const listed: { number: number; changedAt?: number }[] =
      shards.length > 0 ? shards : [{ number: 1 }]
    const entries = [
      ...listed.map(({ number, changedAt }) => locate(site, paths.sitemap(number), changedAt)),
      // No lastmod: it would change with nearly every write.
      ...toFiles(files as D1Result).map((number) => locate(site, paths.pagesSitemap(number))),
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
  read: (db) => [selectShard(db, number), selectSlices(db, number, markupOf(site))],
  render([shards, slices]) {
    const shard = toShards(shards as D1Result)[0]
    if (number !== 1 && !(shard && isListed(shard))) return null
    // No lastmod for the home page either: it changes with any article, and this file would with it.
    const home = number === 1 ? `<url>${locate(site, paths.home)}</url>\n` : ''
    return largeXml(
      urlsetOf([home, ...toSlices(slices as D1Result).flatMap((slice) => [slice, '\n'])]),
    )
  },
})

const markupOf = (site: Site): EntryMarkup => ({
  start: `<url><loc>${site.origin}${paths.article('')}`,
  middle: '</loc><lastmod>',
  afterDate: '</lastmod>',
  beforeImage: '<image:image><image:loc>',
  afterImage: '</image:loc></image:image>',
  // No line end: D1 sends JSON, which is parsed much faster without anything to unescape.
  end: '</url>',
  origin: site.origin,
})
