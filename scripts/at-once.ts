/** Several at a time: each write of the newsroom waits most of a second, and none need wait for another's. */

/** How many. A key may write far more often. */
const WIDTH = 16

/** How long after another one begins, in milliseconds: so that they are stored in their order. */
const APART = 50

const pause = () => new Promise((resolve) => setTimeout(resolve, APART))

/**
 * Does work for each item, several at a time, and gives each item with what becomes of it, in their
 * order. Who stops early leaves sixteen under way at most.
 */
export async function* atOnce<T, R>(
  items: T[],
  work: (item: T, place: number) => Promise<R>,
): AsyncGenerator<[item: T, made: Promise<R>, place: number]> {
  const underway: Promise<R>[] = []
  for (const [place, item] of items.entries()) {
    for (const next of items.slice(underway.length, place + WIDTH)) {
      if (underway.length > 0) await pause()
      const made = work(next, underway.length)
      // It is heard when its turn comes.
      made.catch(() => {})
      underway.push(made)
    }
    yield [item, underway[place] as Promise<R>, place]
  }
}

/** Takes turns: what is handed to it is done a few at a time, the first to come first. */
export function atMost(width: number): <R>(work: () => Promise<R>) => Promise<R> {
  let room = width
  const waiting: (() => void)[] = []
  return async (work) => {
    if (room > 0) room--
    else await new Promise<void>((go) => waiting.push(go))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else room++
    }
  }
}
