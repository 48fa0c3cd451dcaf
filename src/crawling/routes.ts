/** What crawlers ask for. */
import { Hono } from 'hono'
import { servePage } from '../delivery/pages'
import { siteOf } from '../site'
import { serveRobots } from './robots'
import { sitemap, sitemapIndex } from './sitemaps'

export const crawling = new Hono<{ Bindings: Env }>()

crawling.get('/robots.txt', serveRobots)

crawling.get(
  '/sitemap.xml',
  async (c) => (await servePage(c, sitemapIndex(siteOf(c.env)))) ?? c.notFound(),
)

crawling.get('/:file{sitemap[1-9][0-9]{0,8}\\.xml}', async (c) => {
  const number = Number.parseInt(c.req.param('file').slice('sitemap'.length), 10)
  return (await servePage(c, sitemap(siteOf(c.env), number))) ?? c.notFound()
})
