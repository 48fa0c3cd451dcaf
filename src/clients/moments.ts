/** Dates as other people's programs spell them, which RFC 3339 is too narrow for: microformats, and WordPress's. */
import { atClock } from '../time'

const DATE =
  /^([1-9]\d{3}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:\.\d+)?)?)?\s*(?:(Z)|([+-])(\d\d):?(\d\d)?)?$/i

/**
 * The moment that a date names, in UTC seconds; null where it is none. Without an offset it is what the clocks of
 * the time zone show, and without a time the beginning of that day.
 */
export function readMoment(text: string, timeZone: string): number | null {
  const [, date, time = '00:00', seconds = '00', isUtc, sign, hours, minutes = '00'] =
    DATE.exec(text.trim()) ?? []
  if (date === undefined) return null
  const spelled = `${date}T${time}:${seconds}`
  const asUtc = Date.parse(`${spelled}Z`)
  // JavaScript takes the 30th of February for a day in March.
  if (Number.isNaN(asUtc) || !new Date(asUtc).toISOString().startsWith(spelled)) return null
  if (isUtc !== undefined) return asUtc / 1000
  if (sign === undefined) return atClock(asUtc / 1000, timeZone)
  if (Number(hours) > 23 || Number(minutes) > 59) return null
  const ahead = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60
  return asUtc / 1000 - ahead
}
