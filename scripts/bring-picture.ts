/** The files of a picture out of a folder, into a newsroom. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from './command.ts'
import { CARD, hashOf, ORIGINAL, type PictureLine } from './picture-folder.ts'
import { look, type Newsroom, Refusal } from './request.ts'
import { type Picture, reasonOf, sendForm, takesNone } from './send-picture.ts'

/** What one picture may be refused for: the rest is sent. */
const OF_ONE = new Set([409, 413, 422])

/**
 * Sends the files of a picture to a newsroom that does not have it. Gives back what it was refused for, or null.
 * Throws where the files are not those that the line is about: articles that came without a picture of theirs
 * would not show it later.
 */
export async function bringPicture(
  newsroom: Newsroom,
  { hash, alt, name, files }: PictureLine,
  folder: string,
): Promise<string | null> {
  if (await isThere(newsroom, hash)) return null
  const read = async (file: string) => {
    const path = join(folder, hash, file)
    const bytes = new Uint8Array(await readFile(path).catch(() => missing(`${path} is not there`)))
    return file === ORIGINAL && hashOf(bytes) !== hash
      ? missing(`${path} is not the picture that the line names, by its hash`)
      : bytes
  }
  const original = await read(ORIGINAL)
  const smaller = files.filter((file) => file !== ORIGINAL && file !== CARD)
  const sizes = await Promise.all(smaller.map(read))
  const card = files.includes(CARD) ? await read(CARD) : null
  try {
    const answer = await sendForm(newsroom, original, { alt, name }, { sizes, card })
    if (answer.hash === hash) return null
  } catch (fault) {
    const isOfOne = fault instanceof Refusal && OF_ONE.has(fault.status) && !takesNone(fault)
    if (!isOfOne) throw fault
    return reasonOf(fault)
  }
  throw new Fault(
    'the newsroom keeps this picture under another hash than the one that was exported: its version is another. Bring both to the same.',
    'refused',
  )
}

function missing(what: string): never {
  throw new Fault(
    `${what}. Export again with --pictures, or take the line out; then the same command goes on.`,
    'refused',
  )
}

async function isThere(newsroom: Newsroom, hash: string): Promise<boolean> {
  try {
    return (await look<Picture>(newsroom, `/api/pictures/${hash}`)).state === 'kept'
  } catch (fault) {
    if (fault instanceof Refusal && fault.status === 404) return false
    throw fault
  }
}
