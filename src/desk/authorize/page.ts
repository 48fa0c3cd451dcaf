/** The consent page around its form: who asks, and where the answer goes. */
import { html } from 'hono/html'
import { fromHex, sha256, toBase64Url } from '../../articles/digest'
import { type DeskContext, wordsFor } from '../context'
import { goTo, type Html, OPENED_BY_PROGRAMS, page } from '../layout'
import { isLoopback, sourceOf } from './redirects'
import { type FaultName, WORDS } from './words'

/** The address of the page with all that was asked: the form is sent there. */
export const ownAddress = (c: DeskContext) => c.req.path + new URL(c.req.url).search

interface Shown {
  title: string
  main: Html
  /** Where answers may go, which the form leads on to. */
  to: URL[]
  status?: number
}

/** The page, whose form may lead on to the program: browsers hold redirects after a form against the policy. */
export function consentPage(c: DeskContext, { title, main, to, status }: Shown): Response {
  const formsTo = to.map(sourceOf).join(' ')
  return page(c, {
    title,
    main: html`<div class="consent">${main}</div>`,
    headers: OPENED_BY_PROGRAMS,
    ...(formsTo && { formsTo }),
    ...(status !== undefined && { status }),
  })
}

interface Asker {
  /** The address that it is known by; null where there is none. */
  from: URL | null
  isNamed: boolean
  to: URL | null
  /** What its doings are recorded by; null where it can do nothing. */
  keyName: string | null
}

/** Who asks, from where, and where the answer goes. */
export function askerPart(c: DeskContext, { from, isNamed, to, keyName }: Asker): Html {
  const words = wordsFor(c, WORDS)
  const isHere = (to && isLoopback(to)) || (from && isLoopback(from))
  const isElsewhere = to !== null && (to.protocol !== from?.protocol || to.host !== from.host)
  const places = [
    ...(from ? [html`<dt>${words.from}</dt><dd>${placeOf(c, from)}</dd>\n`] : []),
    ...(isElsewhere ? [html`<dt>${words.answerTo}</dt><dd>${placeOf(c, to)}</dd>\n`] : []),
  ]
  const hints = [
    ...(from && !isNamed && !isHere ? [words.unnamed] : []),
    // WordPress has programs say their name in the link itself.
    ...(!from && to ? [words.unverified] : []),
    ...(keyName === null ? [] : [words.recorded(keyName)]),
  ]
  return html`${places.length > 0 ? html`<dl class="asker">${places}</dl>` : ''}
${isHere ? html`<p class="alarm">${words.loopback}</p>` : ''}
${hints.map((hint) => html`<p class="hint">${hint}</p>\n`)}`
}

/** A host as people can tell it from others: in ASCII, as the address has it. */
function placeOf(c: DeskContext, url: URL): Html {
  const words = wordsFor(c, WORDS)
  if (isLoopback(url)) return html`<strong>${words.ownDevice}</strong> <span>(${url.host})</span>`
  if (url.protocol === 'https:') return html`<strong>${url.host}</strong>`
  return html`<strong>${words.appOf(url.protocol)}</strong>`
}

/** What is wrong with a request; and the way back, where the program is known and can be told. */
export function wrongPage(
  c: DeskContext,
  fault: FaultName,
  back: { url: URL; answer: string } | null = null,
): Response {
  const words = wordsFor(c, WORDS)
  const host = back && (back.url.host || back.url.protocol)
  const main = html`<p>${words.wrongText}</p>
<p class="alarm">${words.faults[fault]}</p>
${back ? html`<p class="buttons"><a class="button" href="${back.answer}" rel="noreferrer">${words.tell(String(host))}</a></p>` : ''}`
  return consentPage(c, { title: words.wrong, main, to: [], status: 400 })
}

/** On to the program. Its address is told nothing of ours, and nothing is kept of what is in it. */
export const leave = (to: string) => goTo(to, { 'Referrer-Policy': 'no-referrer' })

/**
 * 256 bits that a form stands for, the same however often it is sent: so pressing the button twice gives one
 * answer. Nobody knows them who does not have the form.
 */
export const bitsOf = async (use: string, once: string) =>
  toBase64Url(fromHex(await sha256(`${use} ${once}`)))
