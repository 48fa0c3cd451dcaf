/** The form by which somebody lets a program act for them: what it holds, and what it means. */
import { html } from 'hono/html'
import type { Section } from '../../articles/article'
import { selectSections, toSections } from '../../articles/sections'
import { keyInput } from '../../editing/contract/input'
import { validate } from '../../editing/contract/values'
import type { NewKey } from '../../editing/door/key-store'
import { isGrantable, mayEnter } from '../../editing/door/rights'
import { GRANTABLE } from '../../editing/door/scope-words'
import type { Scope } from '../../editing/door/scopes'
import { secondsNow, toUtc } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { newToken } from '../door/sessions'
import type { Html } from '../layout'
import { shownAt } from '../people/facts'
import { WORDS } from './words'

/** How long a program may act for somebody, in days; 0: for as long as they themselves may. */
const LASTING = [30, 365, 0] as const
const USUAL = 365

/** The form as it is shown: as the program asked, or as it was filled in. */
export interface Choices {
  scopes: string[]
  sections: string[]
  days: number
}

/** What the form says. */
export function choicesIn(form: FormData): Choices {
  const all = (name: string) => form.getAll(name).filter((one) => typeof one === 'string')
  const days = LASTING.find((value) => String(value) === form.get('days')) ?? USUAL
  return { scopes: all('scope'), sections: all('section'), days }
}

export const asAsked = (scopes: Scope[]): Choices => ({ scopes, sections: [], days: USUAL })

/** The key that a program gets by these choices; null when it would reach beyond whoever makes them. */
export function keyFor(c: DeskContext, client: string, choices: Choices): NewKey | null {
  const { editor } = c.var.person
  const { scopes, sections, days } = choices
  const now = secondsNow()
  const end = Math.min(editor.endsAt ?? Infinity, days === 0 ? Infinity : now + days * 86_400)
  const within = sections.length > 0 ? sections : editor.sections
  const asked = {
    name: keyName(editor.name, client),
    scopes,
    ...(within && { sections: within }),
    ...(end < Infinity && { expiresAt: toUtc(end) }),
  }
  const result = validate(keyInput(now), asked)
  if ('faults' in result) return null
  const { value } = result
  return isGrantable(editor, { ...value, endsAt: value.expiresAt }) ? value : null
}

/** As API keys have it. */
const MAX_KEY_NAME = 100

/** What a program’s key is called, in the audit trail and elsewhere: whom it acts for comes first. */
export function keyName(person: string, client: string): string {
  const program = ` · ${[...client].slice(0, 60).join('')}`
  return [...person].slice(0, MAX_KEY_NAME - [...program].length).join('') + program
}

/** The sections that somebody may let a program into. */
export async function reachedSections(c: DeskContext): Promise<Section[]> {
  const sections = toSections(await selectSections(c.var.db).run())
  return sections.filter(({ slug }) => mayEnter(c.var.person.editor, slug))
}

interface FormParts {
  /** Where it is sent: the page’s own address, with all that was asked. */
  action: string
  choices: Choices
  /** What was asked for; the rest is offered apart. */
  asked: Scope[]
  sections: Section[]
  fault: string | null
}

export function consentForm(c: DeskContext, parts: FormParts): Html {
  const { action, choices, asked, sections, fault } = parts
  const words = wordsFor(c, WORDS)
  const own = GRANTABLE.filter((scope) => c.var.person.editor.scopes.includes(scope))
  const [first, rest] = [true, false].map((is) =>
    own.filter((scope) => asked.includes(scope) === is),
  ) as [Scope[], Scope[]]
  const { endsAt } = c.var.person.editor
  const boxes = (scopes: Scope[]) =>
    scopes.map((scope) => box('scope', scope, words.can[scope], choices.scopes))
  return html`<form method="post" action="${action}" id="consent">
<input type="hidden" name="once" value="${newToken()}">
<fieldset class="field"${fault === null ? '' : html` aria-describedby="scope-fault"`}><legend>${words.may}</legend>
${boxes(first.length > 0 ? first : rest)}
${first.length > 0 && rest.length > 0 ? html`<details${rest.some((one) => choices.scopes.includes(one)) ? html` open` : ''}><summary>${words.more}</summary>${boxes(rest)}</details>` : ''}
${own.length === 0 ? html`<p>${words.nothing}</p>` : ''}
${fault === null ? '' : html`<p class="fault" role="alert" id="scope-fault">${fault}</p>`}</fieldset>
${sections.length > 1 ? sectionsPart(c, sections, choices.sections) : ''}
<div class="field"><label for="days">${words.lasting}</label>
<select id="days" name="days" aria-describedby="days-hint">${LASTING.map((days) => html`<option value="${days}"${days === choices.days ? html` selected` : ''}>${words.days[days]}</option>`)}</select>
<p class="hint" id="days-hint">${endsAt === null ? '' : html`${words.notLonger(shownAt(c, endsAt))} `}${words.endHint}</p></div>
${buttons(c, own.length > 0)}
</form>`
}

/** The form without choices: where there are none to make, or nothing can be allowed. */
export const bareForm = (c: DeskContext, action: string, mayAllow: boolean): Html =>
  html`<form method="post" action="${action}" id="consent">
<input type="hidden" name="once" value="${newToken()}">
${buttons(c, mayAllow)}
</form>`

function buttons(c: DeskContext, mayAllow: boolean): Html {
  const words = wordsFor(c, WORDS)
  return html`<p class="buttons">${mayAllow ? html`<button class="first" name="do" value="allow">${words.allow}</button>` : ''}<button name="do" value="refuse">${words.refuse}</button></p>`
}

function sectionsPart(c: DeskContext, sections: Section[], ticked: string[]): Html {
  const words = wordsFor(c, WORDS)
  return html`<fieldset class="field" aria-describedby="sections-hint"><legend>${words.sections}</legend>
<div class="choices">${sections.map(({ slug, name }) => box('section', slug, name, ticked))}</div>
<p class="hint" id="sections-hint">${words.sectionsHint}</p></fieldset>`
}

const box = (name: string, value: string, text: string, ticked: string[]): Html =>
  html`<label class="choice"><input type="checkbox" name="${name}" value="${value}"${ticked.includes(value) ? html` checked` : ''}>${text}</label>\n`
