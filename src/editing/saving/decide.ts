/**
 * What becomes of a document: a change, nothing, or a refusal. Pure, and decided here alone,
 * whether the document was posted or imported.
 */
import type { Section, Status } from '../../articles/article'
import type { Picture } from '../../articles/picture'
import type { StoredArticle } from '../../articles/store'
import type { Change, Past } from '../../articles/writing/change'
import { numberedSlug, slugFault, slugFrom } from '../../articles/writing/slug'
import { type Site, slugBudget } from '../../site'
import { LIMITS } from '../contract/input'
import type { Fault, Refusal } from '../door/problems'
import { type Editor, lacksForChange, lacksForPast, lacksSection, mayEnter } from '../door/rights'
import { check, type Ready } from './check'
import { sectionOf } from './look'
import { withPictures } from './pictures'

/** Whose decision it is, for which site, and when. */
export interface Scene {
  site: Site
  editor: Editor
  /** UTC seconds. */
  now: number
}

/** What can be told of a document without the database. */
export interface Proposal {
  /** What it replaces; null for a new article. */
  before: StoredArticle | null
  document: Record<string, unknown>
  past: Past | null
  /** Null when there are faults. */
  ready: Ready | null
  faults: Fault[]
  /** The slug it asks for, or one made from its title; empty when the title gives none. */
  slug: string
  isMade: boolean
  /** Why this editor may not; null when nothing speaks against it. */
  refused: Refusal | null
}

export function propose(
  { site, editor, now }: Scene,
  before: StoredArticle | null,
  document: Record<string, unknown>,
  past: Past | null = null,
): Proposal {
  const hasPast = past !== null && past.wasPublic !== null
  const { ready, faults } = check(document, site, before, now, hasPast)
  const isMade = ready !== null && ready.content.slug === null
  return {
    before,
    document,
    past,
    ready,
    faults,
    slug: (isMade ? slugFrom(ready.content.title, slugBudget(site)) : ready?.content.slug) ?? '',
    isMade,
    refused: refusalOf(editor, before, sectionOf(document), ready),
  }
}

const ELSEWHERE = 'An article came from this origin already, and this key does not reach it.'

function refusalOf(
  editor: Editor,
  before: StoredArticle | null,
  section: string | undefined,
  ready: Ready | null,
): Refusal | null {
  // Found by its origin, as what cannot be seen is found by nothing else: not a word about where.
  if (before && !mayEnter(editor, before.section.slug)) return ['conflict', { detail: ELSEWHERE }]
  const lacks =
    section !== undefined && !mayEnter(editor, section)
      ? lacksSection(section)
      : ready && lacksForChange(editor, before, ready.content)
  return lacks ? ['forbidden', { detail: lacks }] : null
}

/** What only the database can tell. */
export interface Known {
  /** The section the document names. */
  section: Section | null
  /** The article's number; for a new one, the number it gets. */
  id: number
  /** The number of the article that has or had a slug. */
  ownerOf(slug: string): number | null
  /** The same of a former address, or of what stands there now. */
  formerOwnerOf(address: string): number | null
  /** How many addresses the article has left. */
  left: number
  /** Of the pictures that it may name, those that are there. */
  pictures: ReadonlyMap<string, Picture>
}

/** `notes` say what of the document is not kept as it was sent. */
export type Decision =
  | { change: Change; notes: string[] }
  | { same: StoredArticle; notes: string[] }
  | { refusal: Refusal }

export function decide({ site, editor, now }: Scene, proposal: Proposal, known: Known): Decision {
  const { before, document, past, ready, slug, isMade, refused } = proposal
  if (refused) return { refusal: refused }

  const { section, id, ownerOf, formerOwnerOf } = known
  const retired = [...new Set(past?.retiredSlugs)].filter((old) => ownerOf(old) !== id)
  const pictured = ready && withPictures(ready, known.pictures, before, past !== null)
  const becomesPublic = past?.wasPublic === true && (before?.sequence ?? null) === null
  const lacks =
    (retired.length > 0 ? lacksForPast(editor, 'retiredSlugs') : null) ??
    (becomesPublic ? lacksForPast(editor, 'wasPublic') : null)
  if (lacks) return { refusal: ['forbidden', { detail: lacks }] }

  const errors = [
    ...proposal.faults,
    ...(becomesPublic ? pastFaults(ready?.content.status) : []),
    ...sectionFaults(proposal.faults, section, document.section),
    ...slugFaults(retired, slugBudget(site)),
    ...(pictured?.faults ?? []),
  ]
  if (!ready || !pictured || !section || errors.length > 0)
    return { refusal: ['invalid-input', { errors }] }

  const isOthers = (slug: string) => (ownerOf(slug) ?? id) !== id
  const taken = [...(isMade ? [] : [slug]), ...retired].find(isOthers)
  if (taken !== undefined) {
    const detail = `The slug "${taken}" is or was another article’s. Choose another, or leave it out to have one made.`
    return { refusal: ['slug-taken', { detail }] }
  }
  const owned = ready.content.formerAddresses.find((one) => (formerOwnerOf(one) ?? id) !== id)
  if (owned !== undefined) {
    const detail = `The former address "${owned}" leads to another article. Take it away from that one first, or leave it out here.`
    return { refusal: ['address-taken', { detail }] }
  }
  const free = slug === '' || isOthers(slug) ? numberedSlug(slug, id, slugBudget(site)) : slug
  const content = { ...ready.content, slug: free }
  const retiredSlugs = retired.filter((old) => old !== free)
  const leaves = before !== null && before.slug !== free
  const comesBack = leaves && ownerOf(free) === id
  const left = known.left + retiredSlugs.length + Number(leaves) - Number(comesBack)
  if (left > LIMITS.retiredSlugs && left > known.left) {
    return { refusal: ['invalid-input', { errors: [tooManyLeft(leaves)] }] }
  }
  const notes = [...ready.notes, ...pictured.notes]
  const isSame = before && JSON.stringify(content) === JSON.stringify(before.content)
  if (isSame && retiredSlugs.length === 0 && !becomesPublic) return { same: before, notes }

  const change = { before, id, content, body: pictured.body, section, keyId: editor.keyId, now }
  const whole = past ? { ...change, past: { ...past, retiredSlugs } } : change
  return { change: whole, notes }
}

/** All of them stand in its line of an export, which an import has to take. */
const tooManyLeft = (leaves: boolean): Fault => {
  const field = leaves ? 'slug' : 'retiredSlugs'
  const detail = `${field} cannot be: an article can leave ${LIMITS.retiredSlugs} addresses, and no more`
  return { field, detail }
}

/** What was public once is never a draft again: it keeps its place in a sitemap. */
function pastFaults(status: Status | undefined): Fault[] {
  if (status !== 'draft' && status !== 'scheduled') return []
  const detail = `wasPublic does not go with status ${status}; what was public once is published or withdrawn`
  return [{ field: 'wasPublic', detail }]
}

function sectionFaults(faults: Fault[], section: Section | null, asked: unknown): Fault[] {
  if (section || faults.some(({ field }) => field === 'section')) return []
  const detail = `section "${asked}" does not exist; create it with PUT /api/sections/{slug}, or check its spelling`
  return [{ field: 'section', detail }]
}

function slugFaults(slugs: string[], budget: number): Fault[] {
  const odd = slugs.find((slug) => slugFault(slug, budget))
  if (odd === undefined) return []
  const detail = `retiredSlugs has "${odd}", which is not a slug: lower-case words or Han characters, joined by single hyphens`
  return [{ field: 'retiredSlugs', detail }]
}
