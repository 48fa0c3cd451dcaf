/** `/api/address-rules`: where old addresses of one pattern lead. */
import { Hono } from 'hono'
import { type KeptRules, selectRulesAndEditor, toRules } from '../articles/address-rules'
import { putRules, subjectOf } from '../articles/writing/address-rules'
import { isStillOwed } from '../articles/writing/once'
import { namesEtag } from '../delivery/etags'
import { toUtcOrNull } from '../time'
import { readRules } from './contract/address-rule-input'
import type { AnswerOf } from './contract/answers'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingContext, EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { limitSize, readJson, requireType } from './door/request'
import { lacksOverview } from './door/rights'
import { busy, byOf, persist, tell } from './saving/attempts'

export const addressRules = new Hono<EditingEnv>()

const read = [requireType('application/json'), limitSize, readJson] as const

addressRules.get('/', async (c) => show(toRules(await selectRulesAndEditor(c.var.db).run())))

addressRules.put('/', requireScopes('articles:publish'), ...read, async (c) => {
  const { db, editor, json } = c.var
  const lacks = lacksOverview(editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const condition = c.req.header('If-Match')
  if (!condition || condition.trim() === '*') return problem(c, 'if-match-required')
  const result = readRules(json)
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })

  const { rules } = result.value
  const mayReplace = (version: number) => namesEtag(condition, etagOf({ version }))
  const put = await persist(() => putRules(db, rules, byOf(c), mayReplace))
  if (put === 'lost') return busy(c)
  if (put.outcome === 'stale') return stale(c, put.kept)
  const also = await tell(c, put.owed)
  // Perhaps it was this request that set them so, and died before the edge heard of it: the clock sees to it.
  const isSame = put.outcome === 'same' && put.kept.updatedAt !== null
  const isOwed = isSame && (await isStillOwed(db, 'address-rules', subjectOf(rules)))
  return show(put.kept, isOwed ? { purge: 'queued' } : also)
})

addressRules.all('/', (c) => methodNotAllowed(c, 'GET, PUT'))

const etagOf = ({ version }: Pick<KeptRules, 'version'>) => `"${version}"`

function show(kept: KeptRules, also: { purge?: 'queued' } = {}) {
  const { version, rules, editor, updatedAt } = kept
  const body = { version, rules, editor, updatedAt: toUtcOrNull(updatedAt), ...also }
  return answer(body satisfies AnswerOf<'AddressRules'>, 200, { ETag: etagOf(kept) })
}

const stale = (c: EditingContext, kept: KeptRules) =>
  problem(c, 'stale-revision', {
    detail: `The rules are at version ${kept.version} now. Read them again and send their ETag in If-Match.`,
    headers: { ETag: etagOf(kept) },
  })
