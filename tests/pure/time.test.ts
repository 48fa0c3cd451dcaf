import { describe, expect, test } from 'vitest'
import { toLocal } from '../../src/time'

test('a moment is told as the clocks of the place show it, with their offset that day', () => {
  expect(toLocal(1_720_849_862, 'Asia/Shanghai')).toEqual({
    text: '2024-07-13 13:51:02',
    iso: '2024-07-13T13:51:02+08:00',
  })
  expect(toLocal(1_720_849_862, 'UTC').iso).toBe('2024-07-13T05:51:02+00:00')
})

describe('before standard time, a moment is still the same moment', () => {
  test.each([
    ['Asia/Shanghai', '1872-04-30T08:00:00+08:00'],
    ['Asia/Shanghai', '0001-01-01T12:00:00+08:00'],
    ['Asia/Tokyo', '1887-12-31T23:59:59+09:00'],
    ['Europe/Paris', '1900-01-01T00:00:00+00:00'],
    ['Europe/Dublin', '1900-01-01T00:00:00+00:00'],
    ['America/New_York', '1880-07-04T09:30:00-05:00'],
    ['Asia/Kolkata', '1857-05-10T12:00:00+05:30'],
    ['Africa/Monrovia', '1971-12-31T00:00:00+00:00'],
    ['America/La_Paz', '1931-12-01T00:00:00-04:00'],
  ])('in %s at %s', (timeZone, iso) => {
    expect(toLocal(Date.parse(iso) / 1000, timeZone)).toEqual({
      text: iso.slice(0, 19).replace('T', ' '),
      iso,
    })
  })

  test('in every time zone, in every year', () => {
    for (const timeZone of Intl.supportedValuesOf('timeZone')) {
      for (let year = 1830; year < 1980; year += 7) {
        const seconds = Date.UTC(year, year % 12, 3, 4, 5, 6) / 1000
        const { text, iso } = toLocal(seconds, timeZone)
        expect(Date.parse(iso) / 1000, `${timeZone} ${iso}`).toBe(seconds)
        expect(iso.slice(0, 19).replace('T', ' ')).toBe(text)
      }
    }
  })
})

test('what is no time zone is refused with the variable to change', () => {
  expect(() => toLocal(0, 'Shanghai')).toThrow(/^SITE_TIME_ZONE must be an IANA time zone/)
})
