/** What is mounted where. */
import { Hono } from 'hono'
import { crawling } from './crawling/routes'
import { Unavailable } from './delivery/pages'
import { missingPage, unavailablePage } from './reading/failures'
import { reading } from './reading/routes'

export const app = new Hono<{ Bindings: Env }>()

app.all('/api/*', async (c) => {
  const { api } = await import('./editing/api')
  return api.fetch(c.req.raw, c.env, c.executionCtx)
})
app.route('/', crawling)
app.route('/', reading)

app.notFound(missingPage)

app.onError((fault, c) => {
  if (!(fault instanceof Unavailable)) {
    console.error({ event: 'internal', path: c.req.path, fault: String(fault), stack: fault.stack })
  }
  return unavailablePage(c, fault instanceof Unavailable ? 503 : 500)
})
