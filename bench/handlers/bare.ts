/** Hono and the finished bytes: the least that a page can take. */
import { Hono } from 'hono'
import { asked, take } from './asked'

const app = new Hono()

app.put('*', (c) => take(c.req.raw))
app.get('*', (c) => {
  const { answer } = asked(c.req.raw)
  return new Response(answer.body || null, answer)
})

export default app
