/** The folder that a move keeps its files in, for its owner alone: SOURCE.move unless --out says another. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openPrivate } from '../private.ts'

const OWNERS_FOLDER = 0o700

export interface MoveFolder {
  path: string
  report: string
  addresses: string
  lines: string
  /** A line for each line of `lines`: see `Kept`. */
  pieces: string
  pictures: string
}

/** Of a line, what the report and the list of addresses need. */
export interface Kept {
  title: string
  addresses: { old: string; fate: string }[]
}

export function moveFolder(path: string): MoveFolder {
  mkdirSync(path, { recursive: true, mode: OWNERS_FOLDER })
  return {
    path,
    report: join(path, 'report.md'),
    addresses: join(path, 'addresses.csv'),
    lines: join(path, 'lines.ndjson'),
    pieces: join(path, 'pieces.ndjson'),
    pictures: join(path, 'pictures.ndjson'),
  }
}

export interface Writing {
  write(text: string): Promise<void>
}

/** Characters that are written at once. */
const WRITTEN_AT_ONCE = 1 << 20

/** Writes files that are there only when they are whole: `fill` puts into each what it should hold. */
export async function writeWhole<T>(
  files: string[],
  fill: (...writings: Writing[]) => Promise<T>,
): Promise<T> {
  const handles = await Promise.all(files.map((file) => openPrivate(`${file}.part`)))
  const buffers = handles.map(() => '')
  const flush = async (i: number) => {
    await handles[i]?.writeFile(buffers[i] ?? '')
    buffers[i] = ''
  }
  try {
    const writings = handles.map((_, i) => ({
      async write(text: string) {
        buffers[i] += text
        if ((buffers[i] ?? '').length > WRITTEN_AT_ONCE) await flush(i)
      },
    }))
    const filled = await fill(...writings)
    for (const i of handles.keys()) await flush(i)
    return filled
  } finally {
    await Promise.all(handles.map((handle) => handle.close()))
  }
}

/** Puts what was written in its place. */
export async function putInPlace(file: string): Promise<void> {
  await rename(`${file}.part`, file)
}

/**
 * Puts new lines in the place of those of an earlier run. Where they are the same, for the same newsroom, that
 * run is gone on with; else its progress is forgotten, and all is sent again: what is there already stays.
 */
export async function putLines({ lines, pieces }: MoveFolder, newsroom: string): Promise<void> {
  const progress = `${lines}.progress`
  if (existsSync(progress)) {
    const isSame = urlIn(progress) === newsroom && (await isSameFile(lines, `${lines}.part`))
    if (!isSame) await rm(progress)
  }
  await putInPlace(pieces)
  await putInPlace(lines)
}

function urlIn(progress: string): string | null {
  try {
    return (JSON.parse(readFileSync(progress, 'utf8')) as { url: string }).url
  } catch {
    return null
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  if (!existsSync(one)) return false
  return (await digestOf(one)) === (await digestOf(other))
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
