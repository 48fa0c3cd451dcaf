/** The newsroom with an isolate for each request: nothing is in its memory, and no lease runs. */
import { app } from '../../src/app'
import { moveTo, newIsolate } from '../../src/delivery/isolate'

/** The same bindings, with an isolate that was born just now. */
export function reborn(env: Env): Env {
  moveTo(env, newIsolate())
  return env
}

export default {
  fetch: (request, env, ctx) => app.fetch(request, reborn(env), ctx),
} satisfies ExportedHandler<Env>
