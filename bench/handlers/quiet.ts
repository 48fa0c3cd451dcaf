/**
 * The newsroom with a D1 and a KV that answer from memory once they have answered: what is left is its
 * own work, the parsing of what D1 sends included. With a header `No-Copy`, KV has no page. A PUT makes
 * it forget.
 */
import { app } from '../../src/app'
import { reborn } from './forgetful'

const d1 = new Map<string, Promise<string>>()
const kv = new Map<string, Promise<{ value: ArrayBuffer; metadata: unknown }>>()

function remembered(key: string, ask: () => Promise<unknown>): Promise<D1Result> {
  const text = d1.get(key) ?? ask().then((result) => JSON.stringify(result))
  d1.set(key, text)
  return text.then((text) => new Response(text).json())
}

const keys = new WeakMap<object, { key: string; inner: D1PreparedStatement }>()

function statement(inner: D1PreparedStatement, key: string) {
  const own = {
    bind: (...values: unknown[]) => statement(inner.bind(...values), key + JSON.stringify(values)),
    run: () => remembered(key, () => inner.run()),
  }
  keys.set(own, { key, inner })
  return own
}

const databaseOf = (db: D1Database) => ({
  prepare: (sql: string) => statement(db.prepare(sql), sql),
  batch(statements: object[]) {
    const all = statements.flatMap((own) => keys.get(own) ?? [])
    const ask = () => db.batch(all.map(({ inner }) => inner))
    return remembered(all.map(({ key }) => key).join(), ask)
  },
})

const copiesOf = (pages: KVNamespace) => ({
  async getWithMetadata(key: string, type: 'arrayBuffer') {
    const copy = kv.get(key) ?? pages.getWithMetadata(key, type)
    kv.set(key, copy as never)
    const { value, metadata } = await copy
    return { value: value?.slice(0), metadata }
  },
  put: async () => {},
})

const none = {
  getWithMetadata: async () => ({ value: null, metadata: null }),
  put: async () => {},
}
const allowed = { limit: async () => ({ success: true }) }

/** Made once, as the runtime does. */
let envs: { copies: Env; none: Env } | undefined

export default {
  fetch(request, env, ctx) {
    if (request.method === 'PUT') {
      for (const memory of [d1, kv]) memory.clear()
      return new Response(null)
    }
    const quiet = { ...env, DB: databaseOf(env.DB), SEARCHES: allowed }
    envs ??= {
      copies: { ...quiet, PAGES: copiesOf(env.PAGES) } as unknown as Env,
      none: { ...quiet, PAGES: none } as unknown as Env,
    }
    const own = request.headers.has('No-Copy') ? envs.none : envs.copies
    return app.fetch(request, reborn(own), ctx)
  },
} satisfies ExportedHandler<Env>
