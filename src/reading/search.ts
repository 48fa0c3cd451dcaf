/** The search page. Read afresh each time: never in KV and never kept at the edge. */
import { html } from 'hono/html'
import type { Place } from '../articles/reference'
import {
  type Found,
  type Scope,
  selectCandidates,
  toCandidates,
  toFound,
} from '../articles/search/find'
import type { Part } from '../articles/search/highlight'
import { parseQuery, type Query } from '../articles/search/query'
import { selectTrue } from '../articles/texts/candidates'
import { candidatesOfAll } from '../articles/texts/find'
import { storesOf } from '../articles/texts/stores'
import { isLimited, RETRY_AFTER } from '../delivery/limits'
import { readNow } from '../delivery/live'
import type { AppContext } from '../delivery/page'
import { cachePolicy } from '../delivery/policy'
import { paths, type Site, siteOf } from '../site'
import { EMPTY_FRAME, type Frame, selectFrame, toFrame } from './frame'
import { HTML_HEADERS, type Html, layout } from './layout'
import { listOf } from './lists'
import { searchForm } from './search-form'
import { wordsFor } from './words'

/** In UTF-16 units; the interface's words and `maxlength` say so too. */
const MAX_LENGTH = 200
/** Control characters, those that turn the page's own text round, and what else no page can show. */
const UNSEEN = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu

/** What was asked for. */
interface Asked extends Scope {
  typed: string
}

export async function serveSearch(c: AppContext): Promise<Response> {
  const asked = readRequest(c)
  const site = siteOf(c.env)
  const words = wordsFor(site.language)
  const { typed } = asked
  if (typed.length > MAX_LENGTH) {
    const start = { ...asked, typed: typed.slice(0, MAX_LENGTH) }
    return respond(400, page(site, await readFrame(c), start, notice(words.searchTooLong)))
  }
  const query = parseQuery(typed)
  if (!query) {
    const said = typed === '' ? words.searchHelp : words.searchEmpty
    return respond(200, page(site, await readFrame(c), asked, notice(said)))
  }
  // Counted where the request came in, for a minute; the address is kept nowhere.
  const address = c.req.header('CF-Connecting-IP') ?? 'unknown'
  if (await isLimited(c.env.SEARCHES, address)) {
    return respond(429, page(site, EMPTY_FRAME, asked, notice(words.searchTooOften)), RETRY_AFTER)
  }
  const { found, frame, isPartial } = await find(c, query, asked)
  const main = html`${isPartial ? notice(words.searchPartial) : ''}${results(site, asked, found)}`
  return respond(200, page(site, frame, asked, main))
}

function readRequest(c: AppContext): Asked {
  return {
    typed: (c.req.query('q') ?? '').replace(UNSEEN, ' ').trim(),
    section: c.req.query('section')?.normalize('NFC') || null,
    before: placeIn(c.req.query('before') ?? ''),
  }
}

/** A place as addresses have it: a sequence number, and which row where that is not the first. */
const PLACE = /^([1-9]\d{0,14})(?:\.([1-7]))?$/

function placeIn(text: string): Place | null {
  const [, sequence, row = 0] = PLACE.exec(text) ?? []
  return sequence === undefined ? null : { sequence: Number(sequence), row: Number(row) }
}

const toText = ({ sequence, row }: Place) => (row === 0 ? `${sequence}` : `${sequence}.${row}`)

async function find(c: AppContext, query: Query, scope: Scope) {
  const { DB } = c.env
  const [own, ...rest] = await read(c, [selectCandidates(DB, query, scope), ...selectFrame(DB)])
  const frame = toFrame(rest)
  const stores = storesOf(c.env)
  if (stores.size === 0)
    return { found: await toFound(toCandidates(own as D1Result), query), frame, isPartial: false }
  const section = frame.sections.find(({ slug }) => slug === scope.section)
  const { candidates, isPartial } = await candidatesOfAll(
    stores,
    toCandidates(own as D1Result),
    query,
    // A section that is not there has nothing in it.
    { before: scope.before, sectionId: scope.section === null ? null : (section?.id ?? 0) },
    async (some) => (await read(c, [selectTrue(DB, some)]))[0] as D1Result,
  )
  return { found: await toFound(candidates, query), frame, isPartial }
}

const readFrame = async (c: AppContext) => toFrame(await read(c, selectFrame(c.env.DB)))

const read = (c: AppContext, statements: D1PreparedStatement[]) => readNow(c, 'search', statements)

function respond(status: number, body: string, headers: Record<string, string> = {}): Response {
  const policy = status === 200 ? cachePolicy.elsewhere : cachePolicy.private
  return new Response(body, { status, headers: { ...HTML_HEADERS, ...policy, ...headers } })
}

const notice = (text: string) => html`<p class="quiet" role="status">${text}</p>`

function page(site: Site, frame: Frame, asked: Asked, main: Html): string {
  const words = wordsFor(site.language)
  const { typed, section } = asked
  const title = typed === '' ? words.search : words.searchFor + typed
  return layout(site, frame, {
    title,
    description: null,
    path: null,
    main: html`<h1 class="page-title">${words.search}</h1>
${searchForm(site, html` value="${typed}" maxlength="${MAX_LENGTH}"`, choiceOf(site, frame, section))}
${main}`,
  })
}

const choiceOf = (site: Site, { sections }: Frame, section: string | null) =>
  html`<select name="section" aria-label="${wordsFor(site.language).sections}">
<option value="">${wordsFor(site.language).allSections}</option>
${sections.map(({ slug, name }) => html`<option value="${slug}"${slug === section ? html` selected` : ''}>${name}</option>\n`)}
</select>
`

function results(site: Site, { typed, section, before }: Asked, { hits, next }: Found): Html {
  const words = wordsFor(site.language)
  const none = next === null ? words.searchNone : words.searchNoneYet
  const shown = hits.map(({ article, title, passages }) => ({
    ...article,
    title: marked(title),
    excerpt: marked(passages),
  }))
  const links = [
    next === null ? null : { before: next, text: words.older },
    before === null ? null : { before: null, text: words.searchNewest },
  ].filter((link) => link !== null)
  return html`${hits.length === 0 ? notice(none) : listOf(site, shown)}
${
  links.length === 0
    ? ''
    : html`<nav class="pages" aria-label="${words.pages}">
${links.map(({ before, text }) => html`<a href="${addressOf({ typed, section, before })}">${text}</a>\n`)}
</nav>`
}`
}

const marked = (parts: Part[]): Html =>
  html`${parts.map(({ text, isFound }) => (isFound ? html`<mark>${text}</mark>` : text))}`

function addressOf({ typed, section, before }: Asked): string {
  const query = new URLSearchParams({ q: typed })
  if (section !== null) query.set('section', section)
  if (before !== null) query.set('before', toText(before))
  return `${paths.search}?${query}`
}
