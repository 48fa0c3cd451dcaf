import type { Context } from 'hono'
import type { PageNamed } from '../../delivery/outside'
import type { Editor } from './rights'

/** What handlers behind `authenticate` and `readJson` find in `c.var`. */
export interface EditingEnv {
  Bindings: Env
  Variables: {
    /** D1, guarded: what it throws is told from faults of ours. */
    db: D1Database
    /** Who is asking. */
    editor: Editor
    /** The article in the address, looked up with who is asking; null once it has been taken. */
    article: D1Result | null
    json: Record<string, unknown>
    /** Makes a page whose copy in KV must be overwritten. */
    pageNamed: PageNamed
  }
}

export type EditingContext = Context<EditingEnv>
