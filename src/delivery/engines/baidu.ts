/** Baidu's push API (普通收录, API 提交): new pages go to `/urls`, pages that are gone to `/del`. */
import { credentialsIn } from './credentials'
import { byStatus, type Engine, placeOf, type Reply, type Verdict } from './engine'

/** Baidu documents no other: see docs/operations.md for what that means, and for https. */
const PUBLIC_ADDRESS = 'http://data.zz.baidu.com'

const DAY = 86_400
const BEIJING = 8 * 3_600
/** Clocks may differ, and a call that comes too early costs another day of waiting. */
const SLACK = 300

export const baidu: Engine<'baidu', 'BAIDU_PUSH_TOKEN' | 'BAIDU_PUSH_ENDPOINT'> = {
  name: 'baidu',
  variable: 'BAIDU_PUSH_TOKEN',
  takes: ['new', 'gone'],
  // "only 2000 urls are allowed once"
  most: 2_000,
  calls: 4,
  // From midnight in Beijing.
  quota: {
    nextDay: (at) => (Math.floor((at + BEIJING - SLACK) / DAY) + 1) * DAY - BEIJING + SLACK,
  },
  credentials: ({ BAIDU_PUSH_TOKEN: token, BAIDU_PUSH_ENDPOINT: endpoint }) => [
    ...(token ? [token] : []),
    ...credentialsIn(endpoint),
  ],
  requester(site, { BAIDU_PUSH_TOKEN: token = '', BAIDU_PUSH_ENDPOINT: endpoint }) {
    if (!/^[A-Za-z0-9_-]+$/.test(token)) {
      throw new TypeError('BAIDU_PUSH_TOKEN must be the letters and digits after token= alone')
    }
    const { address, headers } = placeOf('BAIDU_PUSH_ENDPOINT', endpoint || PUBLIC_ADDRESS)
    const base = address.replace(/\/$/, '')
    return (urls, isGone) =>
      new Request(`${base}/${isGone ? 'del' : 'urls'}?site=${site.origin}&token=${token}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { ...headers, 'Content-Type': 'text/plain' },
        body: urls.join('\n'),
      })
  },
  read,
}

function read(reply: Reply): Verdict {
  const said = parse(reply.text)
  const { error, success } = said
  if (error) {
    const fault = `${wordsOf(error)} ${wordsOf(said.message)}`.trim()
    if (/over quota/i.test(fault)) return { is: 'spent', fault }
    // "internal error, please try later"
    if (typeof error === 'number' && error >= 500) return { is: 'later', seconds: null, fault }
    // "token is not valid", or "site error": the site is not verified
    return { is: 'misconfigured', fault }
  }
  if (success === undefined) {
    const verdict = byStatus(reply)
    return verdict.is === 'done' ? { is: 'later', seconds: null, fault: 'no JSON' } : verdict
  }
  // All URLs are of one site, so Baidu knows it under another name.
  const [other] = list(said.not_same_site)
  if (other) return { is: 'misconfigured', fault: `not_same_site: ${other}` }
  const remain = Number.isSafeInteger(said.remain) ? Math.max(Number(said.remain), 0) : null
  return { is: 'done', remain, invalid: list(said.not_valid) }
}

/** What Baidu says, be the status 200 or the error's own. Anything else may reply in its place. */
type Said = {
  [field in 'success' | 'remain' | 'not_same_site' | 'not_valid' | 'error' | 'message']?: unknown
}

function parse(text: string): Said {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

const wordsOf = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
