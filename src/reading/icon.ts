/** The favicon: the first character of the newsroom's name on its accent colour. */
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { AppContext } from '../delivery/page'
import { cachePolicy } from '../delivery/policy'
import { isAt } from '../delivery/spelling'
import { EVERYTHING } from '../delivery/tags'
import { paths, siteOf } from '../site'
import { readable } from './tokens'

export const icon = new Hono<{ Bindings: Env }>()

icon.get(paths.icon, (c) => {
  const { name, accent } = siteOf(c.env)
  const [first = ''] = name
  const svg = html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
<rect width="64" height="64" rx="12" fill="${readable(accent, '#ffffff', '#000000')}"/>
<text x="32" y="33" font-family="Georgia,'Songti SC',SimSun,'Noto Serif CJK SC',serif" font-size="40" font-weight="700" fill="#fff" text-anchor="middle" dominant-baseline="central">${first}</text>
</svg>`
  return new Response(String(svg), {
    headers: { 'Content-Type': 'image/svg+xml', ...policyAt(c, paths.icon) },
  })
})

/** Where browsers look before they have read a page. */
const USUAL = '/favicon.ico'

icon.get(USUAL, (c) => {
  const headers = { Location: siteOf(c.env).origin + paths.icon, ...policyAt(c, USUAL) }
  return new Response(null, { status: 301, headers })
})

/** A query string, or another spelling of the path, is not kept. */
const policyAt = (c: AppContext, path: string) =>
  isAt(c.req.url, path)
    ? { ...cachePolicy.fixture, 'Cache-Tag': EVERYTHING }
    : { ...cachePolicy.elsewhere }
