import type { Next } from 'hono'
import type { SiteVars } from '../../site'
import type { AppContext } from '../page'
import { cachePolicy } from '../policy'
import { isAt } from '../spelling'
import { EVERYTHING } from '../tags'
import type { EngineVars } from './all'
import { keyAt } from './indexnow'

/** `/{key}.txt`: shows IndexNow that the news it is sent comes from the site itself. */
export function serveKeyFile(c: AppContext, next: Next) {
  const vars: SiteVars & EngineVars = c.env
  const { pathname } = new URL(c.req.url)
  const key = keyAt(pathname, vars)
  if (!key) return next()
  const policy = isAt(c.req.url, pathname)
    ? { ...cachePolicy.page, 'Cache-Tag': EVERYTHING }
    : cachePolicy.elsewhere
  return c.body(key, 200, { 'Content-Type': 'text/plain; charset=utf-8', ...policy })
}
