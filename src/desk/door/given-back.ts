/** Pages for what cannot be done: whatever was filled in is given back with them. */
import { html } from 'hono/html'
import { type DeskContext, type Words, wordsFor } from '../context'
import { asksForJson, json } from '../json'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { type Kept, keep, sentAgain } from './kept'

const WORDS = {
  zh: {
    yours: '您填好的内容',
    yoursText: '没有丢失，可以从这里复制。',
    again: '再发送一次',
    field: (name: string) => `内容（${name}）`,
  },
  en: {
    yours: 'What you had filled in',
    yoursText: 'Nothing of it is lost; copy it from here.',
    again: 'Send it again',
    field: (name: string) => `Content (${name})`,
  },
} satisfies Words<Record<string, unknown>>

/** What says nothing to people. */
const HIDDEN = new Set(['revision', 'copy', 'once', 'do', 'place', 'format', 'again', 'to', 'lost'])

/** What was sent, to be copied; and a button that sends it again, where that may help. */
function yours(c: DeskContext, kept: Kept, mayHelp: boolean): Html {
  const words = wordsFor(c, WORDS)
  const shown = kept.fields
    // What came through signing in goes by its own name.
    .map(([name, value]): [string, string] => [name.replace(/^kept\./, ''), value])
    .filter(([name, value]) => !HIDDEN.has(name) && value.trim() !== '')
  if (shown.length === 0) return html``
  return html`<section aria-labelledby="yours"><h2 id="yours">${words.yours}</h2><p>${words.yoursText}</p>
${mayHelp ? html`<form method="post" action="${kept.path}" enctype="multipart/form-data">${sentAgain(kept)}<p class="buttons"><button class="first">${words.again}</button></p></form>` : ''}
${shown.map(
  (
    [name, value],
    i,
  ) => html`<div class="field"><label for="yours-${String(i)}">${words.field(name)}</label><textarea id="yours-${String(i)}" rows="${value.includes('\n') ? '12' : '1'}" readonly>
${value}</textarea></div>`,
)}</section>`
}

/**
 * A page that says what went wrong, in a sentence or two; scripts get the sentences alone. `mayHelp`: whether
 * sending the same again may help.
 */
export async function sorry(
  c: DeskContext,
  status: number,
  title: string,
  text: string,
  { mayHelp = false } = {},
): Promise<Response> {
  if (asksForJson(c)) return json({ detail: text }, status)
  const words = wordsFor(c, COMMON)
  // What is too large is not read.
  const kept = status === 413 ? null : await keptNow(c)
  const isSigningIn = c.req.path === deskPaths.signIn
  const main = html`<p>${text}</p>
${kept ? yours(c, kept, mayHelp && !isSigningIn) : ''}
<p><a href="${deskPaths.home}">${words.back}</a></p>`
  return page(c, { title, main, status })
}

/** What was filled in, if anything was and it can still be read. */
async function keptNow(c: DeskContext): Promise<Kept | null> {
  const isForm = /^(multipart\/form-data|application\/x-www-form-urlencoded)/i
  if (c.req.method !== 'POST' || !isForm.test(c.req.header('Content-Type') ?? '')) return null
  const form = await c.req.formData().catch(() => null)
  if (!form) return null
  const kept = keep(c.req.path + new URL(c.req.url).search, form)
  // A secret stands in no page: it is typed again.
  return { ...kept, fields: kept.fields.filter(([name]) => name !== 'key') }
}

/** There is nothing here, or nothing that this person may see. */
export function missing(c: DeskContext): Promise<Response> {
  const words = wordsFor(c, COMMON)
  return sorry(c, 404, words.missing, words.missingText)
}
