/** Which newsroom a command speaks to, from its options or the environment. */
import { localKey } from './local.ts'
import type { Newsroom } from './post-file.ts'

export const TARGET_OPTIONS = { url: { type: 'string' }, key: { type: 'string' } } as const

/** The newsroom named, or the one that `npm start` runs here. Throws, saying what is missing or wrong. */
export function target(values: { url?: string | undefined; key?: string | undefined }): Newsroom {
  const url = values.url ?? process.env.BROADSIDE_URL ?? 'http://localhost:8787'
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Error(`--url must begin with http:// or https://, not "${url}"`)
  }
  const isLocal = /^http:\/\/(localhost|127\.0\.0\.1)(:|\/|$)/.test(url)
  const key = values.key ?? process.env.BROADSIDE_KEY ?? (isLocal ? localKey() : null)
  if (!key) throw new Error(`A key is needed for ${url}: --key or BROADSIDE_KEY`)
  return { url, key }
}
