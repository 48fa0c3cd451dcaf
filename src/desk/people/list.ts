/** `/desk/people`: who there is. */
import { html } from 'hono/html'
import { selectSections, toSections } from '../../articles/sections'
import { isLive, type Key, selectKeysBefore, toKeys } from '../../editing/door/key-store'
import { isBeyond, mayEnter } from '../../editing/door/rights'
import { secondsNow } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { personFacts } from './facts'
import { EMPTY, newPersonForm, type Typed } from './new-person'
import { WORDS } from './words'

export interface Shown {
  /** What was typed into the form and not taken, with what is wrong. */
  typed?: Typed
  faults?: Map<string, string>
  status?: number
}

/** How many keys one page looks at: an archive that moved in brings one for each author it had. */
const LISTED = 80

/** Those whom one may know of, those who work first, and a form for somebody new. */
export async function peoplePage(c: DeskContext, { typed, faults, status }: Shown = {}) {
  const words = wordsFor(c, WORDS)
  const { db, person } = c.var
  const before = Number(/^[1-9]\d{0,14}$/.exec(c.req.query('before') ?? '')) || null
  const [found, sections] = (await db.batch([
    selectKeysBefore(db, before ?? Number.MAX_SAFE_INTEGER, LISTED),
    selectSections(db),
  ])) as [D1Result, D1Result]
  const now = secondsNow()
  const keys = toKeys(found)
  const known = keys.filter((key) => !isBeyond(person.editor, key))
  const [live, gone] = [true, false].map((is) =>
    known.filter((key) => isLive(key, now) === is),
  ) as [Key[], Key[]]
  const reached = toSections(sections).filter(({ slug }) => mayEnter(person.editor, slug))
  const main = html`${c.req.query('done') === 'already' ? html`<p class="note" role="status">${words.already}</p>` : ''}
<p>${words.intro}</p>
${rows(c, live, now)}
${gone.length === 0 ? '' : html`<details><summary>${words.gone(gone.length)}</summary>${rows(c, gone, now)}</details>`}
${further(c, before, keys)}
<h2 id="add">${words.add}</h2>
${person.editor.isRotated ? html`<p class="note">${words.mayNotManage}</p>` : newPersonForm(c, reached, typed ?? EMPTY, faults ?? new Map())}`
  return page(c, { title: words.people, at: deskPaths.people, main, status: status ?? 200 })
}

const rows = (c: DeskContext, keys: Key[], now: number): Html => html`<ul class="rows">
${keys.map(
  (key) => html`<li><p><a href="${deskPaths.person(key.id)}">${key.name}</a></p>
${personFacts(c, key, now)}</li>\n`,
)}</ul>`

/** The way to keys made earlier. */
function further(c: DeskContext, before: number | null, keys: Key[]): Html {
  const common = wordsFor(c, COMMON)
  const last = keys.length === LISTED ? keys.at(-1) : undefined
  if (!last && before === null) return html``
  return html`<p class="buttons">${last ? html`<a class="button" href="${deskPaths.people}?before=${String(last.id)}">${common.older}</a>` : ''}
${before === null ? '' : html`<a href="${deskPaths.people}">${common.first}</a>`}</p>`
}
