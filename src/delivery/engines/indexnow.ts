/** IndexNow (indexnow.org/documentation): Bing, Yandex, Naver, Seznam, Yep share what one is told. */
import type { Site } from '../../site'
import { addressOf, byStatus, type Engine, type EngineVars } from './engine'

/**
 * Takes 10,000 URLs a call. A fifth of it a minute, so that a tick's rows, and the note of them in D1
 * (2 MB a value), stay small; the rest follows.
 */
const MOST = 2_000

/** 8 to 128 letters, digits and dashes. */
const KEY = /^[A-Za-z0-9-]{8,128}$/

/** Where the key stands, for engines to see that who tells them owns the site. */
const keyPath = (key: string) => `/${key}.txt`

/** The key, when `path` is its file's. */
export function keyAt(path: string, { INDEXNOW_KEY: key = '' }: EngineVars): string | null {
  return KEY.test(key) && path === keyPath(key) ? key : null
}

/** Pages that are gone are told like those that have changed: the engine comes and sees. */
export function indexNow(site: Site, vars: EngineVars): Engine {
  const key = vars.INDEXNOW_KEY ?? ''
  if (!KEY.test(key)) {
    throw new TypeError('INDEXNOW_KEY must be 8 to 128 letters, digits and dashes')
  }
  const address = addressOf(
    'INDEXNOW_ENDPOINT',
    vars.INDEXNOW_ENDPOINT || 'https://api.indexnow.org/indexnow',
  )
  return {
    most: MOST,
    calls: 1,
    hasQuota: false,
    request: (urls) =>
      new Request(address, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
        body: JSON.stringify({
          host: new URL(site.origin).host,
          key,
          keyLocation: site.origin + keyPath(key),
          urlList: urls,
        }),
      }),
    // 200 and 202 (the key is still to be looked at), 403 and 422 (key or host) mean what they say.
    read(answer) {
      const verdict = byStatus(answer)
      const isRefused = answer.status === 400 && 'fault' in verdict
      return isRefused ? { is: 'refused', fault: verdict.fault } : verdict
    },
  }
}
