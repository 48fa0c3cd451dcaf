/** What made a folder. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { formatOf, isFolder, pathsIn } from './files.ts'

export type Kind = 'hexo' | 'jekyll' | 'hugo' | 'markdown'

const ENDINGS = ['toml', 'yaml', 'yml', 'json']

/** The files that hold Hugo's settings, without what they end with. */
export const HUGO_SETTINGS = ['hugo', 'config', 'config/_default/hugo', 'config/_default/config']

/** What made a folder, by its settings and where its articles lie; null where it holds no article. */
export function kindOfFolder(path: string): Kind | null {
  if (!isFolder(path)) return null
  const has = (inner: string) => existsSync(join(path, inner))
  if (has('_config.yml') && isFolder(join(path, 'source/_posts'))) return 'hexo'
  if (has('_config.yml') && isFolder(join(path, '_posts'))) return 'jekyll'
  const isHugo = HUGO_SETTINGS.some((name) => ENDINGS.some((ending) => has(`${name}.${ending}`)))
  if (isHugo && isFolder(join(path, 'content'))) return 'hugo'
  return pathsIn(path).some((file) => formatOf(file) === 'markdown') ? 'markdown' : null
}

/** A file of Hugo's settings, in each of the languages that it may be written in. */
export const inEachLanguage = (name: string) => ENDINGS.map((ending) => `${name}.${ending}`)
