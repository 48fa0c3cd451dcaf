/**
 * Finished pages in the memory of an isolate, in front of KV. Each says, as in KV, which edition and
 * which templates it was made from; and besides, when D1 last vouched for that edition.
 */
import type { Copy } from './copies'
import type { Lease } from './leases'

/** What all copies together may take, and the largest, in bytes of UTF-8: an isolate has 128 MB in all. */
const MAX_BYTES = 16_000_000
const MAX_COPY_BYTES = 512_000

/** A copy with its lease. */
export interface Held extends Lease {
  copy: Copy & { body: Uint8Array<ArrayBuffer> }
  fingerprint: string
  bytes: number
  /** Whether KV has it, or was asked to take it. */
  isInKV: boolean
}

/** What a copy takes besides, in bytes: so there are some 16,000 at most, however small. */
const OVERHEAD = 500

const encoder = new TextEncoder()

/** Notes that D1, asked at `askedAt`, named the edition of a copy: its lease begins there. */
export function vouch(held: Held, askedAt: number): void {
  if (askedAt <= held.askedAt) return
  held.askedAt = askedAt
  held.renewedAt = null
}

export class Memory {
  /** The one used last is at the end. */
  private readonly held = new Map<string, Held>()
  private bytes = 0

  /** The copy of a page that these templates made, or null. `now` as in `Lease`. */
  find(page: string, fingerprint: string, now: number): Held | null {
    const held = this.held.get(page)
    if (!held) return null
    this.drop(page)
    // From other templates, or from a moment to come: the clock was set back.
    if (held.fingerprint !== fingerprint || held.askedAt > now) return null
    this.add(page, held)
    return held
  }

  /**
   * Keeps a copy whose edition D1 named when it was asked at `askedAt`, unless it is too large or a
   * later question was answered already. Those used least recently make room. Whether it did.
   */
  keep(page: string, fingerprint: string, copy: Copy, askedAt: number, isInKV = true): boolean {
    // A string takes at least a byte for each of its units.
    if (copy.body.length > MAX_COPY_BYTES || this.isLater(page, askedAt)) return false
    this.drop(page)
    const body =
      typeof copy.body === 'string'
        ? (encoder.encode(copy.body) as Uint8Array<ArrayBuffer>)
        : copy.body
    const { body: _, ...label } = copy
    // The label is small: what its units take at most is near enough.
    const bytes = body.length + 3 * (page.length + JSON.stringify(label).length) + OVERHEAD
    if (bytes > MAX_COPY_BYTES) return false
    const held = { copy: { ...label, body }, fingerprint, bytes, isInKV, askedAt, renewedAt: null }
    this.add(page, held)
    for (const name of this.held.keys()) {
      if (this.bytes <= MAX_BYTES) break
      this.drop(name)
    }
    return true
  }

  /** Forgets a copy that D1, asked at `askedAt`, named another edition for. */
  forget(page: string, askedAt: number): void {
    if (!this.isLater(page, askedAt)) this.drop(page)
  }

  private isLater(page: string, askedAt: number) {
    return (this.held.get(page)?.askedAt ?? Number.NEGATIVE_INFINITY) > askedAt
  }

  private add(page: string, held: Held) {
    this.held.set(page, held)
    this.bytes += held.bytes
  }

  private drop(page: string) {
    this.bytes -= this.held.get(page)?.bytes ?? 0
    this.held.delete(page)
  }
}
