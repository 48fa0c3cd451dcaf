/** What a line says of an article's past: how much of it counts, and a word about what does not. */
import type { StoredArticle } from '../../articles/store'
import type { Past } from '../../articles/writing/change'
import { LIMITS } from '../contract/input'
import type { FoundMany } from './look'
import type { ArticleEntry } from './runs'

export interface Brought {
  past: Past
  /** The number it keeps; null for one that is given. */
  id: number | null
  /** What was passed over, and why. */
  notes: string[]
}

export function broughtBy(
  { item: { past } }: ArticleEntry,
  found: FoundMany,
  before: StoredArticle | null,
): Brought {
  const notes: string[] = []
  const say = (note: string | null) => void (note && notes.push(note))
  const refused = past.id === null ? null : idNote(past.id, found, before)
  say(refused)
  if ((past.revision ?? 0) > LIMITS.number) {
    say(`revision ${past.revision} became ${LIMITS.number}, the highest that an import can bring`)
  }
  const author = past.editor === null ? null : found.authors.find(past.editor)
  if (author && 'note' in author) say(author.note)
  const id = before || refused ? null : past.id
  const { createdAt, updatedAt, wasPublic, retiredSlugs } = past
  return {
    past: {
      revision: past.revision === null ? id && 1 : Math.min(past.revision, LIMITS.number),
      createdAt,
      updatedAt,
      wasPublic,
      retiredSlugs,
      author: author && 'keyId' in author ? author : null,
    },
    id,
    notes,
  }
}

/** Why an article cannot have a number; null when it can. */
function idNote(id: number, { taken, numbers }: FoundMany, before: StoredArticle | null) {
  if (before) return id === before.id ? null : `id ${id} was passed over: the article has its own`
  if (taken.has(id)) return `id ${id} is taken: the article got another`
  if (id > LIMITS.number) return `id ${id} was not kept: it is above ${LIMITS.number}`
  if (id > numbers.farthest)
    return `id ${id} was not kept: so far ahead of the others takes keys:manage`
  return null
}
