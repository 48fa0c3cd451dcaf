/** Sends a file of lines as one import, and hands on what becomes of each line. */
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
}

export interface Listeners {
  /** Before lines are sent. */
  before?(sent: Sent): Promise<void>
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
  { before, onResult }: Listeners,
): Promise<State> {
  const { state } = run
  if (state.line > 0) console.log(`Going on after line ${state.line}.`)
  const began = Date.now()
  const start = state.line
  for await (const piece of run.pieces(size)) {
    const results: Result[] = []
    for (const sent of piece.requests) {
      await before?.(sent)
      for (const [i, result] of (await sendAll(newsroom, sent)).entries()) {
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
