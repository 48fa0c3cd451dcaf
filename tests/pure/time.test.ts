import { expect, test } from 'vitest'
import { toLocal } from '../../src/time'

test('a moment is told as the clocks of the place show it, with their offset that day', () => {
  expect(toLocal(1_720_849_862, 'Asia/Shanghai')).toEqual({
    text: '2024-07-13 13:51:02',
    iso: '2024-07-13T13:51:02+08:00',
  })
  expect(toLocal(1_720_849_862, 'UTC').iso).toBe('2024-07-13T05:51:02+00:00')
})

test('what is no time zone is refused with the variable to change', () => {
  expect(() => toLocal(0, 'Shanghai')).toThrow(/^SITE_TIME_ZONE must be an IANA time zone/)
})
