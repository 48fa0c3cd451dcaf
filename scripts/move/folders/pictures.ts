/** Which files of a site's folder its articles show. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { withAddresses } from '../../picture-addresses.ts'
import type { Format } from '../../picture-places.ts'
import { inAddress } from './write.ts'

/** Where the pictures of an article may lie. */
export interface Shelf {
  /** The folder that was named: nothing outside of it counts. */
  folder: string
  /** The file of the article. */
  file: string
  /** Folders in which its own pictures lie, besides the file's. */
  own: string[]
  /** Folders from which the site's root is made. */
  roots: string[]
  /** Where the article stood on the site, whose address begins with `prefix`. */
  address: string | null
  site: string | null
  prefix: string
}

const PICTURE = /\.(jpe?g|png|gif|webp|avif|heic|heif|bmp|svg|tiff?)$/i

/** Whether a text is the address of a picture, as far as can be seen. */
export const isPicture = (text: string) =>
  /^https?:\/\/\S+$/i.test(text) || PICTURE.test(text.replace(/[?#].*$/, ''))

/**
 * The path of a picture from the article's file, by its address in the article; null where it is elsewhere on
 * the web. `missing` where it should be a file and is none.
 */
export function pathOf(address: string, shelf: Shelf): { path: string } | 'missing' | null {
  const { site, address: stood } = shelf
  const within =
    site !== null && address.startsWith(`${site}/`) ? address.slice(site.length) : address
  if (/^([a-z][a-z0-9+.-]*:|\/\/|#|$)/i.test(within)) return null
  const plain = within.replace(/[?#].*$/, '')
  const fromRoot = stood === null ? plain : onSite(plain, stood)
  for (const path of [...new Set([decoded(plain), plain])]) {
    const places = path.startsWith('/') ? [] : [dirname(shelf.file), ...shelf.own]
    const rooted = [path, decoded(fromRoot)].flatMap((one) => [
      one,
      withoutPrefix(one, shelf.prefix),
    ])
    const files = [
      ...places.map((place) => join(place, path)),
      ...shelf.roots.flatMap((root) => rooted.map((one) => join(root, one))),
    ]
    const file = files.find((one) => isFileIn(one, shelf.folder))
    if (file !== undefined)
      return { path: relative(dirname(shelf.file), file).split(sep).join('/') }
  }
  return 'missing'
}

/** An article's text with its pictures by their paths from its file. What is not there stays, with a note. */
export function withPaths(body: string, format: Format, shelf: Shelf, notes: string[]): string {
  const missing = new Set<string>()
  const { source, left } = withAddresses(body, format, (address) => {
    const found = pathOf(address, shelf)
    if (found === 'missing') missing.add(address)
    if (found === null || found === 'missing') return null
    const written = inAddress(found.path)
    return written === address ? null : written
  })
  for (const address of missing) notes.push(`the picture ${address} is not in the folder`)
  for (const address of left) {
    if (!missing.has(address)) notes.push(`the picture ${address} could not be put by its file`)
  }
  return source
}

/** The first that is a picture and there, by its path where it is a file. */
export function leadOf(candidates: string[], shelf: Shelf, notes: string[]): string | null {
  for (const candidate of candidates.filter(isPicture)) {
    const found = pathOf(candidate, shelf)
    if (found === null) return candidate
    if (found !== 'missing') return inAddress(found.path)
    notes.push(`the picture ${candidate} at its head is not in the folder`)
  }
  return null
}

/** The path that an address leads to from another; itself where it leads to none. */
function onSite(address: string, stood: string): string {
  try {
    return new URL(address, `http://site${encodeURI(stood)}`).pathname
  } catch {
    return address
  }
}

const withoutPrefix = (path: string, prefix: string) =>
  prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path

function isFileIn(path: string, folder: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false
  return existsSync(folder) && realpathSync(path).startsWith(realpathSync(folder) + sep)
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}
