/** Baidu's push API (普通收录, API 提交): new pages to `/urls`, pages that are gone to `/del`. */
import type { Site } from '../../site'
import {
  type Answer,
  addressOf,
  byStatus,
  type Engine,
  type EngineVars,
  type Verdict,
} from './engine'

/** "only 2000 urls are allowed once". */
const MOST = 2_000

/** What Baidu says, with 200 or with the error's own status; unless it is not Baidu. */
interface Said {
  success?: number
  remain?: number
  not_same_site?: unknown
  not_valid?: unknown
  error?: number
  message?: string
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

export function baidu(site: Site, vars: EngineVars): Engine {
  const token = vars.BAIDU_PUSH_TOKEN ?? ''
  if (!/^[A-Za-z0-9_-]+$/.test(token)) {
    throw new TypeError('BAIDU_PUSH_TOKEN must be the letters and digits after token= alone')
  }
  const address = addressOf(
    'BAIDU_PUSH_ENDPOINT',
    vars.BAIDU_PUSH_ENDPOINT || 'http://data.zz.baidu.com',
  ).replace(/\/$/, '')
  return {
    most: MOST,
    calls: 4,
    hasQuota: true,
    request: (urls, isGone) =>
      new Request(`${address}/${isGone ? 'del' : 'urls'}?site=${site.origin}&token=${token}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Content-Type': 'text/plain' },
        body: urls.join('\n'),
      }),
    read,
  }
}

function read(answer: Answer): Verdict {
  const said = parse(answer.text)
  const { error, success, remain = null } = said
  if (error) {
    const fault = `${error} ${said.message}`
    if (/over quota/i.test(fault)) return { is: 'spent', fault }
    // "internal error, please try later"
    if (error >= 500) return { is: 'later', seconds: null, fault }
    // "token is not valid", "site error": not verified
    return { is: 'misconfigured', fault }
  }
  if (success === undefined) {
    const verdict = byStatus(answer)
    return verdict.is === 'done' ? { is: 'later', seconds: null, fault: 'no JSON' } : verdict
  }
  // All URLs are of one site, and Baidu knows it by another name.
  const [other] = list(said.not_same_site)
  if (other) return { is: 'misconfigured', fault: `not_same_site: ${other}` }
  return { is: 'done', remain, invalid: list(said.not_valid) }
}

function parse(text: string): Said {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

const DAY = 86_400
const BEIJING = 8 * 3_600
/** Our clocks may differ, and who comes too early waits for another day. */
const SLACK = 300

/** When the next day's quota can be used, in UTC seconds: shortly after midnight in Beijing. */
export const nextQuotaDay = (at: number) =>
  (Math.floor((at + BEIJING - SLACK) / DAY) + 1) * DAY - BEIJING + SLACK
