import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeFields } from '../../../src/desk/comparing/fields'

describe('what two made of an article’s fields', () => {
  test('is what one made of them, where the other made nothing or the same', () => {
    const field = fc.oneof(
      fc.constantFrom(null, 'a', 'b'),
      fc.uniqueArray(fc.constantFrom('x', 'y', 'z')),
    )
    const fields = fc.record({ title: field, keywords: field })
    fc.assert(
      fc.property(fields, fields, (base, made) => {
        expect(mergeFields(base, made, base)).toEqual({ fields: made, conflicts: [] })
        expect(mergeFields(base, base, made)).toEqual({ fields: made, conflicts: [] })
        expect(mergeFields(base, made, made)).toEqual({ fields: made, conflicts: [] })
      }),
    )
  })

  test('has the changes of both to different fields', () => {
    const base = { title: '旧', author: null, source: { name: 'A', url: null } }
    const mine = { ...base, title: '新' }
    const theirs = { ...base, source: { url: 'https://a.example/', name: 'A' } }
    expect(mergeFields(base, mine, theirs)).toEqual({
      fields: { title: '新', author: null, source: theirs.source },
      conflicts: [],
    })
  })

  test('is a conflict where both changed a field, and mine until that is decided', () => {
    expect(mergeFields({ title: '旧' }, { title: '新' }, { title: '更新' })).toEqual({
      fields: { title: '新' },
      conflicts: [{ field: 'title', base: '旧', mine: '新', theirs: '更新' }],
    })
  })

  test('takes keywords that either added, and loses those that either took out', () => {
    const [base, mine, theirs] = [
      ['a', 'b', 'c'],
      ['a', 'c', 'mine'],
      ['theirs', 'b', 'c'],
    ].map((keywords) => ({ keywords })) as [{ keywords: string[] }, object, object]
    expect(mergeFields(base, mine as typeof base, theirs as typeof base)).toEqual({
      fields: { keywords: ['theirs', 'c', 'mine'] },
      conflicts: [],
    })
  })

  test('takes objects for the same whatever the order of what they hold', () => {
    const source = { name: 'A', url: null }
    const { conflicts } = mergeFields(
      { source: null },
      { source },
      { source: { url: null, name: 'A' } },
    )
    expect(conflicts).toEqual([])
  })
})
