/** What requests cost, told apart: what their answer waits for, and what is done after it. */
import { type Cost, noCost } from './bindings'
import type { Newsroom } from './newsroom'

export interface Expense extends Cost {
  purges: number
}

export interface Spent {
  /** Null for what has no answer. */
  status: number | null
  bytes: number | null
  before: Expense
  after: Expense
}

export type Work = () => Promise<unknown>

/**
 * Measures in a newsroom whose edge takes every purge. What is left for afterwards is held back until
 * the answer has been read to its end: were it waited for all the same, the answer would never come.
 */
export function meterOf(newsroom: Newsroom): (work: Work) => Promise<Spent> {
  let purges = 0
  let answered = Promise.withResolvers<void>()
  let before: Expense
  const spent = (): Expense => ({ ...newsroom.cost, purges })
  const begun = new Set<{ isLater: boolean }>()

  async function hold() {
    const operation = { isLater: false }
    begun.add(operation)
    // Work that is left for afterwards is handed over as soon as it begins.
    await null
    begun.delete(operation)
    if (operation.isLater) await answered.promise
  }
  newsroom.onD1 = hold
  newsroom.onKV = hold
  newsroom.onLater = () => {
    for (const operation of begun) operation.isLater = true
  }
  newsroom.onAnswered = () => {
    before = spent()
    answered.resolve()
  }
  newsroom.cache = {
    async purge() {
      purges++
      return { success: true, zoneTag: '', errors: [] }
    },
  } as unknown as CacheContext

  return async (work) => {
    Object.assign(newsroom.cost, noCost())
    purges = 0
    answered = Promise.withResolvers()
    const result = await work()
    const response = result instanceof Response ? result : null
    const bytes = response && (await response.arrayBuffer()).byteLength
    return { status: response?.status ?? null, bytes, before, after: minus(spent(), before) }
  }
}

const minus = (whole: Expense, part: Expense) =>
  Object.fromEntries(
    Object.entries(whole).map(([name, n]) => [name, n - part[name as keyof Expense]]),
  ) as unknown as Expense
