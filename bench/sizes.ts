/** Whether an article takes longer to serve from a large archive than from a small one. */
import { rmSync } from 'node:fs'
import { archiveOf, copyOf, databaseIn } from './archives'
import { Clients } from './machine/drive'
import { median } from './machine/statistics'
import { type Running, start } from './machine/workerd'
import type { Effort } from './reading'
import { kindsIn } from './requests'

const SLICE = 16
const CLIENTS = 8

/** The rate from the large one as a multiple of that from the small one, both served at once. */
export async function compareSizes(
  small: number,
  large: number,
  han: number,
  vars: Record<string, string>,
  newsroom: string,
  effort: Effort,
): Promise<number> {
  const open = async (count: number) => {
    const state = copyOf(await archiveOf(count, han, vars), String(count))
    const paths =
      kindsIn(databaseIn(state), [])
        .find(({ name }) => name === 'article, copy in KV')
        ?.asks.map(({ path }) => path) ?? []
    return { state, paths, room: await start({ state, vars, scripts: { newsroom } }) }
  }
  const [one, other] = [await open(small), await open(large)]
  try {
    const rooms = { small: one.room, large: other.room }
    return await race(rooms, { small: one.paths, large: other.paths }, effort)
  } finally {
    for (const { state, room } of [one, other]) {
      await room.stop()
      rmSync(state, { recursive: true })
    }
  }
}

/** Both in turns. */
async function race(
  rooms: { small: Running; large: Running },
  paths: { small: string[]; large: string[] },
  { rounds, seconds }: Effort,
): Promise<number> {
  const sizes = ['small', 'large'] as const
  const clients = {
    small: new Clients(rooms.small.urls.newsroom as string, CLIENTS),
    large: new Clients(rooms.large.urls.newsroom as string, CLIENTS),
  }
  const ratios: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now()
    for (let slice = 0; performance.now() - start < seconds * 1_000; slice++) {
      for (const size of slice % 2 ? sizes : sizes.toReversed()) {
        const ask = (n: number) => ({ path: paths[size][n % paths[size].length] as string })
        await clients[size].drive(SLICE, ask, 200)
      }
    }
    const ratio = clients.large.timing().rate / clients.small.timing().rate
    if (round > 0) ratios.push(ratio)
  }
  await Promise.all(sizes.map((size) => clients[size].close()))
  return median(ratios)
}
