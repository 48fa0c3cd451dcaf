/** The files of pictures, as an export leaves them in a folder and an import finds them: FOLDER/HASH/NAME. */
import { createHash } from 'node:crypto'

/** A line about a picture: what is known of it, and which files it has. */
export interface PictureLine {
  hash: string
  alt: string | null
  name: string | null
  files: string[]
}

/** The names of files that have no size in them. */
export const ORIGINAL = 'original'
export const CARD = 'card.jpg'

/** Names become paths here: of a picture, and of its files. */
const HASH = /^[0-9a-f]{64}$/
const FILE = /^(?:original|[a-z0-9]{1,20}\.[a-z0-9]{1,10})$/

/** What a line of an export says of a picture; null for any other line. */
export function pictureOf(line: string): PictureLine | null {
  if (!line.includes('"picture"')) return null
  try {
    const { type, hash, alt = null, name = null, files } = JSON.parse(line)
    const isPicture = type === 'picture' && HASH.test(hash) && Array.isArray(files)
    return isPicture && files.every((file) => FILE.test(file)) ? { hash, alt, name, files } : null
  } catch {
    return null
  }
}

/** SHA-256, in hexadecimal. */
export const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
