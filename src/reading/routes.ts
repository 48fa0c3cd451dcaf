/** What readers can ask for. */
import { Hono } from 'hono'
import { servePage } from '../delivery/pages'
import { siteOf } from '../site'
import { articlePage } from './article'
import { homePage, sectionPage } from './lists'
import { servePreview } from './preview'

export const reading = new Hono<{ Bindings: Env }>()

reading.get('/', async (c) => (await servePage(c, homePage(siteOf(c.env)))) ?? c.notFound())

reading.get('/articles/:slug', async (c) => {
  const slug = c.req.param('slug').normalize('NFC')
  return (await servePage(c, articlePage(siteOf(c.env), slug))) ?? c.notFound()
})

reading.get('/sections/:slug', async (c) => {
  const slug = c.req.param('slug').normalize('NFC')
  return (await servePage(c, sectionPage(siteOf(c.env), slug))) ?? c.notFound()
})

reading.get(
  '/previews/:token',
  async (c) => (await servePreview(c, c.req.param('token'))) ?? c.notFound(),
)
