/** npm run import -- FILE   [--lines N] [--url URL] */
import { parseArgs } from 'node:util'
import { ImportRun, type Sent } from './import-run.ts'
import type { Newsroom } from './post-file.ts'
import { TARGET_OPTIONS, target } from './target.ts'

const USAGE = `Usage: npm run import -- FILE [--lines N] [--url URL]
FILE is NDJSON: an article a line, with the fields of docs/api.md, or an export. After a break, the
same command goes on where it ended. What is refused is in FILE.rejected, to be mended and sent.
N lines go in one request: 1000, unless a Worker on the free plan needs less (20).
The key is in BROADSIDE_KEY; BROADSIDE_URL stands for --url. Without either, the newsroom that "npm start" runs here.`

/** How often a request is sent before the command gives up. */
const ATTEMPTS = 8

/** The key has made all the writes it may make in a minute. */
const TOO_MANY = 429
const A_MINUTE = 60_000

/** Not worth sending again. */
class Refused extends Error {}

interface Result {
  status: number
  title?: string
  detail?: string
  errors?: { detail: string }[]
}

try {
  const { values, positionals } = parseArgs({
    options: { ...TARGET_OPTIONS, lines: { type: 'string', default: '1000' } },
    allowPositionals: true,
  })
  const [file, ...others] = positionals
  const size = Number(values.lines)
  if (!file || others.length > 0) throw new Error(USAGE)
  if (!(Number.isInteger(size) && size >= 1 && size <= 1000)) {
    throw new Error(`--lines must be a number from 1 to 1000, not "${values.lines}"`)
  }
  await bring(target(values), file, size)
} catch (fault) {
  console.error((fault as Error).message)
  process.exitCode = 1
}

async function bring(newsroom: Newsroom, file: string, size: number) {
  const work = await ImportRun.open(file, newsroom.url, size)
  if (work.state.line > 0) console.log(`Going on after line ${work.state.line}.`)
  const began = Date.now()
  const before = work.state.line
  for await (const sent of work.requests()) {
    const results = await sendPatiently(newsroom, sent)
    for (const [i, result] of results.entries()) {
      if (result.status >= 400) console.error(`line ${sent.numbers[i]}: ${explain(result)}`)
    }
    await work.done(sent, results)
    const speed = Math.round(((work.state.line - before) * 1000) / (Date.now() - began))
    const percent = Math.floor((work.state.offset / work.state.size) * 100)
    const end = process.stdout.isTTY ? '\r' : '\n'
    process.stdout.write(`${percent} %, line ${work.state.line}, ${speed} lines a second${end}`)
  }
  const { created, same, rejected } = await work.close()
  console.log(`\n${created} new, ${same} updated or unchanged, ${rejected} refused.`)
  if (rejected > 0) {
    console.log(`The lines that were refused are in ${file}.rejected.`)
    process.exitCode = 1
  }
}

function explain({ status, title, detail, errors }: Result): string {
  if (errors) return errors.map((error) => error.detail).join('; ')
  return `${title} (${status}). ${detail}`
}

/** Sends until every line is decided: for those already stored, the API repeats its answer. */
async function sendPatiently(newsroom: Newsroom, sent: Sent): Promise<Result[]> {
  for (let attempt = 1; ; attempt++) {
    const results = await send(newsroom, sent).catch((fault: Error) => {
      if (fault instanceof Refused || attempt === ATTEMPTS) throw fault
      return null
    })
    const isDecided = results?.every(({ status }) => status < 500 && status !== TOO_MANY)
    if (results && (attempt === ATTEMPTS || isDecided)) {
      if (isDecided) return results
      throw new Error(
        'The newsroom cannot store any more just now. Run the same command again to go on.',
      )
    }
    const isTooSoon = results?.some(({ status }) => status === TOO_MANY)
    const pause = isTooSoon ? A_MINUTE : Math.min(250 * 2 ** attempt, 30_000)
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

async function send({ url, key }: Newsroom, { body, idempotencyKey, numbers }: Sent) {
  const response = await fetch(new URL('/api/import', url), {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/x-ndjson',
      'Idempotency-Key': idempotencyKey,
    },
    body,
  }).catch((fault: Error) => {
    throw new Error(
      `No answer from ${url} (${(fault.cause as Error)?.message ?? fault.message}). Run the same command again to go on.`,
    )
  })
  const answer = await response.text()
  if (!response.ok) {
    const fault = `${response.status}: ${answer.slice(0, 500)}`
    throw response.status >= 500 || response.status === 429 ? new Error(fault) : new Refused(fault)
  }
  const results = answer
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Result)
  if (results.length !== numbers.length) throw new Error('The answer broke off.')
  return results
}
