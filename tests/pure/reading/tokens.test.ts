import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast, readable, tokens } from '../../../src/reading/tokens'

const colour = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)

/** The values of a property, by day and by night. */
const valuesOf = (style: string, name: string) =>
  [...style.matchAll(new RegExp(`--${name}:(#[0-9a-f]{6})`, 'g'))].map(([, value]) => value ?? '')

test('contrast is what WCAG says it is', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

test('whatever accent a newsroom chooses, it can be read by day and by night', () => {
  fc.assert(
    fc.property(colour, (accent) => {
      const style = tokens({ accent })
      const papers = valuesOf(style, 'paper')
      const accents = valuesOf(style, 'accent')
      expect([papers.length, accents.length]).toEqual([2, 2])
      for (const [i, paper] of papers.entries()) {
        expect(contrast(accents[i] ?? '', paper)).toBeGreaterThanOrEqual(4.5)
      }
    }),
  )
})

test('so can ink and what is quiet', () => {
  const style = tokens({ accent: '#9e2b25' })
  for (const [i, paper] of valuesOf(style, 'paper').entries()) {
    expect(contrast(valuesOf(style, 'ink')[i] ?? '', paper)).toBeGreaterThan(12)
    expect(contrast(valuesOf(style, 'quiet')[i] ?? '', paper)).toBeGreaterThan(5.5)
  }
})

test('a colour that can be read stays as it is', () => {
  expect(readable('#9e2b25', '#fcfbf8', '#000000')).toBe('#9e2b25')
})
