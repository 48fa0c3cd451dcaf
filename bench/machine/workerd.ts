/**
 * Workers in a workerd of their own, each on its own socket. `wrangler dev` would put a proxy in
 * Node before them, which takes longer than they do.
 */
import { Log, LogLevel, Miniflare, type MiniflareOptions } from 'miniflare'

export interface Running {
  /** Where each Worker listens, by name. */
  urls: Record<string, string>
  /** The inspector's address, by Worker; empty unless asked for. */
  inspectors: Record<string, string>
  /** Their database, beside them. */
  database(): Promise<D1Database>
  /** Lets a Worker's clock tick. */
  tick(name: string): Promise<void>
  stop(): Promise<void>
}

export interface Room {
  /** Holds `d1`, `kv` and `r2`. */
  state: string
  vars: Record<string, string>
  /** ES modules by Worker. */
  scripts: Record<string, string>
  /** The inspector slows everything down a little. */
  isInspected?: boolean
  /** Compatibility flags, where they are not those of wrangler.toml. */
  flags?: string[]
}

/** As in wrangler.toml. */
export const FLAGS = ['nodejs_als', 'nodejs_zlib']

const HOST = '127.0.0.1'
/** Nobody is slowed down. */
const UNLIMITED = { limit: 1_000_000_000, period: 60 }

const bindings = (vars: Record<string, string>) => ({
  ...Object.fromEntries(
    Object.entries(vars).map(([name, value]) => [name, { type: 'text', value }]),
  ),
  DB: { type: 'd1', id: 'DB' },
  PAGES: { type: 'kv', id: 'PAGES' },
  PICTURES: { type: 'r2', name: 'pictures' },
  ...Object.fromEntries(
    ['WRITES', 'FAILED_LOGINS', 'SEARCHES'].map((name) => [
      name,
      { type: 'rate-limit', namespace: name, simple: UNLIMITED },
    ]),
  ),
})

export async function start({ state, vars, scripts, isInspected, flags }: Room): Promise<Running> {
  const names = Object.keys(scripts)
  const miniflare = new Miniflare({
    resourcePersistencePath: state,
    log: new Log(LogLevel.WARN),
    cf: false,
    // What Workers log would drown what is measured.
    handleStructuredLogs: () => {},
    telemetry: { enabled: false },
    ...(isInspected ? { inspectorPort: 0 } : {}),
    workers: names.map((name) => ({
      config: {
        name,
        compatibilityDate: '2026-11-01',
        compatibilityFlags: flags ?? FLAGS,
        manifest: {
          mainModule: 'index.js',
          modules: { 'index.js': { type: 'esm', contents: scripts[name] } },
        },
        env: bindings(vars),
      },
      dev: { unsafeDirectSockets: [{ host: HOST, port: 0 }] },
    })),
  } as MiniflareOptions)
  await miniflare.ready
  const urls: Record<string, string> = {}
  const inspectors: Record<string, string> = {}
  for (const name of names) {
    urls[name] = (await miniflare.unsafeGetDirectURL(name)).origin
    if (!isInspected) continue
    inspectors[name] = new URL(`/core:user:${name}`, await miniflare.getInspectorURL()).href
  }
  return {
    urls,
    inspectors,
    database: () => miniflare.getD1Database('DB', names[0]) as unknown as Promise<D1Database>,
    tick: async (name) => {
      await (await miniflare.getWorker(name)).scheduled({ cron: '* * * * *' })
    },
    stop: () => miniflare.dispose(),
  }
}
