/**
 * An import under way: which part of the file is next, and what became of the rest. It is noted in
 * FILE.progress after each request, so that a break costs nothing: what was under way is sent again. Who asks
 * for the results finds them in FILE.results, a line for each line of the file.
 *
 * The API knows a line by an Idempotency-Key and its number in the request. Here both come from the file
 * alone: the key from its content and the block of a thousand lines that a line stands in, and the number
 * from its place in that block, for blank lines stand in for those that are not sent. So a line is the same
 * line however the file is cut into requests, and the same file is one import however often it is run.
 *
 * Lines that say of what they are (an origin, an exported number) are known by that, and go under a key of
 * this run: what was changed and changed back is to be heard.
 */
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { open, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { Fault } from './command.ts'
import type { Result } from './import-file.ts'
import { isKnownAgain, linesIn, survey } from './import-lines.ts'
import { OWNER_ONLY } from './private.ts'

export interface State {
  url: string
  encoding: string
  /** Of the file, which must stay as it is. */
  digest: string
  /** Of this run. */
  id: string
  size: number
  /** How far it has been read: the last line, and the byte after it. */
  line: number
  offset: number
  created: number
  same: number
  rejected: number
  rejectedBytes: number
  /** Of FILE.results; null where nobody asked for them. */
  resultsBytes: number | null
  withoutOrigin: number
}

interface Line {
  /** In the file, from 1. */
  number: number
  text: string
}

/** One request. */
export interface Sent {
  idempotencyKey: string
  body: string
  lines: Line[]
}

/** Lines that are done with together, in one request or two. */
export interface Piece {
  requests: Sent[]
  line: number
  offset: number
}

/** The API's limit of lines in a request, blank ones included. */
const BLOCK = 1000

/** The most characters in a request; Cloudflare takes 100 MB. */
const MAX_REQUEST = 20_000_000

export class ImportRun {
  readonly file: string
  readonly name: string
  readonly state: State

  private constructor(file: string, name: string, state: State) {
    this.file = file
    this.name = name
    this.state = state
  }

  /**
   * Begins, or goes on where the last attempt ended. `name` is how the person calls the file. Results are
   * kept in FILE.results where `keepsResults` says so.
   */
  static async open(
    file: string,
    name: string,
    url: string,
    said: string | undefined,
    keepsResults = false,
  ): Promise<ImportRun> {
    const stat = statSync(file, { throwIfNoEntry: false })
    if (!stat?.isFile()) throw new Fault(`${name}: there is no such file`, 'usage')
    const surveyed = await survey(file, name, said)
    const notes = `${file}.progress`
    if (existsSync(notes)) {
      const state = JSON.parse(readFileSync(notes, 'utf8')) as State
      if (state.url !== url || state.digest !== surveyed.digest) {
        throw new Fault(
          `${name}.progress is about another newsroom (${state.url}), or ${name} has changed since. Delete it to start over.`,
          'usage',
        )
      }
      if (existsSync(`${file}.rejected`)) await truncate(`${file}.rejected`, state.rejectedBytes)
      if (existsSync(`${file}.results`)) await truncate(`${file}.results`, state.resultsBytes ?? 0)
      return new ImportRun(file, name, state)
    }
    const nothing = { line: 0, offset: 0, created: 0, same: 0, rejected: 0, rejectedBytes: 0 }
    const resultsBytes = keepsResults ? 0 : null
    const begun = { url, id: randomUUID(), size: stat.size, ...surveyed, ...nothing, resultsBytes }
    const run = new ImportRun(file, name, begun)
    await rm(`${file}.rejected`, { force: true })
    await rm(`${file}.results`, { force: true })
    if (keepsResults) await append(`${file}.results`, [])
    await run.note()
    return run
  }

  /** What is left, `most` lines a request. */
  async *pieces(most: number): AsyncGenerator<Piece> {
    let { line, offset } = this.state
    let lines: Line[] = []
    let size = 0
    for await (const { text, end } of linesIn(
      this.file,
      this.name,
      offset,
      this.state.encoding,
      line,
    )) {
      const isFull = lines.length === most || size + text.length > MAX_REQUEST
      if (lines.length > 0 && (isFull || line % BLOCK === 0)) {
        yield { requests: this.toRequests(lines), line, offset }
        lines = []
        size = 0
      }
      line++
      offset = end
      if (text.trim() === '') continue
      lines.push({ number: line, text })
      size += text.length
    }
    if (lines.length > 0) yield { requests: this.toRequests(lines), line, offset }
  }

  private toRequests(lines: Line[]): Sent[] {
    const known = lines.filter(({ text }) => isKnownAgain(text))
    const others = lines.filter((line) => !known.includes(line))
    const sent = [
      { of: this.state.id, lines: known },
      { of: this.state.digest, lines: others },
    ]
    return sent.filter((one) => one.lines.length > 0).map((one) => toRequest(one.of, one.lines))
  }

  /** Notes what became of a piece: first what was refused, then that it is done. */
  async done({ requests, line, offset }: Piece, results: Result[]) {
    const lines = requests.flatMap((request) => request.lines).sort((a, b) => a.number - b.number)
    const statuses = new Map(results.map(({ line: number, status }) => [number, status]))
    const refused = lines.filter(({ number }) => (statuses.get(number) ?? 0) >= 400)
    const { state } = this
    if (refused.length > 0) {
      const texts = refused.map(({ text }) => text)
      state.rejectedBytes += await append(`${this.file}.rejected`, texts)
      state.rejected += refused.length
    }
    if (state.resultsBytes != null) {
      const inOrder = [...results].sort((a, b) => a.line - b.line)
      const texts = inOrder.map((result) => JSON.stringify(result))
      state.resultsBytes += await append(`${this.file}.results`, texts)
    }
    const all = [...statuses.values()]
    state.created += all.filter((status) => status === 201).length
    state.same += all.filter((status) => status === 200).length
    state.line = line
    state.offset = offset
    await this.note()
  }

  private async note() {
    await writeFile(`${this.file}.progress.new`, JSON.stringify(this.state), { mode: OWNER_ONLY })
    await rename(`${this.file}.progress.new`, `${this.file}.progress`)
  }

  /** The end: nothing is left to go on with. */
  async close(): Promise<State> {
    await rm(`${this.file}.progress`)
    return this.state
  }
}

/** Puts lines at the end of a file; gives back how many bytes they took. */
async function append(file: string, lines: string[]): Promise<number> {
  const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''))
  const handle = await open(file, 'a', OWNER_ONLY)
  await handle.write(bytes)
  await handle.close()
  return bytes.length
}

const placeOf = ({ number }: Line) => (number - 1) % BLOCK

function toRequest(of: string, lines: Line[]): Sent {
  const [first] = lines as [Line]
  let body = ''
  let place = 0
  for (const line of lines) {
    body += `${'\n'.repeat(placeOf(line) - place)}${line.text}\n`
    place = placeOf(line) + 1
  }
  return { idempotencyKey: `${of}-${Math.floor((first.number - 1) / BLOCK)}`, body, lines }
}
