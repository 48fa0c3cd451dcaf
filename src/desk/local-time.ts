/** Moments as people fill them in: on the clocks of the site's time zone. */
import { atClock, toLocal } from '../time'

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
  const wanted = input.trim().replace(' ', 'T')
  const asUtc = INPUT.test(wanted) ? realTime(`${wanted}Z`, wanted) : null
  return asUtc === null ? null : atClock(asUtc, timeZone)
}

/** In UTC seconds; null for what no calendar or clock shows, like 31 February, which V8 takes for 3 March. */
function realTime(iso: string, shown: string): number | null {
  const at = Date.parse(iso)
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(shown) ? at / 1000 : null
}

/**
 * When a day, as `YYYY-MM-DD`, begins on those clocks, or so many days after it; UTC seconds. Null for what is
 * no day.
 */
export function startOfDay(day: string, timeZone: string, after = 0): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? realTime(day, day) : null
  if (at === null) return null
  return fromLocal(
    `${new Date((at + after * DAY) * 1000).toISOString().slice(0, 10)}T00:00`,
    timeZone,
  )
}
