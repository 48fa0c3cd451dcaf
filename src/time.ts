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

/** Date and time on the clocks of a time zone (an IANA name). */
export function toLocal(seconds: number, timeZone: string): LocalTime {
  const format = formats.get(timeZone) ?? formatFor(timeZone)
  formats.set(timeZone, format)
  const parts = Object.fromEntries(
    format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]),
  ) as Record<Intl.DateTimeFormatPartTypes, string>
  const date = `${parts.year.padStart(4, '0')}-${parts.month}-${parts.day}`
  const time = `${parts.hour}:${parts.minute}:${parts.second}`
  const offset = parts.timeZoneName.slice('GMT'.length).slice(0, '+08:00'.length) || '+00:00'
  return { text: `${date} ${time}`, iso: `${date}T${time}${offset}` }
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
