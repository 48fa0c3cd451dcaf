/** What readers can ask for. */
import { Hono } from 'hono'
import { spellings } from '../articles/addresses'
import { selectMoved, toMoved } from '../articles/former'
import { tidyName } from '../articles/names'
import { selectListsNamed, toNames } from '../articles/places'
import { nameIn } from '../delivery/address'
import { ask } from '../delivery/isolate'
import { withoutGlued } from '../delivery/meant'
import type { AppContext, Page } from '../delivery/page'
import { servePage } from '../delivery/pages'
import { isName, isSlug } from '../delivery/spelling'
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
import { addressOf } from './former'
import { serveHome } from './home'
import { icon } from './icon'
import { leadTo } from './led'
import { sectionPage } from './lists'
import { pictures } from './picture-files'
import { servePreview } from './preview'
import { serveSearch } from './search'

export const reading = new Hono<{ Bindings: Env }>()

reading.route('/', icon)
reading.route('/', pictures)

/** In milliseconds. */
const PATIENCE = 2_000

const MONTH = '[0-9]{4}-(?:0[1-9]|1[0-2])'

reading.get('/', serveHome)

/**
 * Serves the pages that have a name in their address. What cannot be one is not looked for: the look-up
 * is kept for the name that was meant.
 */
const named = (
  path: string,
  pageOf: (site: Site, name: string) => Page,
  canBe: (name: string) => boolean = () => true,
) =>
  reading.get(path, async (c) => {
    const name = nameIn(c)
    const page =
      name === null || !canBe(name) ? null : await servePage(c, pageOf(siteOf(c.env), name))
    return page ?? c.notFound()
  })

/** Serves the lists of keywords and authors, whose names may hold nearly anything. */
const listed = (path: string, listOf: (name: string) => Paged) => {
  reading.get(path, async (c, next) => {
    const name = nameIn(c) ?? ''
    const [exact, plain] = [listOf(name), listOf(tidyName(withoutGlued(name)))]
    if (plain.name === exact.name) return next()
    // One look-up for all, in place of that for the page: what stood there on an old site goes first.
    const old = addressOf(c.req.url)
    const look = () =>
      c.env.DB.batch([
        selectListsNamed(c.env.DB, [exact.name, plain.name]),
        ...(old === null ? [] : [selectMoved(c.env.DB, spellings(old))]),
      ])
    const [lists, moved] = await ask(c, PATIENCE, look).catch(() => [])
    const found = lists && toNames(lists)
    if (!found || found.includes(exact.name)) return next()
    const isLed = found.includes(plain.name) && !toMoved(moved)
    return isLed ? leadTo(c, siteOf(c.env), plain.path) : c.notFound()
  })
  named(path, (site, name) => firstPage(site, listOf(name)), isName)
}

/** Serves the numbered pages of a list. */
const numbered = (path: string, listOf: (site: Site, name: string) => Paged) =>
  reading.get(`${path}/pages/:number{[1-9][0-9]{0,7}}`, async (c: AppContext) => {
    const name = nameIn(c)
    const site = siteOf(c.env)
    if (name === null) return c.notFound()
    const page = block(site, listOf(site, name), Number(c.req.param('number')))
    return (await servePage(c, page)) ?? c.notFound()
  })

named('/articles/:name', articlePage, isSlug)
named('/sections/:name', sectionPage, isSlug)
listed('/keywords/:name', keywordList)
listed('/authors/:name', authorList)
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
