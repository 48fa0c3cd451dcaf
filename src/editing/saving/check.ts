/** Everything about a document that can be told without the database. */
import { FIELDS, pick, type Status } from '../../articles/article'
import type { Unpictured } from '../../articles/body/render'
import type { StoredArticle } from '../../articles/store'
import type { Site } from '../../site'
import { READ_ONLY } from '../contract/answers'
import { type ArticleInput, bodyInput } from '../contract/input'
import { validate } from '../contract/values'
import type { Fault } from '../door/problems'
import type { Draft } from '../door/rights'
import { notesOf } from './notes'
import { bodyOf, read } from './read'
import { writable } from './representation'

export interface Ready {
  content: Draft
  body: Unpictured
  /** What of the document is not kept as it was sent. */
  notes: string[]
}

export interface Checked {
  /** Null when there are faults. */
  ready: Ready | null
  faults: Fault[]
}

/**
 * Checks a document; a body that is valid by itself is rendered, whatever else is wrong. One that
 * is imported with its past may be withdrawn already, or its planned moment over.
 */
export function check(
  document: Record<string, unknown>,
  site: Site,
  before: StoredArticle | null,
  now: number,
  hasPast = false,
): Checked {
  const result = read(document, site, before, hasPast)
  const faults = 'faults' in result ? result.faults : []
  const source = validate(bodyInput, document)
  const body = 'value' in source ? bodyOf(source.value, site, before, hasPast) : null
  for (const fault of body ? ('fault' in body ? [body.fault] : body.concerns) : []) {
    faults.push({ field: 'body', detail: `body ${fault}` })
  }
  if ('faults' in result) return { ready: null, faults }

  if (before && result.value.status === null) {
    faults.push({ field: 'status', detail: 'status cannot be taken away; say which it is to be' })
  }
  const content = contentOf(result.value, before, now)
  faults.push(...timeFaults(result.value, content.status, before, now, hasPast))
  if (JSON.stringify(content.origin) !== JSON.stringify(before?.content.origin ?? content.origin)) {
    faults.push({ field: 'origin', detail: 'origin cannot be changed; post a new article instead' })
  }
  if (faults.length > 0 || !body || 'fault' in body) return { ready: null, faults }
  const isSameBody =
    before?.content.body === content.body && before.content.format === content.format
  const notes = notesOf(document, content, isSameBody ? [] : body.notes)
  return { ready: { content, body, notes }, faults }
}

/** What is given, and what follows from it. */
function contentOf(input: ArticleInput, before: StoredArticle | null, now: number): Draft {
  const status = input.status ?? (input.publishAt === null ? 'published' : 'scheduled')
  const planned = status === 'scheduled' ? input.publishAt : null
  const published = input.publishedAt ?? (status === 'published' ? now : null)
  const content: Draft = {
    ...input,
    status,
    publishedAt: planned === null ? published : null,
    publishAt: planned,
    origin: input.origin ?? before?.content.origin ?? null,
  }
  return pick(content, FIELDS)
}

/** A plan needs a moment to come, and nothing else has one. */
function timeFaults(
  input: ArticleInput,
  status: Status,
  before: StoredArticle | null,
  now: number,
  hasPast: boolean,
): Fault[] {
  const old = before?.content
  const faults: Fault[] = []
  const say = (field: string, what: string) => faults.push({ field, detail: `${field} ${what}` })
  const isNewPlan = input.publishAt !== null && input.publishAt !== old?.publishAt
  const isNewDate = input.publishedAt !== null && input.publishedAt !== old?.publishedAt
  if (isNewDate && (input.publishedAt ?? 0) > now) {
    say('publishedAt', 'lies in the future; leave it out to publish now, or plan it with publishAt')
  }
  if (status === 'scheduled') {
    if (input.publishAt === null) say('publishAt', 'is required for status scheduled')
    if (isNewPlan && !hasPast && (input.publishAt ?? 0) <= now) {
      say('publishAt', 'must lie in the future; leave it out to publish now')
    }
    if (isNewDate) say('publishedAt', 'does not go with status scheduled; it becomes publishAt')
  } else if (isNewPlan) {
    say('publishAt', `goes with status scheduled only, and the status is ${status}`)
  }
  return faults
}

/**
 * The document that replaces an article. What identifies it and what makes it public stays unless
 * it is given: leaving out `slug` must not move a page, nor leaving out `status` publish a draft, nor leaving out
 * `formerAddresses` break a link.
 * A plan that has been carried out since is no longer one.
 */
export function replacement(before: StoredArticle, document: Record<string, unknown>) {
  const { slug, status, publishedAt, publishAt, origin, formerAddresses } = writable(before)
  const kept: Record<string, unknown> = {
    ...{ slug, status, publishedAt, publishAt, origin, formerAddresses },
  }
  const isCarriedOut =
    before.publishedAt !== null &&
    Math.floor(Date.parse(String(document.publishAt)) / 1000) === before.publishedAt
  const given = Object.entries(document).filter(([field, value]) => {
    if (READ_ONLY.includes(field) || (value === null && field in kept)) return false
    return !(
      isCarriedOut &&
      (field === 'publishAt' || (field === 'status' && value === 'scheduled'))
    )
  })
  return { ...kept, ...Object.fromEntries(given) }
}
