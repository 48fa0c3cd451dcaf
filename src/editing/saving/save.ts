/** Saving one article: looked at, decided, written. */
import { fillIn } from '../../articles/body/fill-in'
import { renderAccepted } from '../../articles/body/render'
import { findPictures } from '../../articles/pictures'
import { type StoredArticle, selectByOrigin, toStored } from '../../articles/store'
import { type Change, changeOf } from '../../articles/writing/change'
import { commit, type Newsroom } from '../../articles/writing/commit'
import { NO_DRAFT } from '../../articles/writing/drafts'
import { runOnce } from '../../articles/writing/once'
import { deliver, type Outside } from '../../delivery/outbox'
import type { Refusal } from '../door/problems'
import { lacksForChange, lacksScopes } from '../door/rights'
import { replacement } from './check'
import { decide, propose, type Scene } from './decide'
import { look, originOf } from './look'
import { answerTo } from './representation'
import { type Answer, claim, type Retry } from './retries'

/** Who writes, where, and when. */
export interface Writer extends Newsroom, Scene {
  /** Set when the request may come again. */
  retry: Retry | null
  /** Tells the outside of a write. */
  outside: Outside
  /**
   * Set when nothing is to be written: the article as it is now, looked at to see whether it is what the
   * write would make of the revision before.
   */
  asItIs?: StoredArticle
  /** For the batch of the write. What they fail it with has to be among what `commit` knows. */
  also?: D1PreparedStatement[]
}

type Document = Record<string, unknown>

export type Saved =
  | { article: StoredArticle; isNew: boolean; notes?: string[]; purge?: 'done' | 'queued' }
  /** What was answered when the same request came before. */
  | { replay: Answer }
  | { refusal: Refusal }

const STALE = { refusal: ['stale-revision'] } satisfies Saved

const TAKEN = 'Another article came from this origin. Only one can.'

/** What is shown of a body that cannot be shown any more. */
const NOTHING = { html: '', text: '', images: [], pictures: [] }

/** How often others may get in first before we give up. */
const ATTEMPTS = 5
/** For updates by origin, which do not mind going second as long as they get through. */
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
  const proposal = propose(writer, before, document)
  const { ready, refused, slug } = proposal
  // With an origin it may be an article that is there already: that decides what is asked for.
  if (refused && !originOf(document)) return { refusal: refused }

  const takesNumber = before === null && ready !== null && !refused
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const found = await look(writer, before, document, slug, takesNumber)
    const { record, twin, section, slugOwner, formerOwners, id, left, pictures } = found
    if (record === 'reused') return { refusal: ['idempotency-key-reused'] }
    if (record === 'erased') return { refusal: ['answer-erased'] }
    if (record) return { replay: record }
    if (twin && before === null) return update(writer, twin, document)
    if (twin) return { refusal: ['conflict', { detail: TAKEN }] }

    const decision = decide(writer, proposal, {
      section,
      id,
      ownerOf: () => slugOwner,
      formerOwnerOf: (address) => formerOwners.get(address) ?? null,
      left,
      pictures,
    })
    if ('refusal' in decision) return decision
    if ('same' in decision) {
      const { same, notes } = decision
      if (await claimAlone(writer, same, notes)) return { article: same, isNew: false, notes }
      continue
    }
    const saved = await write(writer, decision.change, decision.notes)
    if (saved) return saved
    // Somebody took the slug, came from the same origin or answered the same request: look again.
  }
  return { refusal: ['busy'] }
}

/**
 * Withdraws an article as it is. Nothing is checked but the right to do so: what was accepted once,
 * under whatever rules, can always be taken down.
 */
export async function withdraw(writer: Writer, before: StoredArticle): Promise<Saved> {
  const lacks = lacksScopes(writer.editor, ['articles:withdraw'])
  if (lacks) return { refusal: ['forbidden', { detail: lacks }] }
  if (before.status === 'withdrawn') return { article: before, isNew: false }
  const content = { ...before.content, status: 'withdrawn' as const, publishAt: null }
  const forbidden = lacksForChange(writer.editor, before, content)
  if (forbidden) return { refusal: ['forbidden', { detail: forbidden }] }
  const rendered = renderAccepted(content.body, content.format, writer.site)
  const body = rendered ?? { ...NOTHING, excerpt: before.excerpt }
  const shown = fillIn(body, content, await findPictures(writer.db, [content]))
  const by = { keyId: writer.editor.keyId, now: writer.now }
  return (await write(writer, changeOf(before, content, shown, by))) ?? STALE
}

/** Writes a change and tells the outside. Null when it lost a race that another look can settle. */
async function write(writer: Writer, change: Change, notes: string[] = []): Promise<Saved | null> {
  const { asItIs } = writer
  if (asItIs) return isMadeBy(change, asItIs) ? { article: asItIs, isNew: false, notes } : STALE
  const isNew = change.before === null
  const written = await commit(writer, [change], ([article]) =>
    claimFor(writer, article as StoredArticle, isNew, notes),
  )
  if (written === 'stale') return STALE
  if (typeof written === 'string') return null
  const purge = await deliver(writer.outside, written.owed)
  return { article: written.articles[0] as StoredArticle, isNew, notes, purge }
}

/** Whether an article is, word for word, what a change makes of it, and the same key wrote it. */
const isMadeBy = ({ content, keyId }: Change, article: StoredArticle) =>
  keyId === article.keyId && JSON.stringify(content) === JSON.stringify(article.content)

/** An article posted again by its origin. Losing a race means waiting, not a refusal. */
async function update(writer: Writer, twin: StoredArticle, document: Document): Promise<Saved> {
  let before: StoredArticle | null = twin
  for (let attempt = 0; before && attempt < PATIENT_ATTEMPTS; attempt++) {
    const saved = await save(writer, before, replacement(before, document))
    if (!('refusal' in saved) || saved.refusal[0] !== 'stale-revision') return saved
    // At random, so that the same two do not meet again.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 40))
    before = await toStored(await selectByOrigin(writer.db, twin.content.origin).run())
  }
  return { refusal: ['busy'] }
}

/** Keeps the answer to a request that changed nothing; false when it was answered meanwhile. */
async function claimAlone(
  writer: Writer,
  article: StoredArticle,
  notes: string[],
): Promise<boolean> {
  const claims = await claimFor(writer, article, false, notes)
  if (claims.length === 0) return true
  try {
    await runOnce(writer.db, claims)
    return true
  } catch (fault) {
    const isLost = ['UNIQUE constraint failed: idempotency_keys', NO_DRAFT].some((constraint) =>
      String(fault).includes(constraint),
    )
    if (isLost) return false
    throw fault
  }
}

async function claimFor(
  { db, site, retry, now, also = [] }: Writer,
  article: StoredArticle,
  isNew: boolean,
  notes: string[],
) {
  if (!retry) return also
  return [
    ...also,
    ...(await claim(db, retry, article.id, answerTo(site, article, isNew, notes), now)),
  ]
}
