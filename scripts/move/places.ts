/** Where a picture of the old site can be had, by its address there. */
import { realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { decoded } from './claims.ts'
import type { Piece } from './source.ts'

export type Place =
  | { kind: 'file'; path: string }
  /** The newsroom is to fetch it. */
  | { kind: 'fetch'; url: string }
  /** It should be in the folder, and is not. */
  | { kind: 'missing' }
  /** It stays at its address: another site's, or nobody said where pictures are. */
  | { kind: 'stays' }

export interface Places {
  /** Folders to look in, as absolute paths: one after the other. */
  folders: string[]
  fetches: boolean
  /** Hosts of the old site, with their ports. */
  hosts: string[]
  /** Scheme and host of the old site. */
  site: string | null
}

/** Steps of a path that are looked at: none that a site uses has more. */
const MAX_STEPS = 20

/** Where to find a picture that a piece shows. */
export function placeOf(address: string, piece: Piece, places: Places): Place {
  if (/^(?:data|blob|picture):/i.test(address) || address === '') return { kind: 'stays' }
  const isAbsoluteAddress = /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(address)
  const base = places.site === null ? 'http://old.invalid/' : places.site
  const url = URL.parse(address, new URL(piece.addresses[0] ?? '/', base))
  if (isAbsoluteAddress && (url === null || !isOfSite(url, places))) return { kind: 'stays' }
  const path = isAbsoluteAddress && url ? url.pathname : address
  const [bare = ''] = path.split(/[?#]/, 1)
  const found = beside(bare, piece, places) ?? inFolders(bare, places)
  if (found !== null) return { kind: 'file', path: found }
  if (places.fetches && url && isOfSite(url, places)) return { kind: 'fetch', url: url.href }
  return { kind: places.folders.length === 0 ? 'stays' : 'missing' }
}

/**
 * Where a picture that could not be brought stood, for who reads the article at another address than its file:
 * in the folder that is the root of the old site. Null where its address is good anywhere, or nobody can say.
 */
export function standIn(
  address: string,
  { file }: Piece,
  { folders, site }: Places,
): string | null {
  if (file === null || /^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(address) || address === '') return null
  const [bare = ''] = address.split(/[?#]/, 1)
  const at = resolve(dirname(file), decoded(bare))
  const root = folders.find((folder) => isWithin(at, folder))
  if (root === undefined) return null
  return `${site ?? ''}/${relative(root, at).split(sep).map(encodeURIComponent).join('/')}`
}

const isOfSite = ({ protocol, host }: URL, { hosts }: Places) =>
  /^https?:$/.test(protocol) && hosts.includes(host)

function beside(path: string, { file }: Piece, { folders }: Places): string | null {
  if (file === null || path.startsWith('/')) return null
  for (const one of spellings(path)) {
    const at = resolve(dirname(file), one)
    if (folders.some((folder) => isFileIn(at, folder))) return at
  }
  return null
}

/** By its whole path; then without its first steps, for a folder that is a part of the site; then as it was sent. */
function inFolders(path: string, { folders }: Places): string | null {
  for (const one of spellings(path)) {
    for (const name of asSent(one)) {
      const steps = name.split('/').filter((step) => step !== '' && step !== '.')
      if (steps.includes('..') || steps.length > MAX_STEPS) continue
      for (const first of steps.keys()) {
        const rest = steps.slice(first).join('/')
        const folder = folders.find((within) => isFileIn(resolve(within, rest), within))
        if (folder !== undefined) return resolve(folder, rest)
      }
    }
  }
  return null
}

const spellings = (path: string) => [...new Set([decoded(path), path])]

/** WordPress shows `a-300x200.jpg` and `a-scaled.jpg`, both made of `a.jpg`. */
function asSent(path: string): string[] {
  const original = path.replace(/-\d{1,5}x\d{1,5}(?=\.[a-z0-9]{1,5}$)/i, '')
  const unscaled = original.replace(/-scaled(?=\.[a-z0-9]{1,5}$)/i, '')
  const scaled = unscaled.replace(/(?=\.[a-z0-9]{1,5}$)/i, '-scaled')
  return unscaled === path ? [path] : [...new Set([path, original, unscaled, scaled])]
}

/** Whether there is a file in a folder: no link leads out of it. */
function isFileIn(path: string, folder: string): boolean {
  if (path.includes('\0') || !isWithin(path, folder)) return false
  try {
    if (!statSync(path).isFile()) return false
    return isWithin(realpathSync(path), realpathSync(folder))
  } catch {
    return false
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
