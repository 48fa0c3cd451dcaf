/**
 * How full the databases are. Each ends at a size that cannot be raised: the catalogue, whose results say how large
 * it is whatever it was asked, and the text databases, which are asked for this, side by side.
 */
import { log } from '../../delivery/log'
import { within } from '../../delivery/within'
import { readDatabaseLimit } from '../../site/databases'
import { newestOf, type Store, storesOf } from './stores'

/** The shares of a database from which on somebody should know, and should do something at once. */
export const FILLING = 0.8
export const FULL = 0.95

export interface Fill {
  /** As it is bound: `DB`, `TEXT_1` and so on. */
  name: string
  /**
   * In bytes, without pages that are free again; and as a share of what it may hold, 0 to 1, or more where that is
   * said to be too little. Null: it did not answer, or has no tables.
   */
  size: { bytes: number; share: number } | null
  /** Whether it goes on growing: the catalogue does, and the newest text database. */
  isOpen: boolean
}

interface Vars {
  DATABASE_MB?: string
}

const fill = ({ DATABASE_MB }: Vars, name: string, result: D1Result | undefined): Fill => {
  const bytes = result?.meta.size_after ?? 0
  return { name, size: { bytes, share: bytes / readDatabaseLimit(DATABASE_MB) }, isOpen: true }
}

/** The catalogue's, by the results of a batch that it was asked anyway. */
export const catalogueFill = (vars: Vars, results: D1Result[]): Fill =>
  fill(vars, 'DB', results.at(-1))

/**
 * That of each text database, by number: a statement each, waited for that many milliseconds at most. Never
 * fails: of one that does not answer the log says why.
 */
export function textFills(env: object & Vars, patience: number): Promise<Fill[]> {
  const stores = storesOf(env)
  const oldestFirst = [...stores].reverse()
  return Promise.all(
    oldestFirst.map(async ([store, db]) => {
      const name = `TEXT_${store}`
      const isOpen = store === newestOf(stores)
      try {
        return { ...fill(env, name, await within(patience, ask(db))), isOpen }
      } catch (fault) {
        log('error', 'texts-unreachable', { database: name, fault: String(fault) })
        return { name, size: null, isOpen }
      }
    }),
  )
}

/** Fails where there are no tables: such a database takes no texts. */
async function ask(db: Store): Promise<D1Result | undefined> {
  const [result] = await db.batch([db.prepare('SELECT 1 FROM texts LIMIT 1')])
  return result
}

/** A share in whole percent, which reaches 80 and 95 when the share does. */
export const percentOf = (share: number) => Math.floor(share * 100)

/** From which share on somebody should know: of one that takes nothing new only when its last room goes. */
export const worthKnowingFrom = ({ isOpen }: Fill) => (isOpen ? FILLING : FULL)

/** For the log: a line for each database that fills. */
export function warnOfFilling(fills: Fill[]): void {
  for (const one of fills) {
    const { name, size } = one
    if (size === null || size.share < worthKnowingFrom(one)) continue
    log('warn', 'database-filling', {
      database: name,
      megabytes: Math.round(size.bytes / 1_000_000),
      percent: percentOf(size.share),
    })
  }
}
