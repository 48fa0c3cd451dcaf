import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Side, sidesOf } from '../../../src/desk/comparing/sides'

/** A side as a sentence: what changed is in brackets. */
const marked = (side: Side['before']) =>
  side?.map(({ text, isChanged }) => (isChanged ? `[${text}]` : text)).join('') ?? null
const rows = (before: string, after: string) =>
  sidesOf(before, after).map((side) => [side.kind, marked(side.before), marked(side.after)])

describe('two texts side by side', () => {
  test('have each paragraph beside what became of it', () => {
    const before = '导语\n\n第一段说了一件事。\n\n第二段说了另一件。\n\n尾'
    const after =
      '导语\n\n第一段说了两件事。\n\n加了一段完全不同的文字\n\n第二段又说了另一件。\n\n尾'
    expect(rows(before, after)).toEqual([
      ['same', '导语', '导语'],
      ['changed', '第一段说了[一]件事。', '第一段说了[两]件事。'],
      ['added', null, '[加了一段完全不同的文字]'],
      ['changed', '第二段说了另一件。', '第二段[又]说了另一件。'],
      ['same', '尾', '尾'],
    ])
  })

  test('are told apart by words in English', () => {
    expect(rows('The mayor opened the bridge.', 'The mayor closed the bridge.')).toEqual([
      ['changed', 'The mayor [opened] the bridge.', 'The mayor [closed] the bridge.'],
    ])
  })

  test('are told apart by characters in Chinese, and never through the middle of one', () => {
    expect(rows('𠮷野家开业了', '𠮶野家开业了')).toEqual([
      ['changed', '[𠮷]野家开业了', '[𠮶]野家开业了'],
    ])
  })

  test('are no confetti where they have little in common', () => {
    expect(rows('今天下午两点召开会议', '昨日上海有大雨，多云')).toEqual([
      ['changed', '[今天下午两点召开会议]', '[昨日上海有大雨，多云]'],
    ])
  })

  test('show that a paragraph was parted in two, or set apart', () => {
    expect(rows('a\nb\n\nc', 'a\n\nb\n\nc')[0]).toEqual(['changed', 'a', 'a[\n]'])
    expect(rows('a\n\nb', 'b')).toEqual([
      ['removed', '[a]', null],
      ['same', 'b', 'b'],
    ])
    expect(rows('', 'b')).toEqual([['added', null, '[b]']])
    expect(rows('', '')).toEqual([])
  })

  test('are both there in full', () => {
    const word = fc.constantFrom('大', '桥', '通车', ' ', 'bridge ', '\n', '\n\n', '。', '😀')
    const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(''))
    const read = (side: Side['before']) => side?.map((one) => one.text).join('') ?? ''
    const letters = (value: string) => value.replace(/\n/g, '')
    fc.assert(
      fc.property(text, text, (before, after) => {
        const sides = sidesOf(before, after)
        expect(letters(sides.map((side) => read(side.before)).join(''))).toBe(letters(before))
        expect(letters(sides.map((side) => read(side.after)).join(''))).toBe(letters(after))
        const trimmed = (value: string) => value.replace(/\n+$/, '')
        const isSame = trimmed(before) === trimmed(after)
        if (sides.every(({ kind }) => kind === 'same')) expect(isSame).toBe(true)
      }),
    )
  })

  test.each([
    ['nothing in common', '甲乙丙丁\n'.repeat(20_000), '子丑寅卯\n'.repeat(20_000)],
    ['one paragraph without anything in common', '甲'.repeat(87_000), '乙'.repeat(87_000)],
    ['nothing but line ends', '\n'.repeat(262_144), 'a\n'.repeat(131_072)],
    [
      'one character changed in a long paragraph',
      '。'.repeat(87_000),
      `${'。'.repeat(40_000)}x${'。'.repeat(46_000)}`,
    ],
  ])('come to an end with %s', (_, before, after) => {
    expect(sidesOf(before, after).some(({ kind }) => kind !== 'same')).toBe(true)
  })
})
