/** The Worker over databases of this machine: what it answers, and what that costs it. */
import { timingSafeEqual } from 'node:crypto'
import { scheduler } from 'node:timers/promises'
import { app } from '../../src/app'
import { siteOf } from '../../src/site'
import type { Databases } from './databases'
import { SqliteD1 } from './sqlite-d1'

// Workers have it without asking.
Object.assign(globalThis, { scheduler })
Object.assign(crypto.subtle, { timingSafeEqual })

/** As in wrangler.toml. */
export type Vars = Parameters<typeof siteOf>[0]

/** What something took until it was there. */
export interface Cost {
  milliseconds: number
  /** Of those, how many the databases took. */
  inDatabases: number
  /** Asked of all databases. */
  statements: number
  /** That they gave back. */
  rows: number
}

export interface Answer extends Cost {
  status: number
  text: string
}

/** What the databases were asked. */
class Count {
  milliseconds = 0
  statements = 0
  rows = 0
}

/** D1 that counts what it is asked. */
class CountedD1 extends SqliteD1 {
  count = new Count()

  override execute(statement: Parameters<SqliteD1['execute']>[0]) {
    const start = performance.now()
    const result = super.execute(statement)
    this.count.milliseconds += performance.now() - start
    this.count.statements++
    this.count.rows += result.results.length
    return result
  }
}

const UNLIMITED = { limit: async () => ({ success: true }) }
const LIMITS = { WRITES: UNLIMITED, SEARCHES: UNLIMITED, FAILED_LOGINS: UNLIMITED }

export class LocalWorker {
  private readonly vars: Vars
  private readonly databases: Record<string, CountedD1>
  private readonly copies = new Map<string, { value: ArrayBuffer; metadata: unknown }>()
  private env: Env

  constructor({ catalogue, texts }: Databases, vars: Vars) {
    this.vars = vars
    const stores = texts.map((text, i) => [`TEXT_${i + 1}`, new CountedD1(text)] as const)
    this.databases = { DB: new CountedD1(catalogue), ...Object.fromEntries(stores) }
    this.env = this.bindings()
  }

  /** Another isolate, and an empty KV. */
  forget(): void {
    this.copies.clear()
    this.env = this.bindings()
  }

  /** The bindings, as the Worker's own code takes them. */
  get bound(): Env {
    return this.env
  }

  private bindings(): Env {
    const { copies } = this
    const kv = {
      get: async () => null,
      getWithMetadata: async (key: string) => copies.get(key) ?? { value: null, metadata: null },
      put: async (key: string, body: string | Uint8Array, { metadata }: { metadata: unknown }) => {
        const { buffer } = typeof body === 'string' ? new TextEncoder().encode(body) : body
        copies.set(key, { value: buffer as ArrayBuffer, metadata })
      },
      delete: async (key: string) => void copies.delete(key),
    }
    return { ...this.vars, ...this.databases, PAGES: kv, ...LIMITS } as unknown as Env
  }

  /** Reads a path, or asks what `init` says there; what is done after the answer is done, and not counted. */
  async read(path: string, init?: RequestInit): Promise<Answer> {
    const work: Promise<unknown>[] = []
    const ctx = { waitUntil: (promise: Promise<unknown>) => work.push(promise) }
    const request = new Request(siteOf(this.vars).origin + path, init)
    const { result, ...cost } = await this.counted(async () => {
      const response = await app.fetch(request, this.env, ctx as unknown as ExecutionContext)
      return { status: response.status, text: await response.text() }
    })
    await Promise.all(work)
    return { ...result, ...cost }
  }

  /** What something gives that uses the bindings, and what it takes. */
  async counted<T>(work: () => Promise<T>): Promise<Cost & { result: T }> {
    const count = new Count()
    for (const db of Object.values(this.databases)) db.count = count
    const start = performance.now()
    const result = await work()
    const milliseconds = performance.now() - start
    const { milliseconds: inDatabases, statements, rows } = count
    return { result, milliseconds, inDatabases, statements, rows }
  }
}
