/** What the handlers for sections and fronts share: writes that are tried until nobody is faster. */
import type { Owed } from '../../delivery/editions'
import { deliver, outlastLeases } from '../../delivery/outbox'
import type { EditingContext } from '../door/context'
import { problem } from '../door/problems'
import { writerOf } from './http'

/** How often others may get in first. */
const ATTEMPTS = 5

/** Who writes, and when. */
export function byOf(c: EditingContext) {
  const { editor, now } = writerOf(c)
  return { keyId: editor.keyId, at: now }
}

/** Tries until nobody is faster. */
export async function persist<T>(attempt: () => Promise<T | 'lost'>): Promise<T | 'lost'> {
  for (let i = 0; i < ATTEMPTS; i++) {
    const made = await attempt()
    if (made !== 'lost') return made
  }
  return 'lost'
}

export const busy = (c: EditingContext) => problem(c, 'busy', { headers: { 'Retry-After': '1' } })

/** Tells the outside of a write, and gives what its answer says of that: nothing when it is done. */
export async function tell(c: EditingContext, owed: Owed | null): Promise<{ purge?: 'queued' }> {
  const { outside } = writerOf(c)
  // Without a debt nothing changed: another write made it so, perhaps just now.
  const purge = owed ? await deliver(outside, owed) : void (await outlastLeases(outside))
  return purge === 'queued' ? { purge } : {}
}
