/**
 * The lines of an export, which an import takes: NDJSON, one section, picture, article, revision,
 * front or reading each, and all address rules.
 */
import type { AddressRule } from '../../articles/address-rules'
import type { ExportedRevision } from '../../articles/export'
import type { ExportedFront } from '../../articles/export-fronts'
import type { ExportedPicture } from '../../articles/export-pictures'
import type { Reading } from '../../articles/readings'
import type { DescribedSection } from '../../articles/sections'
import { toUtc, toUtcOrNull } from '../../time'
import { writableContent } from '../saving/representation'

export const sectionLine = ({ slug, name, position, description }: DescribedSection) => ({
  type: 'section',
  slug,
  name,
  position,
  description,
})

/** All address rules. */
export const addressRulesLine = (rules: AddressRule[]) => ({ type: 'address-rules', rules })

/** What is known of a picture; `files` are the names under which its files can be had. */
export const pictureLine = ({ createdAt, ...picture }: ExportedPicture) => ({
  type: 'picture',
  ...picture,
  createdAt: toUtc(createdAt),
})

/** A past revision names its article by slug, since an import may give articles other numbers. */
export function revisionLine({ content, ...revision }: ExportedRevision) {
  return {
    type: 'revision',
    article: revision.slug,
    number: revision.number,
    editor: revision.editor,
    createdAt: toUtc(revision.createdAt),
    erasedAt: toUtcOrNull(revision.erasedAt),
    content: content && writableContent(content),
  }
}

/** An article as it stands, with all an import needs to make one just like it. */
export function articleLine({ article, content, ...revision }: ExportedRevision) {
  if (!content) throw new Error('a current revision without content')
  return {
    type: 'article',
    id: revision.articleId,
    revision: revision.number,
    editor: revision.editor,
    ...writableContent(content),
    retiredSlugs: article.retiredSlugs,
    wasPublic: article.wasPublic,
    createdAt: toUtc(article.createdAt),
    updatedAt: toUtc(article.updatedAt),
  }
}

/** The front of a list. */
export const frontLine = ({ list, articles }: Omit<ExportedFront, 'id'>) => ({
  type: 'front',
  list,
  articles: articles.map(({ article, until }) => ({ article, until: toUtcOrNull(until) })),
})

/** How the newsroom reads a word. */
export const readingLine = ({ word, pinyin }: Reading) => ({ type: 'reading', word, pinyin })

/** Only an export that ends with this line is whole; `next` goes into `cursor` for the rest. */
export const endLine = (next: string | null) => ({ type: 'end', next })
