/** Sending pictures: each goes to the API by itself, and what became of it is told by itself. */
import { html } from 'hono/html'
import { EXTENSIONS, type PictureType, type Size } from '../../articles/picture'
import type { Answered } from '../../editing/calling'
import type { AnswerOf } from '../../editing/contract/answers'
import { LIMITS } from '../../editing/contract/input'
import { callApi } from '../calling'
import { type DeskContext, wordsFor } from '../context'
import { faultText } from '../faults'
import { formIn } from '../form-data'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { alarm, reasonsOf } from '../refusal'
import { altIn, altOf, MOST_FILES, sendForm, type TypedAlt } from './send-form'
import { lineFor, thumb } from './thumb'
import { WORDS } from './words'

/** What became of a picture that was sent. */
export type Answer = Answered<AnswerOf<'Picture'> & { notes?: string[] }>

/** Takes a form with files. The same files sent again are the same pictures. */
export async function send(c: DeskContext): Promise<Response> {
  const words = wordsFor(c, WORDS)
  const form = await formIn(c)
  // An input without a file sends one without a name, and with nothing in it.
  const files = (form.getAll('file') as (File | string)[]).filter(
    (file): file is File => typeof file !== 'string' && (file.size > 0 || file.name !== ''),
  )
  const typed = altIn(form)
  const alt = altOf(typed)
  const altFaults = [
    ...(alt === 'both' ? [words.both] : []),
    ...(files.length > 1 && alt !== null ? [words.altForOne] : []),
  ]
  const fileFaults = files.length === 0 ? [words.chooseFile] : []
  if (altFaults.length > 0 || fileFaults.length > 0) {
    const main = html`${alarm(c, [...fileFaults, ...altFaults])}${sendForm(c, { typed, altFaults, fileFaults })}`
    return page(c, { title: words.send, at: deskPaths.pictures, main, status: 422 })
  }
  const results: [File, Answer | null][] = []
  for (const [i, file] of files.entries()) {
    results.push([file, i < MOST_FILES ? await sendOne(c, file, alt, file.name) : null])
  }
  return resultsPage(c, results, typed)
}

/** Has the API keep a picture; of its name, the end, if it is too long. */
export function sendOne(
  c: DeskContext,
  file: File,
  alt: string | null,
  called: string,
): Promise<Answer> {
  const name = [...called].slice(-LIMITS.pictureName).join('')
  const query = new URLSearchParams({ ...(name && { name }), ...(alt !== null && { alt }) })
  // What it is, its bytes say: what the browser makes of its name does not count.
  return callApi(c, 'POST', `/pictures?${query}`, { body: file, type: 'application/octet-stream' })
}

function resultsPage(c: DeskContext, results: [File, Answer | null][], typed: TypedAlt): Response {
  const words = wordsFor(c, WORDS)
  const refused = results.flatMap(([, answer]) => (answer && !answer.isOk ? [answer] : []))
  const isNoneKept = refused.length === results.length
  const altFaults = refused.flatMap(({ problem }) =>
    (problem?.faults ?? []).flatMap(({ field, detail }) => (field === 'alt' ? [detail] : [])),
  )
  const main = html`<div role="status"><ul class="rows">${results.map(([file, answer]) => result(c, file, answer))}</ul></div>
<p class="buttons"><a class="button" href="${deskPaths.pictures}">${words.library}</a></p>
<h2>${words.send}</h2>${sendForm(c, isNoneKept ? { typed, altFaults } : {})}`
  const status = isNoneKept ? (refused[0]?.status ?? 422) : 200
  return page(c, { title: words.results, at: deskPaths.pictures, main, status })
}

function result(c: DeskContext, file: File, answer: Answer | null): Html {
  const words = wordsFor(c, WORDS)
  const name = html`<strong>${file.name || words.noName}</strong>`
  if (!answer) return html`<li><p>${name}</p><p class="fault">${words.tooMany(MOST_FILES)}</p></li>`
  if (!answer.isOk) {
    const reasons = reasonsOf(c, answer.problem)
    return html`<li><p>${name}</p><p class="fault">${words.refused} ${reasons.join(' ')}</p></li>`
  }
  const { hash, alt, state, notes = [] } = answer.body
  const files = answer.body.files.map(
    ({ width, height, type }): Size => ({ width, height, type: typeOf(type) }),
  )
  const isNew = answer.status === 201
  return html`<li><p><a href="${deskPaths.picture(hash)}"><span class="frame">${thumb({ hash, files, state })}</span>${name}</a></p>
<p>${isNew ? words.kept : `${words.there}. ${words.thereAlt}`}</p>
${notes.map((note) => html`<p class="quiet">${faultText(c.var.language, note)}</p>`)}
<label>${words.paste}<input class="paste" readonly value="${lineFor(hash, alt)}"></label></li>\n`
}

const typeOf = (type: string): PictureType =>
  Object.hasOwn(EXTENSIONS, type) ? (type as PictureType) : 'image/jpeg'
