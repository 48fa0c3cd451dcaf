/** The files of pictures out of a newsroom, into a folder. */
import { createReadStream, statSync } from 'node:fs'
import { mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { atMost } from './at-once.ts'
import { EXIT, Fault } from './command.ts'
import { hashOf, ORIGINAL, type PictureLine, pictureOf } from './picture-folder.ts'
import { openPrivate } from './private.ts'
import { ask, type Newsroom, Refusal } from './request.ts'
import { reasonOf } from './send-picture.ts'

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
