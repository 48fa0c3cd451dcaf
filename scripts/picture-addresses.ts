/**
 * The pictures that a source shows, and other addresses in their place. Links, code and text that have the same
 * address stay as they are. What was rewritten is rendered once more, and must show the same but for those
 * addresses.
 */
import { randomUUID } from 'node:crypto'
import { serialize } from 'parse5'
import { drawn, type Format, type Place, placesOf, replace } from './picture-places.ts'

/**
 * The addresses of the pictures that a source shows, as they are meant (without escapes and entities), each
 * once and in their order.
 */
export const pictureAddresses = (source: string, format: Format): string[] => [
  ...new Set(drawn(source, format).pictures.map(({ value }) => value.trim())),
]

export interface Rewritten {
  source: string
  /** Addresses that were to be replaced and are still there, each once: shared with a link, or written oddly. */
  left: string[]
}

/** The source with other addresses of pictures; `to` says which, and null for one that stays. */
export function withAddresses(
  source: string,
  format: Format,
  to: (address: string) => string | null,
): Rewritten {
  const before = drawn(source, format)
  const wanted = before.pictures.map(({ value }) => to(value.trim()))
  const toBe = before.pictures.flatMap(({ value }, i) => (wanted[i] == null ? [] : [value.trim()]))
  if (toBe.length === 0) return { source, left: [] }
  const replaced = new Map<Place, string>()
  const reached = new Map<number, string>()
  for (const [i, place] of placesOf(source, format, before.pictures.length)) {
    const address = wanted[i]
    if (address == null) continue
    replaced.set(place, address)
    reached.set(i, address)
  }
  const rewritten = replace(source, replaced)
  // As it should come out: the same, but for what was replaced.
  for (const [i, address] of reached) {
    const picture = before.pictures[i]
    if (picture) picture.value = address
  }
  if (serialize(drawn(rewritten, format).tree) !== serialize(before.tree)) {
    return { source, left: [...new Set(toBe)] }
  }
  const left = toBe.filter((address) =>
    before.pictures.some(({ value }) => value.trim() === address),
  )
  return { source: rewritten, left: [...new Set(left)] }
}

/** What stands around a mark that is a picture's address. */
const SHOWN_AT = (mark: string) => [
  new RegExp(
    `!\\[(?:[^[\\]\\\\]|\\\\.|\\[[^\\]]*\\])*\\]\\([\\s>]*<?${mark}>?(?:\\s+(?:"[^"]*"|'[^']*'|\\([^)]*\\)))?\\s*\\)`,
  ),
  new RegExp(`<img\\b[^>]*${mark}[^>]*>`, 'i'),
]

/**
 * The source without some of its pictures; null where one cannot be taken out, being named by a definition
 * that stands elsewhere.
 */
export function withoutPictures(
  source: string,
  format: Format,
  isGone: (address: string) => boolean,
): string | null {
  const marks: string[] = []
  const { source: marked, left } = withAddresses(source, format, (address) => {
    if (!isGone(address)) return null
    marks.push(`gone:${randomUUID()}`)
    return marks.at(-1) as string
  })
  if (left.length > 0) return null
  let rest = marked
  for (const mark of marks) {
    for (const pattern of SHOWN_AT(mark)) rest = rest.replace(pattern, '')
    if (rest.includes(mark)) return null
  }
  return rest
}
