/** Which newsroom a command speaks to, from its options or the environment. */
import { localKey } from './local.ts'
import type { Newsroom } from './post-file.ts'

export const TARGET_OPTIONS = { url: { type: 'string' }, key: { type: 'string' } } as const

const KEY_SHOWS = `--key shows the key to everybody on this machine who lists processes, and stays in the shell's
history and npm's logs. Better: read -rs BROADSIDE_KEY; export BROADSIDE_KEY`

/** The newsroom named, or the one that `npm start` runs here. Throws what is missing or wrong. */
export function target(values: { url?: string | undefined; key?: string | undefined }): Newsroom {
  const url = values.url ?? process.env.BROADSIDE_URL ?? 'http://localhost:8787'
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new Error(`--url must begin with http:// or https://, not "${url}"`)
  }
  const isLocal = /^http:\/\/(localhost|127\.0\.0\.1)(:|\/|$)/.test(url)
  if (values.key !== undefined) console.error(KEY_SHOWS)
  const key = values.key ?? process.env.BROADSIDE_KEY ?? (isLocal ? localKey() : null)
  if (!key) throw new Error(`A key is needed for ${url}: put it into BROADSIDE_KEY`)
  return { url, key }
}
