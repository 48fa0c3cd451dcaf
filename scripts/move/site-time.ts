/** Dates as old software writes them: on the clocks of the site, or in UTC without saying so. */
import { atClock, toLocal, toUtc } from '../../src/time.ts'

const WRITTEN = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d+)?$/

/** `2019-05-01 08:00:00` in UTC as RFC 3339; null for what is no moment, like `0000-00-00 00:00:00`. */
export function utcDate(written: string): string | null {
  const seconds = secondsOf(written)
  return seconds === null ? null : toUtc(seconds)
}

/** The same on the clocks of a time zone, with its offset then. */
export function localDate(written: string, timeZone: string): string | null {
  const asUtc = secondsOf(written)
  return asUtc === null ? null : toLocal(atClock(asUtc, timeZone), timeZone).iso
}

/** Seconds as if UTC; null for a day or time that no calendar or clock shows. */
function secondsOf(written: string): number | null {
  const match = WRITTEN.exec(written.trim())
  if (!match) return null
  const [, year, month, day, hour, minute, second] = match
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`
  const at = Date.parse(`${iso}Z`)
  const isReal =
    Number.isFinite(at) && Number(year) > 0 && new Date(at).toISOString().startsWith(iso)
  return isReal ? at / 1000 : null
}
