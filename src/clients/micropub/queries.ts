/** What programs ask: what is taken here, and what there is (Micropub, 3.7, and extensions in use). */
import { type Caller, callApi } from '../../editing/calling'
import type { AnswerOf } from '../../editing/contract/answers'
import { paths, siteOf } from '../../site'
import type { ClientContext } from '../context'
import { told } from './answers'
import { findArticle } from './found'
import { invalid, refused } from './refusals'
import { channelsOf, sectionsOf } from './sections'
import { type Article, inJson, propertiesOf } from './source'

type Query = (c: ClientContext, caller: Caller) => Response | Promise<Response>

const QUERIES = new Map<string, Query>([
  ['config', config],
  ['source', source],
  ['syndicate-to', () => told({ 'syndicate-to': [] })],
  ['category', categories],
  ['channel', channels],
  ['post-types', (c) => told({ 'post-types': postTypes(c) })],
])

export function query(c: ClientContext, caller: Caller): Response | Promise<Response> {
  const ask = QUERIES.get(c.req.query('q') ?? '')
  return ask ? ask(c, caller) : invalid(`q must be one of ${[...QUERIES.keys()].join(', ')}`)
}

const POST_TYPES = [
  ['article', '文章', 'Article'],
  ['note', '短讯', 'Note'],
  ['photo', '图片', 'Photo'],
] as const

function postTypes(c: ClientContext) {
  const isChinese = /^zh\b/.test(siteOf(c.env).language)
  return POST_TYPES.map(([type, chinese, english]) => ({
    type,
    name: isChinese ? chinese : english,
  }))
}

async function config(c: ClientContext, caller: Caller): Promise<Response> {
  const sections = await sectionsOf(caller)
  if (!sections.isOk) return refused(sections)
  const { origin } = siteOf(c.env)
  return told({
    // Where no pictures are kept there is nowhere to send them.
    ...(c.env.PICTURES && { 'media-endpoint': origin + paths.micropubMedia }),
    'syndicate-to': [],
    'post-types': postTypes(c),
    channels: channelsOf(sections.body.sections),
    visibility: ['public'],
    mp: ['slug', 'channel', 'photo-alt'],
    q: [...QUERIES.keys()],
  })
}

async function channels(_: ClientContext, caller: Caller): Promise<Response> {
  const sections = await sectionsOf(caller)
  if (!sections.isOk) return refused(sections)
  return told({ channels: channelsOf(sections.body.sections) })
}

/** As many articles as an answer of the API lists. */
const LOOKED_AT = 100

/** Names of sections, and the keywords of the newest articles; with `filter`, those that hold it. */
async function categories(c: ClientContext, caller: Caller): Promise<Response> {
  const [sections, newest] = await Promise.all([
    sectionsOf(caller),
    callApi<AnswerOf<'ArticleList'>>(caller, 'GET', `/articles?limit=${LOOKED_AT}`),
  ])
  if (!sections.isOk) return refused(sections)
  if (!newest.isOk) return refused(newest)
  const names = sections.body.sections.map(({ name }) => name)
  const keywords = newest.body.articles.flatMap((article) => article.keywords)
  const filter = (c.req.query('filter') ?? c.req.query('search') ?? '').toLowerCase()
  const all = [...new Set([...names, ...keywords])]
  return told({ categories: all.filter((name) => name.toLowerCase().includes(filter)) })
}

/** `properties[]=a&properties[]=b`, with numbers in the brackets or without any. */
const asked = (c: ClientContext) =>
  [...new URL(c.req.url).searchParams]
    .filter(([name]) => /^properties(\[\d*\])?$/.test(name))
    .map(([, value]) => value)

async function source(c: ClientContext, caller: Caller): Promise<Response> {
  const address = c.req.query('url')
  if (address === undefined) return listed(c, caller)
  const found = await findArticle(c, caller, address)
  if (found instanceof Response) return found
  const properties = await propertiesOf(siteOf(c.env), c.var.db, found.article)
  return told(inJson(properties, asked(c)))
}

/** Each is read whole, with its text. */
const MOST = 20
const USUAL = 10

const STATUSES: Record<string, string> = { draft: 'draft', published: 'published' }

/** The newest posts of any status but withdrawn ones, in steps: `paging.after` leads to the next. */
async function listed(c: ClientContext, caller: Caller): Promise<Response> {
  const limit = numberIn(c, 'limit', USUAL)
  const offset = numberIn(c, 'offset', 0)
  if (limit < 1 || limit > MOST) return invalid(`limit must be a number from 1 to ${MOST}`)
  if (!(offset >= 0 && offset + limit <= LOOKED_AT)) {
    return invalid(`offset and limit reach ${LOOKED_AT} together; go on with after`)
  }
  const status = c.req.query('post-status')
  if (status !== undefined && !Object.hasOwn(STATUSES, status)) {
    return invalid('post-status must be published or draft')
  }
  const ask = new URLSearchParams({ limit: String(offset + limit) })
  const after = c.req.query('after')
  if (after !== undefined) ask.set('cursor', after)
  if (status !== undefined) ask.set('status', status)
  const list = await callApi<AnswerOf<'ArticleList'>>(caller, 'GET', `/articles?${ask}`)
  if (!list.isOk) return refused(list)
  const shown = list.body.articles.slice(offset).filter((one) => one.status !== 'withdrawn')
  const answers = await Promise.all(
    shown.map(({ id }) => callApi<Article>(caller, 'GET', `/articles/${id}`)),
  )
  const site = siteOf(c.env)
  const items = await Promise.all(
    answers
      .filter(({ isOk }) => isOk)
      .map(async ({ body }) => ({
        type: ['h-entry'],
        ...inJson(await propertiesOf(site, c.var.db, body), asked(c)),
      })),
  )
  const { next } = list.body
  return told({ items, ...(next !== null && { paging: { after: next } }) })
}

/** Of a query; what is none is not a number. */
function numberIn(c: ClientContext, name: string, usual: number): number {
  const text = c.req.query(name)
  if (text === undefined || text === '') return usual
  return /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN
}
