/** What browsers send of passkeys: read as far as needed to know which passkey and which challenge. */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { toBase64Url } from '../../articles/digest'
import type { DeskContext } from '../context'

/** Answers of real passkeys are a tenth of it, in characters. */
const LONGEST_ANSWER = 64 * 1024

const BASE64URL = /^[\w-]+$/

export interface PasskeyAnswer<R> {
  response: R
  /** In base64url. */
  credentialId: string
  challenge: string
}

type Sent = RegistrationResponseJSON | AuthenticationResponseJSON

/** The answer in a request; null for anything else. Whether it is true is found out later. */
export async function answerIn<R extends Sent>(c: DeskContext): Promise<PasskeyAnswer<R> | null> {
  const text = await c.req.text()
  if (text.length > LONGEST_ANSWER) return null
  try {
    const response = JSON.parse(text) as R
    const { id } = response
    const client = JSON.parse(new TextDecoder().decode(toBytes(response.response.clientDataJSON)))
    // As it is written down, whatever letters the browser wrote it in.
    const challenge = toBase64Url(toBytes(String(client.challenge)))
    const isWhole = typeof id === 'string' && BASE64URL.test(id) && id.length <= 1400
    return isWhole ? { response, credentialId: id, challenge } : null
  } catch {
    return null
  }
}

/** Throws for what is no base64url. */
export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  if (!BASE64URL.test(text)) throw new TypeError('no base64url')
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, (one) => one.charCodeAt(0))
}
