import { describe, expect, test } from 'vitest'
import { fateOf, type Kept, type Page } from '../../../../src/desk/script/saving/restoring.ts'

const kept: Kept = {
  id: '1 5 a',
  subject: '5',
  fields: [['body', '写了一半']],
  revision: 3,
  draft: '',
  version: 12,
  seen: [0],
  wasKept: false,
  isGivenUp: false,
  at: 0,
}
const page: Page = {
  fields: [['body', '已保存的']],
  revision: 3,
  draft: '',
  copy: [],
  settled: null,
}

const fate = (one: Partial<Kept>, other: Partial<Page>) =>
  fateOf({ ...kept, ...one }, { ...page, ...other })

describe('a text that is kept in the browser', () => {
  test('comes back where the page has only what is saved', () => {
    expect(fate({}, {})).toBe('restore')
  })

  test('comes back over an older one that the server has', () => {
    expect(fate({ seen: [11], wasKept: true }, { copy: [11] })).toBe('restore')
    // One whose answer was lost.
    expect(fate({ seen: [0, 11] }, { copy: [11] })).toBe('restore')
  })

  test('goes when it is what the page shows, was saved, or was given up', () => {
    expect(fate({}, { fields: kept.fields })).toBe('drop')
    expect(fate({}, { settled: 12, revision: 4 })).toBe('drop')
    expect(fate({ isGivenUp: true }, {})).toBe('drop')
  })

  test('gives way to the page that was made of it: with faults, or with what others saved', () => {
    expect(fate({}, { copy: [12, 0] })).toBe('adopt')
    expect(fate({}, { copy: [12, 0], revision: 4 })).toBe('adopt')
  })

  test('is what goes on from what was saved, when it was typed after the button was pressed', () => {
    expect(fate({ seen: [11], wasKept: true }, { settled: 11, revision: 4 })).toBe('follow')
  })

  test('is only offered where the server has another, or had it and has it no more', () => {
    expect(fate({}, { copy: [99] })).toBe('offer')
    expect(fate({ seen: [11], wasKept: true }, {})).toBe('offer')
    expect(fate({ seen: [11], wasKept: true }, { revision: 4 })).toBe('offer')
  })

  test('is only offered where a revision was saved since, which it may be', () => {
    expect(fate({}, { revision: 4 })).toBe('offer')
    expect(fate({}, { draft: 'b' })).toBe('offer')
  })
})
