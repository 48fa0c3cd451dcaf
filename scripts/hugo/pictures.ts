/** The newsroom's pictures as files beside an article. */
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashesIn } from '../../src/articles/hashes.ts'
import { ORIGINAL, type PictureLine } from '../picture-folder.ts'
import { placed, writePrivate } from './tree.ts'

/** A picture whose file is there. */
export interface Picture {
  hash: string
  /** What its file is called beside an article. */
  file: string
  /** What it shows unless the article says otherwise. */
  alt: string | null
  /** What the file was called that was sent. */
  name: string | null
}

/** What is known of a picture, beside its files: an export may have more of them than memory has room for. */
const ABOUT = 'about.json'

/** Writes down what a line of an export says of a picture. */
export const noteAbout = (folder: string, { hash, alt, name }: PictureLine) =>
  writePrivate(join(folder, hash, ABOUT), `${JSON.stringify({ alt, name })}\n`)

/** The pictures that a text or a choice names, by their hashes; those without a file are not there. */
export async function picturesIn(folder: string, source: string): Promise<Map<string, Picture>> {
  const found = new Map<string, Picture>()
  for (const hash of hashesIn(source)) {
    const kind = await kindOf(join(folder, hash, ORIGINAL))
    if (kind === null) continue
    const about = await readFile(join(folder, hash, ABOUT), 'utf8').catch(() => '{}')
    const { alt = null, name = null } = JSON.parse(about) as Partial<Picture>
    found.set(hash, { hash, file: `${hash}.${kind}`, alt, name })
  }
  return found
}

/** Puts the original beside an article. */
export const placePicture = (folder: string, { hash, file }: Picture, bundle: string) =>
  placed(join(folder, hash, ORIGINAL), join(bundle, file))

const KINDS: [kind: string, at: number, signature: string][] = [
  ['jpg', 0, '\xff\xd8\xff'],
  ['png', 0, '\x89PNG'],
  ['gif', 0, 'GIF8'],
  ['webp', 8, 'WEBP'],
  ['avif', 4, 'ftyp'],
]

/** How the name of a picture's file ends; null where there is no such file. */
async function kindOf(file: string): Promise<string | null> {
  const handle = await open(file).catch(() => null)
  if (!handle) return null
  const { buffer } = await handle.read(Buffer.alloc(12), 0, 12, 0)
  await handle.close()
  const head = buffer.toString('latin1')
  return KINDS.find(([, at, signature]) => head.startsWith(signature, at))?.[0] ?? 'bin'
}
