import { app, tick } from './app'

export default {
  fetch: app.fetch,
  // By our own clock, not the planned time: a late tick publishes what has become due since.
  scheduled: (_, env, ctx) => tick(env, ctx, Math.floor(Date.now() / 1000)),
} satisfies ExportedHandler<Env>
