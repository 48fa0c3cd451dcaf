/**
 * How old answers at the edge get. Workers Cache has two tiers; whether the upper one hands on how old a page is, or
 * each begins to count anew, Cloudflare does not say. An answer's `X-Request-Id` is a UUID of version 7: it
 * begins with when the Worker made it, and asking whether it still holds (a 304) gives it another.
 */
import type { Field } from './field.ts'
import type { Finding } from './finding.ts'
import { NO_CACHE } from './purges.ts'
import { readOrNot } from './reaching.ts'

/** For how long an answer may be served: 60 s fresh, and 40 s more while it is asked again (docs/delivery.md). */
export const BOUND = 100_000
/** What is under way when it ends. */
const SLACK = 5_000
const EVERY = 4_000

/** Watches a page that does not change for so many milliseconds. */
export async function tiers(field: Field, path: string, during: number): Promise<Finding> {
  const promise = 'a page at the edge is 100 s old at most, with every purge lost'
  const sinceMade: number[] = []
  let oldest = 0
  const began = field.now()
  while (field.now() - began < during) {
    const seen = await readOrNot(field, path)
    const made = madeAt(seen?.answer ?? null)
    if (made !== null) sinceMade.push(field.now() - made)
    oldest = Math.max(oldest, seen?.age ?? 0)
    await field.wait(EVERY)
  }
  if (oldest === 0 || sinceMade.length === 0) {
    return { promise, verdict: 'unknown', seen: 'no cache', remedy: NO_CACHE }
  }
  // The clocks differ, ours and the Worker's: the newest answer is taken for new.
  const age = Math.max(...sinceMade) - Math.min(...sinceMade)
  const seen = `the oldest was ${Math.round(age / 1_000)} s old, and the largest Age ${oldest}`
  if (age <= BOUND + SLACK) return { promise, verdict: 'holds', seen }
  const remedy =
    'Each tier counts by itself: take 200 s for the 100 of docs/delivery.md, or halve FRESH and STALE in src/delivery/policy.ts.'
  return { promise, verdict: 'does not', seen, remedy }
}

/** When a UUID of version 7 was made, in milliseconds since 1970; null for any other text. */
function madeAt(id: string | null): number | null {
  const [, time] = /^([\da-f]{8}-[\da-f]{4})-7/.exec(id ?? '') ?? []
  return time === undefined ? null : Number.parseInt(time.replace('-', ''), 16)
}
