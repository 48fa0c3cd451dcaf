/**
 * An import under way: which part of the file is next, and what became of the rest. It is noted in
 * FILE.progress after each request, so that a break costs nothing: the request that was under way
 * is sent again as it was, under the same Idempotency-Key.
 */
import { randomUUID } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { open, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { OWNER_ONLY } from './private.ts'

interface State {
  url: string
  /** Begins every Idempotency-Key of this import. */
  id: string
  /** Lines in a request. */
  lines: number
  /** The file's size in bytes: the file must stay as it is. */
  size: number
  /** How far it has been read: the last line, and the byte after it. */
  line: number
  offset: number
  created: number
  same: number
  rejected: number
  rejectedBytes: number
}

/** One request. */
export interface Sent {
  idempotencyKey: string
  body: string
  /** The number in the file of each line. */
  numbers: number[]
  line: number
  offset: number
}

/** The most bytes in a request; Cloudflare takes 100 MB. */
const MAX_REQUEST_BYTES = 20_000_000

export class ImportRun {
  readonly file: string
  readonly state: State

  private constructor(file: string, state: State) {
    this.file = file
    this.state = state
  }

  /** Begins, or goes on where the last attempt ended. */
  static async open(file: string, url: string, lines: number): Promise<ImportRun> {
    const { size } = statSync(file)
    const notes = `${file}.progress`
    if (existsSync(notes)) {
      const state = JSON.parse(readFileSync(notes, 'utf8')) as State
      if (state.url !== url || state.size !== size) {
        throw new Error(
          `${notes} is about another newsroom, or ${file} has changed since. Delete it to start over.`,
        )
      }
      if (existsSync(`${file}.rejected`)) await truncate(`${file}.rejected`, state.rejectedBytes)
      return new ImportRun(file, state)
    }
    const nothing = { line: 0, offset: 0, created: 0, same: 0, rejected: 0, rejectedBytes: 0 }
    const work = new ImportRun(file, { url, id: randomUUID(), lines, size, ...nothing })
    await rm(`${file}.rejected`, { force: true })
    await work.note()
    return work
  }

  /** The requests that are left. Where they are cut depends on the file alone. */
  async *requests(): AsyncGenerator<Sent> {
    let { line, offset } = this.state
    let sent = this.request()
    let bytes = 0
    for await (const { text, end } of linesIn(this.file, offset)) {
      if (sent.numbers.length === this.state.lines || bytes + text.length > MAX_REQUEST_BYTES) {
        if (sent.numbers.length > 0) yield { ...sent, line, offset }
        sent = this.request()
        bytes = 0
      }
      line++
      offset = end
      if (text.toString().trim() === '') continue
      sent.body += `${text.toString()}\n`
      sent.numbers.push(line)
      sent.idempotencyKey ||= `${this.state.id}-${line}`
      bytes += text.length
    }
    if (sent.numbers.length > 0) yield { ...sent, line, offset }
  }

  private request = () => ({ idempotencyKey: '', body: '', numbers: [] as number[] })

  /** Notes what became of a request: first what was refused, then that it is done. */
  async done({ body, line, offset }: Sent, results: { status: number }[]) {
    const texts = body.split('\n')
    const refused = texts.filter((_, i) => (results[i]?.status ?? 0) >= 400)
    const { state } = this
    if (refused.length > 0) {
      const bytes = Buffer.from(refused.map((text) => `${text}\n`).join(''))
      const file = await open(`${this.file}.rejected`, 'a', OWNER_ONLY)
      await file.write(bytes)
      await file.close()
      state.rejectedBytes += bytes.length
      state.rejected += refused.length
    }
    state.created += results.filter(({ status }) => status === 201).length
    state.same += results.filter(({ status }) => status === 200).length
    state.line = line
    state.offset = offset
    await this.note()
  }

  private async note() {
    await writeFile(`${this.file}.progress.new`, JSON.stringify(this.state))
    await rename(`${this.file}.progress.new`, `${this.file}.progress`)
  }

  /** The end: nothing is left to go on with. */
  async close(): Promise<State> {
    await rm(`${this.file}.progress`)
    return this.state
  }
}

/** The lines of a file from a byte on, and where each ends. */
async function* linesIn(file: string, start: number) {
  let held: Buffer = Buffer.alloc(0)
  let position = start
  for await (const bytes of createReadStream(file, { start, highWaterMark: 1 << 20 })) {
    held = Buffer.concat([held, bytes as Buffer])
    let from = 0
    for (let end = held.indexOf(10); end >= 0; end = held.indexOf(10, from)) {
      yield { text: held.subarray(from, end), end: position + end + 1 }
      from = end + 1
    }
    held = held.subarray(from)
    position += from
  }
  if (held.length > 0) yield { text: held, end: position + held.length }
}
