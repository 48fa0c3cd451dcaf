/** An article as it will be, for whoever has a signed link to it. Never cached, never indexed. */

import { unpack } from '../articles/pack'
import { isLiveKey, isSigned, readPreview, selectLiveKey, selectSecret } from '../articles/previews'
import { selectReadableById, toReadable } from '../articles/store'
import { readNow } from '../delivery/live'
import type { AppContext } from '../delivery/pages'
import { cachePolicy } from '../delivery/policy'
import { siteOf } from '../site'
import { secondsNow } from '../time'
import { renderArticle } from './article'
import { expiredPage } from './failures'
import { selectFrame, toFrame } from './frame'
import { HTML_HEADERS } from './layout'

const HEADERS = {
  ...HTML_HEADERS,
  ...cachePolicy.private,
  'X-Robots-Tag': 'noindex',
  // The link is the credential: it must not travel on to the sites that the article links.
  'Referrer-Policy': 'no-referrer',
}

/** Null when the link is not one of ours. */
export async function servePreview(c: AppContext, token: string): Promise<Response | null> {
  const preview = readPreview(token)
  if (!preview) return null
  const { DB } = c.env
  const now = secondsNow()
  const results = await readNow(DB, 'preview', [
    selectSecret(DB),
    selectLiveKey(DB, preview.keyId, now),
    selectReadableById(DB, preview.id),
    ...selectFrame(DB),
  ])
  const [secret, key, found, ...frameResults] = results as [D1Result, D1Result, D1Result, D1Result]
  if (!(await isSigned(secret, token))) return null
  const site = siteOf(c.env)
  const frame = toFrame(frameResults)
  const article = toReadable(found)
  if (preview.expiresAt <= now || !isLiveKey(key) || article?.status === 'withdrawn') {
    return new Response(expiredPage(site, frame), { status: 410, headers: HEADERS })
  }
  if (!article) return null
  const body = renderArticle(site, frame, article, await unpack(article.html), [], true)
  return new Response(body, { headers: HEADERS })
}
