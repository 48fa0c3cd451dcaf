/** A phone or a security key in software: makes passkeys (ES256) and signs with them, as WebAuthn has it. */
import { ORIGIN } from './newsroom'

type Bytes = Uint8Array<ArrayBuffer>
type Cbor = number | string | Bytes | Map<number | string, Cbor>

const utf8 = (text: string): Bytes => Uint8Array.from(new TextEncoder().encode(text))
const join = (...parts: (Bytes | number[])[]): Bytes =>
  Uint8Array.from(parts.flatMap((p) => [...p]))
const sha256 = async (data: Bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', data))

export const toBase64Url = (bytes: Bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** Numbers, texts, bytes and maps in CBOR (RFC 8949), shorter than 65,536. */
function cbor(value: Cbor): Bytes {
  const head = (type: number, n: number) =>
    n < 24 ? [type | n] : n < 256 ? [type | 24, n] : [type | 25, n >> 8, n & 255]
  if (typeof value === 'number') return join(value < 0 ? head(0x20, -1 - value) : head(0, value))
  if (typeof value === 'string') return join(head(0x60, utf8(value).length), utf8(value))
  if (value instanceof Uint8Array) return join(head(0x40, value.length), value)
  return join(head(0xa0, value.size), ...[...value].flatMap(([k, v]) => [cbor(k), cbor(v)]))
}

/** ES256 signatures are DER here (WebAuthn, 6.5.5), and r and s side by side in WebCrypto. */
function toDer(signature: Bytes): Bytes {
  const whole = (part: Bytes) => {
    const start = part.findIndex((byte) => byte !== 0)
    const digits = part.slice(start < 0 ? 31 : start)
    const bytes = (digits[0] as number) > 127 ? join([0], digits) : digits
    return join([2, bytes.length], bytes)
  }
  const both = join(whole(signature.slice(0, 32)), whole(signature.slice(32)))
  return join([0x30, both.length], both)
}

interface Held {
  id: Bytes
  keys: CryptoKeyPair
  userHandle: string
}

export class Authenticator {
  /** What the browser says where it is, which site the passkey is for, and whether the person was verified. */
  origin = ORIGIN
  rpId = new URL(ORIGIN).hostname
  isVerified = true
  /** Of uses; 0 for those that do not count. */
  counter = 1
  /** How it attests itself: not at all, unless a test says so. */
  attestation: [format: string, statement: Map<string, Cbor>] = ['none', new Map()]
  held: Held | null = null

  private client(type: string, challenge: string): Bytes {
    return utf8(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }))
  }

  private async data(attested: Bytes | null): Promise<Bytes> {
    const flags = 1 | (this.isVerified ? 4 : 0) | (attested ? 64 : 0)
    const counter = new Uint8Array(4)
    new DataView(counter.buffer).setUint32(0, this.counter)
    return join(await sha256(utf8(this.rpId)), [flags], counter, attested ?? [])
  }

  /** What `navigator.credentials.create` gives for these options, as JSON. */
  async create(options: { challenge: string; user: { id: string } }) {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
    const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign'])) as CryptoKeyPair
    const point = new Uint8Array(
      (await crypto.subtle.exportKey('raw', keys.publicKey)) as ArrayBuffer,
    )
    const id = crypto.getRandomValues(new Uint8Array(32))
    this.held = { id, keys, userHandle: options.user.id }
    const cose = new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, point.slice(1, 33)],
      [-3, point.slice(33)],
    ])
    const authData = await this.data(join(new Uint8Array(16), [0, id.length], id, cbor(cose)))
    const [fmt, attStmt] = this.attestation
    const object = new Map<string, Cbor>([
      ['fmt', fmt],
      ['attStmt', attStmt],
      ['authData', authData],
    ])
    return this.credential({
      clientDataJSON: toBase64Url(this.client('webauthn.create', options.challenge)),
      attestationObject: toBase64Url(cbor(object)),
      transports: ['internal', 'hybrid'],
    })
  }

  /** What `navigator.credentials.get` gives for these options, as JSON. */
  async get(options: { challenge: string }) {
    const { keys, userHandle } = this.held as Held
    const client = this.client('webauthn.get', options.challenge)
    const authData = await this.data(null)
    const signed = join(authData, await sha256(client))
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
    const signature = new Uint8Array(await crypto.subtle.sign(algorithm, keys.privateKey, signed))
    return this.credential({
      clientDataJSON: toBase64Url(client),
      authenticatorData: toBase64Url(authData),
      signature: toBase64Url(toDer(signature)),
      userHandle,
    })
  }

  private credential<R>(response: R) {
    const id = toBase64Url((this.held as Held).id)
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
  }
}
