/**
 * What becomes of a document: a change, nothing, or a refusal. Pure, and decided here alone,
 * whether the document was posted or imported.
 */
import type { Section } from '../../articles/article'
import type { StoredArticle } from '../../articles/store'
import type { Change, Past } from '../../articles/writing/change'
import { numberedSlug, slugFault, slugFrom } from '../../articles/writing/slug'
import { type Site, slugBudget } from '../../site'
import type { Fault, Refusal } from '../door/problems'
import { type Editor, lacksForChange, lacksSection, mayEnter } from '../door/rights'
import { check, type Ready } from './check'
import { sectionOf } from './look'

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
  forbidden: string | null
}

export function propose(
  { site, editor, now }: Scene,
  before: StoredArticle | null,
  document: Record<string, unknown>,
  past: Past | null = null,
): Proposal {
  const sections = [before?.section.slug, sectionOf(document)]
  const outside = sections.find((section) => !mayEnter(editor, section))
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
    forbidden:
      outside === undefined
        ? ready && lacksForChange(editor, before, ready.content)
        : lacksSection(outside),
  }
}

/** What only the database can tell. */
export interface Known {
  /** The section the document names. */
  section: Section | null
  /** The article's number; for a new one, the number it gets. */
  id: number
  /** The number of the article that has or had a slug. */
  ownerOf(slug: string): number | null
}

export type Decision = { change: Change } | { same: StoredArticle } | { refusal: Refusal }

export function decide({ site, editor, now }: Scene, proposal: Proposal, known: Known): Decision {
  const { before, document, past, ready, slug, isMade, forbidden } = proposal
  if (forbidden) return { refusal: ['forbidden', { detail: forbidden }] }

  const { section, id, ownerOf } = known
  const retired = [...new Set(past?.retiredSlugs)]
  const errors = [
    ...proposal.faults,
    ...sectionFaults(proposal.faults, section, document.section),
    ...slugFaults(retired, slugBudget(site)),
  ]
  if (!ready || !section || errors.length > 0) return { refusal: ['invalid-input', { errors }] }

  const isOthers = (slug: string) => (ownerOf(slug) ?? id) !== id
  const taken = [...(isMade ? [] : [slug]), ...retired].find(isOthers)
  if (taken !== undefined) {
    const detail = `The slug "${taken}" is or was another article’s. Choose another, or leave it out to have one made.`
    return { refusal: ['slug-taken', { detail }] }
  }
  const free = slug === '' || isOthers(slug) ? numberedSlug(slug, id, slugBudget(site)) : slug
  const content = { ...ready.content, slug: free }
  if (before && JSON.stringify(content) === JSON.stringify(before.content)) return { same: before }

  const change = { before, id, content, body: ready.body, section, keyId: editor.keyId, now }
  if (!past) return { change }
  const retiredSlugs = retired.filter((old) => old !== free && ownerOf(old) !== id)
  return { change: { ...change, past: { ...past, retiredSlugs } } }
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
