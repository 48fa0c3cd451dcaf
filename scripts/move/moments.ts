/** Dates as old sites write them, with an offset or by the clocks of the site, as RFC 3339 with an offset. */
import { atClock, toLocal } from '../../src/time.ts'

const DATE =
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:(?:[T ]|\s+)(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?$/i

/**
 * The moment that a text names: `2016-09-09 04:11:13`, `2016/9/9`, `2016-09-09T04:11:13+08:00`. Without an
 * offset it is what clocks in `timeZone` (an IANA name) showed. Null for what is no date, or does not exist.
 */
export function momentOf(text: string, timeZone: string): string | null {
  const found = DATE.exec(text.trim())
  if (!found) return null
  const [year, month, day, hour, minute, second] = [1, 3, 4, 5, 6, 7].map((i) =>
    Number(found[i] ?? 0),
  ) as [number, number, number, number, number, number]
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second) / 1000
  const two = (part: number) => String(part).padStart(2, '0')
  const shown = `${found[1]}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`
  if (year < 100 || !isReal(asUtc, shown)) return null
  if (found[8] === undefined) return toLocal(atClock(asUtc, timeZone), timeZone).iso
  const offset = offsetOf(found[8])
  return offset === null ? null : shown + offset
}

/** The moment of so many UTC seconds by the clocks of a time zone, as RFC 3339; null for none that is kept. */
export function momentAt(seconds: number, timeZone: string): string | null {
  const isKept = Number.isFinite(seconds) && Math.abs(seconds) <= 253_402_300_799
  return isKept ? toLocal(Math.floor(seconds), timeZone).iso : null
}

/** Whether a moment, as RFC 3339, is still to come. */
export const isToCome = (moment: string | null) =>
  moment !== null && Date.parse(moment) > Date.now()

/** The date at the beginning of a file's name, like 2016-09-09-x.md; null where there is none. */
export function momentInName(name: string, timeZone: string): string | null {
  const [, day] = /^(\d{4}-\d{1,2}-\d{1,2})(?=[-_. ])/.exec(name) ?? []
  return day === undefined ? null : momentOf(day, timeZone)
}

/** V8 takes 31 February for 3 March. */
const isReal = (seconds: number, shown: string) =>
  Number.isFinite(seconds) && new Date(seconds * 1000).toISOString().startsWith(shown)

function offsetOf(text: string): string | null {
  if (/^(Z|UTC)$/i.test(text)) return '+00:00'
  const [hours = '', minutes = '00'] = [text.slice(1, 3), text.slice(3).replace(':', '') || '00']
  return Number(hours) < 24 && Number(minutes) < 60 ? `${text[0]}${hours}:${minutes}` : null
}
