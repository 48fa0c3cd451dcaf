import { describe, expect, test } from 'vitest'
import { fromLocal, localInput, startOfDay } from '../../src/desk/local-time'
import { toUtc } from '../../src/time'

const moment = (input: string, zone: string) => {
  const seconds = fromLocal(input, zone)
  return seconds === null ? null : toUtc(seconds)
}

describe('a date and time typed at the desk', () => {
  test.each([
    ['2026-03-29T01:30', 'Europe/London', '2026-03-29T01:30:00Z'],
    ['2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30:00Z'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00Z'],
    ['2026-11-01T01:30:15', 'America/New_York', '2026-11-01T05:30:15Z'],
    ['2026-01-01 00:00', 'Asia/Kathmandu', '2025-12-31T18:15:00Z'],
    ['2024-02-29T12:00', 'Asia/Shanghai', '2024-02-29T04:00:00Z'],
    ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T22:00:00Z'],
  ])('%s in %s is %s', (input, zone, utc) => {
    expect(moment(input, zone)).toBe(utc)
  })

  test.each([
    '',
    'tomorrow',
    '2026-02-31T10:00',
    '2025-02-29T10:00',
    '2026-13-01T10:00',
    '2026-01-01T24:00',
    '2026-01-01T10:60',
    '2026-01-01T10:00:60',
    '2026-01-01',
    '12026-01-01T10:00',
  ])('that is none, like “%s”, is not taken for another', (input) => {
    expect(moment(input, 'Asia/Shanghai')).toBeNull()
  })

  test.each([
    'Europe/London',
    'America/New_York',
    'Asia/Kathmandu',
    'Asia/Shanghai',
    'Africa/Monrovia',
  ])('shown in %s is the same moment again, but where clocks show it twice', (zone) => {
    for (const at of [-3_000_000_000, -1_500_000_001, -1, 0, 1, 951_782_400, 1_774_745_999, 4e9]) {
      expect(fromLocal(localInput(at, zone), zone)).toBe(at)
    }
  })
})

describe('a day typed at the desk', () => {
  test('begins on the site’s clocks, and ends when the next begins', () => {
    expect(toUtc(startOfDay('2026-02-28', 'Asia/Shanghai') ?? 0)).toBe('2026-02-27T16:00:00Z')
    expect(toUtc(startOfDay('2026-02-28', 'Asia/Shanghai', 1) ?? 0)).toBe('2026-02-28T16:00:00Z')
  })

  test.each(['', '2026-02-30', '9999-99-99', '0000-00-00', '9999-12-32'])('“%s” is none', (day) => {
    expect(startOfDay(day, 'Asia/Shanghai')).toBeNull()
    expect(startOfDay(day, 'Asia/Shanghai', 1)).toBeNull()
  })

  test('is the last that has a date in four digits', () => {
    expect(startOfDay('9999-12-31', 'Asia/Shanghai', 1)).toBeNull()
  })
})
