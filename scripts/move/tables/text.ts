/** A file as text, a part at a time. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Fault } from '../../command.ts'
import { encodingFrom, otherEncoding, SAY_ENCODING } from '../../text-file.ts'

/** A file that may be larger than memory, and as which encoding it is read. */
export interface TextFile {
  path: string
  /** As the person calls it. */
  name: string
  encoding: string
}

/** A file to read, in the encoding that was said, or by its byte order mark, or UTF-8. */
export async function textFile(
  path: string,
  name: string,
  said: string | undefined,
): Promise<TextFile> {
  const file = await open(path).catch((fault: NodeJS.ErrnoException) => {
    const what = fault.code === 'ENOENT' ? 'there is no such file' : fault.message
    throw new Fault(`${name}: ${what}`, 'usage')
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return { path, name, encoding: encodingFrom(buffer.subarray(0, bytesRead), said) }
  } finally {
    await file.close()
  }
}

/** Its text in parts of at most 64 KB, without a byte order mark. Throws where it is no such text, with the line. */
export async function* partsOf(file: TextFile): AsyncGenerator<string> {
  const decoder = decoderOf(file)
  let read = 0
  for await (const bytes of bytesOf(file)) {
    const part = attempt(() => decoder.decode(bytes, { stream: true }))
    if (part === null) throw await faultAfter(read, file)
    read++
    if (part !== '') yield part
  }
  const rest = attempt(() => decoder.decode())
  if (rest === null) throw await faultAfter(read, file)
  if (rest !== '') yield rest
}

const bytesOf = ({ path }: TextFile): AsyncIterable<Uint8Array> =>
  createReadStream(path, { highWaterMark: 65_536 })

const decoderOf = ({ encoding }: TextFile) =>
  new TextDecoder(encoding, { fatal: true, ignoreBOM: false })

function attempt(decode: () => string): string | null {
  try {
    return decode()
  } catch {
    return null
  }
}

/**
 * What is wrong behind so many parts, by the line. A decoder that fails gives nothing of what it was handed, and
 * cannot be asked again: another one goes the same way, and gets little of the last part at a time.
 */
async function faultAfter(good: number, file: TextFile): Promise<Fault> {
  const decoder = decoderOf(file)
  let [line, read] = [1, 0]
  for await (const bytes of bytesOf(file)) {
    const isGood = read++ < good
    const parts = isGood ? [bytes] : Array.from(bytes, (byte) => Uint8Array.of(byte))
    for (const part of parts) {
      const text = attempt(() => decoder.decode(part, { stream: true }))
      if (text === null) return faultAt(line, file)
      line += text.split('\n').length - 1
    }
  }
  return faultAt(line, file)
}

function faultAt(line: number, { name, encoding }: TextFile): Fault {
  const what = encoding === 'utf-8' ? `this is not UTF-8. ${SAY_ENCODING}` : otherEncoding(encoding)
  return new Fault(`${name}:${line}: ${what}`, 'refused')
}
