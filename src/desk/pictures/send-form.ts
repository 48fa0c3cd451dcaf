/** The form that sends pictures, and the part of forms that says what one shows. */
import { html } from 'hono/html'
import { type DeskContext, wordsFor } from '../context'
import type { Html } from '../layout'
import { deskPaths } from '../paths'
import { faultAt } from '../refusal'
import { WORDS } from './words'

/** How many pictures a form may send: each takes some twenty calls to D1, R2 and what makes smaller ones. */
export const MOST_FILES = 10

/** What was typed of what a picture shows. */
export interface TypedAlt {
  text: string
  decorates: boolean
}

/** What a form says that a picture shows: null where it says nothing. `both` is a contradiction. */
export const altOf = ({ text, decorates }: TypedAlt): string | null | 'both' =>
  decorates && text !== '' ? 'both' : decorates ? '' : text || null

export function altIn(form: FormData): TypedAlt {
  const text = form.get('alt')
  return {
    text: typeof text === 'string' ? text.replace(/\s*\r?\n\s*/g, ' ').trim() : '',
    decorates: form.get('decorates') === 'yes',
  }
}

/** Its text, and a box for none. */
export function altField(c: DeskContext, typed: TypedAlt, hint: string, faults: string[]): Html {
  const words = wordsFor(c, WORDS)
  const fault = faultAt(c, 'alt', faults)
  return html`<div class="field"><label for="alt">${words.alt}</label>
<textarea id="alt" name="alt" rows="3" maxlength="1000" aria-describedby="alt-hint${fault.text === '' ? '' : ' alt-fault'}"${fault.attributes}>\n${typed.text}</textarea>
${fault.text}<p class="hint" id="alt-hint">${hint}</p>
<label class="choice"><input type="checkbox" name="decorates" value="yes"${typed.decorates ? html` checked` : ''}>${words.decorates}</label></div>`
}

interface SendParts {
  typed?: TypedAlt
  altFaults?: string[]
  fileFaults?: string[]
}

export function sendForm(c: DeskContext, parts: SendParts = {}): Html {
  const words = wordsFor(c, WORDS)
  const fault = faultAt(c, 'files', parts.fileFaults ?? [])
  const typed = parts.typed ?? { text: '', decorates: false }
  return html`<form method="post" action="${deskPaths.pictures}" enctype="multipart/form-data" id="send">
<div class="field"><label for="files">${words.files}</label>
<input id="files" name="file" type="file" accept="image/*" multiple required aria-describedby="files-hint${fault.text === '' ? '' : ' files-fault'}"${fault.attributes}>
${fault.text}<p class="hint" id="files-hint">${words.filesHint(MOST_FILES)}</p></div>
${altField(c, typed, words.altHint, parts.altFaults ?? [])}
<p class="buttons"><button class="first">${words.sendButton}</button></p></form>`
}
