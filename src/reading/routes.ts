/** What readers can ask for. */
import { Hono } from 'hono'
import { type AppContext, servePage } from '../delivery/pages'
import { siteOf } from '../site'
import { articlePage } from './article'
import { icon } from './icon'
import { homePage, sectionPage } from './lists'
import { servePreview } from './preview'

export const reading = new Hono<{ Bindings: Env }>()

reading.route('/', icon)

/** No slug is longer than a URL may be: what is need not be looked for. In UTF-16 units. */
const MAX_SLUG_LENGTH = 256

const slugOf = (c: AppContext): string | null => {
  const slug = (c.req.param('slug') ?? '').normalize('NFC')
  return slug.length <= MAX_SLUG_LENGTH ? slug : null
}

reading.get('/', async (c) => (await servePage(c, homePage(siteOf(c.env)))) ?? c.notFound())

reading.get('/articles/:slug', async (c) => {
  const slug = slugOf(c)
  const page = slug === null ? null : await servePage(c, articlePage(siteOf(c.env), slug))
  return page ?? c.notFound()
})

reading.get('/sections/:slug', async (c) => {
  const slug = slugOf(c)
  const page = slug === null ? null : await servePage(c, sectionPage(siteOf(c.env), slug))
  return page ?? c.notFound()
})

reading.get(
  '/previews/:token',
  async (c) => (await servePreview(c, c.req.param('token'))) ?? c.notFound(),
)
