/** Hono and one finished page, put in when this is built. */
import { Hono } from 'hono'

declare const PAGE: { headers: Record<string, string>; body: string }

const app = new Hono()
app.get('*', () => new Response(PAGE.body, PAGE))

export default app
