/** The files of pictures, as an export leaves them in a folder and an import finds them: FOLDER/HASH/NAME. */
import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { atMost } from './at-once.ts'
import { EXIT, Fault } from './command.ts'
import { openPrivate } from './private.ts'
import { ask, look, type Newsroom, Refusal } from './request.ts'
import { type Picture, reasonOf, sendForm, takesNone } from './send-picture.ts'

/** A line about a picture: what is known of it, and which files it has. */
export interface PictureLine {
  hash: string
  alt: string | null
  name: string | null
  files: string[]
}

const ORIGINAL = 'original'
const CARD = 'card.jpg'

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

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** What became of the files of an export. */
export interface Saved {
  pictures: number
  /** Files that came now, and those that were there. */
  files: number
  kept: number
  failed: number
}

/** Saves the files of all pictures that an export names. What is there already stays. */
export async function savePictures(
  newsroom: Newsroom,
  file: string,
  folder: string,
): Promise<Saved> {
  const saved = { pictures: 0, files: 0, kept: 0, failed: 0 }
  const turn = atMost(4)
  const underway = new Set<Promise<void>>()
  let fault: unknown
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Infinity,
  })) {
    const picture = pictureOf(line)
    if (!picture) continue
    const saving = turn(() => savePicture(newsroom, picture, folder, saved))
      .catch((thrown) => {
        fault ??= thrown
      })
      .finally(() => underway.delete(saving))
    underway.add(saving)
    if (underway.size >= 100) await Promise.race(underway)
    if (fault) break
  }
  await Promise.all(underway)
  if (fault) throw fault
  return saved
}

async function savePicture(
  newsroom: Newsroom,
  { hash, files }: PictureLine,
  folder: string,
  saved: Saved,
) {
  await mkdir(join(folder, hash), { recursive: true, mode: 0o700 })
  for (const name of files) {
    try {
      const isNew = await saveFile(newsroom, hash, name, join(folder, hash, name))
      if (isNew) saved.files++
      else saved.kept++
    } catch (fault) {
      const isOfAll = fault instanceof Refusal && fault.status !== 404
      if (isOfAll || !(fault instanceof Fault) || fault.exit !== EXIT.refused) throw fault
      saved.failed++
      console.error(`picture ${hash}, ${name}: ${reasonOf(fault)}`)
    }
  }
  saved.pictures++
  if (saved.pictures % 100 === 0) console.log(`${saved.pictures} pictures …`)
}

/** Saves a file, unless it is there whole; gives back whether it came now. */
async function saveFile(
  newsroom: Newsroom,
  hash: string,
  name: string,
  file: string,
): Promise<boolean> {
  const there = statSync(file, { throwIfNoEntry: false })
  if (there && name === ORIGINAL && hashOf(await readFile(file)) === hash) return false
  const request = {
    method: 'GET',
    path: `/api/pictures/${hash}/files/${name}`,
    isForFile: true,
  } as const
  const isSame = (size: number) => name !== ORIGINAL && there?.size === size
  const bytes = await ask(newsroom, request, async (response) => {
    if (isSame(Number(response.headers.get('Content-Length') ?? Number.NaN))) {
      await response.body?.cancel()
      return null
    }
    const came = new Uint8Array(await response.arrayBuffer())
    return isSame(came.length) ? null : came
  })
  if (bytes === null) return false
  if (name === ORIGINAL && hashOf(bytes) !== hash) {
    throw new Fault('what came is not that picture, by its hash; it is not saved', 'refused')
  }
  const part = await openPrivate(`${file}.part`)
  await part.writeFile(bytes)
  await part.close()
  await rename(`${file}.part`, file)
  return true
}

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
