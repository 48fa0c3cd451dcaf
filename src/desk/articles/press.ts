/** What pressing a button of an article's form does. */
import { html } from 'hono/html'
import { type StoredArticle, selectStored, toStored } from '../../articles/store'
import { log } from '../../delivery/log'
import { type Answered, faultsOf } from '../../editing/calling'
import { siteOf } from '../../site'
import { callApi } from '../calling'
import { type DeskContext, wordsFor } from '../context'
import { removeCopies, subjectOf } from '../copies/store'
import { noteText } from '../faults'
import { goTo, type Html } from '../layout'
import { deskPaths } from '../paths'
import { reasonsOf } from '../refusal'
import { addPicture } from './add-picture'
import { conflictPage } from './conflict'
import { articlePage } from './form'
import { readKnown } from './known'
import { openedOf } from './pending'
import { isAboutPending, type Pressed, pressPending, type Saved } from './press-pending'
import { contentAt, NOTHING_ASIDE, type Sent, sentIn, typedAt } from './sent'
import { changesOf, documentOf, typedOf } from './typed'
import { WORDS } from './words'

/** What each button asks for besides the text, and the word that tells of it afterwards. */
const ACTS: Record<string, { fields: Record<string, unknown>; done: keyof typeof WORDS.en.done }> =
  {
    save: { fields: {}, done: 'saved' },
    publish: { fields: { status: 'published', publishAt: null }, done: 'published' },
    plan: { fields: { status: 'scheduled' }, done: 'planned' },
    unplan: { fields: { status: 'draft', publishAt: null }, done: 'unplanned' },
    withdraw: { fields: { status: 'withdrawn', publishAt: null }, done: 'withdrawn' },
    'hand-in': { fields: {}, done: 'handed-in' },
  }

const actOf = (act: string) =>
  (Object.hasOwn(ACTS, act) ? ACTS[act] : ACTS.save) as (typeof ACTS)[string]

/** A new article: made once, however often the form is sent. */
export async function pressNew(c: DeskContext, sent: Sent): Promise<Response> {
  const prepared = await addPicture(c, sent)
  if (prepared instanceof Response) return prepared
  const { typed, act, once } = prepared
  const { fields, done } = actOf(act)
  const status =
    fields.status === 'published' || fields.status === 'scheduled' ? fields.status : 'draft'
  const saved = await callApi<Saved>(c, 'POST', '/articles', {
    json: { ...documentOf(typed, siteOf(c.env)), ...fields, status },
    once: once ? `desk-${once}` : null,
  })
  if (saved.problem?.name === 'idempotency-key-reused') return sentAgain(c, prepared)
  if (!saved.isOk) return refused(c, null, prepared, saved)
  return afterwards(c, saved.body, prepared, done)
}

/** The form has made an article before, and something was changed in it since: that is a change of it. */
async function sentAgain(c: DeskContext, sent: Sent): Promise<Response> {
  const { editor } = c.var.person
  const row = await c.var.db
    .prepare(
      `SELECT article_id FROM idempotency_keys WHERE key_id = ?1 AND path = '/api/articles' AND key = ?2`,
    )
    .bind(editor.keyId, `desk-${sent.once}`)
    .first<{ article_id: number }>()
  const id = row?.article_id ?? 0
  const found = await callApi<{ id: number }>(c, 'GET', `/articles/${id}`)
  if (!found.isOk) return refused(c, null, sent, found)
  const words = wordsFor(c, WORDS)
  const article = await storedAt(c, id)
  const first = article && (await contentAt(c, article, { revision: 1, draft: '' }))
  if (!article || !first) return refused(c, null, sent, found)
  if (article.revision !== 1) return conflictPage(c, article, { ...sent, revision: 1 })
  const known = await readKnown(c, article, sent.typed.lead)
  const notice = html`<p class="note" role="status">${words.again(id)}</p>`
  const { typed, aside, copy, once } = sent
  return articlePage(c, { article, typed, aside, revision: 1, copy, once, known, notice })
}

/** An article by its number, as `articleIn` has it. */
const storedAt = async (c: DeskContext, id: number) =>
  toStored(await selectStored(c.var.db, id).run())

/** A change of an article, from what the form began with. */
export async function press(
  c: DeskContext,
  article: StoredArticle,
  form: FormData,
): Promise<Response> {
  const site = siteOf(c.env)
  const content = await contentAt(c, article, sentIn(form, typedOf(article.content, site)))
  const was = typedAt(c, content ?? article.content)
  const prepared = await addPicture(c, sentIn(form, was), article)
  if (prepared instanceof Response) return prepared
  const changes = changesOf(was, prepared.typed, site)
  const { saved, sent } = isAboutPending(article, prepared)
    ? await pressPending(c, article, prepared, changes)
    : await pressArticle(c, article, prepared, changes)
  if (saved.problem?.name === 'stale-revision') {
    const now = await storedAt(c, article.id)
    if (now) return conflictPage(c, now, sent)
  }
  if (!saved.isOk) return refused(c, article, sent, saved)
  return afterwards(c, saved.body, sent, doneBy(saved.body, sent))
}

/** Saves a change of the article itself, with what the button asks for. */
async function pressArticle(
  c: DeskContext,
  { id }: StoredArticle,
  sent: Sent,
  changes: Record<string, unknown>,
): Promise<Pressed> {
  const { act, revision, typed } = sent
  const { publishAt } = documentOf(typed, siteOf(c.env))
  const json = { ...changes, ...(act === 'plan' && { publishAt }), ...actOf(act).fields }
  const saved =
    act === 'withdraw' && Object.keys(changes).length === 0
      ? await callApi<Saved>(c, 'DELETE', `/articles/${id}`, { revision })
      : await callApi<Saved>(c, 'PATCH', `/articles/${id}`, { json, revision })
  return { saved, sent }
}

/** The word that tells what was done. */
function doneBy({ revision, isPending }: Saved, { act, revision: began }: Sent): string {
  const { done } = actOf(act)
  if (isPending) return 'pending'
  // Sent again, what is published is what readers see already.
  if (isPending === false) return act === 'publish' ? done : 'same'
  return revision === began && (act === 'save' || act === 'publish') ? 'same' : done
}

/** Once it is saved: handed in, if that was asked for; and told. */
async function afterwards(
  c: DeskContext,
  saved: Saved,
  sent: Sent,
  done: string,
): Promise<Response> {
  await settle(c, saved, sent)
  const [settled] = sent.copy
  if (sent.act === 'hand-in') {
    const note = sent.aside.note.trim()
    const handed = await callApi(c, 'PUT', `/articles/${saved.id}/hand-in`, {
      json: note ? { note } : {},
      revision: saved.revision,
    })
    if (!handed.isOk) return told(c, saved, sent, handed)
  }
  if (saved.notes && saved.notes.length > 0)
    return told(c, saved, { ...sent, aside: NOTHING_ASIDE }, null)
  return goTo(`${deskPaths.article(saved.id)}?done=${done}${settled ? `&settled=${settled}` : ''}`)
}

/**
 * The working copy of what was saved goes. Should that fail, nothing is lost: it goes when the article is opened
 * next, since it says the same.
 */
async function settle(c: DeskContext, { id }: Saved, { once, copy }: Sent): Promise<void> {
  if (copy.length === 0) return
  const subjects = [subjectOf(id, ''), subjectOf(null, once)]
  await removeCopies(c.var.db, c.var.person.editor.keyId, subjects, copy)
    .run()
    .catch((fault) => log('error', 'copy-not-removed', { fault: String(fault) }))
}

/** It is saved, and there is something to be said: in answer to the form, which may come again and says it again. */
async function told(
  c: DeskContext,
  saved: Saved,
  { aside, copy: [settled] }: Sent,
  failed: Answered<unknown> | null,
): Promise<Response> {
  const article = await storedAt(c, saved.id)
  if (!article) return goTo(deskPaths.article(saved.id))
  const words = wordsFor(c, WORDS)
  const { language } = c.var
  const opened = await openedOf(c, article)
  const known = await readKnown(c, article, opened.typed.lead)
  const notes = saved.notes ?? []
  const notice: Html = html`<div class="${failed ? 'alarm' : 'note'}" role="${failed ? 'alert' : 'status'}"><p>${failed ? words.notHandedIn : saved.isPending ? words.done.pending : words.done.saved}</p>
${failed ? html`<p>${reasonsOf(c, failed.problem).join(' ')}</p>` : ''}
${notes.length > 0 ? html`<p>${words.notes}</p><ul>${notes.map((note) => html`<li>${noteText(language, note)}</li>`)}</ul>` : ''}</div>`
  return articlePage(c, { article, ...opened, aside, settled, known, notice })
}

/** Problems that are about one field. */
const TAKEN: Record<string, string> = {
  'slug-taken': 'slug',
  'address-taken': 'formerAddresses',
}

/** Nothing was saved: the form again, as it was filled in. */
async function refused(
  c: DeskContext,
  article: StoredArticle | null,
  sent: Sent,
  { status, problem }: Answered<unknown>,
): Promise<Response> {
  const known = await readKnown(c, article, sent.typed.lead)
  const of = problem && TAKEN[problem.name]
  const taken = problem && of ? [{ field: of, detail: problem.detail }] : null
  const faults = taken ?? (problem ? faultsOf(problem) : [])
  const { typed, aside, revision, draft, copy, once } = sent
  return articlePage(c, {
    ...{ article, typed, aside, revision, draft, copy, once, known, faults, status },
  })
}
