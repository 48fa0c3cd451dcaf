/** `/desk`: what waits for whom, what is planned, whether everything runs. One round trip. */
import { html } from 'hono/html'
import type { Article } from '../articles/article'
import { selectWaitingDrafts, toWaitingDrafts, type WaitingDraft } from '../articles/drafts'
import { type HandedIn, selectReturned, selectWaiting, toHandedIn } from '../articles/hand-ins'
import { selectDrafts, selectPlanned } from '../articles/planned'
import { toArticles } from '../articles/store'
import { LATE, selectBeat, toBeat } from '../delivery/beat'
import { selectDebts } from '../delivery/debts'
import { lacksOverview, lacksToRead } from '../editing/door/rights'
import { siteOf } from '../site'
import { secondsNow, toLocal } from '../time'
import { PENDING } from './articles/pending-words'
import { type DeskContext, type Words, wordsFor } from './context'
import { begunList } from './copies/opening'
import { type Begun, selectBegun, toBegun } from './copies/store'
import { COPIES } from './copies/words'
import { type Html, page } from './layout'
import { deskPaths } from './paths'
import { COMMON } from './words'

/** How many of each are shown. */
const SHOWN = 8
/** Of how many hand-ins, for who is limited to sections. */
const WINDOW = 20

const WORDS = {
  zh: {
    waiting: '等待处理的稿件',
    returned: '退回给您的稿件',
    planned: '接下来发布',
    drafts: '最近的草稿',
    state: '运行情况',
    allDrafts: '全部草稿',
    allPlanned: '全部定时文章',
    handedIn: (name: string, at: string) => `${name}，${at} 交稿`,
    sentBack: (name: string, at: string) => `${name}，${at} 退回`,
    at: (at: string) => `${at} 发布`,
    late: (at: string) => `本该在 ${at} 发布，还没有发出来。`,
    changed: (at: string) => `改动于 ${at}`,
    clockRuns: (at: string) => `时钟在走，上一次是 ${at}。`,
    clockLate: (at: string) =>
      `时钟停了：上一次是 ${at}。定时文章不会自动发布。请告诉管理网站的人。`,
    clockNever: '时钟还没有走过。部署以后一分钟之内会走第一次。',
    nothingOwed: '没有欠着的事：边缘缓存、搜索引擎和推送都已经通知到。',
    owed: (n: number) => `还有 ${n} 件事要通知到外面，正在自动办理。`,
    dead: '放弃了的通知，请告诉管理网站的人：',
    webhook: (id: number) => `推送 ${id}`,
    article: (id: string) => `：文章 ${id}`,
    engine: (name: string, fault: string) => `${name} 上次没有成功：${fault}`,
    nothing: '今天没有等着您的事。',
  },
  en: {
    waiting: 'Waiting for an editor',
    returned: 'Sent back to you',
    planned: 'Coming up',
    drafts: 'Latest drafts',
    state: 'Is everything running',
    allDrafts: 'All drafts',
    allPlanned: 'All plans',
    handedIn: (name: string, at: string) => `handed in by ${name}, ${at}`,
    sentBack: (name: string, at: string) => `sent back by ${name}, ${at}`,
    at: (at: string) => `at ${at}`,
    late: (at: string) => `was to come out at ${at}, and has not.`,
    changed: (at: string) => `changed ${at}`,
    clockRuns: (at: string) => `The clock runs; it last ticked at ${at}.`,
    clockLate: (at: string) =>
      `The clock has stopped: it last ticked at ${at}. Plans are not carried out. Tell whoever runs the site.`,
    clockNever: 'The clock has not ticked yet. It does within a minute of a deployment.',
    nothingOwed:
      'Nothing is owed: the edge, search engines and webhooks have been told of everything.',
    owed: (n: number) => `${n} things are still to be told to the outside; that happens by itself.`,
    dead: 'Given up; tell whoever runs the site:',
    webhook: (id: number) => `webhook ${id}`,
    article: (id: string) => `: article ${id}`,
    engine: (name: string, fault: string) => `${name} did not take the last call: ${fault}`,
    nothing: 'Nothing waits for you today.',
  },
} satisfies Words<Record<string, unknown>>

interface DebtRow {
  kind: string
  subject: string
  webhook: number | null
  deadAt: number | null
}

interface EngineRow {
  name: string
  fault: string | null
}

/** What is going on today, as far as the person may see it. */
export async function today(c: DeskContext): Promise<Response> {
  const { db, person } = c.var
  const { editor } = person
  const { sections, keyId } = editor
  const title = wordsFor(c, COMMON).today
  if (lacksToRead(editor)) {
    const main = html`<p>${wordsFor(c, WORDS).nothing}</p>`
    return page(c, { title, at: deskPaths.home, main })
  }
  const [beat, begun, waiting, returned, pending, planned, drafts, debts, engines] =
    (await db.batch([
      selectBeat(db),
      selectBegun(db, keyId, SHOWN),
      selectWaiting(db, sections, SHOWN, undefined, WINDOW),
      selectReturned(db, keyId, sections, SHOWN, WINDOW),
      selectWaitingDrafts(db, sections, SHOWN, undefined, WINDOW),
      selectPlanned(db, sections, SHOWN),
      selectDrafts(db, sections, SHOWN),
      ...selectDebts(db, 10),
    ])) as [
      ...[D1Result, D1Result, D1Result, D1Result, D1Result, D1Result, D1Result],
      ...[D1Result<DebtRow>, D1Result<EngineRow>],
    ]
  const mayPublish = editor.scopes.includes('articles:publish')
  const main = html`
${unsaved(c, toBegun(begun))}
${mayPublish ? handIns(c, toHandedIn(waiting)) : ''}
${sentBack(c, toHandedIn(returned))}
${pendings(c, toWaitingDrafts(pending))}
${plans(c, toArticles(planned))}
${latest(c, toArticles(drafts))}
${lacksOverview(editor) ? '' : state(c, toBeat(beat), debts.results, engines.results)}`
  return page(c, { title, at: deskPaths.home, main })
}

/** A moment, to the minute, in the site's time zone. */
const momentIn = (c: DeskContext, seconds: number) =>
  toLocal(seconds, siteOf(c.env).timeZone).text.slice(0, 16)

const part = (id: string, title: string, rows: Html[], more: Html | string = ''): Html =>
  html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><ul class="rows">${rows}</ul>${more}</section>`

const row = ({ id, title, section }: Article, fact: string, text: string | null = null): Html =>
  html`<li><p><a class="headline" href="${deskPaths.article(id)}" dir="auto">${title}</a></p><p class="facts"><span>${section.name}</span><span>${fact}</span></p>${text === null ? '' : html`<p dir="auto">${text}</p>`}</li>
`

function unsaved(c: DeskContext, begun: Begun[]): Html {
  if (begun.length === 0) return html``
  return html`<section aria-labelledby="begun"><h2 id="begun">${wordsFor(c, COPIES).begun}</h2>${begunList(c, begun)}</section>`
}

function handIns(c: DeskContext, waiting: HandedIn[]): Html {
  const words = wordsFor(c, WORDS)
  if (waiting.length === 0) return html``
  const rows = waiting.map(({ article, handIn }) =>
    row(article, words.handedIn(handIn.by.name, momentIn(c, handIn.at)), handIn.note),
  )
  return part('waiting', words.waiting, rows)
}

function sentBack(c: DeskContext, returned: HandedIn[]): Html {
  const words = wordsFor(c, WORDS)
  if (returned.length === 0) return html``
  const rows = returned.map(({ article, handIn: { returned: back } }) =>
    row(article, back ? words.sentBack(back.by.name, momentIn(c, back.at)) : '', back?.note),
  )
  return part('returned', words.returned, rows)
}

function pendings(c: DeskContext, drafts: WaitingDraft[]): Html {
  const words = wordsFor(c, PENDING)
  if (drafts.length === 0) return html``
  const rows = drafts.map(({ article, draft }) =>
    row(article, words.savedBy(draft.by.name, momentIn(c, draft.updatedAt))),
  )
  return part('pending', words.today, rows)
}

function plans(c: DeskContext, planned: Article[]): Html {
  const words = wordsFor(c, WORDS)
  if (planned.length === 0) return html``
  const now = secondsNow()
  const rows = planned.map((article) => {
    const at = momentIn(c, article.publishAt ?? 0)
    const isLate = (article.publishAt ?? 0) < now - LATE
    return row(article, isLate ? words.late(at) : words.at(at))
  })
  const all = html`<p><a href="${deskPaths.articles}?status=scheduled&amp;order=published">${words.allPlanned}</a></p>`
  return part('planned', words.planned, rows, planned.length === SHOWN ? all : '')
}

function latest(c: DeskContext, drafts: Article[]): Html {
  const words = wordsFor(c, WORDS)
  if (drafts.length === 0) return html`<p>${words.nothing}</p>`
  const rows = drafts.map((article) => row(article, words.changed(momentIn(c, article.updatedAt))))
  const all = html`<p><a href="${deskPaths.articles}?status=draft">${words.allDrafts}</a></p>`
  return part('drafts', words.drafts, rows, drafts.length === SHOWN ? all : '')
}

/** Whether the clock runs, what is owed and what went wrong. */
function state(c: DeskContext, beat: number | null, debts: DebtRow[], engines: EngineRow[]): Html {
  const words = wordsFor(c, WORDS)
  const dead = debts.filter(({ deadAt }) => deadAt !== null)
  const owed = debts.length - dead.length
  const isLate = beat !== null && beat < secondsNow() - LATE
  const clock = beat === null ? words.clockNever : momentIn(c, beat)
  return html`<section aria-labelledby="state"><h2 id="state">${words.state}</h2>
${isLate ? html`<p class="alarm">${words.clockLate(clock)}</p>` : html`<p>${beat === null ? clock : words.clockRuns(clock)}</p>`}
<p>${owed === 0 ? words.nothingOwed : words.owed(owed)}</p>
${dead.length > 0 ? html`<div class="alarm"><p>${words.dead}</p><ul>${dead.map((debt) => deadRow(c, debt))}</ul></div>` : ''}
${engines.flatMap(({ name, fault }) => (fault === null ? [] : [html`<p class="alarm">${words.engine(name, fault)}</p>`]))}
</section>`
}

function deadRow(c: DeskContext, { kind, subject, webhook }: DebtRow): Html {
  const words = wordsFor(c, WORDS)
  if (webhook === null) return html`<li>${kind} ${subject}</li>`
  return html`<li><a href="${deskPaths.webhook(webhook)}">${words.webhook(webhook)}</a>${words.article(subject)}</li>`
}
