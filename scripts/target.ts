/** Which newsroom a command speaks to, from its options or the environment. */
import { Fault } from './command.ts'
import { localKey, runningUrl } from './local.ts'
import type { Newsroom } from './request.ts'

export const TARGET_OPTIONS = {
  url: { type: 'string' },
  key: { type: 'string' },
  timeout: { type: 'string' },
  retries: { type: 'string', default: '7' },
} as const

export const TARGET_HELP = `--url URL: the newsroom, else BROADSIDE_URL, else the one that "npm start" runs here
--timeout SECONDS, --retries N: how long an answer may take (120; 600 for an import), how often it is asked for again (7)
The key is in BROADSIDE_KEY; the newsroom that runs here needs none.
Ends with 0 when all is done, 1 when something was refused, 2 when the command cannot be understood,
3 when the newsroom does not answer.`

const KEY_SHOWS = `--key shows the key to everybody on this machine who lists processes, and stays in the shell's
history and npm's logs. Better: read -rs BROADSIDE_KEY; export BROADSIDE_KEY`

interface Values {
  url?: string | undefined
  key?: string | undefined
  timeout?: string | undefined
  retries?: string | undefined
}

/**
 * The newsroom named, or the one that `npm start` runs here. `patience` is how long
 * an answer may take, in seconds, unless they say. Throws what is missing or wrong.
 */
export function target(values: Values, patience = 120): Newsroom {
  const named = values.url ?? process.env.BROADSIDE_URL
  const url = named ?? runningUrl() ?? 'http://localhost:8787'
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    const where = values.url === undefined ? 'BROADSIDE_URL' : '--url'
    throw new Fault(`${where} must begin with http:// or https://, not "${url}"`, 'usage')
  }
  const isLocal = /^http:\/\/(localhost|127\.0\.0\.1)(:|\/|$)/.test(url)
  if (values.key !== undefined) console.error(KEY_SHOWS)
  const key = values.key ?? process.env.BROADSIDE_KEY ?? (isLocal ? localKey() : null)
  if (!key) throw new Fault(`A key is needed for ${url}: put it into BROADSIDE_KEY`, 'usage')
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new Fault(
      'The key holds blanks, line breaks or other characters that no key has',
      'usage',
    )
  }
  const timeout = whole('--timeout', values.timeout ?? String(patience), 1, 3600)
  return { url, key, timeout, retries: whole('--retries', values.retries ?? '7', 0, 100) }
}

/** A whole number in bounds, from an option. */
export function whole(
  option: string,
  text: string | undefined,
  least: number,
  most: number,
): number {
  const value = Number(text)
  if (/^\d{1,9}$/.test(text ?? '') && value >= least && value <= most) return value
  throw new Fault(`${option} must be a number from ${least} to ${most}, not "${text}"`, 'usage')
}
