/** The form that adds somebody: what it holds, and what it means. */
import { html } from 'hono/html'
import type { Section } from '../../articles/article'
import { SCOPES, type Scope } from '../../editing/door/scopes'
import { siteOf } from '../../site'
import { toUtc } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { newToken } from '../door/sessions'
import type { Html } from '../layout'
import { startOfDay } from '../local-time'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { shownAt } from './facts'
import { WORDS } from './words'

const ROLES: Record<string, readonly Scope[]> = {
  writer: ['articles:write'],
  editor: ['articles:write', 'articles:publish'],
  manager: SCOPES,
}

/** The form as it was filled in. */
export interface Typed {
  name: string
  /** One of `ROLES`, or `other`. */
  role: string
  scopes: string[]
  sections: string[]
  /** `YYYY-MM-DD`. */
  lastDay: string
}

export const EMPTY: Typed = { name: '', role: 'writer', scopes: [], sections: [], lastDay: '' }

export function typedIn(form: FormData): Typed {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const all = (name: string) => form.getAll(name).filter((one) => typeof one === 'string')
  return {
    name: text('name'),
    role: text('role'),
    scopes: all('scope'),
    sections: all('section'),
    lastDay: text('lastDay'),
  }
}

/** What the form asks of `POST /api/keys`, or what is wrong with it, by field. */
export function toKeyInput(
  c: DeskContext,
  typed: Typed,
): { input: Record<string, unknown> } | { faults: Map<string, string> } {
  const words = wordsFor(c, WORDS)
  const faults = new Map<string, string>()
  const role = Object.hasOwn(ROLES, typed.role) ? ROLES[typed.role] : undefined
  if (role && typed.scopes.length > 0) faults.set('scopes', words.roleMixed)
  if (!role && typed.role !== 'other') faults.set('scopes', words.roleMissing)
  const end = endIn(c, typed.lastDay)
  if (end === undefined) faults.set('expiresAt', words.dayWrong)
  if (faults.size > 0) return { faults }
  return {
    input: {
      name: typed.name,
      scopes: role ?? typed.scopes,
      ...(typed.sections.length > 0 && { sections: typed.sections }),
      ...(end && { expiresAt: toUtc(end) }),
    },
  }
}

/** When the day is over, on the clocks of the site; as one's own key ends, if none is given. */
function endIn(c: DeskContext, day: string): number | null | undefined {
  if (day === '') return c.var.person.editor.endsAt
  return startOfDay(day, siteOf(c.env).timeZone, 1) ?? undefined
}

/** `sections` are those that may be given; `faults` goes by the API's names of fields. */
export function newPersonForm(
  c: DeskContext,
  sections: Section[],
  typed: Typed,
  faults: Map<string, string>,
): Html {
  const words = wordsFor(c, WORDS)
  const { wrong } = wordsFor(c, COMMON)
  const { editor } = c.var.person
  const fault = (field: string) =>
    faults.has(field) ? html`<p class="fault" id="${field}-fault">${faults.get(field)}</p>` : ''
  const marked = (field: string) => (faults.has(field) ? html` aria-invalid="true"` : '')
  const described = (field: string) => `${faults.has(field) ? `${field}-fault ` : ''}${field}-hint`
  const roles = Object.entries(ROLES).filter(([, scopes]) =>
    scopes.every((scope) => editor.scopes.includes(scope)),
  )
  const role = (value: string, text: string) =>
    html`<label class="choice"><input type="radio" name="role" value="${value}"${typed.role === value ? html` checked` : ''} required>${text}</label>\n`
  return html`${faults.size > 0 ? html`<div class="alarm" role="alert"><p>${wrong}</p><ul>${[...faults.values()].map((text) => html`<li>${text}</li>`)}</ul></div>` : ''}
<form method="post" action="${deskPaths.people}" enctype="multipart/form-data" id="new-person">
<input type="hidden" name="once" value="${newToken()}">
<div class="field"><label for="name">${words.name}</label>
<input id="name" name="name" value="${typed.name}" maxlength="100" required autocomplete="off"${marked('name')} aria-describedby="${described('name')}">
${fault('name')}<p class="hint" id="name-hint">${words.nameHint}</p></div>
<fieldset class="field"${faults.has('scopes') ? html` aria-describedby="scopes-fault"` : ''}><legend>${words.role}</legend>
${roles.map(([value]) => role(value, words[value as 'writer' | 'editor' | 'manager']))}
${role('other', words.other)}${fault('scopes')}
<details${typed.role === 'other' || typed.scopes.length > 0 ? html` open` : ''}><summary>${words.which}</summary>
<p class="hint">${words.whichHint}</p>
${SCOPES.filter((scope) => editor.scopes.includes(scope)).map((scope) => box('scope', scope, words.can[scope], typed.scopes))}</details></fieldset>
<fieldset class="field" aria-describedby="${described('sections')}"><legend>${words.sections}</legend>
<div class="choices">${sections.map(({ slug, name }) => box('section', slug, name, typed.sections))}</div>
${fault('sections')}<p class="hint" id="sections-hint">${editor.sections === null ? words.sectionsHint : words.sectionsHintOwn}</p></fieldset>
<div class="field"><label for="lastDay">${words.lastDay}</label>
<input id="lastDay" name="lastDay" type="date" value="${typed.lastDay}"${marked('expiresAt')} aria-describedby="${described('expiresAt')}">
${fault('expiresAt')}<p class="hint" id="expiresAt-hint">${editor.endsAt === null ? words.lastDayHint : words.lastDayHintOwn(shownAt(c, editor.endsAt))}</p></div>
<p class="buttons"><button class="first">${words.create}</button></p>
</form>`
}

const box = (name: string, value: string, text: string, ticked: string[]): Html =>
  html`<label class="choice"><input type="checkbox" name="${name}" value="${value}"${ticked.includes(value) ? html` checked` : ''}>${text}</label>\n`
