/** What a key may do. */
import type { Content } from '../../articles/article'
import type { StoredArticle } from '../../articles/store'

export const SCOPES = [
  'articles:write',
  'articles:publish',
  'articles:withdraw',
  'sections:write',
  'keys:manage',
  'export:read',
] as const

export type Scope = (typeof SCOPES)[number]

/** The holder of a key. */
export interface Editor {
  keyId: number
  scopes: Scope[]
  /** Slugs of the sections the key is limited to; null for all. */
  sections: string[] | null
  /** UTC seconds. */
  expiresAt: number | null
}

const isPublic = (status: string | undefined) => status === 'published' || status === 'scheduled'

/** What an editor lacks for a change, in words for the answer; null when it is allowed. */
export function lacksForChange(
  editor: Editor,
  before: StoredArticle | null,
  after: Draft,
): string | null {
  const outside = [before?.section.slug, after.section].find((slug) => !mayEnter(editor, slug))
  if (outside !== undefined) return lacksSection(outside)
  const needed: Scope[] = []
  const isWithdrawal = after.status === 'withdrawn' && before?.status !== 'withdrawn'
  const isOnlyWithdrawal = isWithdrawal && before !== null && sameBut(before.content, after)
  if (isWithdrawal) needed.push('articles:withdraw')
  if (!isOnlyWithdrawal) {
    needed.push('articles:write')
    // What readers see, or will see, changes: that takes more than writing.
    const isMoved = before !== null && before.sequence !== null && before.slug !== after.slug
    if (isPublic(before?.status) || isPublic(after.status) || isMoved) {
      needed.push('articles:publish')
    }
  }
  return lacksScopes(editor, needed)
}

/** A slug that is still to be made is null. */
export type Draft = Omit<Content, 'slug'> & { slug: string | null }

const sameBut = (before: Content, after: Draft) =>
  JSON.stringify({ ...before, status: null, publishAt: null }) ===
  JSON.stringify({ ...after, status: null, publishAt: null })

/** A key with any scope for articles may read them, drafts included. */
export const lacksToRead = ({ scopes }: Editor): string | null =>
  scopes.some((scope) => scope.startsWith('articles:') || scope === 'export:read')
    ? null
    : 'This key lacks a scope for articles.'

/** Undefined stands for no section at all. */
export const mayEnter = ({ sections }: Editor, slug: string | undefined) =>
  slug === undefined || sections === null || sections.includes(slug)

export const lacksSection = (slug: string) => `This key has no access to the section "${slug}".`

export function lacksScopes({ scopes }: Editor, needed: Scope[]): string | null {
  const missing = needed.filter((scope) => !scopes.includes(scope))
  if (missing.length === 0) return null
  return `This key lacks the scope${missing.length > 1 ? 's' : ''} ${missing.join(', ')}.`
}

type Reach = Pick<Editor, 'scopes' | 'sections' | 'expiresAt'>

/** Whether a key would reach further than its maker's own: in scopes, in sections or in time. */
export function exceeds(editor: Editor, { scopes, sections, expiresAt }: Reach): boolean {
  const isWider = editor.sections !== null && !sections?.every((slug) => mayEnter(editor, slug))
  const isLonger = editor.expiresAt !== null && (expiresAt ?? Infinity) > editor.expiresAt
  return isWider || isLonger || scopes.some((scope) => !editor.scopes.includes(scope))
}

/** The audit trail and the outbox cover all sections. */
export const lacksOverview = ({ sections }: Editor): string | null =>
  sections === null ? null : 'This key is limited to sections.'
