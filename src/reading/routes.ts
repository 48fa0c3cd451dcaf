/** What readers can ask for. */
import { Hono } from 'hono'
import { nameIn } from '../delivery/address'
import { type AppContext, type Page, servePage } from '../delivery/pages'
import { type Site, siteOf } from '../site'
import { articlePage } from './article'
import {
  archivePage,
  authorList,
  block,
  everything,
  firstPage,
  keywordList,
  monthList,
  type Paged,
  sectionList,
} from './blocks'
import { icon } from './icon'
import { homePage, sectionPage } from './lists'
import { servePreview } from './preview'
import { serveSearch } from './search'

export const reading = new Hono<{ Bindings: Env }>()

reading.route('/', icon)

const MONTH = '[0-9]{4}-(?:0[1-9]|1[0-2])'

reading.get('/', async (c) => (await servePage(c, homePage(siteOf(c.env)))) ?? c.notFound())

/** Serves the pages that have a name in their address. */
const named = (path: string, pageOf: (site: Site, name: string) => Page) =>
  reading.get(path, async (c) => {
    const name = nameIn(c)
    const page = name === null ? null : await servePage(c, pageOf(siteOf(c.env), name))
    return page ?? c.notFound()
  })

/** Serves the numbered pages of a list. */
const numbered = (path: string, listOf: (site: Site, name: string) => Paged) =>
  reading.get(`${path}/pages/:number{[1-9][0-9]{0,7}}`, async (c: AppContext) => {
    const name = nameIn(c)
    const site = siteOf(c.env)
    if (name === null) return c.notFound()
    const page = block(site, listOf(site, name), Number(c.req.param('number')))
    return (await servePage(c, page)) ?? c.notFound()
  })

named('/articles/:name', articlePage)
named('/sections/:name', sectionPage)
named('/keywords/:name', (site, name) => firstPage(site, keywordList(name)))
named('/authors/:name', (site, name) => firstPage(site, authorList(name)))
named(`/archive/:name{${MONTH}}`, (site, name) => firstPage(site, monthList(site, name)))
named('/archive', archivePage)

numbered('', everything)
numbered('/sections/:name', (_, name) => sectionList(name))
numbered('/keywords/:name', (_, name) => keywordList(name))
numbered('/authors/:name', (_, name) => authorList(name))
numbered(`/archive/:name{${MONTH}}`, monthList)

reading.get(
  '/previews/:token',
  async (c) => (await servePreview(c, c.req.param('token'))) ?? c.notFound(),
)

reading.get('/search', serveSearch)
