import { expect, test } from 'vitest'
import { atOnce } from '../../scripts/at-once'

test('items are done several at a time, and heard of in their order', async () => {
  let underway = 0
  let most = 0
  const heard: number[] = []
  const items = Array.from({ length: 30 }, (_, n) => n)
  const work = async (n: number) => {
    most = Math.max(most, ++underway)
    await new Promise((resolve) => setTimeout(resolve, 60 + ((30 - n) % 7) * 20))
    underway--
    return n
  }
  for await (const [, made] of atOnce(items, work)) heard.push(await made)
  expect(heard).toEqual(items)
  expect(most).toBeGreaterThan(1)
})

test('one that fails fails when its turn comes, and those after it go on', async () => {
  const outcomes: string[] = []
  const work = async (n: number) => {
    if (n === 3) throw new Error('no')
    return String(n)
  }
  for await (const [, made] of atOnce([0, 1, 2, 3, 4], work)) {
    outcomes.push(await made.catch((fault: Error) => fault.message))
  }
  expect(outcomes).toEqual(['0', '1', '2', 'no', '4'])
})

test('who stops early leaves the rest undone', async () => {
  const begun: number[] = []
  const items = Array.from({ length: 100 }, (_, n) => n)
  for await (const [, made] of atOnce(items, async (n) => begun.push(n))) {
    await made
    break
  }
  expect(begun.length).toBeLessThanOrEqual(16)
})
