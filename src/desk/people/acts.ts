/** What is done about people: each act is a form, whose rights are checked before it and where it is done. */
import { isLimited } from '../../delivery/limits'
import type { Answered } from '../../editing/calling'
import { isLive, type Key } from '../../editing/door/key-store'
import { secondsNow } from '../../time'
import { callApi } from '../calling'
import { type DeskContext, wordsFor } from '../context'
import { sorry } from '../door/given-back'
import { endSessionOf, endSessionsOf } from '../door/sessions'
import { faultText, problemText } from '../faults'
import { formIn } from '../form-data'
import { goTo } from '../layout'
import { claimOnce, onceIn, releaseOnce } from '../once'
import { removePasskey } from '../passkeys/store'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { peoplePage, type Shown } from './list'
import { toKeyInput, typedIn } from './new-person'
import { findManaged, OVERLAPS, personPage } from './person'
import { LINK_TIMES, newLink, shownOnce, USUAL_LINK } from './shown-once'
import { WORDS } from './words'

type MadeKey = { id: number; name: string; key: string }

/** Makes a key for somebody new, and a link that signs in with it. */
export async function addPerson(c: DeskContext): Promise<Response> {
  const form = await formIn(c)
  const typed = typedIn(form)
  const asked = toKeyInput(c, typed)
  if ('faults' in asked) return peoplePage(c, { typed, faults: asked.faults, status: 422 })
  const once = onceIn(c, form)
  if (!(await claimOnce(c, once, secondsNow()))) return goTo(`${deskPaths.people}?done=already`)
  const made = await callApi<MadeKey>(c, 'POST', '/keys', { json: asked.input })
  if (!made.isOk) {
    if (made.status < 500) await releaseOnce(c, once)
    return peoplePage(c, { typed, ...refusal(c, made) })
  }
  const { id, name, key } = made.body
  const link = await newLink(c, id, c.var.person.editor.keyId, USUAL_LINK)
  return shownOnce(c, { title: wordsFor(c, WORDS).made(name), keyId: id, link, key })
}

/** What the API says against it, by field; what it says of no field stands at the top. */
function refusal(c: DeskContext, { status, problem }: Answered<MadeKey>): Shown {
  const faults = new Map<string, string>()
  for (const { field, detail } of problem?.faults ?? []) {
    faults.set(field.split('.')[0] ?? '', faultText(c.var.language, detail))
  }
  if (problem && faults.size === 0) faults.set('', problemText(c.var.language, problem))
  return { status, faults }
}

/** A person whom one may manage; else the answer that says why not. */
async function person(c: DeskContext): Promise<Key | Response> {
  const common = wordsFor(c, COMMON)
  if (await isLimited(c.env.WRITES, String(c.var.person.editor.keyId))) {
    return sorry(c, 429, common.tooOften, common.tooOftenText)
  }
  const known = await findManaged(c)
  if (!known) return c.notFound()
  return known.lacks === null
    ? known.key
    : personPage(c, problemText(c.var.language, { name: 'forbidden', detail: known.lacks }), 403)
}

const chosen = <T extends number>(form: FormData, name: string, values: readonly T[], usual: T) =>
  values.find((value) => String(value) === form.get(name)) ?? usual

/** Makes another link: for whoever opens it, that is the key, so it takes what handing on the key would. */
export async function invite(c: DeskContext): Promise<Response> {
  const key = await person(c)
  if (key instanceof Response) return key
  const form = await formIn(c)
  const now = secondsNow()
  const own = deskPaths.person(key.id)
  if (!isLive(key, now)) return goTo(own)
  if (!(await claimOnce(c, onceIn(c, form), now))) return goTo(`${own}?done=already`)
  const seconds = chosen(form, 'seconds', LINK_TIMES, USUAL_LINK)
  const link = await newLink(c, key.id, c.var.person.editor.keyId, seconds)
  return shownOnce(c, { title: wordsFor(c, WORDS).linkMade(key.name), keyId: key.id, link })
}

/** Puts another key in the place of one. Whoever does that to their own gets a link from its successor. */
export async function rotate(c: DeskContext): Promise<Response> {
  const form = await formIn(c)
  const id = Number(c.req.param('id'))
  const own = deskPaths.person(id)
  const once = onceIn(c, form)
  if (!(await claimOnce(c, once, secondsNow()))) return goTo(`${own}?done=already`)
  const json = { overlap: chosen(form, 'overlap', OVERLAPS, 86_400) }
  const made = await callApi<MadeKey>(c, 'POST', `/keys/${id}/rotate`, { json })
  if (!made.isOk) {
    if (made.status < 500) await releaseOnce(c, once)
    return refused(c, made)
  }
  const { keyId } = c.var.person.editor
  const by = id === keyId ? made.body.id : keyId
  const link = await newLink(c, made.body.id, by, USUAL_LINK)
  const { name, key } = made.body
  return shownOnce(c, { title: wordsFor(c, WORDS).rotatedTo(name), keyId: made.body.id, link, key })
}

export async function revoke(c: DeskContext): Promise<Response> {
  const id = Number(c.req.param('id'))
  const answer = await callApi(c, 'DELETE', `/keys/${id}`)
  return answer.isOk ? goTo(`${deskPaths.person(id)}?done=revoked`) : refused(c, answer)
}

const refused = (c: DeskContext, { status, problem }: Answered<unknown>) =>
  status === 404 || !problem
    ? c.notFound()
    : personPage(c, problemText(c.var.language, problem), status)

/** Ends a session of somebody, or all of them. */
export async function endTheirs(c: DeskContext): Promise<Response> {
  const key = await person(c)
  if (key instanceof Response) return key
  const which = String((await formIn(c)).get('session') ?? '')
  const by = { keyId: c.var.person.editor.keyId, now: secondsNow() }
  const { db } = c.var
  const isAll = which === 'all'
  await db.batch(
    isAll ? endSessionsOf(db, key.id, by) : endSessionOf(db, key.id, Number(which) || 0, by),
  )
  return goTo(`${deskPaths.person(key.id)}?done=${isAll ? 'sessions' : 'session'}`)
}

export async function removeTheirs(c: DeskContext): Promise<Response> {
  const key = await person(c)
  if (key instanceof Response) return key
  const id = String((await formIn(c)).get('passkey') ?? '')
  const by = { keyId: c.var.person.editor.keyId, now: secondsNow() }
  await c.var.db.batch(removePasskey(c.var.db, { id, keyId: key.id }, by))
  return goTo(`${deskPaths.person(key.id)}?done=passkey`)
}
