import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeTexts, textOf } from '../../../src/desk/comparing/merge'

const line = fc.constantFrom('', '甲', '乙', 'c', 'd', '\r')
const text = fc.array(line, { maxLength: 9 }).map((lines) => lines.join('\n'))
const numbered = (count: number, name: string) =>
  Array.from({ length: count }, (_, i) => name + i).join('\n\n')

describe('what two made of a text', () => {
  test('is what one made of it, where the other made nothing', () => {
    fc.assert(
      fc.property(text, text, (base, made) => {
        expect(mergeTexts(base, made, base)).toMatchObject({ text: made, conflicts: 0 })
        expect(mergeTexts(base, base, made)).toMatchObject({ text: made, conflicts: 0 })
      }),
    )
  })

  test('is what both made of it, where they made the same', () => {
    fc.assert(
      fc.property(text, text, (base, made) => {
        expect(mergeTexts(base, made, made)).toMatchObject({ text: made, conflicts: 0 })
      }),
    )
  })

  test('has every change of both where they are to different lines', () => {
    const lines = fc.uniqueArray(fc.integer({ min: 0, max: 29 }), { maxLength: 20 })
    const changes = fc.tuple(lines, lines).map(([a, b]) => [a, b.filter((one) => !a.includes(one))])
    fc.assert(
      fc.property(changes, ([my = [], their = []]) => {
        const base = Array.from({ length: 30 }, (_, i) => `line ${i}`)
        const made = (changed: number[], name: string) =>
          base.map((one, i) => (changed.includes(i) ? `${name} ${i}` : one)).join('\n')
        const both = base
          .map((one, i) => (my.includes(i) ? `my ${i}` : their.includes(i) ? `their ${i}` : one))
          .join('\n')
        const merged = mergeTexts(base.join('\n'), made(my, 'my'), made(their, 'their'))
        expect(merged).toMatchObject({ text: both, conflicts: 0 })
      }),
    )
  })

  test('has lines that either added, and lacks those that either took out', () => {
    const base = '导语\n\n第一段\n\n第二段\n\n第三段'
    const mine = '导语\n\n新的一段\n\n第一段\n\n第二段\n\n第三段'
    const theirs = '导语\n\n第一段\n\n第二段，改过\n\n第三段\n\n最新消息'
    expect(mergeTexts(base, mine, theirs)).toMatchObject({
      text: '导语\n\n新的一段\n\n第一段\n\n第二段，改过\n\n第三段\n\n最新消息',
      conflicts: 0,
    })
    expect(mergeTexts(base, '导语\n\n第一段\n\n第三段', base.replace('导', '引'))).toMatchObject({
      text: '引语\n\n第一段\n\n第三段',
      conflicts: 0,
    })
  })

  test('can be put together to either text, or mixed, where they are in conflict', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const merged = mergeTexts(base, mine, theirs)
        expect(textOf(merged.chunks, ({ mine }) => mine)).toBe(merged.text)
        const other = mergeTexts(base, theirs, mine)
        expect(textOf(merged.chunks, ({ theirs }) => theirs)).toBe(other.text)
        if (merged.conflicts === 0) expect(other.text).toBe(merged.text)
      }),
    )
  })

  test('loses no line that either added', () => {
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const { chunks } = mergeTexts(base, mine, theirs)
        const shown = chunks.flatMap((one) => Object.values(one).join('\n').split('\n'))
        for (const made of [mine, theirs]) {
          for (const one of made.split('\n')) if (!base.includes(one)) expect(shown).toContain(one)
        }
      }),
    )
  })

  test('is a conflict where both changed the same paragraph, which tells what each made of it', () => {
    const merged = mergeTexts('一\n\n二\n\n三', '一\n\n二甲\n\n三', '一\n\n二乙\n\n三改')
    expect(merged.chunks).toEqual([
      { kind: 'same', text: '一\n\n' },
      { kind: 'conflict', base: '二\n', mine: '二甲\n', theirs: '二乙\n' },
      { kind: 'same', text: '\n三改\n' },
    ])
    expect(merged).toMatchObject({ text: '一\n\n二甲\n\n三改', conflicts: 1 })
    expect(textOf(merged.chunks, () => '都不要')).toBe('一\n\n都不要\n\n三改')
    expect(textOf(merged.chunks, () => '')).toBe('一\n\n\n三改')
  })

  test('is a conflict where both added something at one place, or one took out what the other changed', () => {
    expect(mergeTexts('a\nz', 'a\nb\nz', 'a\nc\nz').conflicts).toBe(1)
    expect(mergeTexts('a\nb\nz', 'a\nz', 'a\nB\nz').conflicts).toBe(1)
    expect(mergeTexts('', 'one', 'other').conflicts).toBe(1)
  })

  test.each([
    ['nothing in common', numbered(20_000, 'a'), numbered(20_000, 'b'), numbered(20_000, 'c')],
    ['nothing but line ends', '\n'.repeat(262_144), '\n'.repeat(200_000), '\na'.repeat(131_072)],
    ['every other line', 'a\nb\n'.repeat(65_536), 'a\nc\n'.repeat(65_536), 'd\nb\n'.repeat(65_536)],
  ])('comes to an end with %s', (_, base, mine, theirs) => {
    const merged = mergeTexts(base, mine, theirs)
    expect(textOf(merged.chunks, ({ mine }) => mine)).toBe(merged.text)
    expect(mergeTexts(base, mine, base).text).toBe(mine)
  })
})
