/** Importing articles: everything about a run is checked, then what is good is written in one batch. */

import type { StoredArticle } from '../../articles/store'
import type { Change } from '../../articles/writing/change'
import { bytesOf, commit, MAX_BATCH_BYTES } from '../../articles/writing/commit'
import { paths } from '../../site'
import { describeProblem } from '../door/problems'
import { replacement } from '../saving/check'
import { decide, propose } from '../saving/decide'
import { originOf, sectionOf } from '../saving/look'
import { type FoundMany, lookMany, originKey, slugsOf } from './look'
import type { Result } from './ranges'
import { type ArticleEntry, type Attempt, type Importer, keep, replay, wins } from './runs'

const TWICE =
  'With `atomic=true` no two lines can be about the same article, and all of them together at most 1.1 MB.'

/** What becomes of a line: a change to be written, or a result that is clear already. */
type Prepared = { change: Change } | { result: Result }

export async function importArticles(
  importer: Importer,
  entries: ArticleEntry[],
): Promise<Attempt> {
  const found = await lookMany(importer, entries)
  const before = await replay(importer, entries, found.answered)
  if (before) return before

  const prepared: Prepared[] = []
  const claimed = new Claimed(found)
  let bytes = 0
  for (const entry of entries) {
    let one = claimed.hasSeen(entry.item) ? null : prepare(importer, entry, found, claimed)
    if (one && 'change' in one) {
      bytes += bytesOf(one.change)
      if (claimed.isTaken(one.change.id) || (bytes > MAX_BATCH_BYTES && prepared.length > 0))
        one = null
      else claimed.take(one.change)
    }
    // No article is written twice in one batch.
    if (!one && !importer.isAtomic) return { cut: prepared.length }
    prepared.push(one ?? { result: describeProblem(importer.site, 'conflict', { detail: TWICE }) })
  }
  return write(importer, entries, prepared)
}

async function write(
  importer: Importer,
  entries: ArticleEntry[],
  prepared: Prepared[],
): Promise<Attempt> {
  const { db, site, isAtomic } = importer
  const isRefused = isAtomic && prepared.some((one) => 'result' in one && one.result.status >= 400)
  const resultsWith = (articles: StoredArticle[]) => {
    const byId = new Map(articles.map((article) => [article.id, article]))
    return prepared.map((one): Result => {
      if ('result' in one) return one.result
      const article = byId.get(one.change.id)
      if (!article) return describeProblem(site, 'not-stored')
      return resultOf(importer, article, one.change.before === null ? 201 : 200)
    })
  }
  if (isRefused) return { results: resultsWith([]) }
  const changes = prepared.flatMap((one) => ('change' in one ? [one.change] : []))
  if (changes.length === 0) {
    const results = resultsWith([])
    return (await wins(db, await keep(importer, entries, results))) ? { results } : 'lost'
  }
  const written = await commit(importer, changes, (articles) =>
    keep(importer, entries, resultsWith(articles)),
  )
  if (typeof written === 'string') return 'lost'
  importer.owed.push(written.owed)
  return { results: resultsWith(written.articles) }
}

const resultOf = ({ site }: Importer, { id, slug, revision }: StoredArticle, status: number) => ({
  status,
  id,
  url: site.origin + paths.article(slug),
  revision,
})

/** What earlier lines of the run have taken. */
class Claimed {
  private readonly owners: Map<string, number>
  private readonly ids = new Set<number>()
  private readonly origins = new Set<string>()
  /** The next of the numbers that were taken for new articles. */
  next: number
  private readonly last: number

  constructor({ owners, numbers }: FoundMany) {
    this.owners = new Map(owners)
    this.next = numbers.first
    this.last = numbers.last
  }

  ownerOf = (slug: string) => this.owners.get(slug) ?? null
  isTaken = (id: number) => this.ids.has(id)

  hasSeen({ document, past }: ArticleEntry['item']): boolean {
    const origin = originOf(document)
    if (past.id !== null && this.ids.has(past.id)) return true
    return origin !== null && this.origins.has(originKey(origin))
  }

  take({ id, content, past }: Change) {
    if (id === this.next) this.next++
    if (this.next > this.last + 1) throw new Error('more new articles than numbers')
    this.ids.add(id)
    if (content.origin) this.origins.add(originKey(content.origin))
    for (const slug of [content.slug, ...(past?.retiredSlugs ?? [])]) this.owners.set(slug, id)
  }
}

/** Decides about a line, as about a single post. */
function prepare(
  importer: Importer,
  entry: ArticleEntry,
  found: FoundMany,
  claimed: Claimed,
): Prepared {
  const { document, past } = entry.item
  const before = twinOf(importer, entry, found)
  const isKept = past.id !== null && !found.taken.has(past.id)
  const proposal = propose(importer, before, before ? replacement(before, document) : document, {
    revision: past.revision ?? (isKept ? 1 : null),
    createdAt: past.createdAt,
    updatedAt: past.updatedAt,
    wasPublic: past.wasPublic,
    retiredSlugs: past.retiredSlugs,
    keyId: found.editors.get(past.editor ?? '') ?? null,
  })
  const decision = decide(importer, proposal, {
    section: found.sections.get(sectionOf(proposal.document) ?? '') ?? null,
    id: before?.id ?? (isKept ? (past.id as number) : claimed.next),
    ownerOf: claimed.ownerOf,
  })
  if ('change' in decision) return decision
  if ('same' in decision) return { result: resultOf(importer, decision.same, 200) }
  return { result: describeProblem(importer.site, ...decision.refusal) }
}

/** The article a line speaks of: by origin, or by a number it has together with one of its slugs. */
function twinOf(importer: Importer, entry: ArticleEntry, found: FoundMany): StoredArticle | null {
  const { document, past } = entry.item
  const origin = originOf(document)
  const twin = origin && found.twins.get(originKey(origin))
  if (twin) return twin
  if (past.id === null) return null
  const isKnown = slugsOf(importer, entry).some((slug) => found.owners.get(slug) === past.id)
  return (isKnown && found.numbered.get(past.id)) || null
}
