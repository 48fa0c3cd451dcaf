/** `/desk/people`: who there is. */
import { html } from 'hono/html'
import { selectSections, toSections } from '../../articles/sections'
import { isLive, type Key, selectKeys, toKeys } from '../../editing/door/key-store'
import { isBeyond, mayEnter } from '../../editing/door/rights'
import { secondsNow } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { personFacts } from './facts'
import { EMPTY, newPersonForm, type Typed } from './new-person'
import { WORDS } from './words'

export interface Shown {
  /** What was typed into the form and not taken, with what is wrong. */
  typed?: Typed
  faults?: Map<string, string>
  status?: number
}

/** Those whom one may know of, those who work first, and a form for somebody new. */
export async function peoplePage(c: DeskContext, { typed, faults, status }: Shown = {}) {
  const words = wordsFor(c, WORDS)
  const { db, person } = c.var
  const [keys, sections] = (await db.batch([selectKeys(db), selectSections(db)])) as [
    D1Result,
    D1Result,
  ]
  const now = secondsNow()
  const known = toKeys(keys).filter((key) => !isBeyond(person.editor, key))
  const [live, gone] = [true, false].map((is) =>
    known.filter((key) => isLive(key, now) === is),
  ) as [Key[], Key[]]
  const reached = toSections(sections).filter(({ slug }) => mayEnter(person.editor, slug))
  const main = html`${c.req.query('done') === 'already' ? html`<p class="note" role="status">${words.already}</p>` : ''}
<p>${words.intro}</p>
${rows(c, live, now)}
${gone.length === 0 ? '' : html`<details><summary>${words.gone(gone.length)}</summary>${rows(c, gone, now)}</details>`}
<h2 id="add">${words.add}</h2>
${person.editor.isRotated ? html`<p class="note">${words.mayNotManage}</p>` : newPersonForm(c, reached, typed ?? EMPTY, faults ?? new Map())}`
  return page(c, { title: words.people, at: deskPaths.people, main, status: status ?? 200 })
}

const rows = (c: DeskContext, keys: Key[], now: number): Html => html`<ul class="rows">
${keys.map(
  (key) => html`<li><p><a href="${deskPaths.person(key.id)}">${key.name}</a></p>
${personFacts(c, key, now)}</li>\n`,
)}</ul>`
