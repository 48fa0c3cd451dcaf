/** `/desk/audit`: who did what, for those who manage keys. */
import { html } from 'hono/html'
import {
  type AuditEntry,
  findTrailNames,
  listAudit,
  type TrailNames,
} from '../../articles/writing/audit'
import { lacksOverview, lacksScopes, lacksToRead } from '../../editing/door/rights'
import { siteOf } from '../../site'
import { toLocal } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { sorry } from '../door/given-back'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { type Subject, subjectOf } from './subject'
import { type AuditWords, WORDS } from './words'

/** Entries on a page. D1 reads seven rows for one at most: its own, and two or three for each name. */
const PAGE_LENGTH = 25

/** A page of the trail, the newest entries first. */
export async function audit(c: DeskContext): Promise<Response> {
  const common = wordsFor(c, COMMON)
  const { editor } = c.var.person
  if (lacksScopes(editor, ['keys:manage']) ?? lacksOverview(editor)) {
    return sorry(c, 403, common.mayNot, common.mayNotText)
  }
  const words = wordsFor(c, WORDS)
  const before = beforeIn(c.req.query('before'))
  const found = await listAudit(c.var.db, before ?? Number.MAX_SAFE_INTEGER, PAGE_LENGTH + 1)
  const entries = found.slice(0, PAGE_LENGTH)
  const subjects = entries.map(subjectOf)
  const named = (kind: Subject['kind']) => subjects.filter((one) => one.kind === kind)
  const idsOf = (kind: 'article' | 'person') =>
    (named(kind) as { id: number }[]).map(({ id }) => id)
  const names = await findTrailNames(
    c.var.db,
    [...entries.flatMap(({ keyId }) => keyId ?? []), ...idsOf('person')],
    // Titles of drafts are for those who may read them.
    lacksToRead(editor) ? [] : idsOf('article'),
    (named('section') as { name: string }[]).map(({ name }) => name),
  )
  const { timeZone } = siteOf(c.env)
  const rows = entries.map(
    (entry, i) =>
      html`<li><p>${sentence(entry, subjects[i] as Subject, names, words)}</p><p class="facts"><span>${toLocal(entry.at, timeZone).text.slice(0, 16)}</span>${entry.client === null ? '' : html`<span>${words.through(words.clients[entry.client])}</span>`}</p></li>\n`,
  )
  const next = found.length > PAGE_LENGTH ? entries.at(-1)?.id : undefined
  const main = html`<p class="quiet">${words.intro}</p>
${entries.length === 0 ? html`<p>${common.none}</p>` : html`<ol class="rows">${rows}</ol>`}
${entries.some(({ keyId }) => keyId === null) ? html`<p class="hint">${words.nobodyHint}</p>` : ''}
<p class="buttons">${next === undefined ? '' : html`<a class="button" href="${deskPaths.audit}?before=${next}">${common.older}</a>`}
${before === null ? '' : html`<a href="${deskPaths.audit}">${common.first}</a>`}</p>`
  return page(c, { title: common.audit, at: deskPaths.audit, main })
}

const beforeIn = (text: string | undefined) =>
  /^[1-9][0-9]{0,14}$/.test(text ?? '') ? Number(text) : null

function sentence(
  { keyId, action, subject, revision }: AuditEntry,
  about: Subject,
  names: TrailNames,
  words: AuditWords,
): Html {
  const who = keyId === null ? words.nobody : (names.keys.get(keyId) ?? words.person(keyId))
  const { actions } = words
  const what = Object.hasOwn(actions, action)
    ? html`${actions[action as keyof typeof actions]}`
    : html`<code>${action}</code>`
  const whom = keyId === null ? html`${who}` : html`<a href="${deskPaths.person(keyId)}">${who}</a>`
  // Who signs in is who it is about; a purge is of everything.
  if (action === 'desk.sign-in' || action === 'purge') return html`<strong>${whom}</strong> ${what}`
  return html`<strong>${whom}</strong> ${what} ${linked(about, action, subject, names, words)}${revision === null || about.kind !== 'article' ? '' : html` (${revised(about.id, action, revision, words)})`}`
}

function linked(
  about: Subject,
  action: string,
  subject: string,
  names: TrailNames,
  words: AuditWords,
): Html {
  switch (about.kind) {
    case 'article': {
      const title = names.articles.get(about.id)
      const text = title === undefined ? words.article(about.id) : words.titled(title)
      return html`<a href="${deskPaths.article(about.id)}">${text}</a>`
    }
    case 'person': {
      const text = names.keys.get(about.id) ?? words.person(about.id)
      return html`<a href="${deskPaths.person(about.id)}">${text}</a>`
    }
    case 'picture':
      return html`<a href="${deskPaths.picture(about.name)}">${words.picture(about.name)}</a>`
    case 'section': {
      const name = names.sections.get(about.name)
      if (name === undefined) return html`${words.section(about.name)}`
      return html`<a href="${deskPaths.section(about.name)}">${name}</a>`
    }
    case 'webhook':
      return html`<a href="${deskPaths.webhook(about.id)}">${words.webhook(about.id)}</a>`
    case 'front':
      return html`<a href="${deskPaths.front(about.name)}">${words.front}</a> (${about.name})`
    case 'other':
      return html`${action === 'picture.import' ? words.pictures(subject) : subject}`
  }
}

/** What is done to a revision itself names it; a change, the one it was made to. */
function revised(id: number, action: string, revision: number, words: AuditWords): Html {
  const isItself =
    action.startsWith('revision.') || action === 'article.render' || action.startsWith('preview.')
  const text = isItself ? words.revisionItself(revision) : words.revision(revision)
  return html`<a href="${deskPaths.revision(id, revision)}">${text}</a>`
}
