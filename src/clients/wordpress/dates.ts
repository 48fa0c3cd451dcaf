/** Dates as WordPress writes them: on the clocks of the site, and of Greenwich, neither with an offset. Pure. */
import { toLocal, toUtc } from '../../time'

export const localDate = (seconds: number, timeZone: string) =>
  toLocal(seconds, timeZone).text.replace(' ', 'T')

export const gmtDate = (seconds: number) => toUtc(seconds).slice(0, -1)
