/** The Worker: requests, and the clock. */
import { app } from './app'
import { lackOf } from './site/origin'
import { secondsNow } from './time'

export default {
  fetch: app.fetch,
  // By our own clock, not the planned time: a late tick publishes what has become due since.
  async scheduled(_, env, ctx) {
    // Nobody can have left anything to do yet, and perhaps there are no tables.
    if (lackOf(env.SITE_URL) !== null) return
    const { tick } = await import('./clock')
    await tick(env, ctx, secondsNow())
  },
} satisfies ExportedHandler<Env>
