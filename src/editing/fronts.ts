/** `/api/front`: the articles that stand first on the home page and on sections' pages. */
import { Hono } from 'hono'
import { type Front, HOME, selectFronts, toFronts } from '../articles/fronts'
import { selectSection, toSection } from '../articles/sections'
import type { FrontOutcome } from '../articles/writing/front-checks'
import { putFronts } from '../articles/writing/fronts'
import { isStillOwed } from '../articles/writing/once'
import { namesEtag } from '../delivery/etags'
import { paths, type Site, siteOf } from '../site'
import { secondsNow, toUtcOrNull } from '../time'
import type { AnswerOf } from './contract/answers'
import { frontInput } from './contract/input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingContext, EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { limitSize, readJson, requireType } from './door/request'
import { lacksOverview, lacksToRead, mayEnter } from './door/rights'
import { busy, byOf, persist, tell } from './saving/attempts'
import { faultsOf } from './saving/fronts'

export const fronts = new Hono<EditingEnv>()

const read = [requireType('application/json'), limitSize, readJson] as const

fronts.get('/:list', async (c) => {
  const { db, editor } = c.var
  const lacks = lacksToRead(editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const list = listIn(c)
  const beyond = outOfReach(c, list)
  if (beyond) return beyond
  const [section, found] = (await db.batch([
    selectSection(db, list),
    selectFronts(db, [list]),
  ])) as [D1Result, D1Result]
  const [front] = toFronts(found)
  if (!front || (list !== HOME && !toSection(section))) return problem(c, 'not-found')
  return show(c, front)
})

fronts.put('/:list', requireScopes('articles:publish'), ...read, async (c) => {
  const { db, editor, json } = c.var
  const list = listIn(c)
  const beyond = outOfReach(c, list)
  if (beyond) return beyond
  const condition = c.req.header('If-Match')
  if (!condition || condition.trim() === '*') return problem(c, 'if-match-required')
  const result = validate(frontInput(secondsNow()), json)
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })

  const mayReplace = (version: number) => namesEtag(condition, etagOf({ version }))
  const put = { list, mayReplace, articles: result.value.articles }
  const written = await persist(() =>
    putFronts(db, [put], byOf(c), (slug) => mayEnter(editor, slug)),
  )
  if (written === 'lost') return busy(c)
  const [outcome] = written.outcomes as [FrontOutcome]
  if (outcome.kind === 'no-list') return problem(c, 'not-found')
  if (outcome.kind === 'refused')
    return problem(c, 'invalid-input', { errors: faultsOf(outcome.faults, 'id') })
  if (outcome.kind === 'stale') return stale(c, outcome.front)
  const also = await tell(c, written.owed)
  // Perhaps it was this request that set it so, and died before the edge heard of it: the clock sees to it.
  const isOwed = outcome.kind === 'same' && (await isStillOwed(db, 'front', list))
  return show(c, outcome.front, isOwed ? { purge: 'queued' } : also)
})

fronts.all('/:list', (c) => methodNotAllowed(c, 'GET, PUT'))

const listIn = (c: EditingContext) => (c.req.param('list') ?? '').normalize('NFC')

/** The answer to who does not reach the list. A section that a key does not reach is as if not there. */
function outOfReach(c: EditingContext, list: string): Response | null {
  const { editor } = c.var
  if (list !== HOME) return mayEnter(editor, list) ? null : problem(c, 'not-found')
  const lacks = lacksOverview(editor)
  return lacks === null ? null : problem(c, 'forbidden', { detail: lacks })
}

const etagOf = ({ version }: Pick<Front, 'version'>) => `"${version}"`

const show = (c: EditingContext, front: Front, also: { purge?: 'queued' } = {}) =>
  answer({ ...represent(siteOf(c.env), front), ...also } satisfies AnswerOf<'Front'>, 200, {
    ETag: etagOf(front),
  })

const represent = (site: Site, { list, articles }: Front) => ({
  list,
  url: site.origin + (list === HOME ? paths.home : paths.section(list)),
  articles: articles.map(({ id, title, slug, status, until }) => ({
    ...{ id, title, status },
    url: site.origin + paths.article(slug),
    until: toUtcOrNull(until),
  })),
})

const stale = (c: EditingContext, front: Front) =>
  problem(c, 'stale-revision', {
    detail: `The front is at version ${front.version} now. Read it again and send its ETag in If-Match.`,
    headers: { ETag: etagOf(front) },
  })
