/**
 * A document read by the rules there are, or, where it says what was accepted once, by those there
 * were: rules become stricter, and what is stored can still be edited, exported and imported.
 */
import { pick, type Status } from '../../articles/article'
import { type Rendered, renderAccepted, renderBody } from '../../articles/body/render'
import type { StoredArticle } from '../../articles/store'
import { type Site, slugBudget } from '../../site'
import { type ArticleInput, articleInput } from '../contract/input'
import { validate } from '../contract/values'
import type { Fault } from '../door/problems'

/** Where each status can go. What was public once is never a draft again. */
const NEXT: Record<Status | 'none', Status[]> = {
  none: ['published', 'draft', 'scheduled'],
  draft: ['draft', 'scheduled', 'published', 'withdrawn'],
  scheduled: ['draft', 'scheduled', 'published', 'withdrawn'],
  published: ['published', 'withdrawn'],
  withdrawn: ['withdrawn', 'published'],
}

/** An article that was never public goes back to where it was. */
function nextOf(before: StoredArticle | null, hasPast: boolean): Status[] {
  const next = NEXT[before?.status ?? 'none']
  if (before === null && hasPast) return [...next, 'withdrawn']
  const isHidden = before?.status === 'withdrawn' && before.sequence === null
  return isHidden ? [...next, 'draft', 'scheduled'] : next
}

/** Fields whose rules have become stricter: what an article has of them stays good. */
const STRICTER = ['title', 'keywords', 'summary', 'author', 'source', 'language'] as const

/**
 * The document, read. What was accepted once under other rules is taken as it stands where an edit
 * leaves it, and put right where an import brings it along.
 */
export function read(
  document: Record<string, unknown>,
  site: Site,
  before: StoredArticle | null,
  hasPast: boolean,
): { value: ArticleInput } | { faults: Fault[] } {
  // A slug once given stays good, even after the site has moved to a longer address.
  const isKept = before !== null && String(document.slug).trim() === before.slug
  const budget = isKept ? null : slugBudget(site)
  const statuses = nextOf(before, hasPast)
  const result = validate(articleInput(budget, statuses), document)
  const kept = STRICTER.filter((field) => before && isSame(document[field], before.content[field]))
  const old = before ? pick(before.content, kept) : {}
  if ('value' in result) return { value: { ...result.value, ...old } }
  if (!hasPast && kept.length === 0) return result
  const mended = validate(articleInput(budget, statuses, true), document)
  if ('faults' in mended) return result
  const isNew = ({ field }: Fault) => !kept.some((name) => name === field.split('.')[0])
  const faults = hasPast ? [] : result.faults.filter(isNew)
  return faults.length > 0 ? { faults } : { value: { ...mended.value, ...old } }
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/** The body rendered: within the bounds, unless it was accepted before there were any. */
export function bodyOf(
  { body, format }: Pick<ArticleInput, 'body' | 'format'>,
  site: Site,
  before: StoredArticle | null,
  hasPast: boolean,
): Rendered | { fault: string } {
  const rendered = renderBody(body, format, site)
  const isClean = 'html' in rendered && rendered.concerns.length === 0
  const isOld = before?.content.body === body && before.content.format === format
  if (isClean || !(isOld || hasPast)) return rendered
  const accepted = renderAccepted(body, format, site)
  return accepted ? { ...accepted, concerns: [], notes: [] } : rendered
}
