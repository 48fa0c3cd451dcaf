/** Sites made with Hexo: a folder with `_config.yml` and `source/_posts`. */
import { extname, join } from 'node:path'
import { HeadFault } from '../../head.ts'
import type { Found, Source, SourceOptions } from '../source.ts'
import { textOf } from './fields.ts'
import { formatOf, nameOf, pathsIn, textIn } from './files.ts'
import { readHexoHead } from './head.ts'
import { namePartsOf } from './hexo-address.ts'
import { pieceOf } from './hexo-pieces.ts'
import { placeOf, type Site } from './hexo-places.ts'
import { hexoSettings } from './hexo-settings.ts'

/** What a site made with Hexo holds. Throws for settings that cannot be read. */
export async function openHexo(options: SourceOptions): Promise<Source> {
  const settings = hexoSettings(options)
  const { prefix, folders, site } = settings
  return {
    software: 'Hexo',
    system: 'hexo',
    site,
    rules: [
      { from: `${prefix}/${folders.tags}/:name`, to: '/keywords/:name' },
      { from: `${prefix}/${folders.categories}/:name`, to: '/sections/:name' },
      { from: `${prefix}/${folders.archives}`, to: '/archive' },
    ],
    read: () => read(options, settings),
  }
}

async function* read(
  options: SourceOptions,
  settings: ReturnType<typeof hexoSettings>,
): AsyncGenerator<Found> {
  for (const text of settings.notes) yield { kind: 'note', text }
  const source = join(options.path, settings.folders.source)
  const isLeftOut = (path: string) =>
    /(^|\/)_/.test(path) && !/^_(posts|drafts)(\/[^_][^/]*)*$/.test(path)
  const paths = pathsIn(source, isLeftOut)
  const site: Site = {
    options,
    settings,
    source,
    slugs: slugsOf(paths, settings),
    known: new Map(),
  }
  for (const path of paths) {
    const found = await foundAt(path, site)
    if (found) yield found
  }
}

/** Which post has which slug. */
function slugsOf(paths: string[], settings: ReturnType<typeof hexoSettings>) {
  const posts = paths.filter((path) => path.startsWith('_posts/') && formatOf(path) !== null)
  return new Map(posts.map((path) => [namePartsOf(path.slice(7), settings).slug, path]))
}

/** An article or what stays behind; null for a file that no article is made of, like a picture. */
async function foundAt(path: string, site: Site): Promise<Found | null> {
  const isPost = /^_(posts|drafts)\//.test(path)
  const format = formatOf(path)
  const what = isPost ? 'post' : 'page'
  const name = `${site.settings.folders.source}/${path}`
  const dropped = (why: string): Found => ({ kind: 'dropped', what, name, why })
  if (nameOf(path).startsWith('_') || isAsset(path, site)) return null
  if (format === null) {
    const isText = isPost && /\.(org|adoc|asciidoc|rst|textile|pug|ejs|njk|txt)$/i.test(path)
    return isText ? dropped('it is neither Markdown nor HTML') : null
  }
  const read = await textIn(join(site.source, path), site.options.encoding)
  if ('fault' in read) return dropped(`line ${read.line}: ${read.fault}`)
  try {
    const headed = readHexoHead(read.text)
    if (!isPost && !headed.hasHead) {
      return format === 'html' ? null : dropped('it has no head, so that Hexo made no page of it')
    }
    if (headed.body === '') {
      const type = textOf(headed.fields, 'type', 'layout')
      return dropped(type ? `it has no text: the theme filled it (${type})` : 'it has no text')
    }
    return { kind: 'piece', piece: await pieceOf(placeOf(path, format), headed, site) }
  } catch (fault) {
    if (!(fault instanceof HeadFault)) throw fault
    return dropped(`line ${fault.line}: ${fault.message}`)
  }
}

/** Whether a file beside posts is one that they show, and none of them. */
function isAsset(path: string, { settings }: Site): boolean {
  const isPost = extname(path) === extname(settings.newPostName)
  return settings.hasAssetFolders && /^_(posts|drafts)\//.test(path) && !isPost
}
