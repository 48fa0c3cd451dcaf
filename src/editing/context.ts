import type { Context } from 'hono'

/** What handlers behind `authenticate` and `readJson` find in `c.var`. */
export interface EditingEnv {
  Bindings: Env
  Variables: {
    /** Who is asking: the number of the key that was used. */
    editor: { keyId: number }
    json: Record<string, unknown>
  }
}

export type EditingContext = Context<EditingEnv>
