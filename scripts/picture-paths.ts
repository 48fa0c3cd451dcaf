/** Which file an address in an article's file stands for. */
import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { Fault } from './command.ts'

/**
 * Whether an address is meant for a file here: one without a scheme and host, and not from the site's root.
 * What can only be a file, but by a path that nobody else has, is one too; it is refused with the reason.
 */
export function mayBeFile(address: string): boolean {
  if (/^file:/i.test(address) || /^[a-z]:[\\/]/i.test(address)) return true
  if (address === '' || address.startsWith('//') || /^[a-z][a-z0-9+.-]*:/i.test(address))
    return false
  return !address.startsWith('/') || existsSync(decoded(address))
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

/** The file that an address in an article's file stands for. Throws where it leads out of the folder. */
export function fileOf(address: string, article: string, folder: string): string {
  if (/^(?:file:|[a-z]:[\\/]|[\\/])/i.test(address)) {
    throw new Fault(
      'name it by its path from the file that shows it, like pictures/a.jpg',
      'refused',
    )
  }
  const paths = [decoded(address), address].map((path) => resolve(dirname(article), path))
  const path = paths.find((one) => existsSync(one)) ?? (paths[0] as string)
  if (
    !isWithin(path, folder) ||
    (existsSync(path) && !isWithin(realpathSync(path), realpathSync(folder)))
  ) {
    throw new Fault(
      `it lies outside of the folder ${basename(folder)}; move it there, or post the folder that holds both`,
      'refused',
    )
  }
  return path
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}
