/** `POST /api/import`: many articles, sections and past revisions, as NDJSON. */
import { Hono } from 'hono'
import { sha256 } from '../articles/digest'
import { log } from '../delivery/log'
import { deliver, type Outside } from '../delivery/outbox'
import { cachePolicy } from '../delivery/policy'
import { importInput } from './contract/input'
import { validate } from './contract/values'
import type { EditingEnv } from './door/context'
import { describeProblem, methodNotAllowed, problem } from './door/problems'
import { requireType } from './door/request'
import type { Result, Retry } from './importing/answered'
import { importArticles } from './importing/articles'
import { type Line, linesOf, NDJSON } from './importing/ndjson'
import { importRevisions, importSections } from './importing/others'
import { type Item, readLine } from './importing/read'
import { type Entry, type Importer, settle } from './importing/runs'
import { deskOf } from './saving/http'
import { isIdempotencyKey } from './saving/retries'

export const imported = new Hono<EditingEnv>()

const MAX_LINES = 1_000
/** Lines and bytes that are looked up and written together. */
const CHUNK_LINES = 100
const CHUNK_BYTES = 600_000

imported.post('/', requireType(NDJSON), async (c) => {
  const query = validate(importInput, c.req.query())
  const errors = 'faults' in query ? query.faults : []
  const key = c.req.header('Idempotency-Key')
  if (key !== undefined && !isIdempotencyKey(key)) {
    const detail = 'Idempotency-Key must be 1 to 255 printable ASCII characters'
    errors.push({ field: 'Idempotency-Key', detail })
  }
  if ('faults' in query || errors.length > 0) return problem(c, 'invalid-input', { errors })
  const { db, site, editor, now, outside } = deskOf(c)
  const retry: Retry | null =
    key === undefined ? null : { keyId: editor.keyId, path: c.req.path, prefix: await sha256(key) }
  const { atomic } = query.value
  const importer: Importer = { db, site, editor, now, retry, isAtomic: atomic, owed: [] }
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

imported.all('/', (c) => methodNotAllowed(c, 'POST'))

/** Tells the outside, once for all. */
const paid = async ({ owed }: Importer, outside: Outside) => {
  if (owed.length > 0) await deliver(outside, ...owed)
}

type Answers = AsyncGenerator<Result[], void>

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

const sizeOf = ({ text }: Line) => (text?.length ?? 0) * 3

/** Chunks in order. What D1 cannot be told any more is answered 503, and nothing after it is tried. */
async function* importAll(importer: Importer, lines: AsyncIterable<Line>): Answers {
  const { site } = importer
  let isBroken = false
  let isFirst = true
  for await (const chunk of chunksOf(lines)) {
    const within = chunk.filter(({ number }) => number <= MAX_LINES)
    if (within.length > 0) {
      const results: Result[] | null = isBroken
        ? null
        : await importChunk(importer, within).catch((fault) => {
            if (isFirst) throw fault
            log('error', 'import-failed', { line: within[0]?.number, fault: String(fault) })
            return null
          })
      isBroken ||= results === null
      isFirst = false
      yield within.map(({ number }, i) => ({
        line: number,
        ...(results?.[i] ?? describeProblem(site, 'unavailable')),
      }))
    }
    if (within.length < chunk.length) {
      const detail = `A request may have ${MAX_LINES} lines; this one and the rest were not read.`
      yield [{ line: MAX_LINES + 1, ...describeProblem(site, 'too-large', { detail }) }]
      return
    }
  }
}

/** All lines in one batch, or none. */
async function* importAtomic(importer: Importer, lines: AsyncIterable<Line>): Answers {
  const all: Line[] = []
  let size = 0
  for await (const line of lines) {
    all.push(line)
    size += sizeOf(line)
    if (all.length <= CHUNK_LINES && size <= CHUNK_BYTES) continue
    const detail = `With atomic=true a request may have ${CHUNK_LINES} lines and ${CHUNK_BYTES / 3} characters. Nothing was stored.`
    return yield [{ line: line.number, ...describeProblem(importer.site, 'too-large', { detail }) }]
  }
  const results = await importChunk(importer, all)
  yield all.map(({ number }, i) => ({ line: number, ...(results[i] as Result) }))
}

/** The results of so many lines, in order. Lines of one kind that follow one another are one run. */
async function importChunk(importer: Importer, lines: Line[]): Promise<Result[]> {
  const results = new Map<Line, Result>()
  const runs: Entry[][] = []
  for (const line of lines) {
    const item = readLine(importer.site, line, importer.isAtomic)
    if ('result' in item) {
      results.set(line, item.result)
      continue
    }
    const run = runs.at(-1)
    if (run?.[0]?.item.kind === item.kind) run.push({ line, item })
    else runs.push([{ line, item }])
  }
  const isRefused = importer.isAtomic && results.size > 0
  for (const run of isRefused ? [] : runs) {
    const attempt = ATTEMPTS[(run[0] as Entry).item.kind]
    const settled = await settle(importer, run, (entries) => attempt(importer, entries as never[]))
    for (const [i, { line }] of run.entries()) results.set(line, settled[i] as Result)
  }
  const notStored = describeProblem(importer.site, 'not-stored')
  return lines.map((line) => results.get(line) ?? notStored)
}

const ATTEMPTS = {
  article: importArticles,
  section: importSections,
  revision: importRevisions,
} satisfies Record<Item['kind'], unknown>

async function* chunksOf(lines: AsyncIterable<Line>): AsyncGenerator<Line[]> {
  let chunk: Line[] = []
  let size = 0
  for await (const line of lines) {
    if (chunk.length === CHUNK_LINES || (chunk.length > 0 && size + sizeOf(line) > CHUNK_BYTES)) {
      yield chunk
      chunk = []
      size = 0
    }
    chunk.push(line)
    size += sizeOf(line)
  }
  if (chunk.length > 0) yield chunk
}
