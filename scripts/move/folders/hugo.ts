/** Sites made with Hugo: a folder with `hugo.toml` or `config.toml`, and `content`. */
import { join } from 'node:path'
import { HeadFault } from '../../head.ts'
import type { Found, Source, SourceOptions } from '../source.ts'
import { type Fields, inSmallLetters, once, textOf } from './fields.ts'
import { formatOf, pathsIn, textIn } from './files.ts'
import { readHead } from './head.ts'
import { describedHugo } from './hugo-described.ts'
import { type HugoSite, hugoPiece } from './hugo-pieces.ts'
import { bundleOf, bundlesIn, type HugoPlace, hugoPlace, pagesOfFolders } from './hugo-places.ts'
import { pathReferred } from './hugo-references.ts'
import { type HugoSettings, hugoSettings } from './hugo-settings.ts'

/** What a site made with Hugo holds. Throws for settings that cannot be read. */
export async function openHugo(options: SourceOptions): Promise<Source> {
  const settings = hugoSettings(options)
  const { prefix, site } = settings
  return {
    software: 'Hugo',
    system: 'hugo',
    site,
    rules: [
      { from: `${prefix}/tags/:name`, to: '/keywords/:name' },
      { from: `${prefix}/categories/:name`, to: '/sections/:name' },
      { from: `${prefix}/index.xml`, to: '/feed.xml' },
      { from: `${prefix}/:section/index.xml`, to: '/sections/:section/feed.xml' },
    ],
    read: () => read(options, settings),
  }
}

async function* read(options: SourceOptions, settings: HugoSettings): AsyncGenerator<Found> {
  for (const text of settings.notes) yield { kind: 'note', text }
  const folders = once(settings.tongues.map(({ folder }) => folder)).sort()
  const paths = once(
    folders.flatMap((folder) =>
      pathsIn(join(options.path, folder)).map((path) => `${folder}/${path}`),
    ),
  )
  const bundles = bundlesIn(paths)
  const site = await siteOf(paths, options, settings)
  for (const path of paths) {
    const found = await foundAt(path, bundles, site)
    if (found) yield found
  }
}

/** What must be known of other files to read one. */
async function siteOf(paths: string[], options: SourceOptions, settings: HugoSettings) {
  const names = new Map<string, string>()
  const pages = pagesOfFolders(paths)
  const place = (path: string) => hugoPlace(path, settings, pages)
  for (const path of paths.filter((one) => /(^|\/)_index(\.[^./]+)?\.[^./]+$/.test(one))) {
    const { tongue, sections } = place(path)
    const fields = await fieldsAt(join(options.path, path), options.encoding)
    const title = fields && textOf(fields, 'linktitle', 'title')
    if (title) names.set(`${tongue.key}:${sections.join('/')}`, title)
  }
  const known = new Map<string, string | null>()
  const addressAt = async (path: string) => {
    const fields = await fieldsAt(join(options.path, path), options.encoding)
    return fields && describedHugo(place(path), fields, settings, []).address
  }
  const refer = async (name: string, from: HugoPlace) => {
    const path = pathReferred(name, from, paths)
    if (path === null) return null
    if (!known.has(path)) known.set(path, await addressAt(path))
    const address = known.get(path) ?? null
    return address === null ? null : address + (/#.*$/.exec(name)?.[0] ?? '')
  }
  return { options, settings, names, place, refer } satisfies HugoSite
}

/** The fields of a file's head; null where it cannot be read, which is told when its turn comes. */
async function fieldsAt(file: string, encoding: string | undefined): Promise<Fields | null> {
  const read = await textIn(file, encoding)
  if ('fault' in read) return null
  try {
    return inSmallLetters(readHead(read.text).fields) as Fields
  } catch {
    return null
  }
}

/** An article or what stays behind; null for a file that no article is made of, like a picture. */
async function foundAt(path: string, bundles: Set<string>, site: HugoSite): Promise<Found | null> {
  const format = formatOf(path)
  const dropped = (why: string, what = 'page'): Found => ({
    kind: 'dropped',
    what,
    name: path,
    why,
  })
  if (format === null) {
    return /\.(org|adoc|asciidoc|asc|ad|rst|pandoc|pdc)$/i.test(path)
      ? dropped('it is neither Markdown nor HTML')
      : null
  }
  const bundle = bundleOf(path, bundles)
  if (bundle !== null)
    return dropped(`it is a part of ${bundle}, and had no page of its own`, 'part')
  const read = await textIn(join(site.options.path, path), site.options.encoding)
  if ('fault' in read) return dropped(`line ${read.line}: ${read.fault}`)
  try {
    const headed = readHead(read.text)
    const place = site.place(path)
    const fields = inSmallLetters(headed.fields) as Fields
    if (place.kind === 'section' && headed.body === '') {
      return dropped('it only names its folder, and has no text', 'section')
    }
    if (headed.body === '') return dropped('it has no text')
    return { kind: 'piece', piece: await hugoPiece(place, format, headed, fields, site) }
  } catch (fault) {
    if (!(fault instanceof HeadFault)) throw fault
    return dropped(`line ${fault.line}: ${fault.message}`)
  }
}
