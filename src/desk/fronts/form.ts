/** The form of a front: its articles in their order, and what may come in. */
import { html } from 'hono/html'
import { FRONT_LENGTH } from '../../articles/fronts'
import type { Fault } from '../../editing/door/problems'
import { siteOf } from '../../site'
import { type DeskContext, wordsFor } from '../context'
import { faultText } from '../faults'
import { line } from '../fields'
import type { Html } from '../layout'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { WORDS } from './words'

/** An article at the front, as the form has it. */
export interface Laid {
  id: number
  title: string
  /** As typed: on the site's clocks. */
  until: string
}

interface FrontForm {
  list: string
  version: number
  laid: Laid[]
  newest: { id: number; title: string }[]
  faults: Fault[]
  /** What was typed to find another article. */
  typed: string
}

export function frontForm(
  c: DeskContext,
  { list, version, laid, newest, faults, typed }: FrontForm,
): Html {
  const words = wordsFor(c, WORDS)
  const { language } = c.var
  const others = newest.filter(({ id }) => !laid.some((one) => one.id === id))
  const isFull = laid.length >= FRONT_LENGTH
  const ofOther = faults.find(({ field }) => field === 'other')
  return html`<form method="post" action="${deskPaths.front(list)}" enctype="multipart/form-data" id="front">
<input type="hidden" name="version" value="${String(version)}">
<button class="unseen" name="do" value="save" tabindex="-1" aria-hidden="true">${words.save}</button>
${faults.length > 0 ? html`<div class="alarm" role="alert"><p>${wordsFor(c, COMMON).wrong}</p><ul>${faults.map(({ detail }) => html`<li>${faultText(language, detail)}</li>`)}</ul></div>` : ''}
<h2>${words.present}</h2>
${laid.length === 0 ? html`<p class="quiet">${words.none}</p>` : html`<ol class="rows front">${laid.map((one, i) => row(c, one, i, faults))}</ol>`}
${
  isFull
    ? ''
    : html`${line({ name: 'other', label: words.addOne, hint: words.addOneHint, value: typed, fault: ofOther?.detail ?? null, attributes: html` type="text" autocomplete="off"` })}
<fieldset class="field"><legend>${words.newest}</legend>${others.map(({ id, title }) => html`<label class="choice"><input type="checkbox" name="add" value="${String(id)}" aria-label="${words.add(title)}"><span dir="auto">${title}</span></label>`)}</fieldset>`
}
<p class="buttons reach"><button class="first" name="do" value="save">${words.save}</button></p>
</form>`
}

function row(c: DeskContext, { id, title, until }: Laid, i: number, faults: Fault[]): Html {
  const words = wordsFor(c, WORDS)
  const name = `until.${id}`
  const fault = faults.find(({ field }) => field.startsWith(`articles.${i}.`))
  const said = fault ? faultText(c.var.language, fault.detail) : null
  return html`<li><p><a class="headline" href="${deskPaths.article(id)}" dir="auto">${title}</a></p>
<input type="hidden" name="article" value="${String(id)}"><input type="hidden" name="title.${String(id)}" value="${title}">
<div class="fields">${line({ name: `position.${id}`, label: words.position, value: String(i + 1), attributes: html` type="number" min="1" max="9"` })}
${line({ name, label: words.until, value: until, fault: said, hint: i === 0 ? words.untilHint(siteOf(c.env).timeZone) : null, attributes: html` type="datetime-local"` })}</div>
<p class="buttons"><button name="do" value="up.${String(id)}" aria-label="${words.moveUp(title)}">${words.up}</button><button name="do" value="down.${String(id)}" aria-label="${words.moveDown(title)}">${words.down}</button>
<label class="choice"><input type="checkbox" name="remove.${String(id)}" value="yes">${words.remove}</label></p></li>
`
}
