/** An entry becomes an article. */
import { renderBody } from '../../articles/body/render'
import { sha256 } from '../../articles/digest'
import { type Caller, callApi } from '../../editing/calling'
import { lacksScopes } from '../../editing/door/rights'
import type { Scope } from '../../editing/door/scopes'
import { type Site, siteOf } from '../../site'
import { secondsNow, toUtc } from '../../time'
import { done } from './answers'
import { type Text, titleFrom } from './content'
import { type Entry, readEntry } from './entry'
import { place } from './photos'
import { keepPhotos } from './pictures'
import type { Sent } from './reading'
import { invalid, lacking, refused } from './refusals'
import { chooseSection, sectionsOf } from './sections'
import type { Article } from './source'

type Document = Record<string, unknown>

/** Posts an entry; `key` makes a request that comes twice one. */
export async function create(
  caller: Caller,
  { type, properties, notes: passedOver }: Sent,
  key: string | null,
): Promise<Response> {
  if (type !== 'h-entry') return invalid('Only an h-entry can be posted: h=entry')
  const site = siteOf(caller.env)
  const now = secondsNow()
  const read = readEntry(properties, { site })
  if ('faults' in read) return invalid(...read.faults)
  const { entry } = read
  const nothing = entry.text === null && entry.summary === null && entry.photos.length === 0
  if (nothing) return invalid('content is required, or summary, or photo')
  const when = whenOf(entry, now)
  const lacks = lackingFor(caller, when.status)
  if (lacks) return lacks

  const sections = await sectionsOf(caller)
  if (!sections.isOk) return refused(sections)
  const chosen = chooseSection(sections.body.sections, entry)
  if ('fault' in chosen) return invalid(chosen.fault)
  const kept = await keepPhotos(caller, entry.photos)
  if (kept instanceof Response) return kept

  const shown = place(entry.text ?? asText(entry), kept.placed)
  const name = entry.name ?? nameFor(site, entry, shown.text)
  if (!name) return invalid('name is required where neither content nor summary has a word')
  const document: Document = {
    title: name,
    ...chosen,
    ...shown.text,
    ...when,
    ...(shown.lead && { lead: shown.lead }),
    ...given({ summary: entry.summary, author: entry.author, slug: entry.slug }),
  }
  const answer = await post(caller, document, key, now)
  if (!answer.isOk) return refused(answer)
  const { url, status, notes = [] } = answer.body
  const isDateless = when.status === 'draft' && entry.published !== null && !when.publishedAt
  const ownNotes = isDateless ? [NO_PLAN] : []
  const said = [...passedOver, ...read.notes, ...ownNotes, ...kept.notes, ...notes]
  // What is planned will be there, as 202 says; a draft is there for those who write.
  return done(status === 'scheduled' ? 202 : 201, { url, notes: said })
}

/** Of an entry without a text, the summary is it, unless photos are. */
const asText = ({ summary, photos }: Entry): Text | null =>
  summary === null || photos.length > 0 ? null : { body: summary, format: 'text' }

const given = (fields: Document) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))

/** How far the clock of whoever sent it may be ahead, in seconds: that is no plan. */
export const AHEAD = 60

/** Said of a date to come that a draft was given. */
export const NO_PLAN = 'published is left out: what is a draft has no plan'

interface When {
  status: 'draft' | 'scheduled' | 'published'
  publishAt?: string
  publishedAt?: string
}

/** What a date means: one to come is a plan, and none of a draft, which is published by hand. */
function whenOf({ status, published }: Pick<Entry, 'status' | 'published'>, now: number): When {
  const isDraft = status === 'draft'
  if (published === null || (published > now && (isDraft || published <= now + AHEAD))) {
    return { status: isDraft ? 'draft' : 'published' }
  }
  if (published > now) return { status: 'scheduled', publishAt: toUtc(published) }
  return { status: isDraft ? 'draft' : 'published', publishedAt: toUtc(published) }
}

/** Before pictures are kept for it. */
function lackingFor({ by }: Caller, status: When['status']): Response | null {
  const needed: Scope[] = ['articles:write']
  if (status !== 'draft') needed.push('articles:publish')
  const lacks = lacksScopes(by.editor, needed)
  const missing = needed.filter((scope) => !by.editor.scopes.includes(scope)).join(' ')
  const advice = status === 'draft' ? '' : ' With post-status draft it takes articles:write alone.'
  return lacks === null ? null : lacking(lacks + advice, missing)
}

/** No title takes more of a text, in UTF-16 units, however many marks stand in it. */
const LOOKED_AT = 4_000

/** The first words of what has no name: as readers see them, whatever marks they stand in. */
function nameFor(site: Site, { summary, photos }: Entry, text: Text | null): string {
  const rendered = text && renderBody(text.body.slice(0, LOOKED_AT), text.format, site)
  const words = rendered && 'text' in rendered ? rendered.text : ''
  return titleFrom(words || summary || photos.find(({ alt }) => alt)?.alt || '')
}

/** In seconds. Whoever lost an answer asks again within it; whoever says the same twice means it. */
const SAME = 600

/**
 * Posts an article once: by its `Idempotency-Key`, or, as hardly any program sends one, once in ten minutes of the
 * clock where it is the same to the letter. What was withdrawn meanwhile is posted anew.
 */
async function post(caller: Caller, document: Document, key: string | null, now: number) {
  const own = key ?? `micropub ${Math.floor(now / SAME)} ${await sha256(JSON.stringify(document))}`
  const first = await callApi<Article>(caller, 'POST', '/articles', { json: document, once: own })
  if (key !== null || !first.isOk || Date.parse(first.body.createdAt) / 1000 >= now) return first
  const { id } = first.body
  const present = await callApi<Article>(caller, 'GET', `/articles/${id}`)
  if (!present.isOk || present.body.status !== 'withdrawn') return first
  const next = `${own} ${id}`
  return callApi<Article>(caller, 'POST', '/articles', { json: document, once: next })
}
