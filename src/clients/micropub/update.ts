/** Articles changed, withdrawn, and brought back. */
import { type Answered, type Caller, callApi } from '../../editing/calling'
import { siteOf } from '../../site'
import { secondsNow, toUtc } from '../../time'
import type { ClientContext } from '../context'
import { changedThere, done } from './answers'
import { type Changes, changed, readChanges } from './changes'
import type { Text } from './content'
import { AHEAD, NO_PLAN } from './create'
import { type Entry, readEntry } from './entry'
import { type Found, findArticle } from './found'
import { place, readPhotos, type TakenApart, takeApart } from './photos'
import { keepPhotos } from './pictures'
import type { Fields, Properties } from './properties'
import { invalid, refused } from './refusals'
import { sectionNamed, sectionsOf } from './sections'
import { type Article, propertiesOf } from './source'

type Patch = Record<string, unknown>
type Change = (found: Found) => Promise<{ patch: Patch; notes: string[] } | Response>

/** How often another may come first. What is said of single properties holds of whatever they left. */
const ATTEMPTS = 4

/** Makes a change to what is at an address, to its present revision. */
async function change(
  c: ClientContext,
  caller: Caller,
  address: unknown,
  make: Change,
): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const found = await findArticle(c, caller, address)
    if (found instanceof Response) return found
    const made = await make(found)
    if (made instanceof Response) return made
    const { patch, notes } = made
    if (Object.keys(patch).length === 0) return changedThere(notes)
    const answer = await send(found, patch)
    if (answer.problem?.name === 'stale-revision' && attempt < ATTEMPTS) continue
    if (!answer.isOk) return refused(answer)
    const { url, notes: more = [] } = answer.body
    const said = [...notes, ...more]
    return url === found.article.url ? changedThere(said) : done(201, { url, notes: said })
  }
}

/** Withdrawing takes a scope of its own, and checks nothing else: it is not a patch. */
function send({ caller, article }: Found, patch: Patch): Promise<Answered<Article>> {
  const { id, revision } = article
  const path = `/articles/${id}`
  return patch.status === 'withdrawn'
    ? callApi(caller, 'DELETE', path, { revision })
    : callApi(caller, 'PATCH', path, { json: patch, revision })
}

export const remove = (c: ClientContext, caller: Caller, address: unknown) =>
  change(c, caller, address, async ({ article }) => ({
    patch: article.status === 'withdrawn' ? {} : { status: 'withdrawn' },
    notes: [],
  }))

/** What readers had seen they see again; what they had not is a draft again. */
export const restore = (c: ClientContext, caller: Caller, address: unknown) =>
  change(c, caller, address, async ({ article, wasPublic }) => ({
    patch: article.status !== 'withdrawn' ? {} : { status: wasPublic ? 'published' : 'draft' },
    notes: [],
  }))

export function update(c: ClientContext, caller: Caller, json: Fields) {
  const changes = readChanges(json)
  if ('faults' in changes) return invalid(...changes.faults)
  return change(c, caller, json.url, (found) => patchFor(c, caller, found, changes))
}

/** The patch that makes of an article what is left of its properties after some changes. */
async function patchFor(c: ClientContext, caller: Caller, found: Found, changes: Changes) {
  const { article } = found
  const site = siteOf(c.env)
  const properties = await propertiesOf(site, c.var.db, article)
  const { touched, faults } = changed(properties, changes)
  if (faults.length > 0) return invalid(...faults)
  const apart = takeApart(article, article.lead !== null)
  const read = readEntry(touched, { site, before: apart.text })
  if ('faults' in read) return invalid(...read.faults)
  const { entry, notes } = read
  const isTouched = (name: string) => touched.has(name)

  const patch: Patch = {}
  if (isTouched('summary')) patch.summary = entry.summary
  if (isTouched('author')) patch.author = entry.author
  if (isTouched('category')) patch.keywords = entry.categories
  if (entry.name !== null) patch.title = entry.name
  if (entry.slug !== null) patch.slug = entry.slug
  const when = whenPatch(article, entry)
  Object.assign(patch, when.patch)
  notes.push(...when.notes)
  if (entry.channel !== null) {
    const sections = await sectionsOf(caller)
    if (!sections.isOk) return refused(sections)
    const section = sectionNamed(sections.body.sections, entry.channel)
    if (!section) return invalid('mp-channel names no section that this key reaches')
    patch.section = section.slug
  }
  for (const name of STAYING) {
    if (isTouched(name) && isEmpty(touched, name)) notes.push(`${name} stays: it cannot go`)
  }
  const kept =
    isTouched('photo') || isTouched('mp-photo-alt') ? null : textAlone(article, apart, entry)
  if (kept !== null) patch.body = kept
  else if (isTouched('content') || isTouched('photo')) {
    const text = entry.text ?? apart.text
    const shown = await shownWith(caller, article, properties, touched, text)
    if (shown instanceof Response) return shown
    Object.assign(patch, shown.patch)
    notes.push(...shown.notes)
  }
  return { patch, notes }
}

/**
 * The body with another text above the photos that stand there, which stay as they are, as does what leads. Null
 * where that cannot be: the text takes another format, or stood at no place of its own.
 */
function textAlone(article: Article, { text }: TakenApart, entry: Entry): string | null {
  const below = article.body.slice(text.body.length)
  const isAlike = entry.text?.format === text.format && (below === '' || text.body !== '')
  return entry.text && isAlike && entry.text.body !== '' ? entry.text.body + below : null
}

/** An article has these always; without a name it would have no heading. */
const STAYING = ['name', 'content', 'published', 'post-status', 'mp-channel', 'mp-slug', 'url']

const isEmpty = (properties: Properties, name: string) => (properties.get(name) ?? []).length === 0

/** A date is a plan until it has come; what is a draft, or is to be one again, has none. */
function whenPatch(
  article: Article,
  { status, ...entry }: Entry,
): { patch: Patch; notes: string[] } {
  const now = secondsNow()
  const isNow = entry.published !== null && entry.published > now && entry.published <= now + AHEAD
  const published = isNow ? now : entry.published
  const patch: Patch = {}
  const isPlanned = published !== null && published > now
  if (status === 'draft') patch.status = 'draft'
  if (status === 'draft' && article.status === 'scheduled') patch.publishAt = null
  if (status === 'published' && !isPlanned && article.status !== 'published') {
    const isPlan = article.status === 'scheduled' && published === null
    if (!isPlan) Object.assign(patch, { status: 'published', publishAt: null })
  }
  if (published === null) return { patch, notes: [] }
  const staysDraft = (status ?? article.status) === 'draft'
  if (isPlanned && staysDraft) return { patch, notes: [NO_PLAN] }
  if (isPlanned && article.status !== 'published') {
    const plan = { status: 'scheduled', publishAt: toUtc(published), publishedAt: null }
    return { patch: { ...patch, ...plan }, notes: [] }
  }
  return { patch: { ...patch, publishedAt: toUtc(published) }, notes: [] }
}

/** The text and the photos together, since those stand in it. */
async function shownWith(
  caller: Caller,
  article: Article,
  properties: Properties,
  touched: Properties,
  text: Text,
): Promise<{ patch: Patch; notes: string[] } | Response> {
  const reader = {
    properties: new Map([
      ['photo', touched.get('photo') ?? properties.get('photo') ?? []],
      ['mp-photo-alt', touched.get('mp-photo-alt') ?? []],
    ]),
    faults: [] as string[],
    notes: [],
  }
  const kept = await keepPhotos(caller, readPhotos(reader))
  if (reader.faults.length > 0) return invalid(...reader.faults)
  if (kept instanceof Response) return kept
  const { text: shown, lead } = place(text.body === '' ? null : text, kept.placed)
  if (!shown) return invalid('content is required where there is no photo')
  const isSame = lead?.picture === article.lead?.picture
  return {
    patch: { ...shown, lead: lead && { ...lead, ...(!isSame && { caption: null }) } },
    notes: kept.notes,
  }
}
