/** Importing runs of lines of one kind: tried, tried again, and in the end in smaller pieces. */
import { sha256 } from '../../articles/digest'
import type { Newsroom } from '../../articles/writing/commit'
import { runOnce } from '../../articles/writing/once'
import type { Owed } from '../../delivery/editions'
import { describeProblem } from '../door/problems'
import type { Scene } from '../saving/decide'
import type { Line } from './ndjson'
import { type Answered, claimRange, type Result, type RunKey, rangeOf } from './ranges'
import type { Item } from './read'

/** Who imports, where and when. */
export interface Importer extends Newsroom, Scene {
  /** Set when the request may come again. */
  retry: RunKey | null
  /** All or nothing. */
  isAtomic: boolean
  /** Counts one more write, and says whether the key may make it; once it may not, never again. */
  mayWrite(): Promise<boolean>
  /** Whether something of the lines at hand was stored already. */
  hasStored?: boolean
  /** What is owed to the outside so far. */
  owed: Owed[]
  /** Whether a result tells of what another write did, perhaps just now, to what readers see. */
  tellsOfAnother: boolean
}

/** A line that could be read. */
export interface Entry<I extends Item = Item> {
  line: Line
  item: I
}

export type ArticleEntry = Entry<Item & { kind: 'article' }>

/**
 * The results of a run; `lost` when somebody was faster; or how many of it are to go first, because
 * they cannot be written in one batch with the rest.
 */
export type Attempt = { results: Result[] } | 'lost' | { cut: number }

/** How often a run is tried as a whole, and a line by itself. */
const ATTEMPTS = 2
const PATIENT_ATTEMPTS = 40

export async function tryRun<E extends Entry>(
  importer: Importer,
  entries: E[],
  attempt: (entries: E[]) => Promise<Attempt>,
): Promise<Result[]> {
  const isWhole = entries.length === 1 || importer.isAtomic
  const inPieces = async (size: number) => [
    ...(await tryRun(importer, entries.slice(0, size), attempt)),
    ...(await tryRun(importer, entries.slice(size), attempt)),
  ]
  for (let i = 0; i < (isWhole ? PATIENT_ATTEMPTS : ATTEMPTS); i++) {
    // Each asks as much of D1 as a single post.
    if (!(await importer.mayWrite())) return entries.map(() => limited(importer))
    const made = await attempt(entries)
    if (made !== 'lost' && 'results' in made) {
      importer.hasStored ||= made.results.some(isGood)
      return made.results
    }
    if (made !== 'lost') return inPieces(made.cut)
    // At random, so that the same two do not meet again.
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20))
  }
  if (!isWhole) return inPieces(Math.ceil(entries.length / 2))
  return entries.map(() => describeProblem(importer.site, 'busy'))
}

const limited = ({ site }: Importer) =>
  describeProblem(site, 'rate-limited', {
    detail:
      'This line was not tried. Wait a minute, and send the request again as it was, or from here on.',
  })

/** The lines of a run, for what is kept about them; null when the request will not come again. */
export function rangeOfEntries({ retry, now }: Importer, entries: Entry[]): string | null {
  const [from, to] = [entries[0], entries.at(-1)].map((entry) => entry?.line.number ?? 0)
  return retry && rangeOf(retry, from as number, to as number, now)
}

/** What was answered to a run before, or where it has to be cut; null when it is all new. */
export async function replay(
  importer: Importer,
  entries: Entry[],
  answered: Map<number, Answered>,
): Promise<Attempt | null> {
  if (answered.size === 0) return null
  const known = entries.map(({ line }) => answered.get(line.number))
  const cut = known.findIndex((one) => Boolean(one) !== Boolean(known[0]))
  if (cut > 0) return { cut }
  if (!known[0]) return null
  importer.tellsOfAnother = true
  const results = entries.map(async ({ line }, i) => {
    const { hash, result } = known[i] as Answered
    const isSame = hash === (await sha256(line.text ?? ''))
    return isSame ? result : describeProblem(importer.site, 'idempotency-key-reused')
  })
  return { results: await Promise.all(results) }
}

const isGood = ({ status }: Result) => status < 300

/** For the batch that writes a run: keeps its results, if any of them is good. */
export async function keep(
  { db, retry, now }: Importer,
  entries: Entry[],
  results: Result[],
): Promise<D1PreparedStatement[]> {
  if (!retry || !results.some(isGood)) return []
  const answered = entries.map(
    async ({ line }, i): Promise<Answered> => ({
      line: line.number,
      hash: await sha256(line.text ?? ''),
      result: results[i] as Result,
    }),
  )
  return claimRange(db, retry, await Promise.all(answered), now)
}

/** Runs a batch that may lose to somebody else: false then. `token`: see `runOnce`. */
export async function wins(
  db: D1Database,
  statements: D1PreparedStatement[],
  token: string | null = null,
): Promise<boolean> {
  if (statements.length === 0) return true
  try {
    await runOnce(db, statements, token)
    return true
  } catch (fault) {
    if (String(fault).includes('UNIQUE constraint failed')) return false
    throw fault
  }
}
