import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LOOKS, paletteOf } from '../../../../src/desk/script/card/palette'
import { contrast } from '../../../../src/reading/tokens'

test('words on a card can be read, whatever the newsroom’s colour is', () => {
  const colour = fc
    .integer({ min: 0, max: 0xffffff })
    .map((value) => `#${value.toString(16).padStart(6, '0')}`)
  fc.assert(
    fc.property(colour, fc.constantFrom(...LOOKS), (accent, look) => {
      const { ground, title, words } = paletteOf(accent, look)
      expect(contrast(title, ground)).toBeGreaterThanOrEqual(4.5)
      expect(contrast(words, ground)).toBeGreaterThanOrEqual(4.5)
    }),
    { numRuns: 2000 },
  )
})

test('a card is on paper, or on the newsroom’s colour', () => {
  expect(paletteOf('#9e2b25', 'paper')).toMatchObject({ ground: '#fcfbf8', words: '#9e2b25' })
  expect(paletteOf('#9e2b25', 'colour')).toMatchObject({ ground: '#9e2b25', title: '#fcfbf8' })
})
