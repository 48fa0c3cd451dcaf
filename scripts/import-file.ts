/** Sends a file of lines as one import, and hands on what becomes of each line. */
import { randomUUID } from 'node:crypto'
import { Fault } from './command.ts'
import type { ImportRun, Sent, State } from './import-run.ts'
import { ask, type Newsroom } from './request.ts'

/** What the newsroom answers about a line. */
export interface Result {
  /** In the file, from 1. */
  line: number
  status: number
  /** What kind of problem it is, as the last step of an address: `slug-taken`. */
  type?: string
  title?: string
  detail?: string
  errors?: { field?: string; detail: string }[]
  notes?: string[]
  url?: string
  /** A former address that was left out of the line, for it is another article's. */
  left?: string[]
}

/** What to send in place of a line that was refused, and what is lost by it. */
export interface Mended {
  text: string
  note: string
  left?: string
}

export interface Listeners {
  /** Before lines are sent. */
  before?(sent: Sent): Promise<void>
  /** Called with a line that was refused; null: it stays so. */
  mend?(text: string, result: Result): Mended | null
  /** What became of a line. */
  onResult(result: Result): void
}

/** How often lines that could not be stored just now are sent again. */
const ATTEMPTS = 8

/** The key has made all the writes that it may make in a minute; in seconds. */
const TOO_MANY = 429
const A_MINUTE = 60

/**
 * Sends what is left of a run, at most `size` lines a request, and says how far it is; gives back what became
 * of the whole. Throws a Fault where the newsroom does not answer: the same again goes on then.
 */
export async function importFile(
  newsroom: Newsroom,
  run: ImportRun,
  size: number,
  { before, mend = () => null, onResult }: Listeners,
): Promise<State> {
  const { state } = run
  if (state.line > 0) console.log(`Going on after line ${state.line}.`)
  const began = Date.now()
  const start = state.line
  for await (const piece of run.pieces(size)) {
    const results: Result[] = []
    for (const sent of piece.requests) {
      await before?.(sent)
      for (const [i, result] of (await sendMended(newsroom, sent, mend)).entries()) {
        const { number } = sent.lines[i] as { number: number }
        results.push({ ...result, line: number })
        onResult({ ...result, line: number })
      }
    }
    await run.done(piece, results)
    const speed = Math.round(((state.line - start) * 1000) / Math.max(1, Date.now() - began))
    const percent = Math.floor((state.offset / state.size) * 100)
    const end = process.stdout.isTTY ? '\r' : '\n'
    process.stdout.write(`${percent} %, line ${state.line}, ${speed} lines a second${end}`)
  }
  return run.close()
}

/** Why a line was refused, on one line. */
export function explain({ status, title, detail, errors }: Result): string {
  if (errors) return errors.map((error) => error.detail).join('; ')
  return `${title} (${status}). ${detail}`
}

/** A line is mended so often: there are not more faults of the kind that can be mended here. */
const MENDINGS = 4

/** Sends lines; then those again that can be mended. */
async function sendMended(
  newsroom: Newsroom,
  sent: Sent,
  mend: NonNullable<Listeners['mend']>,
): Promise<Result[]> {
  const results = await sendAll(newsroom, sent)
  const texts = sent.lines.map(({ text }) => text)
  for (let round = 0; round < MENDINGS; round++) {
    const mended = results.flatMap((result, i) => {
      const made = result.status < 400 ? null : mend(texts[i] ?? '', result)
      return made === null ? [] : [{ i, ...made }]
    })
    if (mended.length === 0) break
    const body = mended.map(({ text }) => `${text}\n`).join('')
    const lines = mended.map(({ text }, n) => ({ number: n + 1, text }))
    const again = await sendAll(newsroom, { idempotencyKey: randomUUID(), body, lines })
    for (const [n, { i, text, note, left }] of mended.entries()) {
      const before = results[i]
      texts[i] = text
      const lost = [...(before?.left ?? []), ...(left === undefined ? [] : [left])]
      const notes = [...(before?.notes ?? []), note, ...(again[n]?.notes ?? [])]
      results[i] = { ...(again[n] as Result), notes, ...(lost.length > 0 && { left: lost }) }
    }
  }
  return results
}

/** Sends until every line is decided: for those already stored, the API repeats its answer. */
export async function sendAll(newsroom: Newsroom, sent: Sent): Promise<Result[]> {
  const { body, idempotencyKey, lines } = sent
  const { retries = 7 } = newsroom
  const request = {
    method: 'POST',
    path: '/api/import',
    type: 'application/x-ndjson',
    body,
    idempotencyKey,
  } as const
  for (let attempt = 0; ; attempt++) {
    const results = await ask(newsroom, request, (response) => read(response, lines.length))
    if (results.every(({ status }) => status < 500 && status !== TOO_MANY)) return results
    if (attempt >= Math.min(retries, ATTEMPTS)) {
      throw new Fault(
        'The newsroom cannot store any more just now. Run the same command again to go on.',
        'unreachable',
      )
    }
    const isTooSoon = results.some(({ status }) => status === TOO_MANY)
    const wait = isTooSoon ? A_MINUTE : Math.min(0.5 * 2 ** attempt, 30)
    console.error(`Some lines could not be stored just now: sending them again in ${wait} s`)
    await new Promise((resolve) => setTimeout(resolve, wait * 1000))
  }
}

/** The results of a request; a SyntaxError when they broke off. */
async function read(response: Response, count: number): Promise<Result[]> {
  const results = (await response.text())
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Result)
  if (results.length !== count) throw new SyntaxError('too few lines')
  return results
}
