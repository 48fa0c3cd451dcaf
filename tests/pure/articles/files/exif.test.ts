import { expect, test } from 'vitest'
import { exifOf, orientationOf } from '../../../../src/articles/files/exif'
import { join, text } from './files'

/** A directory with one entry, in the byte order of Intel. */
const little = (entry: string) => text(`II*\0\x08\0\0\0\x01\0${entry}\0\0\0\0`)
const TURNED = '\x12\x01\x03\0\x01\0\0\0\x06\0\0\0'

test('a picture is turned as its Exif says, in either byte order and behind either mark', () => {
  expect(orientationOf(little(TURNED))).toBe(6)
  expect(orientationOf(join('Exif\0\0', little(TURNED)))).toBe(6)
  for (let orientation = 1; orientation <= 8; orientation++) {
    expect(orientationOf(exifOf(orientation))).toBe(orientation)
  }
})

test.each([
  ['there is none', text('')],
  ['it is of no byte order', join('XX', little(TURNED).subarray(2))],
  ['it is cut short', little(TURNED).subarray(0, 20)],
  ['its directory is beyond its end', text('II*\0\xff\xff\xff\xff\0\0\0\0')],
  ['it says 9', little('\x12\x01\x03\0\x01\0\0\0\x09\0\0\0')],
  ['it says so in another type', little('\x12\x01\x04\0\x01\0\0\0\x06\0\0\0')],
  ['it says something else', little('\x10\x01\x03\0\x01\0\0\0\x06\0\0\0')],
])('a picture is shown as it is where %s', (_, exif) => {
  expect(orientationOf(exif)).toBe(1)
})
