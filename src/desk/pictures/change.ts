/** What becomes of the forms on the page of one picture. */
import { html } from 'hono/html'
import { callApi } from '../calling'
import { type DeskContext, wordsFor } from '../context'
import { formIn } from '../form-data'
import { goTo } from '../layout'
import { deskPaths } from '../paths'
import { alarm, reasonsOf } from '../refusal'
import { type Found, picturePage } from './one'
import { altIn, altOf } from './send-form'
import { altText } from './thumb'
import { WORDS } from './words'

/** Says what a picture shows, unless somebody else said something else meanwhile. */
export async function describe(c: DeskContext, found: Found): Promise<Response> {
  const words = wordsFor(c, WORDS)
  const form = await formIn(c)
  const typed = altIn(form)
  const alt = altOf(typed)
  const { picture } = found
  if (alt === 'both') {
    const said = alarm(c, [words.both])
    return picturePage(c, found, { typed, altFaults: [words.both], said, status: 422 })
  }
  const done = `${deskPaths.picture(picture.hash)}?done=saved`
  if (alt === picture.alt) return goTo(done)
  if (form.get('from') !== JSON.stringify(picture.alt)) {
    const both = html`${words.altChanged}<br>${words.theirs} ${altText(c, picture.alt)}<br>${words.yours} ${altText(c, alt)}`
    const said = html`${alarm(c, [both])}<p>${words.chooseText}</p>`
    return picturePage(c, found, { typed, said, status: 409 })
  }
  const answer = await callApi(c, 'PATCH', `/pictures/${picture.hash}`, { json: { alt } })
  if (answer.isOk) return goTo(done)
  const altFaults = (answer.problem?.faults ?? []).map(({ detail }) => detail)
  const said = alarm(c, reasonsOf(c, answer.problem))
  return picturePage(c, found, { typed, altFaults, said, status: answer.status })
}

/** Removes a picture that no article shows. One that was taken down meanwhile stays so. */
export async function remove(c: DeskContext, found: Found): Promise<Response> {
  const { hash, state } = found.picture
  if (state === 'barred') return refused(c, found, [wordsFor(c, WORDS).nowBarred], 409)
  const answer = await callApi(c, 'DELETE', `/pictures/${hash}`)
  if (answer.isOk) return goTo(`${deskPaths.pictures}?done=removed`)
  if (answer.status === 404) return goTo(`${deskPaths.pictures}?done=gone`)
  return refused(c, found, reasonsOf(c, answer.problem), answer.status)
}

/** Takes a picture down, whoever shows it. */
export async function bar(c: DeskContext, found: Found): Promise<Response> {
  const { hash } = found.picture
  const answer = await callApi<{ purge?: string }>(c, 'POST', `/pictures/${hash}/takedown`)
  if (!answer.isOk) return refused(c, found, reasonsOf(c, answer.problem), answer.status)
  const done = answer.body.purge === 'queued' ? 'barred-soon' : 'barred'
  return goTo(`${deskPaths.picture(hash)}?done=${done}`)
}

/** Lifts a takedown. A picture that is not taken down is not removed by it. */
export async function lift(c: DeskContext, found: Found): Promise<Response> {
  const { hash, state } = found.picture
  if (state === 'leaving') return goTo(`${deskPaths.pictures}?done=lifted`)
  if (state !== 'barred') return refused(c, found, [wordsFor(c, WORDS).notBarred], 409)
  const answer = await callApi(c, 'DELETE', `/pictures/${hash}`)
  if (answer.isOk || answer.status === 404) return goTo(`${deskPaths.pictures}?done=lifted`)
  return refused(c, found, reasonsOf(c, answer.problem), answer.status)
}

const refused = (c: DeskContext, found: Found, reasons: string[], status: number) =>
  picturePage(c, found, { said: alarm(c, reasons), status })
