/** What the rooms for other protocols find in `c.var`. */
import type { Context } from 'hono'
import type { Api } from '../editing/api'

export interface ClientEnv {
  Bindings: Env
  Variables: {
    /** D1, guarded: what it throws is told from faults of ours. */
    db: D1Database
    api: Api
  }
}

export type ClientContext = Context<ClientEnv>
