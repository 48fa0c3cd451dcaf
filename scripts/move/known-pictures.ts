/** Which pictures the newsroom has already, from this run or from one that broke off: pictures.ndjson. */
import { createReadStream, existsSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { openPrivate } from '../private.ts'
import { keyOf } from './seen.ts'

export interface KnownPictures {
  /** The hash of what has this name; null where it is not known. */
  hashOf(name: string): string | null
  /** Notes it down, for a run after a break. */
  note(name: string, hash: string): Promise<void>
}

/** Remembered at once; of more, the first are forgotten, and sent again when they come again. */
const MOST = 200_000

/** A picture that nothing shows goes after thirty days: what was noted long ago is sent again. */
const GOOD_FOR = 20 * 24 * 3600

/** What was noted about a newsroom. About another one it is not believed, and begun anew. */
export async function openKnownPictures(
  file: string,
  newsroom: string,
  now: number,
): Promise<KnownPictures> {
  const known = new Map<number, string>()
  const remember = (name: string, hash: string) => {
    known.set(keyOf(name), hash)
    if (known.size > MOST) known.delete(known.keys().next().value as number)
  }
  if (!(await isAbout(file, newsroom))) {
    const handle = await openPrivate(file)
    await handle.write(`${JSON.stringify({ newsroom })}\n`)
    await handle.close()
  }
  for await (const { name, hash, at } of notesIn(file)) {
    if (name && hash && at && now - at < GOOD_FOR) remember(name, hash)
  }
  // What broke off in the middle of a line is no part of the next.
  await appendFile(file, '\n')
  return {
    hashOf: (name) => known.get(keyOf(name)) ?? null,
    async note(name, hash) {
      remember(name, hash)
      await appendFile(file, `${JSON.stringify({ name, hash, at: now })}\n`)
    },
  }
}

interface Note {
  newsroom?: string
  name?: string
  hash?: string
  at?: number
}

async function isAbout(file: string, newsroom: string): Promise<boolean> {
  if (!existsSync(file)) return false
  for await (const first of notesIn(file)) return first.newsroom === newsroom
  return false
}

async function* notesIn(file: string): AsyncGenerator<Note> {
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Infinity,
  })) {
    try {
      if (line !== '') yield JSON.parse(line) as Note
    } catch {}
  }
}
