/**
 * Whether a browser's answer was made by a passkey, for this site, with the person there and verified
 * (WebAuthn Level 3, 7.1 and 7.2). The library is loaded when first used: most people sign in with links.
 */
import type {
  AuthenticationResponseJSON,
  RegistrationResponseJSON,
  WebAuthnCredential,
} from '@simplewebauthn/server'
import { log } from '../../delivery/log'
import type { Site } from '../../site'

/** EdDSA, ES256 and RS256, as COSE numbers them (RFC 9053, RFC 8812); the last is what Windows Hello has. */
export const ALGORITHMS = [-8, -7, -257]

/** The site as passkeys know it: its host, whatever a request says. Another host has other passkeys. */
export const rpIdOf = (site: Site) => new URL(site.origin).hostname

const expectedOf = (site: Site, challenge: string) => ({
  expectedChallenge: challenge,
  expectedOrigin: site.origin,
  expectedRPID: rpIdOf(site),
  requireUserVerification: true,
})

/** A passkey that answered to the challenge; null when none did. */
export async function verifyRegistration(
  site: Site,
  challenge: string,
  response: RegistrationResponseJSON,
): Promise<WebAuthnCredential | null> {
  return attempt(async () => {
    const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
    if (await isAttested(response)) return null
    const verified = await verifyRegistrationResponse({
      response,
      supportedAlgorithmIDs: ALGORITHMS,
      ...expectedOf(site, challenge),
    })
    return verified.verified ? verified.registrationInfo.credential : null
  })
}

/**
 * Whether an answer brings certificates. We ask for none, and do not look at any: checking one has the library
 * fetch what it names.
 */
export async function isAttested({
  response,
}: {
  response: { attestationObject: string }
}): Promise<boolean> {
  const { decodeAttestationObject, isoBase64URL } = await import('@simplewebauthn/server/helpers')
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject))
  const form = attestation.get('fmt')
  return form !== 'none' && !(form === 'packed' && !attestation.get('attStmt').get('x5c'))
}

/** The passkey's counter, when it answered to the challenge; null when it did not, or its counter went back. */
export async function verifySignIn(
  site: Site,
  challenge: string,
  response: AuthenticationResponseJSON,
  credential: WebAuthnCredential,
): Promise<number | null> {
  return attempt(async () => {
    const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
    const verified = await verifyAuthenticationResponse({
      response,
      credential,
      ...expectedOf(site, challenge),
    })
    return verified.verified ? verified.authenticationInfo.newCounter : null
  })
}

/** The library throws what is wrong with an answer. It is for the log: whoever guesses learns nothing. */
async function attempt<T>(work: () => Promise<T | null>): Promise<T | null> {
  try {
    return await work()
  } catch (fault) {
    log('warn', 'passkey-refused', { fault: String(fault).slice(0, 300) })
    return null
  }
}
