/** What the desk's script asks before it opens a text as it will look. */
import { beforeEach, describe, expect, test } from 'vitest'
import { atDesk, type Desk } from '../support/desk'
import { openNewsroom } from '../support/newsroom'

let desk: Desk

beforeEach(async () => {
  desk = await atDesk(await openNewsroom())
})

async function same(before: string, after: string, format = 'markdown'): Promise<boolean> {
  const answer = await desk.post('/desk/articles/same', { before, after, format })
  expect(answer.status).toBe(200)
  return (await answer.json<{ same: boolean }>()).same
}

describe('two sources are the same', () => {
  test.each([
    ['that readers see alike', '__甲__\r\n\r\n* 乙', '**甲**\n\n- 乙\n'],
    ['that are refused for the same reason', '<script>', '<script>\n\n'],
    ['that lose the same', '甲\n\n[^1]: 乙', '甲\n\n\n[^1]: 乙\n'],
  ])('%s', async (_, before, after) => {
    expect(await same(before, after)).toBe(true)
  })
})

describe('two sources are not the same', () => {
  test.each([
    ['when a word is bold in one', '**甲**', '甲'],
    ['when one is refused', '甲', '<script>'],
    ['when one loses a note without a mark', '甲\n\n[^1]: 乙', '甲'],
    ['when there is nothing of them', ' ', ' '],
    ['when they are longer than an article may be', '字'.repeat(100_000), '字'.repeat(100_000)],
  ])('%s', async (_, before, after) => {
    expect(await same(before, after)).toBe(false)
  })

  test('in a format that is none', async () => {
    expect(await same('甲', '甲', 'word')).toBe(false)
  })
})
