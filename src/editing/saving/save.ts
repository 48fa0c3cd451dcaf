/** From what an editor sent to what is written: everything is checked before anything is stored. */
import { renderBody } from '../../articles/body/render'
import { type StoredArticle, selectByOrigin, toStored } from '../../articles/store'
import { commit } from '../../articles/writing/commit'
import { numberedSlug, slugFrom } from '../../articles/writing/slug'
import type { EngineName } from '../../delivery/engines/all'
import { deliver, type Outside } from '../../delivery/outbox'
import { type Site, slugBudget } from '../../site'
import type { Fault } from '../door/problems'
import { type Editor, lacksForChange, lacksScopes, lacksSection, mayEnter } from '../door/rights'
import { check, replacement } from './check'
import { look, originOf, sectionOf } from './look'
import { answerTo } from './representation'
import { type Answer, claim, type Retry } from './retries'

/** Who writes, where, and when. */
export interface Writer {
  db: D1Database
  site: Site
  engines: EngineName[]
  editor: Editor
  /** UTC seconds. */
  now: number
  /** Set when the request may come again. */
  retry: Retry | null
  /** Tells the outside of a write. */
  outside: Outside
}

type Document = Record<string, unknown>

export type Saved =
  | { article: StoredArticle; isNew: boolean; purge?: 'done' | 'queued' }
  /** What was answered when the same request came before. */
  | { replay: Answer }
  | { faults: Fault[] }
  | { forbidden: string }
  | {
      refused: 'stale-revision' | 'slug-taken' | 'idempotency-key-reused' | 'answer-erased' | 'busy'
    }

/** How often others may get in first before we give up. */
const ATTEMPTS = 5
/** For those who do not mind who is first, only that their state comes to stand. */
const PATIENT_ATTEMPTS = 40

/**
 * Saves an article from a document of its writable fields. `before` is what it replaces, null for
 * a new article. A document that changes nothing writes nothing. A new article whose origin is
 * known already replaces the article that came from there.
 */
export async function save(
  writer: Writer,
  before: StoredArticle | null,
  document: Document,
): Promise<Saved> {
  const outside = [before?.section.slug, sectionOf(document)].find(
    (section) => !mayEnter(writer.editor, section),
  )
  if (outside !== undefined) return { forbidden: lacksSection(outside) }

  const checked = check(document, writer.site, before, writer.now)
  const { ready, faults } = checked
  const made =
    ready?.content.slug === null ? slugFrom(ready.content.title, slugBudget(writer.site)) : null
  const slug = made ?? ready?.content.slug ?? ''

  const forbidden = ready && lacksForChange(writer.editor, before, ready.content)
  if (forbidden && !originOf(document)) return { forbidden }

  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const takesNumber = before === null && ready !== null && !forbidden
    const found = await look(writer, before, document, slug, takesNumber)
    if (found.record === 'reused') return { refused: 'idempotency-key-reused' }
    if (found.record === 'erased') return { refused: 'answer-erased' }
    if (found.record) return { replay: found.record }
    if (found.twin) return update(writer, found.twin, document)
    if (!found.section && !faults.some(({ field }) => field === 'section')) {
      faults.push(unknownSection(document.section))
    }
    if (!ready || !found.section) return { faults }

    const { id, section } = found
    const isTaken = found.slugOwner !== null && found.slugOwner !== id
    const free = isTaken || slug === '' ? numberedSlug(slug, id, slugBudget(writer.site)) : slug
    const content = { ...ready.content, slug: free }
    if (forbidden) return { forbidden }
    if (isTaken && made === null) return { refused: 'slug-taken' }
    if (before && JSON.stringify(content) === JSON.stringify(before.content)) {
      if (await claimAlone(writer, before)) return { article: before, isNew: false }
      continue
    }
    const change = {
      before,
      id,
      content,
      body: ready.body,
      section,
      keyId: writer.editor.keyId,
      now: writer.now,
    }
    const written = await commit(writer, [change], ([article]) =>
      claimFor(writer, article as StoredArticle, before === null),
    )
    if (written === 'stale') return { refused: 'stale-revision' }
    if (typeof written === 'object') {
      const purge = await deliver(writer.outside, written.owed)
      return { article: written.articles[0] as StoredArticle, isNew: before === null, purge }
    }
    // Somebody took the slug, came from the same origin or answered the same request: look again.
  }
  return { refused: 'busy' }
}

/**
 * Withdraws an article as it is. Nothing is checked but the right to do so: what was accepted once,
 * under whatever rules, can always be taken down.
 */
export async function withdraw(writer: Writer, before: StoredArticle): Promise<Saved> {
  const lacks = lacksScopes(writer.editor, ['articles:withdraw'])
  if (lacks) return { forbidden: lacks }
  if (before.status === 'withdrawn') return { article: before, isNew: false }
  const content = { ...before.content, status: 'withdrawn' as const, publishAt: null }
  const forbidden = lacksForChange(writer.editor, before, content)
  if (forbidden) return { forbidden }
  const rendered = renderBody(content.body, content.format, writer.site)
  const body = 'html' in rendered ? rendered : { html: '', text: before.excerpt, images: [] }
  const { id, section } = before
  const change = { before, id, content, body, section, keyId: writer.editor.keyId, now: writer.now }
  const written = await commit(writer, [change])
  if (typeof written === 'string') return { refused: 'stale-revision' }
  const purge = await deliver(writer.outside, written.owed)
  return { article: written.articles[0] as StoredArticle, isNew: false, purge }
}

/** An article posted again by its origin. Whoever is in the way is waited for, not refused. */
async function update(writer: Writer, twin: StoredArticle, document: Document): Promise<Saved> {
  let before: StoredArticle | null = twin
  for (let attempt = 0; before && attempt < PATIENT_ATTEMPTS; attempt++) {
    const saved = await save(writer, before, replacement(before, document))
    if (!('refused' in saved) || saved.refused !== 'stale-revision') return saved
    // Apart from one another, or the same two meet again.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 40))
    before = await toStored(await selectByOrigin(writer.db, twin.content.origin).run())
  }
  return { refused: 'busy' }
}

/** Keeps the answer to a request that changed nothing; false when it was answered meanwhile. */
async function claimAlone(writer: Writer, article: StoredArticle): Promise<boolean> {
  const claims = await claimFor(writer, article, false)
  if (claims.length === 0) return true
  try {
    await writer.db.batch(claims)
    return true
  } catch (fault) {
    if (String(fault).includes('UNIQUE constraint failed: idempotency_keys')) return false
    throw fault
  }
}

async function claimFor({ db, site, retry, now }: Writer, article: StoredArticle, isNew: boolean) {
  return retry ? claim(db, retry, article.id, answerTo(site, article, isNew), now) : []
}

export const unknownSection = (section: unknown): Fault => ({
  field: 'section',
  detail: `section "${section}" does not exist; create it with PUT /api/sections/{slug}, or check its spelling`,
})
