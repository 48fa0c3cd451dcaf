/** What a key may do. */
import type { Content } from '../../articles/article'
import type { StoredArticle } from '../../articles/store'
import { toUtc } from '../../time'
import type { Scope } from './scopes'

/** The holder of a key. */
export interface Editor {
  keyId: number
  /** What the key is called. */
  name: string
  scopes: Scope[]
  /** Slugs of the sections the key is limited to; null for all. */
  sections: string[] | null
  /** `endOf` the key. */
  endsAt: number | null
  /** Whether it has a successor, and works on only for a while. */
  isRotated: boolean
  /** Whether somebody lets a program act for them with it. */
  isProgram: boolean
}

/**
 * When a key stops by itself, in UTC seconds: as it expires, or earlier, as the overlap of its
 * rotation ends. Null: never.
 */
export function endOf(key: { expiresAt: number | null; supersededAt: number | null }) {
  const end = Math.min(key.expiresAt ?? Infinity, key.supersededAt ?? Infinity)
  return end === Infinity ? null : end
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

/** What an editor lacks to have an imported article stand at other addresses, or have been public. */
export function lacksForPast(editor: Editor, field: string): string | null {
  const lacks = lacksScopes(editor, ['articles:publish'])
  return lacks && `${field} changes what readers see. ${lacks}`
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

/** Each of these can bring in a line of some kind; publishing takes writing as well. */
const FOR_IMPORTS: Scope[] = [
  'articles:write',
  'articles:withdraw',
  'sections:write',
  'keys:manage',
]

/** What a key lacks that could import no line whatever it says: it need not be read. */
export const lacksToImport = ({ scopes }: Editor): string | null =>
  scopes.some((scope) => FOR_IMPORTS.includes(scope))
    ? null
    : `This key lacks the scope articles:write. An import takes that, or ${FOR_IMPORTS.slice(1).join(', ')}.`

/** Undefined stands for no section at all. */
export const mayEnter = ({ sections }: Editor, slug: string | undefined) =>
  slug === undefined || sections === null || sections.includes(slug)

export const lacksSection = (slug: string) => `This key does not reach the section "${slug}".`

export function lacksScopes({ scopes }: Editor, needed: Scope[]): string | null {
  const missing = needed.filter((scope) => !scopes.includes(scope))
  if (missing.length === 0) return null
  return `This key lacks the scope${missing.length > 1 ? 's' : ''} ${missing.join(', ')}.`
}

/** What a key may do, where, and until when. */
type Reach = Pick<Editor, 'scopes' | 'sections' | 'endsAt'>

/** Whether a key may do more than the editor's, or elsewhere: that one is as if it were not there. */
export const isBeyond = (editor: Editor, { scopes, sections }: Omit<Reach, 'endsAt'>) =>
  (editor.sections !== null && !sections?.every((slug) => mayEnter(editor, slug))) ||
  scopes.some((scope) => !editor.scopes.includes(scope))

/**
 * What an editor lacks to make, rotate or revoke a key: a key manages those only that it does not
 * fall short of, in what they may do, where, and for how long. One that was rotated manages none:
 * rotation is what one does with a key that has leaked.
 */
export function lacksToManage(editor: Editor, key: Reach): string | null {
  if (editor.isRotated)
    return 'This key was rotated, and manages no keys any more. Use its successor.'
  if (isBeyond(editor, key)) return 'A key can only hand on scopes and sections that it has itself.'
  if (editor.endsAt === null || (key.endsAt ?? Infinity) <= editor.endsAt) return null
  return `This key ends at ${toUtc(editor.endsAt)}, and manages none that lasts longer.`
}

/** Whether an editor may let programs act for them: not with a leaked key, nor one program another. */
export const mayGrant = ({ isRotated, isProgram }: Editor) => !isRotated && !isProgram

/** Whether what a program is to get lies within what an editor may hand on. */
export const isGrantable = (editor: Editor, key: Reach) =>
  mayGrant(editor) &&
  !key.scopes.includes('keys:manage') &&
  !isBeyond(editor, key) &&
  (editor.endsAt === null || (key.endsAt ?? Infinity) <= editor.endsAt)

/** The audit trail and the outbox cover all sections. */
export const lacksOverview = ({ sections }: Editor): string | null =>
  sections === null ? null : 'This key is limited to sections.'
