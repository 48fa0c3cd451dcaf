/** Moments as people fill them in: on the clocks of the site's time zone. */
import { toLocal } from '../time'

/** What `<input type="datetime-local">` holds for a moment in UTC seconds; empty for none. */
export function localInput(seconds: number | null, timeZone: string): string {
  if (seconds === null) return ''
  const text = toLocal(seconds, timeZone).text.replace(' ', 'T')
  return text.endsWith(':00') ? text.slice(0, -3) : text
}

const INPUT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?$/
const DAY = 86_400

/**
 * The moment, in UTC seconds, at which clocks show this; null for what is no date and time. Where clocks are
 * put back it is the first of two; what they leave out when put forward is as much later.
 */
export function fromLocal(input: string, timeZone: string): number | null {
  const wanted = input.trim()
  if (!INPUT.test(wanted)) return null
  const asUtc = Date.parse(`${wanted.replace(' ', 'T')}Z`) / 1000
  if (!Number.isFinite(asUtc)) return null
  // The offsets of the day before and the day after: if there was a change, it lies between.
  const [earlier, later] = [asUtc - DAY, asUtc + DAY].map(
    (at) => asUtc - offsetAt(at, timeZone),
  ) as [number, number]
  const shown = (at: number) => at + offsetAt(at, timeZone) === asUtc
  return [Math.min(earlier, later), Math.max(earlier, later)].find(shown) ?? earlier
}

/** How far the clocks are ahead of UTC, in seconds. */
const offsetAt = (seconds: number, timeZone: string) =>
  Date.parse(`${toLocal(seconds, timeZone).text.replace(' ', 'T')}Z`) / 1000 - seconds
