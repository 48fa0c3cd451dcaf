/** npm run export -- FILE   [--revisions] [--since DATE] [--url URL] */
import { type FileHandle, rename } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Newsroom } from './post-file.ts'
import { openPrivate } from './private.ts'
import { TARGET_OPTIONS, target } from './target.ts'

const USAGE = `Usage: npm run export -- FILE [--revisions] [--since DATE] [--url URL]
Writes everything there is to FILE, as NDJSON that "npm run import" takes: sections, articles and,
with --revisions, their past. DATE is RFC 3339: only what has changed since. FILE is there only
when it is whole, and for its owner alone to read.
The key is in BROADSIDE_KEY; BROADSIDE_URL stands for --url. Without either, the newsroom that "npm start" runs here.`

/** How often an answer that breaks off is asked for. */
const ATTEMPTS = 5

const END = /^\{"type":"end","next":(.*)\}$/

try {
  const { values, positionals } = parseArgs({
    options: {
      ...TARGET_OPTIONS,
      revisions: { type: 'boolean', default: false },
      since: { type: 'string' },
    },
    allowPositionals: true,
  })
  const [file, ...others] = positionals
  if (!file || others.length > 0) throw new Error(USAGE)
  const newsroom = target(values)
  const query = new URLSearchParams()
  if (values.revisions) query.set('revisions', 'true')
  if (values.since) query.set('since', values.since)
  const began = new Date()
  const lines = await write(newsroom, query, file)
  console.log(
    `${file}: ${lines} lines. For what changes from now on: --since ${began.toISOString()}`,
  )
} catch (fault) {
  console.error((fault as Error).message)
  process.exitCode = 1
}

/** Writes one answer after another; gives back how many lines there are. */
async function write(newsroom: Newsroom, query: URLSearchParams, file: string): Promise<number> {
  const part = await openPrivate(`${file}.part`)
  let lines = 0
  let position = 0
  try {
    for (let cursor: string | null = ''; cursor !== null; ) {
      if (cursor) query.set('cursor', cursor)
      for (let attempt = 1; ; attempt++) {
        try {
          const answer = await append(newsroom, query, part, position)
          lines += answer.lines
          position = answer.position
          cursor = answer.next
          break
        } catch (fault) {
          if (fault instanceof TypeError === false || attempt === ATTEMPTS) throw fault
          await new Promise((resolve) => setTimeout(resolve, 1000 * attempt))
        }
      }
      if (process.stderr.isTTY) process.stderr.write(`\r${lines} lines `)
    }
    const end = Buffer.from('{"type":"end","next":null}\n')
    await part.write(end, 0, end.length, position)
    await part.truncate(position + end.length)
  } finally {
    await part.close()
  }
  if (process.stderr.isTTY) process.stderr.write('\r')
  await rename(`${file}.part`, file)
  return lines
}

/** Writes one answer but for its end line, which says where to go on. */
async function append(
  { url, key }: Newsroom,
  query: URLSearchParams,
  file: FileHandle,
  start: number,
) {
  const response = await fetch(new URL(`/api/export?${query}`, url), {
    headers: { Authorization: `Bearer ${key}` },
  })
  if (!response.ok || !response.body) {
    throw new Error(`${response.status}: ${(await response.text()).slice(0, 500)}`)
  }
  let lines = 0
  let position = start
  let held: Buffer = Buffer.alloc(0)
  for await (const bytes of response.body) {
    held = Buffer.concat([held, bytes])
    // The last whole line is held back: it may be the end line.
    const end = held.subarray(0, -1).lastIndexOf(10) + 1
    for (const byte of held.subarray(0, end)) if (byte === 10) lines++
    await file.write(held, 0, end, position)
    position += end
    held = held.subarray(end)
  }
  const next = END.exec(held.toString().trimEnd())?.[1]
  if (next === undefined) throw new TypeError('The export broke off before its end.')
  return { lines, position, next: JSON.parse(next) as string | null }
}
