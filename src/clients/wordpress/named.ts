/** What the numbers in a post stand for: looked up together, and only what it names. */

import type { Section } from '../../articles/article'
import { type Named, selectNumbersOf, toNamed } from '../../articles/numbered/names'
import type { NumberedArticle } from '../../articles/numbered/numbers'
import { selectSections, toSections } from '../../articles/sections'
import { mayEnter } from '../../editing/door/rights'
import type { Asking } from './asking'
import { isHolder } from './ids'
import { type NamedPicture, selectNamedPicture, toNamedPicture } from './media-numbers'

/** Null: not sent. */
export interface Meant {
  sections: Section[]
  /** Where what names no category stands: in the first that the key reaches. */
  first: Section | null
  categories: number[] | null
  tags: Named[] | null
  author: Named | null | undefined
  picture: NamedPicture | null | undefined
}

type Result = { meant: Meant } | { faults: Record<string, string> }

const NAMES = ['categories', 'tags', 'author', 'featured_media']

const NOTHING: Meant = {
  sections: [],
  first: null,
  categories: null,
  tags: null,
  author: undefined,
  picture: undefined,
}

/** Whether a key may know a name at all. Those that only drafts have are for who sees all drafts. */
export const isSeenBy =
  (editor: Asking['editor']) =>
  ({ count }: Named) =>
    count > 0 || editor?.sections === null

/** `before`: the post that is changed. Of that, nothing need be looked up where none of them is sent. */
export async function meantBy(asking: Asking, before: NumberedArticle | null): Promise<Result> {
  if (before && !NAMES.some((name) => asking.params.has(name))) return { meant: NOTHING }
  const { db, params, editor } = asking
  const faults: Record<string, string> = {}
  const numbers = (name: string) => {
    if (!params.has(name)) return null
    const sent = params.numbers(name)
    if (sent === null) faults[name] = 'must be a list of at most 100 numbers'
    return sent
  }
  const number = (name: string) => {
    if (!params.has(name)) return undefined
    const sent = params.number(name, 0, 0)
    if (sent === null) faults[name] = 'must be a number'
    return sent ?? undefined
  }
  const categories = numbers('categories')
  const tags = numbers('tags')
  const author = number('author')
  const media = number('featured_media')
  if (Object.keys(faults).length > 0) return { faults }

  const isAuthor = author !== undefined && author !== 0 && !isHolder(author)
  const results = await db.batch([
    selectSections(db),
    selectNumbersOf(db, 'keyword', tags ?? []),
    selectNumbersOf(db, 'author', isAuthor ? [author] : []),
    selectNamedPicture(db, media ?? 0),
  ])
  const sections = toSections(results[0] as D1Result)
  const keywords = toNamed(results[1])
  const [name] = toNamed(results[2])
  const named = toNamedPicture(results[3])
  const unknown = (sent: number[], known: { id: number }[]) =>
    sent.find((id) => !known.some((one) => one.id === id))
  const section = unknown(categories ?? [], sections)
  if (section !== undefined) faults.categories = noSuch('category', section)
  // What only drafts have that a key does not reach, is not there for it: neither a keyword nor an author.
  const isSeen = isSeenBy(editor)
  const known = keywords.filter((one) => isSeen(one) || before?.keywords.includes(one.name))
  const tag = unknown(tags ?? [], known)
  if (tag !== undefined) faults.tags = noSuch('tag', tag)
  const isKnown = name && (isSeen(name) || author === before?.authorId)
  if (isAuthor && !isKnown) faults.author = noSuch('user', author)
  if (media && !named) faults.featured_media = noSuch('medium', media)
  if (Object.keys(faults).length > 0) return { faults }
  return {
    meant: {
      sections,
      first: sections.find(({ slug }) => editor && mayEnter(editor, slug)) ?? null,
      categories,
      tags: tags && keywords,
      author: author === undefined ? undefined : isAuthor ? (name ?? null) : null,
      picture: media === undefined ? undefined : media === 0 ? null : named,
    },
  }
}

const noSuch = (what: string, id: number) => `names ${id}, and there is no such ${what}`

/** The sections with these numbers, in the order in which they were sent. */
export const sectionsOf = ({ sections }: Meant, ids: number[]) =>
  ids.flatMap((id) => sections.find((section) => section.id === id) ?? [])
