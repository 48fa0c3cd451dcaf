import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Stall } from '../../../src/delivery/stall'

const START = 1_800_000_000_000
const PATIENCE = 2_000

beforeEach(() => {
  vi.useFakeTimers({ now: START })
})

afterEach(() => {
  vi.useRealTimers()
})

/** D1 that takes so long for a question asked at a moment; both in milliseconds from the start. */
type Distance = (at: number) => number

/** A D1, the stall of one isolate, and its readers, who note how long each waited. */
function newsroom(distance: Distance) {
  const stall = new Stall(Date.now)
  const asked: number[] = []
  const readers: { at: number; waited: number; isAnswered: boolean }[] = []
  const question = () => {
    const at = Date.now() - START
    asked.push(at)
    return new Promise<string>((resolve) => setTimeout(() => resolve('edition'), distance(at)))
  }
  const read = async (patience = PATIENCE) => {
    const at = Date.now() - START
    const reader = { at, waited: 0, isAnswered: false }
    readers.push(reader)
    await stall
      .ask(patience, question, () => {})
      .then(
        () => {
          reader.isAnswered = true
        },
        () => {},
      )
    reader.waited = Date.now() - START - at
  }
  /** Readers come, one in so many milliseconds, until a moment. */
  const readUntil = async (until: number, every = 50) => {
    while (Date.now() - START < until) {
      void read()
      await vi.advanceTimersByTimeAsync(every)
    }
  }
  return { asked, readers, read, readUntil }
}

const between = <T extends { at: number }>(all: T[], from: number, to: number) =>
  all.filter(({ at }) => at >= from && at < to)
const longest = (readers: { waited: number }[]) => Math.max(...readers.map(({ waited }) => waited))

describe('a D1 that hangs for 80 seconds', () => {
  const END = 80_000
  const hangs = (at: number) => (at < END ? END - at + 5 : 5)

  test('costs readers two seconds in its first two, and 300 ms at most from then on', async () => {
    const { readers, readUntil } = newsroom(hangs)
    await readUntil(END + 10_000)
    await vi.advanceTimersByTimeAsync(PATIENCE)
    expect(longest(between(readers, 0, 2_000))).toBe(2_000)
    expect(longest(between(readers, 2_000, END))).toBeLessThanOrEqual(300)
    const hurt = between(readers, 2_000, END).filter(({ waited }) => waited > 0)
    expect(hurt.length).toBeLessThan(45)
  })

  test('is asked by one at a time, and not buried under questions', async () => {
    const { asked, readUntil } = newsroom(hangs)
    await readUntil(END)
    const later = asked.filter((at) => at > 2_000)
    expect(later.length).toBeLessThan(45)
    expect(Math.min(...later.slice(1).map((at, i) => at - (later[i] ?? 0)))).toBeGreaterThan(1_900)
  })

  test('is found to be back within two seconds, and asked by all again', async () => {
    const { readers, readUntil } = newsroom(hangs)
    await readUntil(END + 10_000)
    expect(between(readers, END + 2_100, END + 9_000).every((one) => one.isAnswered)).toBe(true)
  })

  test('is asked in full again by a reader who comes after a pause', async () => {
    const { asked, read } = newsroom(hangs)
    void read()
    await vi.advanceTimersByTimeAsync(2_000 + 5_001)
    void read()
    void read()
    expect(asked.length).toBe(3)
  })
})

test.each([250, 1_900])('a D1 steadily %i ms away is not taken for hung', async (distance) => {
  const { readers, readUntil } = newsroom(() => distance)
  await readUntil(20_000)
  await vi.advanceTimersByTimeAsync(distance)
  expect(readers.every(({ isAnswered }) => isAnswered)).toBe(true)
})

test('one that is a second away after a stall is not taken for hung for ever', async () => {
  const { readers, readUntil } = newsroom((at) => (at < 3_000 ? 60_000 : 1_000))
  await readUntil(20_000)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(between(readers, 9_000, 19_000).every(({ isAnswered }) => isAnswered)).toBe(true)
})

test('one that answers others is not taken for hung over a question that takes it long', async () => {
  const { read, readers, readUntil, asked } = newsroom((at) => (at === 0 ? 60_000 : 5))
  void read()
  await vi.advanceTimersByTimeAsync(1)
  await readUntil(2_000)
  await vi.advanceTimersByTimeAsync(1)
  void read()
  void read()
  await vi.advanceTimersByTimeAsync(10)
  expect(asked.length).toBe(readers.length)
  expect(readers.slice(1).every(({ isAnswered }) => isAnswered)).toBe(true)
})

test('those who have less patience than others say nothing about D1', async () => {
  const { read, readers } = newsroom(() => 250)
  void read(200)
  await vi.advanceTimersByTimeAsync(250)
  void read()
  void read()
  await vi.advanceTimersByTimeAsync(250)
  expect(readers.map(({ isAnswered }) => isAnswered)).toEqual([false, true, true])
})

test('the request that asks may die: its turn lapses', async () => {
  const { asked, readUntil, read } = newsroom(() => 60_000)
  await readUntil(2_001)
  const { length } = asked
  // Dead: nothing it left behind ever runs again.
  void read()
  vi.clearAllTimers()
  vi.setSystemTime(Date.now() + 1_999)
  void read()
  expect(asked.length).toBe(length + 1)
  vi.setSystemTime(Date.now() + 1)
  void read()
  expect(asked.length).toBe(length + 2)
})

test('a fault that comes at once is no silence', async () => {
  const stall = new Stall(Date.now)
  const fail = () => Promise.reject(new Error('Network connection lost.'))
  const ask = () => stall.ask(PATIENCE, fail, () => {})
  await expect(ask()).rejects.toThrow('Network connection lost.')
  await expect(ask()).rejects.toThrow('Network connection lost.')
})

test('a clock that is set back does not make a stall last', async () => {
  const { asked, read } = newsroom(() => 60_000)
  void read()
  await vi.advanceTimersByTimeAsync(2_000)
  vi.setSystemTime(START - 3_600_000)
  void read()
  void read()
  expect(asked.length).toBe(3)
})
