/** `POST /api/import`: many articles, sections and past revisions, as NDJSON. */
import { Hono } from 'hono'
import { sha256 } from '../articles/digest'
import { isLimited } from '../delivery/limits'
import { deliver, type Outside, outlastLeases, owes } from '../delivery/outbox'
import { cachePolicy } from '../delivery/policy'
import { importInput } from './contract/input'
import { validate } from './contract/values'
import type { EditingContext, EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { requireType } from './door/request'
import { lacksToImport } from './door/rights'
import { type Answers, importAll, importAtomic } from './importing/chunks'
import { type Line, linesOf, MAX_BYTES, NDJSON } from './importing/ndjson'
import type { Result, RunKey } from './importing/ranges'
import type { Importer } from './importing/runs'
import { writerOf } from './saving/http'
import { keyFaults } from './saving/retries'

export const importRoute = new Hono<EditingEnv>()

importRoute.post('/', requireType(NDJSON), async (c) => {
  const lacks = lacksToImport(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  if (Number(c.req.header('Content-Length')) > MAX_BYTES) return problem(c, 'too-large')
  const query = validate(importInput, c.req.query())
  const key = c.req.header('Idempotency-Key')
  const errors = [...('faults' in query ? query.faults : []), ...keyFaults(key)]
  if ('faults' in query || errors.length > 0) return problem(c, 'invalid-input', { errors })
  const { db, site, engines, stores, editor, now, outside } = writerOf(c)
  const retry: RunKey | null =
    key === undefined ? null : { keyId: editor.keyId, path: c.req.path, prefix: await sha256(key) }
  const { atomic } = query.value
  const mayWrite = counting(c)
  const importer: Importer = {
    ...{ db, site, engines, stores, editor, now, retry, mayWrite },
    isAtomic: atomic,
    owed: [],
    tellsOfAnother: false,
  }
  const results = await told(importer, outside, atomic ? importAtomic : importAll, linesIn(c))
  const isRefused = atomic && results.some(({ status }) => status >= 400)
  return new Response(results.map((result) => `${JSON.stringify(result)}\n`).join(''), {
    status: isRefused ? 422 : 200,
    headers: { 'Content-Type': NDJSON, ...cachePolicy.private },
  })
})

importRoute.all('/', (c) => methodNotAllowed(c, 'POST'))

/** Each call counts as a write of the key, save the first: that was counted at the door. */
function counting(c: EditingContext) {
  let calls = 0
  let isOver = false
  return async () => {
    if (calls++ > 0) isOver ||= await isLimited(c.env.WRITES, String(c.var.editor.keyId))
    return !isOver
  }
}

const linesIn = (c: EditingContext) => linesOf(c.req.raw.body ?? new Blob([]).stream())

/**
 * What becomes of each line, once the outside has been told of all of them: no line is answered before
 * readers everywhere get what it says. What was written before a failure is told all the same.
 */
async function told(
  importer: Importer,
  outside: Outside,
  answersTo: (importer: Importer, lines: AsyncIterable<Line>) => Answers,
  lines: AsyncIterable<Line>,
): Promise<Result[]> {
  const results: Result[] = []
  try {
    for await (const some of answersTo(importer, lines)) results.push(...some)
  } finally {
    const { owed, tellsOfAnother } = importer
    if (owed.some(owes)) await deliver(outside, ...owed)
    else if (tellsOfAnother) await outlastLeases(outside)
  }
  return results
}
