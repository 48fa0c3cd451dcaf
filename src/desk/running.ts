/** Whether everything runs, on the page of the day: what `/api/health` finds, in words, with what to do. */
import { html } from 'hono/html'
import { MOST_OVERDUE } from '../articles/planned'
import { type Fill, percentOf } from '../articles/texts/filling'
import {
  deployedAt,
  type Findings,
  type Unreached,
  verdictOnFill,
  verdictsOn,
} from '../editing/findings'
import { siteOf } from '../site'
import { secondsNow, toLocal } from '../time'
import { type DeskContext, type Words, wordsFor } from './context'
import type { Html } from './layout'
import { deskPaths } from './paths'

const WORDS = {
  zh: {
    state: '运行情况',
    clockRuns: (at: string) => `时钟在走，上一次是 ${at}。`,
    clockLate: (at: string) =>
      `时钟停了：上一次是 ${at}。定时文章不会自动发布。请告诉管理网站的人。`,
    clockNever: '时钟还没有走过。部署以后一分钟之内会走第一次。',
    clockDead: '时钟从来没有走过：定时文章不会自动发布。请告诉管理网站的人。',
    plans: (n: string) => `有 ${n} 篇文章到时间没有发出来。请打开来发布，页面会说明原因。`,
    showPlans: '看定时文章',
    schema: '数据库的表比程序旧，有的功能会出错。请告诉管理网站的人：要运行 npm run deploy。',
    kv: '页面副本的存储（KV）没有回应。读者现在看得到文章；数据库要是也停了，就看不到了。请告诉管理网站的人。',
    textsAway: (name: string) =>
      `存放正文的数据库 ${name} 没有回应：有的文章读者打不开，您也改不了。要是过几分钟还这样，请告诉管理网站的人。`,
    filling: (name: string, percent: number) =>
      `数据库 ${name} 已经用了 ${percent}%，满了就存不下新文章。请告诉管理网站的人，趁早腾出地方：办法在 docs/growing.md。`,
    nearlyFull: (name: string, percent: number) =>
      `数据库 ${name} 快满了，已经用了 ${percent}%，满了就存不下新文章。请马上告诉管理网站的人，今天就腾出地方：办法在 docs/growing.md。`,
    nothingOwed: '没有欠着的事：边缘缓存、搜索引擎和推送都已经通知到。',
    owed: (n: number) => `还有 ${n} 件事要通知到外面，正在自动办理。`,
    overdue: (what: string, minutes: number) =>
      `${what}：已经等了 ${minutes} 分钟，早该办好了。请告诉管理网站的人。`,
    failing: (what: string, n: number) => `${what}：连续 ${n} 次没有成功，会自动再试。`,
    kinds: {
      purge: '让边缘缓存换上新页面',
      overwrite: '抹去 KV 里的旧页面',
      erase: '从正文数据库里抹去文字',
      picture: '删除图片文件',
    },
    dead: '放弃了的通知，请告诉管理网站的人（npm run purge）：',
    refused: '有的文章被推送的接收方拒绝，已经放弃。打开推送，可以重新发送：',
    webhook: (id: number) => `推送 ${id}`,
    engine: (name: string, fault: string) => `${name} 上次没有成功：${fault}`,
  },
  en: {
    state: 'Is everything running',
    clockRuns: (at: string) => `The clock runs; it last ticked at ${at}.`,
    clockLate: (at: string) =>
      `The clock has stopped: it last ticked at ${at}. Plans are not carried out. Tell whoever runs the site.`,
    clockNever: 'The clock has not ticked yet. It does within a minute of a deployment.',
    clockDead: 'The clock has never ticked: plans are not carried out. Tell whoever runs the site.',
    plans: (n: string) =>
      `Articles that were to come out and have not: ${n}. Open one and publish it: that says what is wrong.`,
    showPlans: 'Show the plans',
    schema:
      'The database lacks tables that this version needs, and some things will fail. Tell whoever runs the site: npm run deploy.',
    kv: 'The store of copies (KV) does not answer. Readers get every page now, but would get none if the database stopped too. Tell whoever runs the site.',
    textsAway: (name: string) =>
      `The database ${name}, which holds texts, does not answer: some articles cannot be read or changed. If that lasts for more than a few minutes, tell whoever runs the site.`,
    filling: (name: string, percent: number) =>
      `The database ${name} is ${percent} % full; once it is full it takes no new articles. Ask whoever runs the site to make room in good time: docs/growing.md.`,
    nearlyFull: (name: string, percent: number) =>
      `The database ${name} is nearly full, at ${percent} %; once it is full it takes no new articles. Ask whoever runs the site to make room today: docs/growing.md.`,
    nothingOwed:
      'Nothing is owed: the edge, search engines and webhooks have been told of everything.',
    owed: (n: number) => `${n} things are still to be told to the outside; that happens by itself.`,
    overdue: (what: string, minutes: number) =>
      `${what}: has waited for ${minutes} minutes, and should be done. Tell whoever runs the site.`,
    failing: (what: string, n: number) =>
      `${what}: failed ${n === 1 ? 'once' : `${n} times in a row`}, and is tried again by itself.`,
    kinds: {
      purge: 'Giving the edge new pages',
      overwrite: 'Overwriting old pages in KV',
      erase: 'Erasing texts in text databases',
      picture: 'Removing files of pictures',
    },
    dead: 'Given up; tell whoever runs the site (npm run purge):',
    refused:
      'Receivers of webhooks refused articles until they were given up. Open the webhook to send them again:',
    webhook: (id: number) => `webhook ${id}`,
    engine: (name: string, fault: string) => `${name} did not take the last call: ${fault}`,
  },
} satisfies Words<Record<string, unknown>>

/** A debt, as `selectDebts` has it. */
export interface DebtRow {
  kind: string
  subject: string
  /** The number of the webhook that it is to; null for any other. */
  webhook: number | null
  deadAt: number | null
}

/** Whether the clock runs, what is late, what is owed, and what went wrong. */
export function running(
  c: DeskContext,
  found: Findings,
  debts: DebtRow[],
  kv: Unreached | null,
): Html {
  const words = wordsFor(c, WORDS)
  const verdicts = verdictsOn(found, secondsNow(), deployedAt(c.env))
  const alarm = (text: string, more: Html | string = '') =>
    html`<p class="alarm">${text}${more}</p>\n`
  const givenUp = debts.filter(({ deadAt }) => deadAt !== null)
  const owed = debts.length - givenUp.length
  const dead = givenUp.filter(({ webhook }) => webhook === null)
  const refusing = new Set(givenUp.flatMap(({ webhook }) => webhook ?? []))
  return html`<section aria-labelledby="state"><h2 id="state">${words.state}</h2>
${verdicts.schema === 'fail' ? alarm(words.schema) : ''}
${clock(c, found.beat, verdicts.clock === 'fail')}
${verdicts.plans === 'fail' ? alarm(words.plans(counted(found)), plansLink(c)) : ''}
${kv === null ? '' : alarm(words.kv)}${found.databases.flatMap((fill) => fullness(c, fill) ?? []).map((text) => alarm(text))}
<p>${owed === 0 ? words.nothingOwed : words.owed(owed)}</p>
${late(c, found, verdicts.debts === 'fail')}
${dead.length > 0 ? html`<div class="alarm"><p>${words.dead}</p><ul>${dead.map(({ kind, subject }) => html`<li>${kind} ${subject}</li>`)}</ul></div>` : ''}
${refusing.size > 0 ? alarm(words.refused, html` ${[...refusing].map((id) => html`<a href="${deskPaths.webhook(id)}">${words.webhook(id)}</a> `)}`) : ''}
${found.debts.engines.map(({ name, fault }) => alarm(words.engine(name, fault)))}
</section>`
}

function clock(c: DeskContext, beat: number | null, isLate: boolean): Html {
  const words = wordsFor(c, WORDS)
  const at = beat === null ? '' : toLocal(beat, siteOf(c.env).timeZone).text.slice(0, 16)
  if (isLate) {
    return html`<p class="alarm">${beat === null ? words.clockDead : words.clockLate(at)}</p>`
  }
  return html`<p>${beat === null ? words.clockNever : words.clockRuns(at)}</p>`
}

/** What there is to say of a database; null when all is well with it. */
function fullness(c: DeskContext, fill: Fill): string | null {
  const words = wordsFor(c, WORDS)
  const { name, size } = fill
  if (size === null) return words.textsAway(name)
  const verdict = verdictOnFill(fill)
  if (verdict === 'pass') return null
  return words[verdict === 'fail' ? 'nearlyFull' : 'filling'](name, percentOf(size.share))
}

const counted = ({ plans: { count } }: Findings) =>
  count < MOST_OVERDUE ? String(count) : `${count}+`

const plansLink = (c: DeskContext) =>
  html` <a href="${deskPaths.articles}?status=scheduled&amp;order=published">${wordsFor(c, WORDS).showPlans}</a>`

/** What waits for too long, or fails. */
function late(c: DeskContext, { debts: { oldest, failing } }: Findings, isOverdue: boolean): Html {
  const { overdue, failing: fails, kinds } = wordsFor(c, WORDS)
  const minutes = oldest ? Math.floor((secondsNow() - oldest.dueAt) / 60) : 0
  return html`${oldest && isOverdue ? html`<p class="alarm">${overdue(kinds[oldest.kind], minutes)}</p>` : ''}
${failing ? html`<p>${fails(kinds[failing.kind], failing.attempts)}</p>` : ''}`
}
