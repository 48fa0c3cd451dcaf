/** `/desk/front`: which articles stand first, on the home page and in each section. */

import { Hono } from 'hono'
import { html } from 'hono/html'
import { type Front, selectFronts, toFronts } from '../../articles/fronts'
import { faultsOf } from '../../editing/calling'
import type { Fault } from '../../editing/door/problems'
import { lacksToRead } from '../../editing/door/rights'
import { siteOf } from '../../site'
import { toLocal, toUtc } from '../../time'
import { callApi } from '../calling'
import { type DeskContext, type DeskEnv, wordsFor } from '../context'
import { missing, sorry } from '../door/given-back'
import { formIn } from '../form-data'
import { goTo, type Html, page } from '../layout'
import { fromLocal } from '../local-time'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { frontForm, type Laid } from './form'
import { laidFrom, laidIn } from './laid'
import { listsFor, type Scene, sceneOf } from './scene'
import { WORDS } from './words'

export const fronts = new Hono<DeskEnv>()

fronts.get('/', async (c) => {
  const common = wordsFor(c, COMMON)
  if (lacksToRead(c.var.person.editor)) return sorry(c, 403, common.mayNot, common.mayNotText)
  return page(c, { title: wordsFor(c, WORDS).title, at: deskPaths.fronts, main: await overview(c) })
})

/** How many fronts are shown at a glance: a newsroom may have a hundred. */
const SHOWN = 6

async function overview(c: DeskContext): Promise<Html> {
  const words = wordsFor(c, WORDS)
  const lists = await listsFor(c)
  const first = lists.slice(0, SHOWN).map(({ list }) => list)
  const found = await selectFronts(c.var.db, first).run()
  const laid = new Map(toFronts(found).map((front) => [front.list, front]))
  return html`<p>${words.text}</p><div class="overview">${lists.map(({ list, name }, i) => {
    const front = laid.get(list)
    return html`<section aria-labelledby="list-${String(i)}"><h2 id="list-${String(i)}">${name}</h2>
${front ? (front.articles.length > 0 ? shown(c, front) : html`<p class="quiet">${words.none}</p>`) : ''}
<p><a class="button" href="${deskPaths.front(list)}">${words.change}<span class="unseen"> ${name}</span></a></p></section>`
  })}</div>`
}

/** A front as it is, to be read. */
function shown(c: DeskContext, { articles }: Pick<Front, 'articles'>): Html {
  const words = wordsFor(c, WORDS)
  if (articles.length === 0) return html`<p>${words.empty}</p>`
  return html`<ol>${articles.map(({ id, title, until }) => {
    const end = until === null ? words.stays : words.ends(momentIn(c, until))
    return html`<li><a href="${deskPaths.article(id)}" dir="auto">${title}</a> <span class="quiet">${end}</span></li>`
  })}</ol>`
}

const momentIn = (c: DeskContext, seconds: number) =>
  toLocal(seconds, siteOf(c.env).timeZone).text.slice(0, 16)

interface Said {
  laid?: Laid[]
  notice?: Html | null
  faults?: Fault[]
  typed?: string
  status?: number
}

function show(c: DeskContext, scene: Scene, said: Said = {}): Response {
  const { list, name, front, newest } = scene
  const words = wordsFor(c, WORDS)
  const laid = said.laid ?? laidFrom(c, front)
  const main = html`${said.notice ?? ''}<p>${words.text}</p>
${frontForm(c, { list, version: front.version, laid, newest, faults: said.faults ?? [], typed: said.typed ?? '' })}`
  const title = words.of(name)
  return page(c, { title, at: deskPaths.fronts, main, status: said.status ?? 200 })
}

fronts.get('/:list', async (c) => {
  const scene = await sceneOf(c)
  if (!scene) return missing(c)
  const isSaved = c.req.query('done') === 'saved'
  const notice = isSaved
    ? html`<p class="note" role="status">${wordsFor(c, WORDS).saved}</p>`
    : null
  return show(c, scene, { notice })
})

fronts.post('/:list', async (c) => {
  const form = await formIn(c)
  const scene = await sceneOf(c)
  if (!scene) return missing(c)
  const { laid, unfound } = await laidIn(c, form, scene)
  const typed = unfound ?? ''
  if (unfound !== null) {
    const detail = `${wordsFor(c, WORDS).notFound}: ${unfound}`
    return show(c, scene, { laid, typed, faults: [{ field: 'other', detail }], status: 422 })
  }
  const saved = await callApi(c, 'PUT', `/front/${encodeURIComponent(scene.list)}`, {
    json: { articles: laid.map((one) => ({ id: one.id, until: untilOf(c, one.until) })) },
    ifMatch: `"${versionIn(form)}"`,
  })
  if (saved.isOk) return goTo(`${deskPaths.front(scene.list)}?done=saved`)
  if (saved.problem?.name === 'stale-revision') return conflict(c, laid)
  const faults = saved.problem ? faultsOf(saved.problem) : []
  return show(c, scene, { laid, faults, status: saved.status })
})

const versionIn = (form: FormData) => Number(/^\d{1,15}$/.exec(String(form.get('version')))) || 0

/** What is no date is for the API to refuse. */
function untilOf(c: DeskContext, typed: string): string | null {
  if (typed.trim() === '') return null
  const seconds = fromLocal(typed, siteOf(c.env).timeZone)
  return seconds === null ? typed : toUtc(seconds)
}

/** Somebody was faster: what is there now, and what was chosen here. */
async function conflict(c: DeskContext, laid: Laid[]): Promise<Response> {
  const scene = await sceneOf(c)
  if (!scene) return missing(c)
  // Pressed twice: it was this very form.
  const isSame = JSON.stringify(laid) === JSON.stringify(laidFrom(c, scene.front))
  if (isSame) return goTo(`${deskPaths.front(scene.list)}?done=saved`)
  const words = wordsFor(c, WORDS)
  const notice = html`<div class="alarm" role="alert"><p><strong>${words.conflict}</strong></p><p>${words.conflictText}</p>${shown(c, scene.front)}</div>`
  return show(c, scene, { laid, notice, status: 412 })
}
