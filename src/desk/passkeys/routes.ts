/** `/desk/passkeys`: asked by the script public/desk/passkeys.js, in JSON. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { Hono } from 'hono'
import { toBase64Url } from '../../articles/digest'
import { isLimited } from '../../delivery/limits'
import { siteOf } from '../../site'
import { secondsNow } from '../../time'
import type { DeskContext, DeskEnv } from '../context'
import { begin, noteFailure } from '../door/sign-in'
import { json } from '../json'
import { answerIn, toBytes } from './answers'
import {
  endOfSignIn,
  newRegistration,
  newSignIn,
  noteSignIn,
  selectSecret,
  useRegistration,
} from './challenges'
import {
  type HeldPasskey,
  insertPasskey,
  MOST_PASSKEYS,
  notePasskeyUse,
  selectHeld,
  selectPasskeys,
  toHeld,
  toPasskeys,
} from './store'
import { ALGORITHMS, rpIdOf, verifyRegistration, verifySignIn } from './verify'

/** How long the browser waits for the person, in milliseconds: as long as a challenge is good. */
const TIMEOUT = 300_000

/** For who is not signed in. */
export const passkeySignIn = new Hono<DeskEnv>()
passkeySignIn.post('/options', signInOptions)
passkeySignIn.post('/', signInWithPasskey)

/** For who is. */
export const passkeys = new Hono<DeskEnv>()
passkeys.use(async (c, next) => {
  const isTooOften = await isLimited(c.env.WRITES, String(c.var.person.editor.keyId))
  return isTooOften ? json({}, 429) : next()
})
passkeys.post('/options', registrationOptions)
passkeys.post('/', register)

async function signInOptions(c: DeskContext): Promise<Response> {
  const site = siteOf(c.env)
  const challenge = await newSignIn(await selectSecret(c.var.db).run(), secondsNow())
  return json({ rpId: rpIdOf(site), challenge, userVerification: 'required', timeout: TIMEOUT })
}

async function signInWithPasskey(c: DeskContext): Promise<Response> {
  const keyId = await holderIn(c)
  if (keyId === null) return json({}, (await noteFailure(c)) ? 429 : 403)
  const cookie = await begin(c, keyId, 'passkey')
  return json({}, 200, cookie === null ? {} : { 'Set-Cookie': cookie })
}

/** The key whose passkey answered; null when none did. */
async function holderIn(c: DeskContext): Promise<number | null> {
  const sent = await answerIn<AuthenticationResponseJSON>(c)
  if (!sent) return null
  const { db } = c.var
  const now = secondsNow()
  const [secret, found] = (await db.batch([
    selectSecret(db),
    selectHeld(db, sent.credentialId),
  ])) as [D1Result, D1Result]
  const end = await endOfSignIn(secret, toBytes(sent.challenge), now)
  const passkey = toHeld(found, now)
  if (end === null || !passkey || !isOwn(passkey, sent.response)) return null
  const counter = await verifySignIn(siteOf(c.env), sent.challenge, sent.response, passkey)
  if (counter === null) return null
  const noted = await db.batch([
    ...noteSignIn(db, sent.challenge, end, now),
    notePasskeyUse(db, passkey, counter, now),
  ])
  const isFirst = noted[1]?.results.length === 1 && noted[2]?.results.length === 1
  return isFirst ? passkey.keyId : null
}

/** Whether the passkey says itself whose it is, and is right: nobody was named before (WebAuthn, 7.2). */
const isOwn = ({ keyId }: HeldPasskey, { response }: AuthenticationResponseJSON) =>
  response.userHandle === handleOf(keyId)

/** How authenticators know whose passkey it is, in base64url. It says nothing of the person. */
const handleOf = (keyId: number) => toBase64Url(new TextEncoder().encode(`key ${keyId}`))

async function registrationOptions(c: DeskContext): Promise<Response> {
  const { db, person } = c.var
  const site = siteOf(c.env)
  const { keyId, name } = person.editor
  const known = toPasskeys(await selectPasskeys(db, keyId).run())
  if (known.length >= MOST_PASSKEYS) return json({}, 409)
  return json({
    rp: { id: rpIdOf(site), name: site.name },
    user: { id: handleOf(keyId), name, displayName: name },
    challenge: await newRegistration(db, person.session.id, secondsNow()),
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: known.map(({ id, transports }) => ({ type: 'public-key', id, transports })),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
    timeout: TIMEOUT,
  })
}

async function register(c: DeskContext): Promise<Response> {
  const { db, person } = c.var
  const now = secondsNow()
  const sent = await answerIn<RegistrationResponseJSON>(c)
  if (!sent || !(await useRegistration(db, sent.challenge, person.session.id, now))) {
    return json({}, 422)
  }
  const made = await verifyRegistration(siteOf(c.env), sent.challenge, sent.response)
  if (!made) return json({}, 422)
  const name = c.req.header('User-Agent')?.slice(0, 300) ?? ''
  const kept = await db.batch(insertPasskey(db, made, { keyId: person.editor.keyId, name, now }))
  return kept[0]?.results.length === 1 ? json({}, 201) : json({}, 409)
}
