/** Bindings wrapped for tests: what they cost is counted, and they can be made to fail. */

export interface Cost {
  /** Round trips to D1: a batch is one. */
  roundTrips: number
  statements: number
  rowsRead: number
  rowsWritten: number
  kvReads: number
  kvWrites: number
  /** Calls to R2 that read, and those that write or list (Class B and Class A). */
  r2Reads: number
  r2Writes: number
}

export const noCost = (): Cost => ({
  roundTrips: 0,
  statements: 0,
  rowsRead: 0,
  rowsWritten: 0,
  kvReads: 0,
  kvWrites: 0,
  r2Reads: 0,
  r2Writes: 0,
})

/** Called before each round trip with its statements; throws or hangs to play a fault. */
export type Interference = (sql: string[]) => unknown

/** Called after each statement with what it did. */
export type Witness = (sql: string, meta: D1Meta) => unknown

export const hang = () => new Promise<never>(() => {})

interface Wrapped {
  inner: D1PreparedStatement
  sql: string
}

const wrapped = new WeakMap<object, Wrapped>()

/** D1 that adds what it costs to `cost`, and runs `interfere` before each round trip and `answer` after it. */
export function wrapD1(
  db: D1Database,
  cost: Cost,
  interfere: Interference,
  witness: Witness = () => {},
  answer: Interference = () => {},
): D1Database {
  async function roundTrip(statements: Wrapped[], run: () => Promise<D1Result[]>) {
    await interfere(statements.map(({ sql }) => sql))
    cost.roundTrips++
    cost.statements += statements.length
    const results = await run()
    for (const [i, { meta }] of results.entries()) {
      witness(statements[i]?.sql ?? '', meta)
      cost.rowsRead += meta.rows_read
      cost.rowsWritten += meta.rows_written
    }
    await answer(statements.map(({ sql }) => sql))
    return results
  }

  function wrap(inner: D1PreparedStatement, sql: string): D1PreparedStatement {
    const own = { inner, sql }
    const run = async () => (await roundTrip([own], async () => [await inner.run()]))[0]
    const statement = {
      bind: (...values: unknown[]) => wrap(inner.bind(...values), sql),
      run,
      all: run,
      first: async () => (await run())?.results[0] ?? null,
    } as unknown as D1PreparedStatement
    wrapped.set(statement, own)
    return statement
  }

  return {
    prepare: (sql: string) => wrap(db.prepare(sql), sql),
    batch: (statements: D1PreparedStatement[]) => {
      const own = statements.map((statement) => wrapped.get(statement) as Wrapped)
      return roundTrip(own, () => db.batch(own.map(({ inner }) => inner)))
    },
  } as unknown as D1Database
}

/** KV that counts, and runs `interfere` before each operation. */
export function wrapKV(
  kv: KVNamespace,
  cost: Cost,
  interfere: (operation: 'read' | 'write') => unknown,
): KVNamespace {
  return {
    async getWithMetadata(key: string, type: 'text') {
      await interfere('read')
      cost.kvReads++
      return kv.getWithMetadata(key, type)
    },
    async put(key: string, value: string, options: KVNamespacePutOptions) {
      await interfere('write')
      cost.kvWrites++
      return kv.put(key, value, options)
    },
  } as unknown as KVNamespace
}

/** R2 that adds what it costs to `cost`, and calls `interfere` before each operation with its key. */
export function wrapR2(
  bucket: R2Bucket,
  cost: Cost,
  interfere: (operation: 'put' | 'get' | 'list' | 'delete', key: string) => unknown,
): R2Bucket {
  return {
    async put(key: string, ...rest: [never]) {
      await interfere('put', key)
      cost.r2Writes++
      return bucket.put(key, ...rest)
    },
    async get(key: string, ...rest: [never]) {
      await interfere('get', key)
      cost.r2Reads++
      return bucket.get(key, ...rest)
    },
    async head(key: string) {
      await interfere('get', key)
      cost.r2Reads++
      return bucket.head(key)
    },
    async list(options: R2ListOptions) {
      await interfere('list', options.prefix ?? '')
      cost.r2Writes++
      return bucket.list(options)
    },
    async delete(keys: string[]) {
      await interfere('delete', keys[0] ?? '')
      return bucket.delete(keys)
    },
  } as unknown as R2Bucket
}
