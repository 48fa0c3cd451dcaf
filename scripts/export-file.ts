/** Everything there is in a newsroom, into a file of NDJSON. */
import { type FileHandle, rename, rm } from 'node:fs/promises'
import { openPrivate } from './private.ts'
import { ask, type Newsroom } from './request.ts'

const END = /^\{"type":"end","next":(.*)\}$/

/**
 * Writes one answer after another; gives back how many lines there are. The file is there only when it is
 * whole. `query` is what `GET /api/export` takes.
 */
export async function writeExport(
  newsroom: Newsroom,
  query: URLSearchParams,
  file: string,
): Promise<number> {
  const part = await openPrivate(`${file}.part`)
  let lines = 0
  let position = 0
  try {
    for (let cursor: string | null = ''; cursor !== null; ) {
      if (cursor) query.set('cursor', cursor)
      const request = { method: 'GET', path: `/api/export?${query}` } as const
      const answer = await ask(newsroom, request, (response) => append(response, part, position))
      lines += answer.lines
      position = answer.position
      cursor = answer.next
      if (process.stderr.isTTY) process.stderr.write(`\r${lines} lines `)
    }
    const end = Buffer.from('{"type":"end","next":null}\n')
    await part.write(end, 0, end.length, position)
    await part.truncate(position + end.length)
  } catch (fault) {
    await part.close()
    await rm(`${file}.part`, { force: true })
    throw fault
  }
  await part.close()
  if (process.stderr.isTTY) process.stderr.write('\r')
  await rename(`${file}.part`, file)
  return lines
}

/** Writes one answer but for its end line, which says where to go on. */
async function append(response: Response, file: FileHandle, start: number) {
  let lines = 0
  let position = start
  let held: Buffer = Buffer.alloc(0)
  for await (const bytes of response.body ?? []) {
    held = Buffer.concat([held, bytes])
    // The last whole line is held back: it may be the end line.
    const end = held.subarray(0, -1).lastIndexOf(10) + 1
    for (const byte of held.subarray(0, end)) if (byte === 10) lines++
    await file.write(held, 0, end, position)
    position += end
    held = held.subarray(end)
  }
  const next = END.exec(held.toString().trimEnd())?.[1]
  if (next === undefined) throw new SyntaxError('no end line')
  return { lines, position, next: JSON.parse(next) as string | null }
}
