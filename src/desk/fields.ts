/** The fields of a form, each with its label, a hint and what is wrong with it. */
import { html } from 'hono/html'
import type { Html } from './layout'

export interface Field {
  name: string
  label: string
  value: string
  hint?: string | null
  /** What is wrong with it. */
  fault?: string | null
  /** Stands below it: what somebody else made of it. */
  beside?: Html | null
  /** Further attributes of the control. */
  attributes?: Html
}

const ids = ({ name, hint, fault }: Field) =>
  [hint ? `${name}-hint` : '', fault ? `${name}-fault` : ''].filter(Boolean).join(' ')

/** What ties a control to its hint and its fault. */
const described = (field: Field): Html =>
  html`${ids(field) ? html` aria-describedby="${ids(field)}"` : ''}${field.fault ? html` aria-invalid="true"` : ''}`

const around = (field: Field, control: Html): Html =>
  html`<div class="field"><label for="${field.name}">${field.label}</label>
${control}
${field.fault ? html`<p class="fault" id="${field.name}-fault">${field.fault}</p>` : ''}
${field.hint ? html`<p class="hint" id="${field.name}-hint">${field.hint}</p>` : ''}
${field.beside ?? ''}</div>`

/** A field of one line. */
export const line = (field: Field): Html =>
  around(
    field,
    html`<input id="${field.name}" name="${field.name}" value="${field.value}"${field.attributes ?? html` type="text"`}${described(field)}>`,
  )

/** A field of many lines. Browsers take away one line break at its start: that is ours. */
export const text = (field: Field, rows: number): Html =>
  around(
    field,
    html`<textarea id="${field.name}" name="${field.name}" rows="${rows}"${field.attributes ?? ''}${described(field)}>
${field.value}</textarea>`,
  )

export interface Option {
  value: string
  text: string
}

/** A choice among a few. */
export const choice = (field: Field, options: Option[]): Html =>
  around(
    field,
    html`<select id="${field.name}" name="${field.name}"${field.attributes ?? ''}${described(field)}>
${options.map(({ value, text }) => html`<option value="${value}"${value === field.value ? html` selected` : ''}>${text}</option>`)}
</select>`,
  )

/** What browsers suggest while somebody types. */
export const suggestions = (id: string, values: string[]): Html =>
  html`<datalist id="${id}">${values.map((value) => html`<option value="${value}"></option>`)}</datalist>`
