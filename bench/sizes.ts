/** Whether an article takes longer to serve from a large archive than from a small one. */
import { Clients } from './machine/drive'
import { median } from './machine/statistics'
import type { Running } from './machine/workerd'
import type { Effort } from './reading'

const SLICE = 16
const CLIENTS = 8

/** The rate from the large one as a multiple of that from the small one, both asked in turns. */
export async function compareSizes(
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
