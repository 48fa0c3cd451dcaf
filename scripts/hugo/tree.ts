/** Files and folders of an export, for their owner alone. */
import { existsSync } from 'node:fs'
import { copyFile, link, mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { openPrivate } from '../private.ts'

/** A folder with all those above it. */
export const makeFolder = (path: string) => mkdir(path, { recursive: true, mode: 0o700 })

/** A file with its folder, in place of any that was there. */
export async function writePrivate(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path))
  const file = await openPrivate(path)
  await file.writeFile(text)
  await file.close()
}

/** The same file at a second place, which takes no room where the disk can do that. */
export async function placed(file: string, at: string): Promise<void> {
  await rm(at, { force: true })
  await link(file, at).catch(() => copyFile(file, at))
}

/** Puts a file or folder in the place of another, which is there until then. */
export async function moved(from: string, to: string): Promise<void> {
  await makeFolder(dirname(to))
  const former = `${from}.former`
  if (existsSync(to)) await rename(to, former)
  await rename(from, to)
  await rm(former, { recursive: true, force: true })
}
