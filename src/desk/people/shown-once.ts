/** The answer to a form that made a link or a key: the one place where they stand. */
import { html } from 'hono/html'
import { siteOf } from '../../site'
import { secondsNow } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { LONGEST_LINK, makeLink, SHORTEST_LINK, wasLinkMade } from '../door/links'
import { newToken } from '../door/sessions'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { shownAt } from './facts'
import { WORDS } from './words'

/** A link as it is handed on. */
export interface Link {
  url: string
  /** UTC seconds. */
  until: number
}

/** How long a link may be good for, in seconds; and for how long it is unless somebody chooses. */
export const LINK_TIMES = [SHORTEST_LINK, 86_400, LONGEST_LINK] as const
export const USUAL_LINK = 86_400

/** Makes a link that signs in with a key; null when the key, or one's own, was revoked or rotated meanwhile. */
export async function newLink(
  c: DeskContext,
  keyId: number,
  madeBy: number,
  seconds: number,
): Promise<Link | null> {
  const { db } = c.var
  const token = newToken()
  const now = secondsNow()
  const until = now + seconds
  const made = await db.batch(await makeLink(db, token, { keyId, madeBy, now, expiresAt: until }))
  return wasLinkMade(made) ? { url: siteOf(c.env).origin + deskPaths.link(token), until } : null
}

export interface Secrets {
  title: string
  keyId: number
  link: Link | null
  /** The key itself, if it was just made. */
  key?: string
}

export function shownOnce(c: DeskContext, { title, keyId, link, key }: Secrets): Response {
  const words = wordsFor(c, WORDS)
  const main = html`${
    link
      ? html`<div class="field"><label for="link">${words.link}</label>
<input id="link" value="${link.url}" readonly autocomplete="off" aria-describedby="link-hint">
<p class="hint" id="link-hint">${words.linkText(shownAt(c, link.until))}</p></div>`
      : html`<p class="alarm" role="alert">${words.noLink}</p>`
  }
${key === undefined ? '' : keyPart(c, key)}
<p class="buttons"><a class="button" href="${deskPaths.person(keyId)}">${words.openPerson}</a><a class="button" href="${deskPaths.people}">${words.back}</a></p>`
  return page(c, { title, at: deskPaths.people, main })
}

function keyPart(c: DeskContext, key: string): Html {
  const words = wordsFor(c, WORDS)
  return html`<details><summary>${words.keyForPrograms}</summary>
<div class="field"><label for="key" class="unseen">${words.keyForPrograms}</label>
<input id="key" value="${key}" readonly autocomplete="off" aria-describedby="key-hint">
<p class="hint" id="key-hint">${words.keyText}</p></div></details>`
}
