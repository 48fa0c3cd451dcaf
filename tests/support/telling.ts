/** A newsroom whose engines are stand-ins, and a clock to tell them by. */
import { env } from 'cloudflare:workers'
import { vi } from 'vitest'
import { newEdition } from '../../src/delivery/editions'
import type { EngineName, EngineVars } from '../../src/delivery/engines/all'
import type { News } from '../../src/delivery/engines/engine'
import { owePings } from '../../src/delivery/engines/owe'
import { payPings } from '../../src/delivery/engines/tell'
import { StandIns } from './engines'
import { type Newsroom, openNewsroom } from './newsroom'

/** Switches all of them on. */
export const ON: EngineVars = {
  INDEXNOW_KEY: 'abcdef12',
  BAIDU_PUSH_TOKEN: 'T0kenT0kenT0kenT',
  WEBSUB_HUB: 'https://hub.test/hub',
}
const ALL: EngineName[] = ['indexnow', 'baidu', 'websub']

export type Row = [path: string, news: News, at?: number]

/** So many new articles, the last the newest. */
export const articles = (count: number): Row[] =>
  Array.from({ length: count }, (_, i) => [`/articles/${i}`, 'new', i])

export class Telling {
  standIns = new StandIns()
  vars: Env & EngineVars = { ...env, ...ON }
  now = Math.floor(Date.now() / 1000) + 60
  readonly log: Record<string, unknown>[] = []

  constructor(readonly newsroom: Newsroom) {}

  /** Owes news as the write path does: in a batch, with a version of its own. */
  owe(rows: Row[], engines = ALL) {
    const select = `SELECT value ->> 0 AS path, value ->> 1 AS news, value ->> 2 AS at
      FROM json_each(?2)`
    return env.DB.batch(owePings(env.DB, engines, newEdition(), select, JSON.stringify(rows)))
  }

  wire(db = env.DB) {
    return { db, fetch: (request: Request) => this.standIns.answer(request) }
  }

  /** One tick, and the clock a minute further. */
  async tick(patience = 1_000) {
    await payPings(this.wire(), this.vars, this.now, patience)
    this.now += 60
  }

  async owed() {
    const { results } = await env.DB.prepare(
      'SELECT kind, subject, attempts, dead_at FROM outbox WHERE is_gone IS NOT NULL',
    ).run<{ kind: string; subject: string; attempts: number; dead_at: number | null }>()
    return results
  }

  engine(name: EngineName) {
    return env.DB.prepare('SELECT * FROM engines WHERE name = ?1')
      .bind(name)
      .first<{ next_at: number; quota_at: number; attempts: number; fault: string | null }>()
  }

  /** What the log says happened. */
  events() {
    return this.log.map(({ event }) => event)
  }
}

export async function openTelling(): Promise<Telling> {
  const telling = new Telling(await openNewsroom())
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line) => telling.log.push(JSON.parse(line)))
  }
  return telling
}
