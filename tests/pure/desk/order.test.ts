import { describe, expect, test } from 'vitest'
import { MAX_POSITION } from '../../../src/articles/writing/sections'
import { inOrder, moved, type Placed } from '../../../src/desk/sections/order'

/** Sections called a, b, c… with these positions. */
const sections = (...positions: number[]): Placed[] =>
  positions.map((position, i) => ({ id: i + 1, slug: 'abcdefgh'[i] as string, position }))

const orderOf = (all: Placed[]) =>
  inOrder(all)
    .map(({ slug }) => slug)
    .join('')

function shifted(all: Placed[], slug: string, by: -1 | 1): Placed[] {
  const positions = moved(all, slug, by)
  return all.map((one) => ({ ...one, position: positions.get(one.slug) as number }))
}

describe('a section that is moved', () => {
  test.each([
    [[1, 2, 3, 4], 'c', -1, 'acbd'],
    [[1, 2, 3, 4], 'a', 1, 'bacd'],
    [[0, 0, 0, 0], 'c', -1, 'acbd'],
    [[0, 0, 0, 0], 'a', 1, 'bacd'],
    [[5, 5, 2, 9], 'b', -1, 'cbad'],
    [[MAX_POSITION, MAX_POSITION, 3], 'b', -1, 'cba'],
    [[1, 2, 3], 'a', -1, 'abc'],
    [[1, 2, 3], 'c', 1, 'abc'],
    [[1, 2, 3], 'x', 1, 'abc'],
  ] as [number[], string, -1 | 1, string][])('%j: %s by %i', (positions, slug, by, order) => {
    const all = shifted(sections(...positions), slug, by)
    expect(orderOf(all)).toBe(order)
    expect(all.every(({ position }) => position <= MAX_POSITION)).toBe(true)
  })

  test('changes two numbers where no two are the same', () => {
    const before = sections(10, 20, 30, 40)
    const now = shifted(before, 'b', 1)
    expect(now.filter(({ position }, i) => position !== before[i]?.position)).toHaveLength(2)
  })
})
