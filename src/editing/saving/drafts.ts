/** Pending drafts: decided about by the rules of any other save, and kept beside the article. */
import type { Content } from '../../articles/article'
import type { PendingDraft } from '../../articles/drafts'
import type { StoredArticle } from '../../articles/store'
import { discardDraft, saveDraft } from '../../articles/writing/drafts'
import type { Fault, Refusal } from '../door/problems'
import type { Editor } from '../door/rights'
import { decide, propose } from './decide'
import { look } from './look'
import type { Writer } from './save'

type Document = Record<string, unknown>

/** What a document would make of a draft. */
export interface Decided {
  content: Content
  /** The pictures that it shows. */
  hashes: string[]
  notes: string[]
  /** Whether it is what readers see already: then nothing is pending. */
  isPublic: boolean
}

/** How often a picture may go while a draft that shows it is saved. */
const ATTEMPTS = 3

/** Nothing of a draft is public, so it does not take publishing: all else is as for a change that readers see. */
const withPublishing = (editor: Editor): Editor => ({
  ...editor,
  scopes: [...editor.scopes, 'articles:publish'],
})

/** What becomes of a document, which replaces the content of the article or of its draft. */
export async function decideDraft(
  writer: Writer,
  article: StoredArticle,
  document: Document,
): Promise<Decided | { refusal: Refusal }> {
  const scene = { ...writer, editor: withPublishing(writer.editor) }
  const { status, origin } = article.content
  const own = { ...document, status, origin }
  const proposed = propose(scene, article, own)
  const faults = [...ownFaults(document, article), ...proposed.faults]
  const proposal = { ...proposed, faults }
  const found = await look(writer, article, own, proposal.slug, false)
  const decision = decide(scene, proposal, {
    ...found,
    ownerOf: () => found.slugOwner,
    formerOwnerOf: (address) => found.formerOwners.get(address) ?? null,
  })
  if ('refusal' in decision) return decision
  const { notes } = decision
  if ('same' in decision) {
    return { content: article.content, hashes: [], notes, isPublic: true }
  }
  const { content, body } = decision.change
  return { content, hashes: body.pictures.map(({ hash }) => hash), notes, isPublic: false }
}

/** What a draft takes from its article, whatever that is when it is published. */
function ownFaults({ status, origin }: Document, { content }: StoredArticle): Fault[] {
  const fields = Object.entries({ status, origin }).filter(([field, value]) => {
    const own = content[field as 'status' | 'origin']
    return (value ?? null) !== null && JSON.stringify(value) !== JSON.stringify(own)
  })
  return fields.map(([field]) => {
    return { field, detail: `${field} is not part of a draft; change the article itself` }
  })
}

export type DraftSaved =
  /** Null when what was asked for is what readers see. */
  { draft: PendingDraft | null; notes: string[] } | { refusal: Refusal } | 'lost'

/** Saves a draft in place of the one before, null for none. `revision` is that of the article it is to begin from. */
export async function putDraft(
  writer: Writer,
  article: StoredArticle,
  before: PendingDraft | null,
  document: Document,
  revision: number,
): Promise<DraftSaved> {
  const { db, editor, now } = writer
  const deed = { by: { id: editor.keyId, name: editor.name }, now }
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const decided = await decideDraft(writer, article, document)
    if ('refusal' in decided) return decided
    const { isPublic, notes, ...drafted } = decided
    if (isPublic) {
      const isGone = !before || (await discardDraft(db, article, before, deed)) === 'done'
      return isGone ? { draft: null, notes } : 'lost'
    }
    if (before?.revision === revision && isSame(before.content, drafted.content)) {
      return { draft: before, notes }
    }
    const draft = await saveDraft(db, article, before, { ...drafted, revision }, deed)
    if (draft === 'lost') return 'lost'
    if (draft !== 'picture-gone') return { draft, notes }
  }
  return { refusal: ['busy'] }
}

export const isSame = (one: Content, other: Content) =>
  JSON.stringify(one) === JSON.stringify(other)
