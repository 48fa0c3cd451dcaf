/** An article as it will be, for whoever has a link to it. Never cached, never indexed. */

import { unpack } from '../articles/pack'
import { selectPreview, toPreview } from '../articles/previews'
import { bringTexts } from '../articles/texts/bring'
import { readNow } from '../delivery/live'
import type { AppContext } from '../delivery/page'
import { cachePolicy } from '../delivery/policy'
import { siteOf } from '../site'
import { secondsNow } from '../time'
import { renderArticle } from './article'
import { expiredPage } from './failures'
import { selectFrame, toFrame } from './frame'
import { HTML_HEADERS } from './layout'
import { policyOf } from './security'
import { NOTICE } from './style'

const HEADERS = {
  ...HTML_HEADERS,
  ...cachePolicy.private,
  'X-Robots-Tag': 'noindex',
  // The link is the credential: it must not travel on to the sites that the article links.
  'Referrer-Policy': 'no-referrer',
}

/** Null when the link is not one of ours. */
export async function servePreview(c: AppContext, token: string): Promise<Response | null> {
  const { DB } = c.env
  const select = await selectPreview(DB, token)
  if (!select) return null
  const results = await readNow(c, 'preview', [select, ...selectFrame(DB)])
  await bringTexts(c.env, results)
  const [found, ...frameResults] = results
  const preview = toPreview(found as D1Result, secondsNow())
  if (!preview) return null
  const site = siteOf(c.env)
  const frame = toFrame(frameResults)
  if (!preview.isGood) {
    return new Response(expiredPage(site, frame), { status: 410, headers: HEADERS })
  }
  const { article, expiresAt } = preview
  const body = renderArticle(site, frame, article, await unpack(article.html), [], {
    until: expiresAt,
  })
  const headers = { ...HEADERS, 'Content-Security-Policy': await policyOf(site, NOTICE) }
  return new Response(body, { headers })
}
