/** What a folder holds, and the texts in it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../command.ts'
import { decode, encodingFrom } from '../../text-file.ts'

/**
 * The paths of a folder's files from the folder on, with /, in order; `isLeftOut` says of which inner folders
 * nothing is looked at. All are held at once: a million take some 200 MB.
 */
export function pathsIn(folder: string, isLeftOut: (path: string) => boolean = () => false) {
  const found: string[] = []
  const walk = (inner: string) => {
    for (const entry of readdirSync(join(folder, inner), { withFileTypes: true })) {
      const path = inner ? `${inner}/${entry.name}` : entry.name
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
      if (entry.isDirectory() && !isLeftOut(path)) walk(path)
      else if (entry.isFile()) found.push(path)
    }
  }
  if (isFolder(folder)) walk('')
  return found.sort()
}

export const isFolder = (path: string) =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/** The text of a file, in UTF-8 or what the person said; or why it has none, and in which line. */
export async function textIn(path: string, encoding: string | undefined) {
  const bytes = await readFile(path)
  return decode(bytes, encodingFrom(bytes, encoding))
}

/** The text of the first file of settings that there is. Throws where it is none; null where none is there. */
export function settingsIn(folder: string, names: string[]): { name: string; text: string } | null {
  const name = names.find((one) => existsSync(join(folder, one)))
  if (name === undefined) return null
  const bytes = readFileSync(join(folder, name))
  const decoded = decode(bytes, encodingFrom(bytes, undefined))
  if ('fault' in decoded) throw new Fault(`${name}:${decoded.line}: ${decoded.fault}`, 'refused')
  return { name, text: decoded.text }
}

/** Macs write names with their accents apart. */
export const idOf = (path: string) => path.normalize('NFC')

/** A path's last part, without what it ends with. */
export const nameOf = (path: string) => path.replace(/^.*\//, '').replace(/\.[^.]+$/, '')

/** What a text is, by what its file's name ends with; null for what is no article that can be read. */
export function formatOf(path: string): 'markdown' | 'html' | null {
  if (/\.(md|markdown|mkdn?|mdown|mdx?)$/i.test(path)) return 'markdown'
  return /\.html?$/i.test(path) ? 'html' : null
}
