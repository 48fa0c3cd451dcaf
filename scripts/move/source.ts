/**
 * What a move reads out of an old site: whatever that was, it comes as pieces of one form. A source streams: it
 * may be larger than memory, and is read once for each run, twice where it has to be looked through first.
 */
import type { Format } from '../picture-places.ts'

export interface Category {
  name: string
  /** As the old site spelt it in addresses, decoded; null where it had none. */
  slug: string | null
}

/** An article of the old site, as it is to be posted. */
export interface Piece {
  /** What it was called in the source: the same in each run, whatever else changes. */
  id: string
  title: string
  body: string
  format: Format
  /** What readers of the old site could not see is a draft, whatever it was called there. */
  status: 'published' | 'scheduled' | 'draft'
  /** When it was published or is to be: RFC 3339 with its offset. Null: the source does not say. */
  date: string | null
  /** When it was last changed, likewise. */
  updatedAt: string | null
  /** In the order of the source: the first becomes its section, the others keywords. */
  categories: Category[]
  keywords: string[]
  summary: string | null
  author: string | null
  /** BCP 47. */
  language: string | null
  source: { name: string; url: string | null } | null
  /** Decoded; null where the source has none: one is made of the title then. */
  slug: string | null
  /** Where it stood, from the root of the old site with the query: `/2019/05/标题/`, `/?p=123`. */
  addresses: string[]
  /** The picture at its head, by its address in the source. */
  lead: { picture: string; alt: string | null; caption: string | null } | null
  /** The file that it stands in, where relative addresses of pictures begin; null where there is no such file. */
  file: string | null
  /** What of it does not come along or is not as it was, a sentence each. */
  notes: string[]
}

/** What stands in a source, in its order. */
export type Found =
  | { kind: 'piece'; piece: Piece }
  /** What stays behind: `what` is its kind in the source ("page", "comment"), `name` what people know it by. */
  | { kind: 'dropped'; what: string; name: string; why: string }
  /** About the source as a whole. */
  | { kind: 'note'; text: string }

/** Where old addresses of one pattern lead: see "Rules" in docs/moving.md. */
export type AddressRule =
  | { from: string; to: string }
  | { from: string; origin: string }
  | { from: string; gone: true }

export interface Source {
  /** What the software is called: `WordPress`. */
  software: string
  /** What the origins of its pieces are called unless the person says otherwise: `wordpress`. */
  system: string
  /** Scheme and host of the old site, as the source says it; null where it does not. */
  site: string | null
  /** What the old site's patterns of addresses mean. */
  rules: AddressRule[]
  read(): AsyncGenerator<Found>
}

/** What the person said about a source. */
export interface SourceOptions {
  /** The file or folder, as an absolute path, and as the person calls it. */
  path: string
  name: string
  encoding: string | undefined
  /** The path of the map of columns. */
  map: string | undefined
  /** Scheme and host of the old site. */
  site: string | undefined
  /** IANA name, for dates that say none; the source's own comes first. */
  timeZone: string
}
