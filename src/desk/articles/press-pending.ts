/** Buttons of a published article's form: what they save is not public until it is published. */
import type { StoredArticle } from '../../articles/store'
import type { Answered } from '../../editing/calling'
import { callApi } from '../calling'
import type { DeskContext } from '../context'
import type { Sent } from './sent'

/** What the API answers about a draft, or about the article that it became. */
export interface Saved {
  id: number
  revision: number
  /** Of a draft: false where it comes to what readers see. */
  isPending?: boolean
  notes?: string[]
}

export interface Pressed {
  saved: Answered<Saved>
  /** What was sent, with the draft that is there once it is saved. */
  sent: Sent
}

/** Whether a button is about what is pending, and not about the article itself. */
export const isAboutPending = ({ status }: StoredArticle, { act, draft }: Sent): boolean =>
  status === 'published' && (draft === '' ? act === 'save' : true)

/** Does what the button says. What was typed is saved first, whatever else goes wrong. */
export async function pressPending(
  c: DeskContext,
  { id, revision }: StoredArticle,
  sent: Sent,
  changes: Record<string, unknown>,
): Promise<Pressed> {
  const kept = await callApi<Saved>(c, 'PATCH', `/articles/${id}/draft`, {
    // The revision that was looked at: after a comparison, another than the draft began from.
    json: { ...changes, revision: sent.revision },
    ifMatch: sent.draft === '' ? `"${sent.revision}"` : `"${sent.draft}"`,
  })
  if (!kept.isOk) return { saved: kept, sent }
  const draft = kept.body.isPending ? (kept.etag ?? '').replaceAll('"', '') : ''
  const now = { ...sent, draft }
  const saved = await further()
  return { saved: saved ? withNotes(saved, kept.body.notes) : kept, sent: now }

  async function further(): Promise<Answered<Saved> | null> {
    // It takes nothing away, so it need not wait for who looks at what others have changed.
    if (sent.act === 'withdraw') return callApi<Saved>(c, 'DELETE', `/articles/${id}`, { revision })
    if (sent.act !== 'publish' || draft === '') return null
    return callApi<Saved>(c, 'POST', `/articles/${id}/draft/publish`, { ifMatch: `"${draft}"` })
  }
}

/** What was not kept as it was sent was told when it was saved. */
const withNotes = (saved: Answered<Saved>, notes: string[] = []): Answered<Saved> =>
  saved.isOk && notes.length > 0 ? { ...saved, body: { ...saved.body, notes } } : saved
