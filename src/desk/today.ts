/** `/desk`: what waits for whom, what is planned, whether everything runs. One round trip. */
import { html } from 'hono/html'
import type { Article } from '../articles/article'
import { selectWaitingDrafts, toWaitingDrafts, type WaitingDraft } from '../articles/drafts'
import { type HandedIn, selectReturned, selectWaiting, toHandedIn } from '../articles/hand-ins'
import { selectDrafts, selectPlanned } from '../articles/planned'
import { toArticles } from '../articles/store'
import { textFills } from '../articles/texts/filling'
import { LATE } from '../delivery/beat'
import { selectDebts } from '../delivery/debts'
import { lacksOverview, lacksToRead } from '../editing/door/rights'
import { reachKV, selectFindings, toFindings } from '../editing/findings'
import { siteOf } from '../site'
import { secondsNow, toLocal } from '../time'
import { PENDING } from './articles/pending-words'
import { type DeskContext, type Words, wordsFor } from './context'
import { begunList } from './copies/opening'
import { type Begun, selectBegun, toBegun } from './copies/store'
import { COPIES } from './copies/words'
import { type Html, page } from './layout'
import { deskPaths } from './paths'
import { type DebtRow, running } from './running'
import { COMMON } from './words'

/** How many of each are shown. */
const SHOWN = 8
const SHOWN_DEBTS = 10
/** Of how many hand-ins, for who is limited to sections. */
const WINDOW = 20
/** For how long KV and text databases are asked whether they are there, in milliseconds, beside D1. */
const KV_PATIENCE = 500
const TEXTS_PATIENCE = 1_000

const WORDS = {
  zh: {
    waiting: '等待处理的稿件',
    returned: '退回给您的稿件',
    planned: '接下来发布',
    drafts: '最近的草稿',
    allDrafts: '全部草稿',
    allPlanned: '全部定时文章',
    handedIn: (name: string, at: string) => `${name}，${at} 交稿`,
    sentBack: (name: string, at: string) => `${name}，${at} 退回`,
    at: (at: string) => `${at} 发布`,
    late: (at: string) => `本该在 ${at} 发布，还没有发出来。`,
    changed: (at: string) => `改动于 ${at}`,
    nothing: '今天没有等着您的事。',
  },
  en: {
    waiting: 'Waiting for an editor',
    returned: 'Sent back to you',
    planned: 'Coming up',
    drafts: 'Latest drafts',
    allDrafts: 'All drafts',
    allPlanned: 'All plans',
    handedIn: (name: string, at: string) => `handed in by ${name}, ${at}`,
    sentBack: (name: string, at: string) => `sent back by ${name}, ${at}`,
    at: (at: string) => `at ${at}`,
    late: (at: string) => `was to come out at ${at}, and has not.`,
    changed: (at: string) => `changed ${at}`,
    nothing: 'Nothing waits for you today.',
  },
} satisfies Words<Record<string, unknown>>

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
  const now = secondsNow()
  const isForAll = !lacksOverview(editor)
  const [results, kv, texts] = await Promise.all([
    db.batch([
      selectBegun(db, keyId, SHOWN),
      selectWaiting(db, sections, SHOWN, undefined, WINDOW),
      selectReturned(db, keyId, sections, SHOWN, WINDOW),
      selectWaitingDrafts(db, sections, SHOWN, undefined, WINDOW),
      selectPlanned(db, sections, SHOWN),
      selectDrafts(db, sections, SHOWN),
      ...(isForAll
        ? [...selectDebts(db, SHOWN_DEBTS).slice(0, 1), ...selectFindings(db, now)]
        : []),
    ]),
    isForAll ? reachKV(c.env, KV_PATIENCE) : null,
    isForAll ? textFills(c.env, TEXTS_PATIENCE) : [],
  ])
  const [begun, waiting, returned, pending, planned, drafts, debts, ...found] = results as [
    ...[D1Result, D1Result, D1Result, D1Result, D1Result, D1Result],
    ...[D1Result<DebtRow> | undefined, ...D1Result[]],
  ]
  const mayPublish = editor.scopes.includes('articles:publish')
  const main = html`
${unsaved(c, toBegun(begun))}
${mayPublish ? handIns(c, toHandedIn(waiting)) : ''}
${sentBack(c, toHandedIn(returned))}
${pendings(c, toWaitingDrafts(pending))}
${plans(c, toArticles(planned))}
${latest(c, toArticles(drafts))}
${debts ? running(c, toFindings(c.env, found, texts, now), debts.results, kv) : ''}`
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
