/** What becomes of a text that is kept in this browser, when its article is opened again. */

/** What stands in a form: names and values, in order; no files. */
export type Fields = [name: string, value: string][]

/** What a form began from. */
export interface Base {
  revision: number
  /** The version of the pending draft; empty for none. */
  draft: string
}

/** What stands in a form, and what that began from. */
export interface Text extends Base {
  fields: Fields
}

/** A text as it is kept in this browser. */
export interface Kept extends Text {
  /** Whose, of what and in which tab: its key. */
  id: string
  /** The article's number, or `new:` and the token of its form. */
  subject: string
  /** Its own number, and those of the texts that it follows: see src/desk/copies/store.ts. */
  version: number
  seen: number[]
  /** Whether the server is known to have had it, or one that it follows. */
  wasKept: boolean
  /** Whether its editor has given it up. */
  isGivenUp: boolean
  /** In milliseconds. */
  at: number
}

/** What the page brought. */
export interface Page extends Text {
  /** The numbers of the text that it shows, and of those that this follows; none: it shows what is saved. */
  copy: number[]
  /** The number of a text that was saved just now. */
  settled: number | null
}

export const isSame = (one: Fields, other: Fields) => JSON.stringify(one) === JSON.stringify(other)

export const isSameBase = (one: Base, other: Base) =>
  one.revision === other.revision && one.draft === other.draft

/**
 * `drop`: the page has it, or it is saved. `adopt`: the page was made of it, and is to be kept in its place.
 * `restore`: it is newer than the page. `follow`: the same, typed after what was saved just now, which it goes
 * on from. `offer`: nobody can tell which of the two is wanted.
 */
export function fateOf(kept: Kept, page: Page): 'drop' | 'adopt' | 'restore' | 'follow' | 'offer' {
  if (kept.isGivenUp || page.settled === kept.version) return 'drop'
  const [shown] = page.copy
  if (shown === kept.version) return 'adopt'
  if (isSame(kept.fields, page.fields)) return shown === undefined ? 'drop' : 'adopt'
  if (page.settled !== null && kept.seen.includes(page.settled)) return 'follow'
  // The server has a text: this one follows it, or comes from elsewhere.
  if (shown !== undefined) return kept.seen.includes(shown) ? 'restore' : 'offer'
  // It had one, which was saved or discarded; or something was saved, this or another.
  return kept.wasKept || !isSameBase(kept, page) ? 'offer' : 'restore'
}
