/**
 * When a post is public, out of WordPress's status and date. `private` is a draft: no reader ever sees it. What
 * readers have seen is no draft again, so that hides it. Pure.
 */
import type { NumberedArticle } from '../../articles/numbered/numbers'
import { toUtc } from '../../time'
import { dateOf, STATUS_OF } from './post'

const MEANT: Record<string, string> = {
  publish: 'publish',
  future: 'future',
  draft: 'draft',
  pending: 'draft',
  private: 'draft',
  'auto-draft': 'draft',
  trash: 'trash',
}

/** Fields for the API, or what is wrong with which parameter. */
export type Plan = { fields: Record<string, unknown> } | { faults: Record<string, string> }

const fault = (name: string, text: string): Plan => ({ faults: { [name]: text } })

/** `date` in UTC seconds, `now` too; null: not sent. */
export function planOf(
  before: NumberedArticle | null,
  status: string | null,
  date: number | null,
  now: number,
): Plan {
  const said = status === null || status === '' ? null : status.toLowerCase()
  const meant = said === null ? null : MEANT[said]
  if (meant === undefined) return fault('status', `is not one of ${Object.keys(MEANT).join(', ')}`)
  if (!before) return first(meant ?? 'draft', date, now)
  const isDated = date !== null && date !== dateOf(before)
  const wanted = meant ?? MEANT[STATUS_OF[before.status]]
  if (wanted === 'trash') return hidden(before)
  if (wanted === 'draft') return asDraft(before, isDated ? date : null, now)
  return asPublic(before, wanted === 'future', isDated ? date : null, now)
}

const LATER =
  'lies in the future, and a draft keeps no plan: send status future with it, or leave it out'

function first(meant: string, date: number | null, now: number): Plan {
  if (meant === 'trash') return fault('status', 'cannot be trash for a new post')
  const isLater = date !== null && date > now
  if (meant === 'draft') {
    if (isLater) return fault('date', LATER)
    return { fields: { status: 'draft', ...publishedAt(date) } }
  }
  if (meant === 'future' && date === null) return fault('date', UNPLANNED)
  if (isLater) return { fields: { status: 'scheduled', publishAt: toUtc(date) } }
  return { fields: { status: 'published', ...publishedAt(date) } }
}

const UNPLANNED = 'is required for status future: when is it to be published?'

const publishedAt = (date: number | null) => (date === null ? {} : { publishedAt: toUtc(date) })

const hidden = ({ status }: NumberedArticle): Plan => ({
  fields: status === 'withdrawn' ? {} : { status: 'withdrawn', publishAt: null },
})

function asDraft(before: NumberedArticle, date: number | null, now: number): Plan {
  const { status, sequence } = before
  if (status === 'published') return hidden(before)
  if (status === 'withdrawn' && sequence !== null) return { fields: {} }
  if (date !== null && date > now) return fault('date', LATER)
  const isDraft = status === 'draft'
  return {
    fields: { ...(isDraft ? {} : { status: 'draft', publishAt: null }), ...publishedAt(date) },
  }
}

/** A planned article stays planned, as in WordPress, unless another date comes with it. */
function asPublic(
  { status, publishAt }: NumberedArticle,
  isPlan: boolean,
  sent: number | null,
  now: number,
): Plan {
  const date = sent ?? (status === 'scheduled' ? publishAt : null)
  if (isPlan && date === null) return fault('date', UNPLANNED)
  if (date !== null && date > now) {
    if (status === 'published')
      return fault('date', 'lies in the future, and readers see it already')
    const isSame = status === 'scheduled' && date === publishAt
    return { fields: isSame ? {} : { status: 'scheduled', publishAt: toUtc(date) } }
  }
  if (status === 'published') return { fields: publishedAt(date) }
  return { fields: { status: 'published', publishAt: null, ...publishedAt(date) } }
}
