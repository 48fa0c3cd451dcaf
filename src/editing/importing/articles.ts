/** Importing articles: everything about a run is checked, then what is good is written in one batch. */

import { hasBeenShown } from '../../articles/article'
import type { StoredArticle } from '../../articles/store'
import type { Change } from '../../articles/writing/change'
import { bytesOf, commit, MAX_BATCH_BYTES } from '../../articles/writing/commit'
import { paths } from '../../site'
import { describeProblem } from '../door/problems'
import { mayEnter } from '../door/rights'
import { replacement } from '../saving/check'
import { decide, propose } from '../saving/decide'
import { originOf, sectionOf } from '../saving/look'
import { Claimed } from './claimed'
import { type FoundMany, lookMany, originKey, slugsOf } from './look'
import { broughtBy } from './past'
import type { Result } from './ranges'
import { type ArticleEntry, type Attempt, type Importer, keep, replay, wins } from './runs'

const TWICE =
  'With `atomic=true` no two lines can be about the same article, and all of them together at most 1.1 MB.'

/** What becomes of a line: a change to be written, or a result that is clear already. */
type Prepared = { change: Change; notes: string[]; ofText: string[] } | { result: Result }

const TOO_MUCH =
  'With `atomic=true` the articles that a request is about may hold 4 MB of text. Send fewer lines at a time.'

export async function importArticles(
  importer: Importer,
  entries: ArticleEntry[],
): Promise<Attempt> {
  const found = await lookMany(importer, entries)
  const before = await replay(importer, entries, found.answered)
  if (before) return before

  const claimed = new Claimed(found)
  const prepared = prepareAll(importer, entries, found, claimed)
  if (Array.isArray(prepared)) return write(importer, entries, prepared, claimed)
  // The pieces take numbers of their own.
  for (const statement of claimed.giveBack(importer.db, 'all')) await statement.run()
  return prepared
}

/** What becomes of each line, or how many are to go first. */
function prepareAll(
  importer: Importer,
  entries: ArticleEntry[],
  found: FoundMany,
  claimed: Claimed,
): Prepared[] | { cut: number } {
  const { site, isAtomic } = importer
  const refused = (name: 'conflict' | 'too-large', detail: string) => ({
    result: describeProblem(site, name, { detail }),
  })
  const prepared: Prepared[] = []
  let bytes = 0
  for (const [n, entry] of entries.entries()) {
    const isUnread = n >= (found.unread ?? Infinity)
    let one =
      isUnread || claimed.hasSeen(entry.item) ? null : prepare(importer, entry, found, claimed)
    if (one && 'change' in one) {
      bytes += bytesOf(one.change)
      if (claimed.isTaken(one.change.id) || (bytes > MAX_BATCH_BYTES && prepared.length > 0))
        one = null
      else claimed.take(one.change)
    }
    // No article is written twice in one batch.
    if (!one && !isAtomic) return { cut: n }
    prepared.push(one ?? (isUnread ? refused('too-large', TOO_MUCH) : refused('conflict', TWICE)))
  }
  return prepared
}

async function write(
  importer: Importer,
  entries: ArticleEntry[],
  prepared: Prepared[],
  claimed: Claimed,
): Promise<Attempt> {
  const { db, site, isAtomic } = importer
  const isRefused = isAtomic && prepared.some((one) => 'result' in one && one.result.status >= 400)
  const resultsWith = (articles: StoredArticle[], isKept = false) => {
    const byId = new Map(articles.map((article) => [article.id, article]))
    return prepared.map((one): Result => {
      if ('result' in one) return one.result
      const article = byId.get(one.change.id)
      if (!article) return describeProblem(site, 'not-stored')
      // What quotes a text is not kept with the answer: it may be erased one day.
      const notes = isKept ? one.notes : [...one.notes, ...one.ofText]
      return resultOf(importer, article, one.change.before === null ? 201 : 200, notes)
    })
  }
  const changes = isRefused ? [] : prepared.flatMap((one) => ('change' in one ? [one.change] : []))
  if (changes.length === 0) {
    const results = resultsWith([])
    const kept = isRefused ? [] : await keep(importer, entries, results)
    return (await wins(db, [...kept, ...claimed.giveBack(db, 'all')])) ? { results } : 'lost'
  }
  const written = await commit(importer, changes, async (articles) => [
    ...(await keep(importer, entries, resultsWith(articles, true))),
    ...claimed.giveBack(db, 'unused'),
  ])
  if (typeof written === 'string') return 'lost'
  importer.owed.push(written.owed)
  return { results: resultsWith(written.articles) }
}

const resultOf = (
  { site }: Importer,
  { id, slug, revision }: StoredArticle,
  status: number,
  notes: string[] = [],
) => ({
  status,
  id,
  url: site.origin + paths.article(slug),
  revision,
  ...(notes.length > 0 && { notes }),
})

/** Decides about a line, as about a single post. */
function prepare(
  importer: Importer,
  entry: ArticleEntry,
  found: FoundMany,
  claimed: Claimed,
): Prepared {
  const { document } = entry.item
  const before = twinOf(importer, entry, found)
  const { past, id, notes } = broughtBy(entry, found, before)
  const proposal = propose(
    importer,
    before,
    before ? replacement(before, document) : document,
    past,
  )
  const decision = decide(importer, proposal, {
    section: found.sections.get(sectionOf(proposal.document) ?? '') ?? null,
    id: before?.id ?? id ?? claimed.next,
    ownerOf: claimed.ownerOf,
    formerOwnerOf: claimed.formerOwnerOf,
    left: (before && found.left.get(before.id)) ?? 0,
    pictures: found.pictures,
  })
  if ('change' in decision) {
    return { change: decision.change, notes, ofText: decision.notes }
  }
  if ('same' in decision) {
    importer.tellsOfAnother ||= hasBeenShown(decision.same.status)
    return { result: resultOf(importer, decision.same, 200, decision.notes) }
  }
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
  const numbered = isKnown && found.numbered.get(past.id)
  // One that is out of reach is not there.
  return numbered && mayEnter(importer.editor, numbered.section.slug) ? numbered : null
}
