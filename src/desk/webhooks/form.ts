/** The form that makes or changes a webhook: what it holds, and what it means. */
import { html } from 'hono/html'
import type { Section } from '../../articles/article'
import { EVENTS } from '../../delivery/hooks/webhook'
import { LIMITS } from '../../editing/contract/input'
import { type DeskContext, wordsFor } from '../context'
import { newToken } from '../door/sessions'
import { line } from '../fields'
import type { Html } from '../layout'
import { COMMON } from '../words'
import { WORDS } from './words'

/** The form as it was filled in. */
export interface Typed {
  name: string
  url: string
  events: string[]
  sections: string[]
}

export const EMPTY: Typed = { name: '', url: '', events: [...EVENTS], sections: [] }

export function typedIn(form: FormData): Typed {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const all = (name: string) => form.getAll(name).filter((one) => typeof one === 'string')
  return { name: text('name'), url: text('url'), events: all('event'), sections: all('section') }
}

/** What the form asks of the API. */
export const inputOf = ({ sections, ...typed }: Typed) => ({
  ...typed,
  sections: sections.length > 0 ? sections : null,
})

/** What is wrong, by the API’s names of fields. */
export type Faults = Map<string, string>

interface Form {
  id: string
  action: string
  button: string
  typed: Typed
  faults: Faults
  /** Those that may be chosen: all there are. */
  sections: Section[]
}

export function webhookForm(c: DeskContext, form: Form): Html {
  const { id, action, button, typed, faults, sections } = form
  const words = wordsFor(c, WORDS)
  const { wrong } = wordsFor(c, COMMON)
  const fault = (field: string) => faults.get(field) ?? null
  const said = (field: string) =>
    faults.has(field) ? html`<p class="fault" id="${field}-fault">${faults.get(field)}</p>` : ''
  return html`${faults.size > 0 ? html`<div class="alarm" role="alert"><p>${wrong}</p><ul>${[...faults.values()].map((text) => html`<li>${text}</li>`)}</ul></div>` : ''}
<form method="post" action="${action}" enctype="multipart/form-data" id="${id}">
<input type="hidden" name="once" value="${newToken()}">
${line({
  name: 'name',
  label: words.name,
  hint: words.nameHint,
  value: typed.name,
  fault: fault('name'),
  attributes: html` maxlength="${LIMITS.webhookName}" required autocomplete="off"`,
})}
${line({
  name: 'url',
  label: words.url,
  hint: words.urlHint,
  value: typed.url,
  fault: fault('url'),
  attributes: html` type="url" maxlength="${LIMITS.webhookUrl}" required autocomplete="off" spellcheck="false"`,
})}
<fieldset class="field"${faults.has('events') ? html` aria-describedby="events-fault"` : ''}><legend>${words.events}</legend>
${EVENTS.map((event) => box('event', event, words.event[event], typed.events))}${said('events')}</fieldset>
<fieldset class="field" aria-describedby="${faults.has('sections') ? 'sections-fault ' : ''}sections-hint"><legend>${words.sections}</legend>
<div class="choices">${sections.map(({ slug, name }) => box('section', slug, name, typed.sections))}</div>
${said('sections')}<p class="hint" id="sections-hint">${words.sectionsHint}</p></fieldset>
<p class="buttons"><button class="first">${button}</button></p>
</form>`
}

const box = (name: string, value: string, text: string, ticked: string[]): Html =>
  html`<label class="choice"><input type="checkbox" name="${name}" value="${value}"${ticked.includes(value) ? html` checked` : ''}>${text}</label>\n`
