/**
 * What somebody had filled in when their session ended: it goes through signing in with them, and is sent
 * once more where it was meant to go. It never leaves the browser's hands but in these forms.
 */
import { html } from 'hono/html'
import type { Html } from '../layout'

/** Fields of a form as they were sent. */
export interface Kept {
  /** Where they were sent: a path of the desk. */
  path: string
  fields: [name: string, value: string][]
  /** Names of files, which a page cannot send again. */
  files: string[]
}

/** Set before the names of kept fields, so that they are not taken for the sign-in's own. */
const PREFIX = 'kept.'

/** What of a form can be kept. */
export function keep(path: string, form: FormData): Kept {
  const entries = [...form.entries()] as [string, string | File][]
  return {
    path,
    fields: entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    files: entries.flatMap(([, value]) =>
      typeof value !== 'string' && value.size > 0 ? [value.name] : [],
    ),
  }
}

/** As hidden fields of the sign-in form. */
export const keptFields = ({ path, fields, files }: Kept): Html =>
  html`<input type="hidden" name="to" value="${path}"><input type="hidden" name="again" value="yes">
${fields.map(([name, value]) => hidden(PREFIX + name, value))}
${files.map((name) => hidden('lost', name))}`

/** As fields of the form that sends them where they were meant to go. */
export const sentAgain = ({ fields }: Kept): Html =>
  html`${fields.map(([name, value]) => hidden(name, value))}`

/** A textarea, because a browser would take the line breaks out of anything else. */
const hidden = (name: string, value: string) =>
  html`<textarea hidden name="${name}">\n${value}</textarea>\n`

/** What a sign-in form brings along; null when nothing. */
export function keptIn(form: FormData, path: string): Kept | null {
  if (form.get('again') !== 'yes') return null
  const fields = ([...form.entries()] as [string, string | File][]).flatMap(
    ([name, value]): [string, string][] =>
      name.startsWith(PREFIX) && typeof value === 'string'
        ? [[name.slice(PREFIX.length), value]]
        : [],
  )
  return { path, fields, files: form.getAll('lost').filter((name) => typeof name === 'string') }
}
