/** What crawlers and feed readers ask for. */

import { Hono } from 'hono'
import { nameIn } from '../delivery/address'
import { serveLive } from '../delivery/live'
import type { AppContext, Page } from '../delivery/page'
import { servePage } from '../delivery/pages'
import { FEED_FILES, type FeedFormat, paths, type Site, siteOf } from '../site'
import { secondsNow } from '../time'
import { feedPage } from './feeds'
import { llmsPage } from './llms'
import { newsFile, newsSitemap } from './news'
import { pagesSitemap } from './pages-sitemaps'
import { serveRobots } from './robots'
import { sitemap, sitemapIndex } from './sitemaps'

export const crawling = new Hono<{ Bindings: Env }>()

const serve =
  (
    pageOf: (site: Site, c: AppContext) => Page,
    server: typeof servePage | typeof serveLive = servePage,
  ) =>
  async (c: AppContext) =>
    (await server(c, pageOf(siteOf(c.env), c))) ?? c.notFound()

/** The number in the name of a file, like `sitemap12.xml`; 1 where there is none. */
const numberIn = (c: AppContext) => Number(/(\d*)\.xml$/.exec(c.req.path)?.[1] || 1)

crawling.get(paths.robots, serveRobots)
crawling.get(paths.llms, serve(llmsPage))
crawling.get(paths.sitemapIndex, serve(sitemapIndex))
crawling.get(
  '/:file{sitemap[1-9][0-9]{0,8}\\.xml}',
  serve((site, c) => sitemap(site, numberIn(c))),
)
crawling.get(
  '/:file{sitemap-pages(?:[2-9]|[1-9][0-9]{1,5})?\\.xml}',
  serve((site, c) => pagesSitemap(site, numberIn(c))),
)
crawling.get(
  paths.newsSitemap,
  serve((site) => newsSitemap(site, secondsNow()), serveLive),
)
crawling.get(
  '/:file{news-sitemap[1-9][0-9]{0,8}\\.xml}',
  serve((site, c) => newsFile(site, secondsNow(), numberIn(c)), serveLive),
)

for (const format of Object.keys(FEED_FILES) as FeedFormat[]) {
  crawling.get(
    `/${FEED_FILES[format]}`,
    serve((site) => feedPage(site, format, null)),
  )
  crawling.get(`/sections/:name/${FEED_FILES[format]}`, async (c) => {
    const slug = nameIn(c)
    const page = slug === null ? null : feedPage(siteOf(c.env), format, slug)
    return (page && (await servePage(c, page))) ?? c.notFound()
  })
}
