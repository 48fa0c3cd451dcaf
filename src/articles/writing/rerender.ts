/**
 * Text rendered anew: the same revisions, as editors wrote them, shown as they are rendered today. One
 * batch for any number of articles, like `commit`, with a new edition for each page that shows them.
 */
import { newEdition, type Owed } from '../../delivery/editions'
import type { Body } from '../body/render'
import { writeIndex } from '../search/write'
import type { StoredArticle } from '../store'
import { discard, retire } from '../texts/shelve'
import { type AuditEntry, writeAudit } from './audit'
import { indexEntryOf, type Newsroom } from './commit'
import { storeOnce } from './once'
import { writePages } from './publication'
import { giveUpIf, type PackedChange, packedChange, referring, unlessGivenUp } from './rows'
import { shelveChanges } from './shelved'
import { NOT_KEPT, writeUses } from './uses'

/** An article, and its body as it is rendered today. */
export interface Rendering {
  before: StoredArticle
  body: Body
}

/** What lists and the head of its page show of the body. */
export const shownOf = ({ before, body }: Rendering) => ({
  excerpt: before.content.summary ?? body.excerpt,
  images: body.images,
  lead: body.lead,
  card: body.card,
})

/**
 * Stores the renderings. `lost` when somebody has changed one of the articles meanwhile, or its picture: nothing
 * was stored. Nobody is told but the edge: what the articles say is what they said.
 */
export async function rerender(
  { db, site, stores }: Newsroom,
  renderings: Rendering[],
  by: Pick<AuditEntry, 'keyId' | 'at'>,
): Promise<Owed | 'lost'> {
  const edition = newEdition()
  const steps = renderings.map((rendering) => {
    const { before, body } = rendering
    return { before, article: { ...before, ...shownOf(rendering) }, body }
  })
  const packed = await Promise.all(
    steps.map(({ article: { content }, body }) => packedChange({ content, body })),
  )
  const references = await shelveChanges({ db, stores }, steps, packed, by.at)
  for (const [i, { article }] of steps.entries()) article.reference = references?.[i] ?? null
  const texts = JSON.stringify(
    steps.map(({ article }, i) => ({
      ...shownIn(article),
      ...referring(packed[i] as PackedChange, references?.[i]),
    })),
  )
  const statements = [
    giveUpIf(
      db,
      `EXISTS (SELECT 1 FROM json_each(?1) t CROSS JOIN articles a ON a.id = t.value ->> 'id'
           WHERE a.revision <> t.value ->> 'revision')`,
      texts,
    ),
    db
      .prepare(
        `UPDATE articles SET excerpt = t.value ->> 'excerpt', images = t.value ->> 'images',
             lead = t.value ->> 'lead', card = t.value ->> 'card'
           FROM json_each(?1) t WHERE articles.id = t.value ->> 'id'`,
      )
      .bind(texts),
    db
      .prepare(
        `UPDATE revisions SET content = unhex(t.value ->> 'content'), html = unhex(t.value ->> 'html'),
             content_size = t.value ->> 'size', html_size = t.value ->> 'htmlSize'
           FROM json_each(?1) t
           WHERE article_id = t.value ->> 'id' AND number = t.value ->> 'revision'`,
      )
      .bind(texts),
    ...writeUses(db, steps),
    ...writePages(db, site, steps, edition, by.at),
    ...writeIndex(db, steps.flatMap(indexEntryOf)),
    writeAudit(db, edition, ...renderings.map(({ before }) => entryOf(before, by))),
  ]
  const stored = await unlessGivenUp(storeOnce(db, { token: edition, statements })).catch(
    (fault) => {
      // One of their pictures has gone since it was looked at.
      if (String(fault).includes(NOT_KEPT)) return 'lost' as const
      throw fault
    },
  )
  if (stored === 'lost') {
    await discard(stores, references ?? [])
    return 'lost'
  }
  await retire(
    stores,
    renderings.flatMap(({ before }) => before.reference ?? []),
    by.at,
  )
  return stored.owed
}

/** What a step stores of what lists show. */
const shownIn = (article: StoredArticle) => ({
  id: article.id,
  revision: article.revision,
  excerpt: article.excerpt,
  images: article.images.join(' ') || null,
  lead: article.lead,
  card: article.card,
})

const entryOf = ({ id, revision }: StoredArticle, by: Pick<AuditEntry, 'keyId' | 'at'>) => ({
  ...by,
  action: 'article.render',
  subject: String(id),
  revision,
})
