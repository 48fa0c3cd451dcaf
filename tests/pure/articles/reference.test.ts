import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unpack } from '../../../src/articles/pack'
import {
  lost,
  placeAt,
  rowAt,
  toHexadecimal,
  toLost,
  toReference,
} from '../../../src/articles/reference'
import { D1Outage } from '../../../src/delivery/d1-faults'

const reference = fc.record({
  store: fc.integer({ min: 1, max: 255 }),
  id: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
})

test('what stands in place of a text says where it lies', () => {
  fc.assert(
    fc.property(reference, (one) => {
      expect(toHexadecimal(one)).toHaveLength(12)
      expect(toReference(toHexadecimal(one))).toEqual(one)
      expect(toReference(lost(one))).toBeNull()
      expect(toLost(lost(one))).toEqual(one)
    }),
  )
})

test('no text that was ever deflated is taken for it', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'grapheme', maxLength: 3_000 }), fc.base64String()),
      fc.integer({ min: 0, max: 9 }),
      fc.string(),
      (text, level, like) => {
        const dictionary = like ? { dictionary: Buffer.from(like) } : {}
        const packed = deflateRawSync(text, { level, ...dictionary }).toString('hex')
        expect(toReference(packed)).toBeNull()
        expect(toLost(packed)).toBeNull()
      },
    ),
  )
})

test('who inflates a text that could not be brought hears why', async () => {
  await expect(unpack(toHexadecimal({ store: 2, id: 7 }))).rejects.toThrow(D1Outage)
  await expect(unpack(lost({ store: 2, id: 7 }))).rejects.toThrow('text 7 is not in TEXT_2')
  expect(await unpack('')).toBe('')
})

test('rows of an index are in the order of sequence numbers, several for each', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 40 }),
      fc.integer({ min: 0, max: 7 }),
      (sequence, row) => {
        const found = rowAt({ sequence, row })
        expect(placeAt(found)).toEqual({ sequence, row })
        expect(found).toBeLessThan(rowAt({ sequence: sequence + 1, row: 0 }))
      },
    ),
  )
})
