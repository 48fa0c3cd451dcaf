/** The lines of a file to be imported: read as bytes, looked through before anything is sent. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Fault } from './command.ts'
import { decode, encodingFrom } from './text-file.ts'

export interface FileLine {
  text: string
  /** The byte after it. */
  end: number
}

/** As long as the API takes one. */
const MAX_LINE_BYTES = 4 * 1024 * 1024

/** What a look through the whole file tells. */
export interface Survey {
  encoding: string
  /** SHA-256 of the file, in hexadecimal. */
  digest: string
  /** Articles that nothing tells from new ones when they come again. */
  withoutOrigin: number
}

/** Whether a line says of what it is: sent again, it changes that and makes nothing new. */
export function isKnownAgain(line: string): boolean {
  try {
    const { type = 'article', origin, id } = JSON.parse(line) as Record<string, unknown>
    return type !== 'article' || Boolean(origin) || typeof id === 'number'
  } catch {
    return false
  }
}

/** Looks through the file. Throws where it is not what it should be, with the line: nothing is sent then. */
export async function survey(
  file: string,
  name: string,
  said: string | undefined,
): Promise<Survey> {
  const handle = await open(file)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
  await handle.close()
  const encoding = encodingFrom(buffer.subarray(0, bytesRead), said)
  const hash = createHash('sha256').update(`${encoding}\n`)
  let [number, withoutOrigin, first] = [0, 0, true]
  for await (const { text } of linesIn(file, name, 0, encoding)) {
    number++
    hash.update(`${text}\n`)
    if (text.trim() === '') continue
    if (first) refuseOtherForms(`${name}:${number}`, text.trim())
    first = false
    if (!isKnownAgain(text)) withoutOrigin++
  }
  return { encoding, digest: hash.digest('hex'), withoutOrigin }
}

/** One message for a file of another kind, instead of one for each of its lines. */
function refuseOtherForms(place: string, first: string): void {
  if (first.startsWith('{') && first !== '{') return
  const what = first.startsWith('[')
    ? "a JSON array; jq -c '.[]' FILE > FILE.ndjson makes lines of it"
    : first === '{'
      ? 'JSON over several lines; jq -c . FILE > FILE.ndjson makes one of each object'
      : 'something else, like CSV'
  throw new Fault(
    `${place}: the file must be NDJSON, one {…} a line; this is ${what}. Nothing was sent.`,
    'refused',
  )
}

/** The lines from a byte on. Throws where bytes are not of the encoding. */
export async function* linesIn(
  file: string,
  name: string,
  start: number,
  encoding: string,
  before = 0,
): AsyncGenerator<FileLine> {
  let number = before
  for await (const { bytes, end } of cut(file, start, encoding)) {
    number++
    if (bytes.length > MAX_LINE_BYTES) {
      throw new Fault(
        `${name}:${number}: the line is longer than any the newsroom takes (1 MiB)`,
        'refused',
      )
    }
    const decoded = decode(bytes, encoding)
    if ('fault' in decoded) throw new Fault(`${name}:${number}: ${decoded.fault}`, 'refused')
    yield { text: decoded.text.replace(/^\uFEFF/, '').replace(/\r$/, ''), end }
  }
}

/** Cuts at line feeds: in UTF-16 they take two bytes, and half of another character may look like one. */
async function* cut(file: string, start: number, encoding: string) {
  const width = encoding.startsWith('utf-16') ? 2 : 1
  const feed = encoding === 'utf-16be' ? [0, 10] : encoding === 'utf-16le' ? [10, 0] : [10]
  const find = (bytes: Buffer, from: number) => {
    const needle = Buffer.from(feed)
    let at = bytes.indexOf(needle, from)
    while (at >= 0 && (at - from) % width !== 0) at = bytes.indexOf(needle, at + 1)
    return at
  }
  let held: Buffer[] = []
  let size = 0
  let position = start
  for await (const chunk of createReadStream(file, { start, highWaterMark: 1 << 20 })) {
    held.push(chunk as Buffer)
    size += (chunk as Buffer).length
    // A line of many chunks is put together once.
    if (!(chunk as Buffer).includes(10)) {
      if (size > MAX_LINE_BYTES)
        yield { bytes: Buffer.alloc(MAX_LINE_BYTES + 1), end: position + size }
      continue
    }
    const bytes = Buffer.concat(held)
    let from = 0
    for (let end = find(bytes, 0); end >= 0; end = find(bytes, from)) {
      yield { bytes: bytes.subarray(from, end), end: position + end + width }
      from = end + width
    }
    held = [bytes.subarray(from)]
    size = bytes.length - from
    position += from
  }
  if (size > 0) yield { bytes: Buffer.concat(held), end: position + size }
}
