/** `POST /api/import`: many articles, sections and past revisions, as NDJSON. */
import { Hono } from 'hono'
import { sha256 } from '../articles/digest'
import { isLimited } from '../delivery/limits'
import { deliver, type Outside } from '../delivery/outbox'
import { cachePolicy } from '../delivery/policy'
import { importInput } from './contract/input'
import { validate } from './contract/values'
import type { EditingContext, EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { requireType } from './door/request'
import { lacksToImport } from './door/rights'
import { type Answers, importAll, importAtomic } from './importing/chunks'
import { linesOf, MAX_BYTES, NDJSON } from './importing/ndjson'
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
  const { db, site, engines, editor, now, outside } = writerOf(c)
  const retry: RunKey | null =
    key === undefined ? null : { keyId: editor.keyId, path: c.req.path, prefix: await sha256(key) }
  const { atomic } = query.value
  const mayWrite = counting(c)
  const importer: Importer = {
    ...{ db, site, engines, editor, now, retry, mayWrite },
    isAtomic: atomic,
    owed: [],
  }
  const lines = linesOf(c.req.raw.body ?? new Blob([]).stream())
  const answers = atomic ? importAtomic(importer, lines) : importAll(importer, lines)
  // The first are awaited, so that a database out of reach is a 503 and not a list of them.
  const first = await answers.next()
  const isRefused = atomic && first.value?.some(({ status }) => status >= 400)
  const stream = answerWith(first, answers, () => paid(importer, outside))
  return new Response(stream, {
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

/** Tells the outside, once for all. */
const paid = async ({ owed }: Importer, outside: Outside) => {
  if (owed.length > 0) await deliver(outside, ...owed)
}

function answerWith(
  first: IteratorResult<Result[], unknown>,
  rest: Answers,
  end: () => Promise<void>,
) {
  const encoder = new TextEncoder()
  let next: IteratorResult<Result[], unknown> | null = first
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = next ?? (await rest.next())
      next = null
      if (!done) {
        const lines = (value as Result[]).map((result) => `${JSON.stringify(result)}\n`)
        return controller.enqueue(encoder.encode(lines.join('')))
      }
      await end()
      controller.close()
    },
  })
}
