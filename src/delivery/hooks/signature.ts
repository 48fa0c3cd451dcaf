/** Signatures as Standard Webhooks has them (spec/standard-webhooks.md, “Signature scheme”). */

/** So that a secret is known for one. */
const PREFIX = 'whsec_'

/** “Random. At least 24 bytes (192 bits, 512 maximum)”. */
const SECRET_BYTES = 32

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))

export const newSecret = () => PREFIX + base64(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)))

/** The secret without what it is known by: what a receiver that repeats it may repeat. */
export const bareSecret = (secret: string) => secret.slice(PREFIX.length)

const ALGORITHM = { name: 'HMAC', hash: 'SHA-256' }

async function sign(secret: string, content: string): Promise<string> {
  const bytes = Uint8Array.from(atob(bareSecret(secret)), (character) => character.charCodeAt(0))
  const key = await crypto.subtle.importKey('raw', bytes, ALGORITHM, false, ['sign'])
  const signed = await crypto.subtle.sign(ALGORITHM.name, key, new TextEncoder().encode(content))
  return `v1,${base64(new Uint8Array(signed))}`
}

/**
 * The headers of one attempt at `at` (UTC seconds): receivers refuse what was signed more than five minutes
 * ago. Of two secrets, both sign, so that a receiver may know either.
 */
export async function signedHeaders(
  secrets: string[],
  id: string,
  at: number,
  body: string,
): Promise<Record<string, string>> {
  const signatures = await Promise.all(secrets.map((one) => sign(one, `${id}.${at}.${body}`)))
  return {
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': signatures.join(' '),
  }
}
