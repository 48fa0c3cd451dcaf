/** Work that the newsroom does a few articles at a time, for as long as it is asked to go on. */
import { type Newsroom, send } from './request.ts'
import { TARGET_OPTIONS } from './target.ts'

export interface Slice {
  done: number
  next: number | null
}

export const SLICE_OPTIONS = { ...TARGET_OPTIONS, from: { type: 'string' } } as const
export const FROM_HELP = '--from CURSOR: where an attempt that broke off was; it says so at its end'

/**
 * Asks until there is no more; `see` is shown each answer. Gives back how many articles it went through. When
 * it breaks off, it says how the command goes on.
 */
export async function inSlices<T extends Slice>(
  newsroom: Newsroom,
  command: string,
  path: string,
  from = '0',
  see: (slice: T) => void = () => {},
): Promise<number> {
  let cursor = from
  try {
    for (let done = 0; ; ) {
      const slice: T = await send(
        newsroom,
        'POST',
        `${path}?${new URLSearchParams({ cursor })}`,
        {},
      )
      see(slice)
      const before = done
      done += slice.done
      if (slice.next === null) return done
      cursor = String(slice.next)
      if (Math.floor(done / 1_000) > Math.floor(before / 1_000)) console.log(`${done} articles …`)
    }
  } catch (fault) {
    console.error(`To go on: npm run ${command} -- --from ${cursor}, with the same options`)
    throw fault
  }
}
