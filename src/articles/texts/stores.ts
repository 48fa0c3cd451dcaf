/**
 * The text databases that are bound: D1 databases as `TEXT_1`, `TEXT_2` and so on, beside the catalogue, which is
 * `DB`. None, in a newsroom that has room in one. New texts go to the newest of them.
 */
import { D1Outage } from '../../delivery/d1-faults'
import { guarded } from '../../delivery/guarded'
import { isolateOf } from '../../delivery/isolate'
import { Hung } from '../../delivery/stall'
import { TimedOut } from '../../delivery/within'

/**
 * A text database. What it throws is a `D1Outage`, unless the statement is at fault: also while it has no tables, as
 * for some seconds after the deployment that brings it.
 */
export interface Store {
  prepare(sql: string): D1PreparedStatement
  /** `patience`: how long it is waited for, in milliseconds. */
  batch<T = Record<string, unknown>>(
    statements: D1PreparedStatement[],
    patience?: number,
  ): Promise<D1Result<T>[]>
}

/** By number, the newest first. */
export type Stores = ReadonlyMap<number, Store>

/** Where articles are, and their texts if not there. */
export interface Shelves {
  /** The catalogue. */
  db: D1Database
  stores: Stores
}

/** The catalogue, among the numbers of text databases. */
export const CATALOGUE = 0

/** From where texts are moved, and to which text database. */
export interface Away {
  from: number
  to: number
}

const NAME = /^TEXT_([1-9]\d{0,2})$/
/** A reference has a byte for the number. */
const MOST = 255

const known = new WeakMap<object, Stores>()

/** Those of an isolate's bindings: the runtime makes them once for each. */
export function storesOf(env: object): Stores {
  const stores = known.get(env) ?? boundIn(env)
  known.set(env, stores)
  return stores
}

function boundIn(env: object): Stores {
  const bound = Object.entries(env).flatMap(([name, binding]): [number, Store][] => {
    const store = Number(NAME.exec(name)?.[1] ?? 0)
    if (store < 1 || store > MOST || !binding) return []
    return [[store, patient(env, store, guarded(binding as D1Database))]]
  })
  return new Map(bound.sort(([a], [b]) => b - a))
}

/** Where a request finds them. */
export const shelvesOf = (c: { env: object; var: { db: D1Database } }): Shelves => ({
  db: c.var.db,
  stores: storesOf(c.env),
})

/** The number of the newest; null when there is none. */
export const newestOf = (stores: Stores): number | null => stores.keys().next().value ?? null

/** How long one may take to answer, in milliseconds, unless more is said. */
const PATIENCE = 2_000

const UNMADE = /no such table: (main\.)?(texts|search|rounds)\b/

/** The same database, waited for that long, and for less while it hangs: see `Stall`. */
function patient(env: object, store: number, db: D1Database): Store {
  return {
    prepare: db.prepare,
    batch: async <T>(statements: D1PreparedStatement[], patience = PATIENCE) => {
      const stall = isolateOf(env).stallOf(store)
      try {
        return await stall.ask(patience, () => db.batch<T>(statements), forget)
      } catch (fault) {
        if (fault instanceof TimedOut || fault instanceof Hung) {
          throw new D1Outage(`TEXT_${store} is silent: ${fault.message}`, 'transient', true)
        }
        if (!UNMADE.test(String(fault))) throw fault
        throw new D1Outage(
          `TEXT_${store} has no tables: npm run deploy brings them`,
          'transient',
          false,
        )
      }
    },
  }
}

const forget = (work: Promise<unknown>) => void work.catch(() => {})
