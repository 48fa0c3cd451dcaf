/** How long it takes until readers get what an editor has done. */
import type { Field, Seen } from './field.ts'

/** How often a page is asked for while something is waited for, in milliseconds. */
const EVERY = 500
/** A purge that arrives is there within seconds. What took longer came by the edge's own clock. */
export const PURGED_WITHIN = 10_000
/** What the edge keeps is let go after 100 s (docs/delivery.md), a half second of lease and what is under way later. */
const GIVEN_UP = 130_000

/** Asks for a page until it is as wanted; in milliseconds, or null where that never came. */
export async function untilSeen(
  field: Field,
  path: string,
  isThere: (seen: Seen) => boolean,
  within = GIVEN_UP,
): Promise<number | null> {
  const began = field.now()
  while (true) {
    const seen = await readOrNot(field, path)
    const took = field.now() - began
    if (seen && isThere(seen)) return took
    if (took > within) return null
    await field.wait(EVERY)
  }
}

/** An answer that got lost on the way shows nothing: the next may come. */
export const readOrNot = (field: Field, path: string) => field.read(path).catch(() => null)

/** How often a page is asked for until a cache answers it. */
const TRIES = 12

/** Has the cache in front take a page; false where there seems to be none. */
export async function isKept(field: Field, path: string): Promise<boolean> {
  for (let n = 0; n < TRIES; n++) {
    const seen = await readOrNot(field, path)
    if (seen?.cache === 'HIT' || (seen?.age ?? 0) > 0) return true
    await field.wait(EVERY)
  }
  return false
}
