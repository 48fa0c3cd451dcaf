/** `/desk/people/{keyId}`: one person, and what can be done about them. */
import { html } from 'hono/html'
import { isLive, type Key, selectKey, toReturned } from '../../editing/door/key-store'
import { endOf, isBeyond, lacksToManage } from '../../editing/door/rights'
import { secondsNow } from '../../time'
import { passkeyList, sessionList } from '../account/lists'
import { type DeskContext, wordsFor } from '../context'
import { newToken, selectSessions, toSessions } from '../door/sessions'
import { type Html, page } from '../layout'
import { selectPasskeys, toPasskeys } from '../passkeys/store'
import { deskPaths } from '../paths'
import { personFacts } from './facts'
import { LINK_TIMES, USUAL_LINK } from './shown-once'
import { WORDS } from './words'

/** How long a rotated key may go on working, in seconds. */
export const OVERLAPS = [0, 3600, 86_400] as const

const idIn = (c: DeskContext) => Number(c.req.param('id'))

/**
 * The key in the address, and what one lacks to manage it, in the API's words; null for a key that reaches
 * further than one's own: that one is as if it were not there.
 */
export function managed(
  c: DeskContext,
  result: D1Result,
): { key: Key; lacks: string | null } | null {
  const { editor } = c.var.person
  const key = toReturned(result)
  if (!key || isBeyond(editor, key)) return null
  return { key, lacks: lacksToManage(editor, { ...key, endsAt: endOf(key) }) }
}

/** The same, read by itself. */
export const findManaged = async (c: DeskContext) =>
  managed(c, await selectKey(c.var.db, idIn(c)).run())

/** `said` is what came of what was just asked for, when it was refused. */
export async function personPage(c: DeskContext, said: string | null = null, status = 200) {
  const { db } = c.var
  const now = secondsNow()
  const [found, sessions, passkeys] = (await db.batch([
    selectKey(db, idIn(c)),
    selectSessions(db, idIn(c), now),
    selectPasskeys(db, idIn(c)),
  ])) as [D1Result, D1Result, D1Result]
  const known = managed(c, found)
  if (!known) return c.notFound()
  const words = wordsFor(c, WORDS)
  const { key, lacks } = known
  const own = deskPaths.person(key.id)
  const mayAct = lacks === null
  const main = html`${said === null ? done(c) : html`<p class="alarm" role="alert">${said}</p>`}
${personFacts(c, key, now)}
${mayAct ? '' : html`<p class="note">${c.var.person.editor.isRotated ? words.mayNotManage : words.beyond}</p>`}
${isLive(key, now) ? acts(c, key, mayAct) : ''}
<h2>${words.sessionsTitle}</h2>
${sessionList(c, isLive(key, now) ? toSessions(sessions) : [], mayAct ? `${own}/sessions` : null)}
${mayAct && sessions.results.length > 1 ? html`<form method="post" action="${own}/sessions"><input type="hidden" name="session" value="all"><p class="buttons"><button>${words.endAll}</button></p></form>` : ''}
<h2>${words.passkeysTitle}</h2>
${passkeyList(c, toPasskeys(passkeys), mayAct ? `${own}/passkeys` : null)}`
  return page(c, { title: key.name, at: deskPaths.people, main, status })
}

function done(c: DeskContext): Html | string {
  const words = wordsFor(c, WORDS)
  const said = { ...words.done, already: words.already }
  const what = c.req.query('done') ?? ''
  if (!Object.hasOwn(said, what)) return ''
  return html`<p class="note" role="status">${said[what as keyof typeof said]}</p>`
}

function acts(c: DeskContext, key: Key, mayAct: boolean): Html {
  const words = wordsFor(c, WORDS)
  const own = deskPaths.person(key.id)
  const isSelf = key.id === c.var.person.editor.keyId
  const once = html`<input type="hidden" name="once" value="${newToken()}">`
  // A program has no business at the desk, and asks again when its key is gone.
  const isPerson = key.grantedBy === null
  return html`${
    mayAct && isPerson
      ? html`<h2>${words.another}</h2>
<p>${words.anotherText}</p>
<form method="post" action="${own}/link" id="link">${once}
<div class="field"><label for="seconds">${words.goodFor}</label>${choice('seconds', LINK_TIMES, words.times, USUAL_LINK)}</div>
<p class="buttons"><button class="first">${words.makeLink}</button></p></form>
<details><summary>${words.rotate}</summary><p>${words.rotateText}</p>
<form method="post" action="${own}/rotate" id="rotate">${once}
<div class="field"><label for="overlap">${words.overlap}</label>${choice('overlap', OVERLAPS, words.overlaps, 86_400)}</div>
<p class="buttons"><button>${words.rotateButton}</button></p></form></details>`
      : ''
  }
${
  // Whoever holds a key may give it up.
  mayAct || isSelf
    ? html`<details><summary>${words.revoke}</summary><p>${words.revokeText}</p>${isSelf ? html`<p>${words.revokeOwn}</p>` : ''}
<form method="post" action="${own}/revoke" id="revoke"><p class="buttons"><button>${words.revokeButton}</button></p></form></details>`
    : ''
}`
}

const choice = <T extends number>(
  name: string,
  values: readonly T[],
  texts: Record<T, string>,
  usual: T,
): Html =>
  html`<select id="${name}" name="${name}">${values.map(
    (value) =>
      html`<option value="${value}"${value === usual ? html` selected` : ''}>${texts[value]}</option>`,
  )}</select>`
