/** What an editor should know of an accepted document: what of it is not kept as it was sent. */
import { codeOf } from '../../articles/body/characters'
import { withoutAllUnseen } from '../../articles/names'
import { normalize } from '../../articles/normal'
import type { Draft } from '../door/rights'

/** As many as anybody will read. */
const MAX_NOTES = 20

/** Fields that are kept in one spelling. */
const NAMES = ['title', 'summary', 'author', 'slug'] as const

/** Sentences about a document and the content made of it; `ofBody` are ends of some that begin with "body". */
export function notesOf(
  document: Record<string, unknown>,
  content: Draft,
  ofBody: string[],
): string[] {
  const source = (document.source ?? {}) as Record<string, unknown>
  const notes = [
    ...NAMES.map((field) => noteOf(field, document[field], content[field])),
    ...keywordNotes(document.keywords, content.keywords),
    noteOf('source.name', source.name, content.source?.name),
    noteOf('source.url', source.url, content.source?.url),
    ...ofBody.map((note) => `body ${note}`),
  ].filter((note) => note !== null)
  if (notes.length <= MAX_NOTES) return notes
  return [...notes.slice(0, MAX_NOTES), `and ${notes.length - MAX_NOTES} more like these`]
}

function keywordNotes(given: unknown, kept: string[]): (string | null)[] {
  if (!Array.isArray(given)) return []
  const merged = given.length - kept.length
  // Once two have come to the same, they do not stand beside each other any more.
  if (merged === 0) return given.map((one, i) => noteOf(`keywords.${i}`, one, kept[i]))
  return [`keywords has ${merged} fewer: those that are alike were kept once`]
}

/** What has become of a name; null where nothing has, or nothing that anybody could mind. */
function noteOf(field: string, given: unknown, kept: unknown): string | null {
  if (typeof given !== 'string' || typeof kept !== 'string' || given.trim() === kept) return null
  const composed = normalize(given, 'NFC')
  if (composed.trim() === kept) return `${field} was composed (Unicode NFC)`
  if (normalize(withoutAllUnseen(given), 'NFC').trim() !== withoutAllUnseen(kept)) {
    return `${field} was kept as “${kept}”`
  }
  const left = new Set(kept)
  const removed = [...new Set(given)].filter(
    (one) => withoutAllUnseen(one) === '' && !left.has(one),
  )
  const codes = removed.map(codeOf).join(', ')
  return `${field} lost ${codes || 'some characters'}, which cannot be seen`
}
