/**
 * What an isolate of the Worker has to itself: a clock, and what it remembers. Isolates are born and
 * die as Cloudflare likes, and share nothing.
 */
import { LEASE_MS } from './leases'
import { Memory } from './memory'
import { Stall } from './stall'

/** The time as the isolate has it. */
export interface Time {
  /** Milliseconds, by a clock that stands while code runs and may be set. */
  now(): number
  /** Resolves no earlier than so many milliseconds from now. */
  wait(milliseconds: number): Promise<void>
}

export interface Isolate {
  time: Time
  memory: Memory
  /** Whether D1 answered lately. */
  stall: Stall
  /** The same of each text database, by its number. */
  stallOf(store: number): Stall
  /** How long its leases last, in milliseconds; never longer than `LEASE_MS`. */
  lease: number
}

const REAL: Time = {
  now: () => Date.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
}

export function newIsolate(time = REAL, lease = LEASE_MS): Isolate {
  const stalls = new Map<number, Stall>()
  return {
    time,
    memory: new Memory(),
    stall: new Stall(time.now),
    stallOf(store) {
      const stall = stalls.get(store) ?? new Stall(time.now)
      stalls.set(store, stall)
      return stall
    },
    lease: Math.min(lease, LEASE_MS),
  }
}

const isolates = new WeakMap<object, Isolate>()

/** The isolate that these bindings belong to: the runtime makes them once for each. */
export function isolateOf(env: object): Isolate {
  const isolate = isolates.get(env) ?? newIsolate()
  isolates.set(env, isolate)
  return isolate
}

/** What a request came with: enough of it to ask D1. */
interface Asking {
  env: object
  executionCtx: { waitUntil(work: Promise<unknown>): void }
}

/** Asks D1 for a reader: see `Stall`. `patience` is in milliseconds. */
export const ask = <T>(c: Asking, patience: number, question: () => Promise<T>): Promise<T> =>
  isolateOf(c.env).stall.ask(patience, question, (work) => c.executionCtx.waitUntil(work))

/** Gives bindings another isolate: for tests and measurements. */
export const moveTo = (env: object, isolate: Isolate) => isolates.set(env, isolate)
