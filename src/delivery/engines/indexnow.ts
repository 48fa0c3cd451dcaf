/** IndexNow (indexnow.org/documentation): Bing, Yandex, Naver, Seznam and Yep share what one is told. */
import { credentialsIn } from './credentials'
import { byStatus, type Engine, placeOf } from './engine'

/** 8 to 128 letters, digits and dashes. */
const KEY = /^[A-Za-z0-9-]{8,128}$/

/** The key's file, which shows an engine that the news comes from the site's owner. */
const keyPath = (key: string) => `/${key}.txt`

/** The key, if `path` is that of its file. */
export function keyAt(
  path: string,
  { INDEXNOW_KEY: key = '' }: { INDEXNOW_KEY?: string },
): string | null {
  return KEY.test(key) && path === keyPath(key) ? key : null
}

const PUBLIC_ADDRESS = 'https://api.indexnow.org/indexnow'

export const indexNow: Engine<'indexnow', 'INDEXNOW_KEY' | 'INDEXNOW_ENDPOINT'> = {
  name: 'indexnow',
  variable: 'INDEXNOW_KEY',
  takes: ['new', 'changed', 'gone'],
  // A call may have 10,000. A fifth of that each minute keeps the rows a tick reads few, and what it
  // writes back to D1 small (2 MB a value).
  most: 2_000,
  calls: 1,
  quota: null,
  credentials: ({ INDEXNOW_KEY: key, INDEXNOW_ENDPOINT: endpoint }) => [
    ...(key ? [key] : []),
    ...credentialsIn(endpoint),
  ],
  // Pages that are gone go with the others: the engine visits them all and sees for itself.
  requester(site, { INDEXNOW_KEY: key = '', INDEXNOW_ENDPOINT: endpoint }) {
    if (!KEY.test(key)) {
      throw new TypeError('INDEXNOW_KEY must be 8 to 128 letters, digits and dashes')
    }
    const { address, headers } = placeOf('INDEXNOW_ENDPOINT', endpoint || PUBLIC_ADDRESS)
    return (urls) =>
      new Request(address, {
        method: 'POST',
        redirect: 'manual',
        headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' },
        body: JSON.stringify({
          host: new URL(site.origin).host,
          key,
          keyLocation: site.origin + keyPath(key),
          urlList: urls,
        }),
      })
  },
  // 200 and 202 (the key has yet to be checked), 403 and 422 (key or host) mean what they say.
  read(reply) {
    const verdict = byStatus(reply)
    const isRefused = reply.status === 400 && 'fault' in verdict
    return isRefused ? { is: 'refused', fault: verdict.fault } : verdict
  },
}
