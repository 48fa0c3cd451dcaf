/** What a request asks of D1 and KV, written down so that a handler without logic can ask the same. */

export type Call =
  | { batch: Query[] }
  | { run: Query }
  | { get: string; type: 'text' | 'arrayBuffer' }
  | { put: string; value: string; metadata: unknown }
  | { limit: 'WRITES' | 'FAILED_LOGINS' | 'SEARCHES'; key: string }

export interface Query {
  sql: string
  values: unknown[]
}

export interface Recording {
  /** Calls of one step were made side by side, and a step when the one before had its results. */
  steps: Call[][]
  /** The same, once the answer was on its way. */
  after: Call[][]
  answer: { status: number; headers: Record<string, string>; body: string }
  /** The body is what KV gave. */
  isCopy: boolean
  /** Of D1. */
  cost: Cost
}

export interface Cost {
  roundTrips: number
  statements: number
  rowsRead: number
  rowsWritten: number
}

export const noCost = (): Cost => ({ roundTrips: 0, statements: 0, rowsRead: 0, rowsWritten: 0 })

type Bindings = Pick<Env, 'DB' | 'PAGES' | 'WRITES' | 'FAILED_LOGINS' | 'SEARCHES'>

/** The bindings, with every call written down in `steps`, and what it costs added to `cost`. */
export function recorded<E extends Bindings>(env: E, steps: Call[][], cost: Cost): E {
  let pending = 0
  async function call<T>(what: Call, run: () => Promise<T>): Promise<T> {
    if (pending++ === 0) steps.push([])
    steps.at(-1)?.push(what)
    try {
      return await run()
    } finally {
      pending--
    }
  }

  async function ask<T extends D1Result | D1Result[]>(what: Call, run: () => Promise<T>) {
    const result = await call(what, run)
    cost.roundTrips++
    for (const { meta } of [result].flat()) {
      cost.statements++
      cost.rowsRead += meta.rows_read
      cost.rowsWritten += meta.rows_written
    }
    return result
  }

  const known = new WeakMap<object, { inner: D1PreparedStatement; query: Query }>()
  function statement(inner: D1PreparedStatement, query: Query) {
    const run = () => ask({ run: query }, () => inner.run())
    const own = {
      bind: (...values: unknown[]) => statement(inner.bind(...values), { ...query, values }),
      run,
      first: async () => (await run()).results[0] ?? null,
    } as unknown as D1PreparedStatement
    known.set(own, { inner, query })
    return own
  }
  const DB = {
    prepare: (sql: string) => statement(env.DB.prepare(sql), { sql, values: [] }),
    batch(statements: D1PreparedStatement[]) {
      const all = statements.flatMap((own) => known.get(own) ?? [])
      return ask({ batch: all.map(({ query }) => query) }, () =>
        env.DB.batch(all.map(({ inner }) => inner)),
      )
    },
  }
  const PAGES = {
    getWithMetadata: (get: string, type: 'text' | 'arrayBuffer' = 'text') =>
      call({ get, type }, () => env.PAGES.getWithMetadata(get, type as 'text')),
    put(put: string, value: string | Uint8Array, options: { metadata: unknown }) {
      const text = typeof value === 'string' ? value : new TextDecoder().decode(value)
      return call({ put, value: text, metadata: options.metadata }, () =>
        env.PAGES.put(put, value, options),
      )
    },
  }
  const limiter = (limit: 'WRITES' | 'FAILED_LOGINS' | 'SEARCHES') => ({
    limit: ({ key }: { key: string }) => call({ limit, key }, () => env[limit].limit({ key })),
  })
  return {
    ...env,
    DB,
    PAGES,
    WRITES: limiter('WRITES'),
    FAILED_LOGINS: limiter('FAILED_LOGINS'),
    SEARCHES: limiter('SEARCHES'),
  } as unknown as E
}
