import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Phrase } from '../../../src/articles/search/phrase'
import { fold, type Run, runsOf, WORD_CHARACTER } from '../../../src/articles/search/segment'

/** What a phrase was until it took seconds: an expression. */
function expressionOf(runs: Run[]): RegExp {
  const source = runs.map(({ text, isPaired, start }, i) => {
    const last = runs[i - 1]
    const whole = isPaired ? text : `(?<!${WORD_CHARACTER})${text}(?!${WORD_CHARACTER})`
    if (!last) return whole
    if (last.start + last.text.length === start) return ` ?${whole}`
    return `[^\\p{L}\\p{M}\\p{N}\\n]*${whole}`
  })
  return new RegExp(source.join(''), 'gv')
}

const text = fc
  .array(
    fc.constantFrom('a', 'b', 'ab', '1', '字', '区', ' ', ', ', '\n', '-', '。', ' 字', '字a'),
    { maxLength: 30 },
  )
  .map((parts) => fold(parts.join('')))

test('a phrase is found where the expression for it was', () => {
  fc.assert(
    fc.property(text, text, (typed, folded) => {
      const runs = runsOf(typed).slice(0, 5)
      if (runs.length < 2) return
      const [phrase, expression] = [new Phrase(runs), expressionOf(runs)]
      const places = [...phrase[Symbol.matchAll](folded)].map((found) => [found.index, found[0]])
      expect(places).toEqual(
        [...folded.matchAll(expression)].map((found) => [found.index, found[0]]),
      )
      expect(phrase[Symbol.search](folded)).toBe(folded.search(expression))
    }),
    { numRuns: 1_000 },
  )
})
