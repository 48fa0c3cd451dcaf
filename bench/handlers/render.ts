/** The newsroom without KV and memory: every page is made anew from D1, as most systems do it. */
import { app } from '../../src/app'
import { reborn } from './forgetful'

const none = {
  getWithMetadata: async () => ({ value: null, metadata: null }),
  put: async () => {},
}
const known = new WeakMap<Env, Env>()

export default {
  fetch(request, env, ctx) {
    // The same object each time, as the runtime has it.
    const own = known.get(env) ?? ({ ...env, PAGES: none } as unknown as Env)
    known.set(env, own)
    return app.fetch(request, reborn(own), ctx)
  },
} satisfies ExportedHandler<Env>
