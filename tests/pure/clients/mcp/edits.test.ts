import { expect, test } from 'vitest'
import { edited } from '../../../../src/clients/mcp/edits'

test('edits are made in their order, each to what the one before has left', () => {
  const made = [
    { find: 'b', replace: 'bb' },
    { find: 'bb', replace: '' },
  ]
  expect(edited('abc', made)).toEqual({ text: 'ac' })
})

test('what an edit puts in is taken to the letter', () => {
  expect(edited('a', [{ find: 'a', replace: '$& $1 \\n' }])).toEqual({ text: '$& $1 \\n' })
})

test('an edit without a place, or with two, is named', () => {
  expect(edited('abc', [{ find: 'x', replace: '' }])).toMatchObject({
    fault: expect.stringContaining('edits.0'),
  })
  expect(edited('aaa', [{ find: 'aa', replace: '' }])).toMatchObject({
    fault: expect.stringContaining('more than once'),
  })
})
