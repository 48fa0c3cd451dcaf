/** What a write is made of: what it changes, and what becomes of it. */
import type { Article, Content, Section } from '../article'
import type { Body } from '../body/render'
import type { StoredArticle } from '../store'
import type { Author } from './authors'

/** One accepted change. No article may be changed twice in one batch. */
export interface Change {
  /** Null for a new article. */
  before: StoredArticle | null
  id: number
  content: Content
  body: Body
  section: Section
  keyId: number
  /** UTC seconds. */
  now: number
  /** Who does it, where that is not the key that wrote the text: null for the clock. */
  doneBy?: number | null
  /** What an import brings along of the article's past. */
  past?: Past
}

/** The change that gives an article other content and leaves it where it is. */
export const changeOf = (
  before: StoredArticle,
  content: Content,
  body: Body,
  by: Pick<Change, 'keyId' | 'now' | 'doneBy'>,
): Change => ({ before, id: before.id, content, body, section: before.section, ...by })

/** Instants in UTC seconds; what is null is decided as for any other change. */
export interface Past {
  revision: number | null
  createdAt: number | null
  updatedAt: number | null
  /** Whether readers could ever see it, though it may be withdrawn now; null when nothing is said. */
  wasPublic: boolean | null
  /** Slugs that are to redirect to it; no other article has any of them. */
  retiredSlugs: string[]
  /** Who wrote the revision, where it is not the key that imports it. */
  author: Author | null
}

/** Why a batch was refused: another write got in first. Nothing of it was stored. */
export type Lost =
  | 'stale'
  | 'slug-taken'
  | 'address-taken'
  | 'origin-taken'
  | 'answered'
  | 'section-gone'
  | 'picture-gone'

/** The same, with the article as it will be. */
export interface Written extends Change {
  article: StoredArticle
}

/** An article as it was, and as it will be: a first publication has no sequence number yet. */
export interface Step {
  before: Article | null
  article: Article
  /** What it brings along: it may have been public, and at other addresses. */
  past?: { wasPublic: boolean | null; retiredSlugs: string[] }
}
