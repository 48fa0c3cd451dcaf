import { applyPatch } from 'diff'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffOf } from '../../../src/editing/compare'

const numbered = (n: number, name: string) =>
  Array.from({ length: n }, (_, i) => name + i).join('\n')

describe('a comparison of two bodies', () => {
  test('is a unified diff that makes one of the other', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', '', '-a', '+', '@@', '\\ No'), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const [old, now] = [before.join('\n'), after.join('\n')]
        if (old !== now) expect(applyPatch(old, diffOf(old, now))).toBe(now)
      }),
    )
  })

  test.each([
    ['little in common', numbered(6_000, 'a'), numbered(6_000, 'b')],
    ['a line end, and none', `${numbered(3_000, 'a')}\n`, numbered(3_000, 'b')],
    ['more lines than can be gone through', 'a\n'.repeat(100_000), 'a\nb\n'.repeat(50_000)],
    ['nothing but line ends', '\r\n'.repeat(100_000), '\n'.repeat(100_000)],
  ])('goes from one to the other as a whole where it would take long: %s', (_, old, now) => {
    const diff = diffOf(old, now)
    expect(diff.match(/^@@ /gm)).toHaveLength(1)
    expect(applyPatch(old, diff)).toBe(now)
  })

  test('goes by lines where most of them are the same', () => {
    const old = numbered(5_000, 'a')
    const diff = diffOf(old, old.replace('a17\n', 'b\n').replace('a4000\n', ''))
    expect(diff.split('\n').filter((line) => /^[+-][^+-]/.test(line))).toEqual([
      '-a17',
      '+b',
      '-a4000',
    ])
  })
})
