import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tokensOf } from '../../../../scripts/move/wordpress/tokens.ts'

const PIECES = [
  '<p>',
  '</p>',
  '<a b="',
  '"',
  "'",
  '>',
  '<',
  '<pre>',
  '</pre>',
  '</PRE',
  '<code',
  '汉',
  '\n',
  '<br/>',
]

test('HTML that is cut into tags and text is the same HTML put together again', () => {
  const html = fc
    .array(fc.constantFrom(...PIECES), { maxLength: 40 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(html, (text) => {
      expect(
        tokensOf(text)
          .map((token) => token.html)
          .join(''),
      ).toBe(text)
    }),
    { numRuns: 2_000 },
  )
})
