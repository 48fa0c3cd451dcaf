/** Work that the newsroom does a few articles at a time, for as long as it is asked to go on. */
import { type Newsroom, send } from './request.ts'
import { TARGET_OPTIONS } from './target.ts'

export interface Slice {
  done: number
  next: number | string | null
}

export const SLICE_OPTIONS = { ...TARGET_OPTIONS, from: { type: 'string' } } as const
export const FROM_HELP = '--from CURSOR: where an attempt that broke off was; it says so at its end'

interface Walk<T> {
  /** Where to begin; at the beginning unless given. */
  from?: string | undefined
  /** The option that says so. */
  option?: string
  /** What is counted. */
  noun?: string
  /** What each request says besides. */
  query?: Record<string, string | undefined>
  /** Is shown each answer. */
  see?: (slice: T) => void
}

/**
 * Asks until there is no more. Gives back how many articles, or what else is counted, it went through. When it
 * breaks off, it says how the command goes on.
 */
export async function inSlices<T extends Slice>(
  newsroom: Newsroom,
  command: string,
  path: string,
  walk: Walk<T> = {},
): Promise<number> {
  const { option = '--from', noun = 'articles', query = {}, see = () => {} } = walk
  const others = Object.entries(query).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  )
  let cursor = walk.from
  try {
    for (let done = 0; ; ) {
      const asked = new URLSearchParams([
        ...others,
        ...(cursor === undefined ? [] : [['cursor', cursor]]),
      ])
      const slice: T = await send(newsroom, 'POST', `${path}?${asked}`, {})
      see(slice)
      const before = done
      done += slice.done
      if (slice.next === null) return done
      cursor = String(slice.next)
      if (Math.floor(done / 1_000) > Math.floor(before / 1_000)) console.log(`${done} ${noun} …`)
    }
  } catch (fault) {
    const on = cursor === undefined ? '' : ` -- ${option} ${cursor}`
    console.error(`To go on: npm run ${command}${on}, with the same options`)
    throw fault
  }
}
