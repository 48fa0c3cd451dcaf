/** npm run export -- FILE   [--pictures FOLDER] [--revisions] [--since DATE] [--url URL] */
import { type FileHandle, rename, rm } from 'node:fs/promises'
import { command, EXIT, here } from './command.ts'
import { toInstant } from './dates.ts'
import { openPrivate } from './private.ts'
import { ask, type Newsroom } from './request.ts'
import { savePictures } from './save-pictures.ts'
import { TARGET_HELP, TARGET_OPTIONS, target } from './target.ts'

const HELP = `Usage: npm run export -- FILE [--pictures FOLDER] [--revisions] [--since DATE] [--url URL]
Writes everything there is to FILE, as NDJSON that "npm run import" takes: sections, what is known of pictures,
and articles. FILE is there only when it is whole, and for its owner alone to read.
--pictures FOLDER: the pictures themselves, as FOLDER/HASH/NAME; those that are there stay. After a break, the
  same command goes on
--revisions: their past too
--since DATE: only what has changed since; a day (in UTC), or RFC 3339
${TARGET_HELP}`

const END = /^\{"type":"end","next":(.*)\}$/

const options = {
  ...TARGET_OPTIONS,
  pictures: { type: 'string' },
  revisions: { type: 'boolean', default: false },
  since: { type: 'string' },
} as const

await command(HELP, options, [1, 1], async (values, [name = '']) => {
  const newsroom = target(values)
  const query = new URLSearchParams()
  if (values.revisions) query.set('revisions', 'true')
  if (values.since !== undefined) {
    query.set('since', new Date(toInstant('--since', values.since) * 1000).toISOString())
  }
  const began = new Date()
  const lines = await write(newsroom, query, here(name))
  console.log(
    `${name}: ${lines} lines. For what changes from now on: --since ${began.toISOString()}`,
  )
  if (values.pictures === undefined) return
  const saved = await savePictures(newsroom, here(name), here(values.pictures))
  console.log(
    `${values.pictures}: ${saved.pictures} pictures, ${saved.files} files new, ${saved.kept} there already, ${saved.failed} missing.`,
  )
  if (saved.failed > 0) process.exitCode = EXIT.refused
})

/** Writes one answer after another; gives back how many lines there are. */
async function write(newsroom: Newsroom, query: URLSearchParams, file: string): Promise<number> {
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
