/**
 * Rendered pages in KV. KV may be missing, late or wrong without a reader ever noticing: every
 * copy says which edition and which templates it was made from, and the caller decides.
 * No other file touches KV.
 */
import type { Edition } from './editions'
import { log } from './log'
import { underway, within } from './within'

/** A finished answer. */
export interface Rendering {
  status: number
  headers: Record<string, string>
  /** Bytes where there are megabytes of them. */
  body: string | Uint8Array<ArrayBuffer>
  /** When what it shows was published, in UTC seconds, if few ask for it once it is old. */
  publishedAt?: number | null
  /** Whether it lacks what could not be read: it is not kept. */
  isPartial?: boolean
}

export interface Copy extends Rendering {
  edition: Edition
}

/** Kept beside the value; KV allows 1,024 bytes. */
interface Label extends Omit<Copy, 'body' | 'publishedAt' | 'isPartial'> {
  fingerprint: string
}

/** In milliseconds. Only the runtime waits for it. */
const WRITE_PATIENCE = 5_000

/** How long a copy stays, unless it is put again. KV's storage is priced, and it never forgets by itself. */
const KEPT_SECONDS = 30 * 86_400

/** For how long after its publication a page is put into KV as soon as it is made. */
const YOUNG_SECONDS = 7 * 86_400

/** From this length on, an answer has a moment for itself, in milliseconds. One of two megabytes takes as long. */
const LARGE = 500_000
const MOMENT = 50

/** How long a copy of which nothing is left stays: longer than any write is on its way. */
const VOID_SECONDS = 86_400

const key = (page: string) => `page/${page}`

/** A copy that is being read. */
export interface Reading {
  /** The copy, or null: see `readCopy`. */
  copy(patience: number): Promise<Copy | null>
  /** Whether KV says within the given milliseconds that it has none. */
  isMissing(patience: number): Promise<boolean>
}

/**
 * Starts to read the copy of a page, and waits for it when asked to, for at most the given milliseconds.
 * There is null when there is no copy, when other templates made it, when a part of its label is missing,
 * and when KV fails or takes longer.
 */
export function readCopy(kv: KVNamespace, page: string, fingerprint: string): Reading {
  // As bytes: the runtime need not make text of them, and then bytes again.
  const reading = underway(kv.getWithMetadata<Label>(key(page), 'arrayBuffer'))
  async function read(patience: number): Promise<Copy | null> {
    const { value, metadata } = await reading(patience)
    if (value === null || metadata?.fingerprint !== fingerprint) return null
    const { status, headers, edition } = metadata
    const isWhole = status > 0 && headers && edition?.page && edition.site
    return isWhole ? { status, headers, edition, body: new Uint8Array(value) } : null
  }
  return {
    copy: (patience) =>
      read(patience).catch((fault) => {
        log('warn', 'kv-read-failed', { page, fault: String(fault) })
        return null
      }),
    isMissing: (patience) =>
      read(patience).then(
        (copy) => copy === null,
        () => false,
      ),
  }
}

/** Asks KV for what need not be there. Rejects when it fails or takes longer than the given milliseconds. */
export async function reachCopies(kv: KVNamespace, patience: number): Promise<void> {
  await within(patience, kv.getWithMetadata('health', 'arrayBuffer'))
}

/** Writes a copy over whatever is there. Rejects when KV refuses it or takes too long. */
export async function putCopy(
  kv: KVNamespace,
  page: string,
  fingerprint: string,
  { body, publishedAt: _, ...copy }: Copy,
): Promise<void> {
  const metadata: Label = { ...copy, fingerprint }
  const options = { metadata, expirationTtl: KEPT_SECONDS }
  await within(WRITE_PATIENCE, kv.put(key(page), body, options))
}

/**
 * Whether the copy of a page is worth a put when it has been asked for once: a crawler that goes through
 * an archive would use up the free plan's 1,000 puts a day before breakfast. `now` in UTC seconds.
 */
export const isWorthKeeping = ({ publishedAt }: Copy, now: number) =>
  publishedAt == null || now - publishedAt < YOUNG_SECONDS

/**
 * Leaves nothing of a copy, by writing over it: to KV that is the same as deleting, and so whatever
 * can happen to a write here, and is provided for, is all that can happen. It goes by itself later.
 * Rejects like `putCopy`.
 */
export async function voidCopy(kv: KVNamespace, page: string): Promise<void> {
  const options = { metadata: { fingerprint: '' }, expirationTtl: VOID_SECONDS }
  await within(WRITE_PATIENCE, kv.put(key(page), '', options))
}

/**
 * Keeps a copy. Never rejects: KV allows one write a second for each key, and on the free plan
 * 1,000 a day, and a page must not fail for that. What is large is put a moment later: on its way to KV it
 * would hold up the answer, which is as large.
 */
export async function keepCopy(kv: KVNamespace, page: string, fingerprint: string, copy: Copy) {
  if (copy.body.length > LARGE) await scheduler.wait(MOMENT)
  await putCopy(kv, page, fingerprint, copy).catch((fault) =>
    log('warn', 'kv-write-failed', { page, fault: String(fault) }),
  )
}
