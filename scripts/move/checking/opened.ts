/** A list of old addresses as text, wherever it lies and however it is packed: read as it comes, never whole. */
import { createReadStream, statSync } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { Fault, here } from '../../command.ts'
import { encodingFrom } from '../../text-file.ts'

/** Unpacked. A sitemap may have 50 MB, and a list of 10,000,000 addresses has less than this. */
const MAX_BYTES = 1_000_000_000
/** Enough to see what a file is. */
const HEAD_BYTES = 512
/** In milliseconds: how long another site may take to begin its answer. */
const PATIENCE = 60_000
const TRIES = 3

export const isWeb = (name: string) => /^https?:\/\//i.test(name)

/** The text of a file here, or at an http(s) address. Throws a Fault that names it. */
export async function* opened(name: string): AsyncGenerator<string> {
  const source = isWeb(name) ? await fetched(name) : fileAt(name)
  const packed = await peek(source).catch(named(name))
  const isPacked = packed.head[0] === 0x1f && packed.head[1] === 0x8b
  // An error on the way in ends the reading, and is thrown there.
  const unpacked = isPacked ? pipeline(Readable.from(packed.all), createGunzip(), () => {}) : null
  const { head, all } = unpacked ? await peek(unpacked).catch(named(name)) : packed
  try {
    yield* decoded(all, encodingOf(head, name), name)
  } catch (fault) {
    named(name)(fault)
  }
}

function fileAt(name: string): Readable {
  const stat = statSync(here(name), { throwIfNoEntry: false })
  if (!stat?.isFile()) throw new Fault(`${name}: there is no such file`, 'usage')
  return createReadStream(here(name), { highWaterMark: 1 << 16 })
}

async function fetched(address: string): Promise<Readable> {
  for (let tries = 1; ; tries++) {
    try {
      const response = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) })
      if (response.ok && response.body) return Readable.fromWeb(response.body as never)
      await response.body?.cancel()
      const what = `${address} answers ${response.status}: save it as a file, and name that`
      if (response.status < 500 || tries === TRIES) throw new Fault(what, 'refused')
    } catch (fault) {
      if (fault instanceof Fault) throw fault
      const { cause, message } = fault as Error & { cause?: Error }
      if (tries === TRIES)
        throw new Fault(`${address}: ${cause?.message || message}`, 'unreachable')
    }
    await new Promise((resolve) => setTimeout(resolve, 1000 * tries))
  }
}

/** What a stream begins with, and all of it. */
async function peek(source: Readable): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  let head: Buffer = Buffer.alloc(0)
  while (head.length < HEAD_BYTES) {
    const { value, done } = await chunks.next()
    if (done) break
    head = Buffer.concat([head, value])
  }
  async function* all() {
    yield head
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
  }
  return { head, all: all() }
}

/** XML says its own encoding, which many old systems in China had use of. */
function encodingOf(head: Buffer, name: string): string {
  const said = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(
    head.toString('latin1'),
  )?.[1]
  try {
    return new TextDecoder(said ?? encodingFrom(head.subarray(0, 4), undefined)).encoding
  } catch {
    throw new Fault(
      `${name}: it says that its encoding is "${said}", which nobody knows`,
      'refused',
    )
  }
}

async function* decoded(chunks: AsyncIterable<Buffer>, encoding: string, name: string) {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: false })
  let bytes = 0
  const toText = (chunk: Buffer | undefined) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
    } catch {
      throw new Fault(
        `${name}: this is not ${encoding}, near byte ${bytes}. Save the file as UTF-8`,
        'refused',
      )
    }
  }
  for await (const chunk of chunks) {
    const text = toText(chunk)
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw new Fault(`${name}: it has more than 1 GB; split it`, 'refused')
    if (text) yield text
  }
  yield toText(undefined)
}

/** Says of which file something is, that went wrong while it was read. */
const named = (name: string) => (fault: unknown) => {
  if (fault instanceof Fault) throw fault
  const { code, message } = fault as Error & { code?: string }
  const what = /^Z_/.test(code ?? '') ? `the gzip is damaged or cut short (${message})` : message
  throw new Fault(`${name}: ${what}`, 'refused')
}
