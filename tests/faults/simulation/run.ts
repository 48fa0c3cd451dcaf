/** What may befall one request or tick: between any two of its effects on D1, text databases, R2 and the edge. */
import { isolateOf, moveTo } from '../../../src/delivery/isolate'
import { noCost, wrapD1 } from '../../support/bindings'

/**
 * Moments are counted from 0, before and after each effect. The Worker dies at one; or the first answer to a
 * write after it gets lost, and the Worker lives.
 */
export interface Mishap {
  at: number
  what: 'death' | 'loss'
}

const GONE = 'Network connection lost.'
const WRITES = /^\s*(INSERT|UPDATE|DELETE)/i

export class Run {
  isDead = false
  /** Whether an answer got lost. */
  get isHurt() {
    return this.isLost
  }

  /** Whether others went on meanwhile. */
  wasJoined = false
  private isLost = false
  private moments = 0

  constructor(
    private readonly mishap: Mishap | null,
    /** What others do at a moment, once. */
    private meanwhile: { at: number; work(): Promise<unknown> } | null = null,
  ) {}

  /** Does what others were to do meanwhile, should the request have been over by then. */
  async afterwards() {
    await this.meanwhile?.work()
    this.meanwhile = null
  }

  private async moment(when: 'before' | 'after', isWrite: boolean) {
    this.live()
    const n = this.moments++
    if (this.meanwhile?.at === n) {
      const { work } = this.meanwhile
      this.meanwhile = null
      this.wasJoined = true
      await work()
    }
    const { at, what } = this.mishap ?? { at: Number.POSITIVE_INFINITY, what: null }
    if (what === 'death' && n >= at) this.isDead = true
    this.live()
    if (what !== 'loss' || this.isLost || when === 'before' || !isWrite || n < at) return
    this.isLost = true
    throw new Error(GONE)
  }

  private live() {
    if (this.isDead) throw new Error(GONE)
  }

  /** An effect on the outside, with the moments before and after it. */
  async through<T>(isWrite: boolean, effect: () => Promise<T>): Promise<T> {
    await this.moment('before', isWrite)
    const result = await effect()
    await this.moment('after', isWrite)
    return result
  }

  /** Bindings of the same isolate for this request alone. */
  on(bindings: Env): Env {
    const { PICTURES, PAGES } = bindings
    const isWrite = (sql: string[]) => sql.some((one) => WRITES.test(one))
    const database = (db: D1Database) =>
      wrapD1(
        db,
        noCost(),
        (sql) => this.moment('before', isWrite(sql)),
        () => {},
        (sql) => this.moment('after', isWrite(sql)),
      )
    const databases = Object.entries(bindings).flatMap(([name, binding]) =>
      name === 'DB' || name.startsWith('TEXT_') ? [[name, database(binding as D1Database)]] : [],
    )
    const bucket = {
      put: (...args: [never, never]) => this.through(true, () => PICTURES.put(...args)),
      get: (...args: [never]) => this.through(false, () => PICTURES.get(...args)),
      head: (...args: [never]) => this.through(false, () => PICTURES.head(...args)),
      list: (...args: [never]) => this.through(false, () => PICTURES.list(...args)),
      delete: (...args: [never]) => this.through(true, () => PICTURES.delete(...args)),
    }
    const pages = {
      getWithMetadata: (...args: [never]) => PAGES.getWithMetadata(...args),
      put: async (...args: [never, never]) => {
        this.live()
        return PAGES.put(...args)
      },
      delete: (...args: [never]) => PAGES.delete(...args),
    }
    const own = {
      ...bindings,
      ...(Object.fromEntries(databases) as Pick<Env, 'DB'>),
      PICTURES: bucket as never,
      PAGES: pages as never,
    }
    moveTo(own, isolateOf(bindings))
    return own
  }
}
