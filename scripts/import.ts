/** npm run import -- FILE   [--pictures FOLDER] [--lines N] [--encoding NAME] [--url URL] */
import { atMost } from './at-once.ts'
import { bringPicture } from './bring-picture.ts'
import { command, EXIT, Fault, here } from './command.ts'
import { ImportRun, type Sent } from './import-run.ts'
import { pictureOf } from './picture-folder.ts'
import { ask, type Newsroom } from './request.ts'
import { TARGET_HELP, TARGET_OPTIONS, target, whole } from './target.ts'
import { ENCODING_HELP, ENCODING_OPTION } from './text-file.ts'

const HELP = `Usage: npm run import -- FILE [--pictures FOLDER] [--lines N] [--encoding NAME] [--url URL]
FILE is NDJSON: an article a line, with the fields of docs/api.md, or an export. After a break, the same
command goes on where it ended. What is refused is in FILE.rejected, to be mended and sent. The same file
sent again within a day is the same import; an article with an origin is known by that for good.
--pictures FOLDER: where "npm run export" put the pictures; each is sent before the line about it
--lines N: how many go in one request; 1000, unless a Worker on the free plan needs less (20)
${ENCODING_HELP}
${TARGET_HELP}`

/** How often lines that could not be stored just now are sent again. */
const ATTEMPTS = 8

/** The key has made all the writes that it may make in a minute; in seconds. */
const TOO_MANY = 429
const A_MINUTE = 60

/** Pictures are read as they are sent, a few at a time. */
const turn = atMost(4)

interface Result {
  line: number
  status: number
  title?: string
  detail?: string
  errors?: { detail: string }[]
  notes?: string[]
}

const options = {
  ...TARGET_OPTIONS,
  ...ENCODING_OPTION,
  pictures: { type: 'string' },
  lines: { type: 'string', default: '1000' },
} as const

await command(HELP, options, [1, 1], async (values, [name = '']) => {
  const size = whole('--lines', values.lines, 1, 1000)
  const newsroom = target(values, 600)
  const run = await ImportRun.open(here(name), name, newsroom.url, values.encoding)
  await bring(newsroom, run, size, values.pictures)
})

async function bring(newsroom: Newsroom, run: ImportRun, size: number, folder?: string) {
  const { name, state } = run
  if (state.line > 0) console.log(`Going on after line ${state.line}.`)
  const began = Date.now()
  const before = state.line
  for await (const piece of run.pieces(size)) {
    const statuses = new Map<number, number>()
    for (const sent of piece.requests) {
      if (folder !== undefined) await bringPictures(newsroom, name, sent, folder)
      for (const [i, result] of (await sendAll(newsroom, sent)).entries()) {
        const { number } = sent.lines[i] as { number: number }
        statuses.set(number, result.status)
        if (result.status >= 400) console.error(`${name}:${number}: ${explain(result)}`)
        for (const note of result.notes ?? []) console.error(`${name}:${number}: note: ${note}`)
      }
    }
    await run.done(piece, statuses)
    const speed = Math.round(((state.line - before) * 1000) / Math.max(1, Date.now() - began))
    const percent = Math.floor((state.offset / state.size) * 100)
    const end = process.stdout.isTTY ? '\r' : '\n'
    process.stdout.write(`${percent} %, line ${state.line}, ${speed} lines a second${end}`)
  }
  const { created, same, rejected, withoutOrigin } = await run.close()
  console.log(`\n${created} new, ${same} updated or unchanged, ${rejected} refused.`)
  if (withoutOrigin > 0) {
    console.log(
      `Lines without an origin: ${withoutOrigin}. In the same file, within a day, they make nothing new (and are counted as new again); after that they make other articles. See "Bulk in" in docs/api.md.`,
    )
  }
  if (rejected > 0) {
    const encoding = state.encoding === 'utf-8' ? '' : ', in UTF-8'
    console.log(`The lines that were refused are in ${name}.rejected${encoding}.`)
    process.exitCode = EXIT.refused
  }
}

/** Sends the pictures that some lines are about. What is refused of them, the line will be too. */
async function bringPictures(newsroom: Newsroom, name: string, { lines }: Sent, folder: string) {
  const about = lines.flatMap(({ number, text }) => {
    const picture = pictureOf(text)
    return picture ? [{ number, picture }] : []
  })
  const bringing = about.map(async ({ number, picture }) => {
    const bring = () => bringPicture(newsroom, picture, here(folder))
    const refused = await turn(bring).catch((fault: Error) => {
      throw Object.assign(fault, { message: `${name}:${number}: ${fault.message}` })
    })
    if (refused !== null) console.error(`${name}:${number}: ${refused}`)
  })
  await Promise.all(bringing)
  if (about.length > 0) console.log(`${about.length} pictures up to line ${about.at(-1)?.number}`)
}

function explain({ status, title, detail, errors }: Result): string {
  if (errors) return errors.map((error) => error.detail).join('; ')
  return `${title} (${status}). ${detail}`
}

/** Sends until every line is decided: for those already stored, the API repeats its answer. */
async function sendAll(newsroom: Newsroom, sent: Sent): Promise<Result[]> {
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
