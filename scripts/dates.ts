/** Dates that people write on the command line: none that does not exist, and none that is guessed. */
import { Fault } from './command.ts'

const DATE = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:\d\d))?$/i

/**
 * The UTC seconds of an RFC 3339 date-time, or of the beginning of a day in UTC. Throws, with the option's
 * name, for anything else: Date.parse takes 2027-02-30 for a day in March, and 01/02/2027 for one in January.
 */
export function toInstant(option: string, text: string): number {
  const match = DATE.exec(text)
  const [year, month, day, hour = 0, minute = 0, second = 0] = (match?.slice(1, 7) ?? []).map(
    (part) => Number(part ?? 0),
  )
  const exists =
    match !== null &&
    isDay(year as number, month as number, day as number) &&
    hour < 24 &&
    minute < 60 &&
    second < 60 &&
    isOffset(match[7])
  if (exists) return Math.floor(Date.parse(text.toUpperCase()) / 1000)
  const like = 'a day like 2027-01-31, or RFC 3339 like 2027-01-31T18:00:00+08:00'
  throw new Fault(`${option} must be ${like}, that exists, not "${text}"`, 'usage')
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return year > 99 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

const isOffset = (offset: string | undefined) =>
  !offset ||
  /^Z$/i.test(offset) ||
  (Number(offset.slice(1, 3)) < 24 && Number(offset.slice(4)) < 60)
