/**
 * Dates as WordPress writes them: on the clocks of the site, and of Greenwich, neither with an offset. Those
 * that are sent may have one. Pure.
 */
import { atClock, toLocal, toUtc } from '../../time'

export const localDate = (seconds: number, timeZone: string) =>
  toLocal(seconds, timeZone).text.replace(' ', 'T')

export const gmtDate = (seconds: number) => toUtc(seconds).slice(0, -1)

const DATE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)?$/

/** UTC seconds, or null where it is no date. Without an offset it is told by the clocks of the time zone. */
export function readDate(text: string, timeZone: string): number | null {
  const [, ...parts] = DATE.exec(text.trim()) ?? []
  if (parts.length === 0) return null
  const [year, month, day, hour, minute, second] = parts
    .slice(0, 6)
    .map((one) => Number(one ?? 0)) as [number, number, number, number, number, number]
  if (hour > 23 || minute > 59 || second > 59) return null
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day || year < 1000) return null
  const shown = at.getTime() / 1000
  const offset = parts[6]
  if (offset === undefined) return timeZone === 'UTC' ? shown : atClock(shown, timeZone)
  return shown - offsetOf(offset)
}

function offsetOf(offset: string): number {
  if (/^z$/i.test(offset)) return 0
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0')
  const seconds = Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60
  return offset.startsWith('-') ? -seconds : seconds
}
