/** Which file a reference in a text of Hugo means. */
import { posix } from 'node:path'
import { formatOf } from './files.ts'
import type { HugoPlace } from './hugo-places.ts'

/**
 * The path of the file that `ref` names: from the page's own folder, from the folder of texts where it begins
 * with /, or by a name that only one file has. Null where it is none, or one of several.
 */
export function pathReferred(name: string, from: HugoPlace, paths: string[]): string | null {
  const plain = name.replace(/#.*$/, '').replace(/\/$/, '')
  if (plain === '') return name.startsWith('#') ? from.path : null
  const { folder, key } = from.tongue
  const bases = plain.startsWith('/')
    ? [posix.join(folder, plain)]
    : [posix.join(posix.dirname(from.path), plain), posix.join(folder, plain)]
  const all = new Set(paths)
  for (const path of bases.flatMap((base) => spellings(base, key))) if (all.has(path)) return path
  const ends = spellings(`/${plain.replace(/^\/+/, '')}`, key)
  const found = paths.filter(
    (path) => formatOf(path) !== null && ends.some((end) => path.endsWith(end)),
  )
  return found.length === 1 ? (found[0] as string) : null
}

/** As a file may be called that is named so: with its ending, its language, as a bundle or a folder’s page. */
const spellings = (base: string, key: string) => {
  const bare = base.replace(/\.md$/, '')
  const names = [
    bare,
    `${bare}.${key}`,
    `${bare}/index`,
    `${bare}/index.${key}`,
    `${bare}/_index`,
    `${bare}/_index.${key}`,
  ]
  return [base, ...names.flatMap((one) => [`${one}.md`, `${one}.html`])]
}
