/** A newsroom as a folder that Hugo makes a site of: npm run export -- FOLDER --as hugo. */
import { createReadStream, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Fault, here } from '../command.ts'
import { writeExport } from '../export-file.ts'
import type { Newsroom } from '../request.ts'
import { type Saved, savePictures } from '../save-pictures.ts'
import { readSite } from './site.ts'
import { makeFolder } from './tree.ts'
import { writeSite } from './write.ts'

const ARCHIVE = 'archive.ndjson'

/**
 * Exports into FOLDER/archive.ndjson and FOLDER/pictures, and makes the rest of the folder from these. `query` is
 * what `GET /api/export` takes. Gives back what became of the pictures. Throws for a folder of another origin.
 */
export async function exportHugo(
  newsroom: Newsroom,
  query: URLSearchParams,
  name: string,
  timeZone: string,
): Promise<Saved> {
  const folder = here(name)
  refuseOthers(folder, name)
  const site = await readSite(newsroom, timeZone)
  await makeFolder(folder)
  const archive = join(folder, ARCHIVE)
  const count = await writeExport(newsroom, query, archive)
  console.log(`${name}/${ARCHIVE}: ${count} lines`)
  const saved = await savePictures(newsroom, archive, join(folder, 'pictures'))
  console.log(`${name}: ${await writeSite(linesOf(archive), folder, site)}`)
  return saved
}

/** Opened when the first is asked for: what readline has read before that is lost. */
async function* linesOf(file: string) {
  yield* createInterface({ input: createReadStream(file), crlfDelay: Infinity })
}

/** What is made anew each time must be ours. */
function refuseOthers(folder: string, name: string): void {
  const stat = statSync(folder, { throwIfNoEntry: false })
  if (!stat) return
  if (!stat.isDirectory())
    throw new Fault(`${name}: with --as hugo this is to be a folder`, 'usage')
  if (!existsSync(join(folder, 'content')) || existsSync(join(folder, ARCHIVE))) return
  throw new Fault(
    `${name}: there is a site in it that this command did not make: name another folder`,
    'usage',
  )
}
