/** Instants for people and machines. Everywhere else an instant is whole UTC seconds. */

/** The present moment. */
export const secondsNow = () => Math.floor(Date.now() / 1000)

/** RFC 3339 in UTC, as in the API and the sitemaps: `2024-07-13T05:51:02Z`. */
export const toUtc = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`

/** The same, of an instant that may be absent. */
export const toUtcOrNull = (seconds: number | null) => (seconds === null ? null : toUtc(seconds))

export interface LocalTime {
  /** For reading: `2024-07-13 13:51:02`. */
  text: string
  /** For machines: RFC 3339 with the offset of the place and day, `2024-07-13T13:51:02+08:00`. */
  iso: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * Date and time on the clocks of a time zone (an IANA name). Before standard time each place went by the
 * sun, at so many hours, minutes and seconds from Greenwich. RFC 3339 has no seconds there: such moments
 * are told by the first offset of the place that does without.
 */
export function toLocal(seconds: number, timeZone: string): LocalTime {
  const parts = partsOf(seconds, timeZone)
  if (hasSeconds(parts.timeZoneName)) {
    const offset = firstWholeOffset(seconds, timeZone)
    const [date, time] = toUtc(seconds + secondsIn(offset))
      .slice(0, -1)
      .split('T')
    return { text: `${date} ${time}`, iso: `${date}T${time}${offset}` }
  }
  const date = `${parts.year.padStart(4, '0')}-${parts.month}-${parts.day}`
  const time = `${parts.hour}:${parts.minute}:${parts.second}`
  return { text: `${date} ${time}`, iso: `${date}T${time}${offsetIn(parts.timeZoneName)}` }
}

function partsOf(seconds: number, timeZone: string) {
  const format = formats.get(timeZone) ?? formatFor(timeZone)
  formats.set(timeZone, format)
  return Object.fromEntries(
    format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]),
  ) as Record<Intl.DateTimeFormatPartTypes, string>
}

/** Of a name like `GMT+08:05:43`. */
const hasSeconds = (name: string) => name.length > 'GMT+08:00'.length
const offsetIn = (name: string) => name.slice('GMT'.length, 'GMT+08:00'.length) || '+00:00'

const secondsIn = (offset: string) =>
  (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6))) *
  (offset.startsWith('-') ? -60 : 60)

/** The years in which standard time came, to the first place and to the last (Liberia). */
const FIRST_STANDARD = 1840
const LAST_STANDARD = 1973

/** By time zone and year. */
const firstOffsets = new Map<string, string>()

/** The offset of the first New Year after a moment at which it has no seconds. */
function firstWholeOffset(seconds: number, timeZone: string): string {
  const start = Math.max(new Date(seconds * 1000).getUTCFullYear() + 1, FIRST_STANDARD)
  const key = `${timeZone} ${start}`
  const known = firstOffsets.get(key)
  if (known !== undefined) return known
  let name = ''
  for (let year = start; year <= LAST_STANDARD && (name === '' || hasSeconds(name)); year++) {
    name = partsOf(Date.UTC(year, 0) / 1000, timeZone).timeZoneName
  }
  const offset = offsetIn(name)
  firstOffsets.set(key, offset)
  return offset
}

/**
 * Making one takes longer than using it a hundred times, and the first longer than all else a cold
 * Worker does. So a time zone that does not exist is found out only when a date is to be shown.
 */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { ...STYLE, timeZone })
  } catch {
    throw new TypeError('SITE_TIME_ZONE must be an IANA time zone, like Asia/Shanghai')
  }
}

const STYLE: Intl.DateTimeFormatOptions = {
  calendar: 'iso8601',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'longOffset',
}

const DAY = 86_400

/**
 * When clocks in a time zone show what UTC shows at `asUtc`; in UTC seconds, both. Where clocks are put back it is
 * the first of two moments; what they leave out when put forward is as much later.
 */
export function atClock(asUtc: number, timeZone: string): number {
  // The offsets of the day before and the day after: if there was a change, it lies between.
  const [earlier, later] = [asUtc - DAY, asUtc + DAY].map(
    (at) => asUtc - offsetAt(at, timeZone),
  ) as [number, number]
  const isShown = (at: number) => at + offsetAt(at, timeZone) === asUtc
  return [Math.min(earlier, later), Math.max(earlier, later)].find(isShown) ?? earlier
}

/** How far the clocks are ahead of UTC, in seconds. */
const offsetAt = (seconds: number, timeZone: string) =>
  Date.parse(`${toLocal(seconds, timeZone).text.replace(' ', 'T')}Z`) / 1000 - seconds
