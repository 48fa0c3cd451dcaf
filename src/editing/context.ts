import type { Context } from 'hono'
import type { Editor } from './rights'

/** What handlers behind `authenticate` and `readJson` find in `c.var`. */
export interface EditingEnv {
  Bindings: Env
  Variables: {
    /** Who is asking. */
    editor: Editor
    json: Record<string, unknown>
  }
}

export type EditingContext = Context<EditingEnv>
