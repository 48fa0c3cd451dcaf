/** Texts of changes on their way to a text database: where in the archive each belongs, and what finds it. */

import type { Reference } from '../reference'
import { tokensIn } from '../search/write'
import { shelve, type Text } from '../texts/shelve'
import type { Shelves } from '../texts/stores'
import type { Written } from './change'
import type { PackedChange } from './rows'

type Shelved = Pick<Written, 'article' | 'body'>

/**
 * Puts the texts of changes into the newest text database, for `commit` to refer to. Null where they belong in
 * the catalogue: see `shelve`.
 */
export async function shelveChanges(
  { db, stores }: Shelves,
  changes: Shelved[],
  packed: PackedChange[],
  now: number,
): Promise<Reference[] | null> {
  if (stores.size === 0) return null
  const isNew = ({ article }: Shelved) =>
    article.sequence === null && article.status === 'published'
  // Whoever publishes meanwhile may get that number: places are about the order, and need not be exact.
  let last = changes.some(isNew) ? await lastSequence(db) : 0
  const texts = changes.map((change, i): Text => {
    const { article, body } = change
    const { size: _, ...text } = packed[i] as PackedChange
    const isFound = article.status === 'published'
    const sequence = isNew(change) ? ++last : (article.sequence ?? 0)
    return {
      ...text,
      articleId: article.id,
      number: article.revision,
      found: isFound
        ? { tokens: tokensIn({ ...article, html: body.html }, article.section.id), sequence }
        : null,
    }
  })
  return shelve(stores, texts, now)
}

async function lastSequence(db: D1Database): Promise<number> {
  const last = db.prepare('SELECT max(sequence) AS last FROM articles')
  return (await last.first<{ last: number | null }>())?.last ?? 0
}
