/** A large file as text, a chunk at a time. Never a character that is not there. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Fault } from '../command.ts'
import { encodingFrom } from '../text-file.ts'

const CHUNK = 1 << 18
const START = 4096

/** The first bytes of a file, at most 4 KiB. */
async function startOf(path: string): Promise<Buffer> {
  const handle = await open(path)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(START), 0, START, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/**
 * The text of a file without its byte order mark. Its encoding is what the person said, else what its mark
 * says, else what `declared` finds in its beginning, else UTF-8. Throws where bytes are not of it.
 */
export async function* textOf(
  path: string,
  name: string,
  said: string | undefined,
  declared: (start: string) => string | null = () => null,
): AsyncGenerator<string> {
  const start = await startOf(path)
  let encoding = encodingFrom(start, said)
  if (said === undefined && encoding === 'utf-8') {
    encoding = known(declared(start.toString('latin1'))) ?? encoding
  }
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: false })
  let at = 0
  const decode = (bytes?: Buffer) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch {
      const end = at + (bytes?.length ?? 0)
      throw new Fault(
        `${name}: between bytes ${at} and ${end} this is not ${encoding}. Save the file as UTF-8, or say which encoding it is in, like --encoding gb18030`,
        'refused',
      )
    }
  }
  for await (const bytes of createReadStream(path, { highWaterMark: CHUNK })) {
    yield decode(bytes as Buffer)
    at += (bytes as Buffer).length
  }
  yield decode()
}

/** An encoding of which a file says that it has it, if there is one of that name. */
function known(name: string | null): string | null {
  try {
    return name === null ? null : new TextDecoder(name).encoding
  } catch {
    return null
  }
}

/** The same text, without the chunk that it was cut from: what is kept long must not keep more. */
export const own = (text: string): string => Buffer.from(text).toString()
