/** What has to be reached, and what was. */
import { WAIT_MS } from '../src/delivery/leases'
import type { Cold, Who } from './cold'
import { median } from './machine/statistics'
import type { Measured } from './measure'

export interface Target {
  name: string
  value: number
  /** The least or the most it may be. */
  least?: number
  most?: number
  unit: string
}

interface Everything {
  measured: Measured[]
  /** The rate of an article from the largest archive, as a multiple of that from the smallest. */
  sizes: number
  cold: Record<Who, Cold>
  /** Bytes of D1 an article. */
  space: number
  /** Bytes of the Worker, compressed. */
  bundle: number
}

const postOf = ({ writes }: Measured) =>
  writes.kinds.find(({ name }) => name === 'post')?.timing.p50 ?? Number.NaN

/** With `--only`, what was not measured is not there. */
export function targetsOf({ measured, sizes, cold, space, bundle }: Everything): Target[] {
  const [first, last] = [measured[0], measured.at(-1)] as [Measured, Measured]
  const readingOf = (wanted: string, { readings }: Measured) =>
    readings.filter(({ name }) => name === wanted)
  const counts = `${last.count} articles against ${first.count}`
  // How large an archive is makes no difference here, so the rounds of all count.
  const rounds = measured.flatMap((one) =>
    readingOf('article, copy in KV', one).flatMap((reading) => reading.rounds),
  )
  const dirty = measured.filter(({ count }) => count >= 10_000).slice(0, 1)
  return [
    ...readingOf('article, hot', first).map(({ ratios }) => ({
      name: 'hot article against bare Hono',
      value: ratios.bare,
      least: 0.45,
      unit: '×',
    })),
    ...readingOf('article, copy in KV', first).flatMap(({ cpu }) => [
      {
        name: 'article in KV against the same calls',
        value: median(rounds),
        least: 0.95,
        unit: '×',
      },
      { name: 'article in KV, Worker', value: cpu.worker, most: 1, unit: 'ms of CPU' },
    ]),
    { name: `article in KV, ${counts}`, value: sizes, least: 0.9, unit: '×' },
    // In between, where there are ten sitemaps, SQLite may look through them: eleven rows a post.
    ...(last.count < 1_000_000 ? [] : (['read', 'written'] as const)).map((what) => ({
      name: `rows ${what} by thirty posts, ${counts}`,
      value: last.writes.rows[what] - first.writes.rows[what],
      least: 0,
      most: 0,
      unit: 'more',
    })),
    {
      name: `post, beyond the ${WAIT_MS} ms it waits`,
      value: postOf(first) - WAIT_MS,
      most: 20,
      unit: 'ms',
    },
    {
      name: 'import of 1,000 lines, its wait included',
      value: first.writes.import.rate,
      least: 400,
      unit: 'articles a second',
    },
    { name: 'import', value: first.writes.import.roundTrips, most: 0.1, unit: 'round trips each' },
    ...dirty
      .flatMap((one) => readingOf('sitemap, changed', one))
      .map(({ cpu }) => ({
        name: 'changed sitemap of 10,000, Worker',
        value: cpu.worker,
        most: 10,
        unit: 'ms of CPU',
      })),
    { name: 'D1 an article of 1,400 Han characters', value: space / 1024, most: 8, unit: 'KiB' },
    {
      name: 'first page of a cold Worker, against bare Hono',
      value: cold.newsroom.total / cold.bare.total,
      most: 1.5,
      unit: '×',
    },
    // Decision 30: what only the desk and passkeys load is evaluated when it is first asked for.
    { name: 'bundle', value: bundle / 1024, most: 750, unit: 'KiB gzip' },
  ]
}

export const isMissed = ({ value, least, most }: Target) =>
  !(value >= (least ?? Number.NEGATIVE_INFINITY) && value <= (most ?? Number.POSITIVE_INFINITY))

export const describe = (target: Target) => {
  const { name, value, least, most, unit } = target
  const bound = least === most ? `= ${least}` : least === undefined ? `≤ ${most}` : `≥ ${least}`
  const state = isMissed(target) ? 'MISSED' : 'reached'
  return `| ${name} | ${round(value)} ${unit} | ${bound} | ${state} |`
}

/** Three digits that count. */
export const round = (value: number) =>
  Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)))
