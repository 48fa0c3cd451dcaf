/** Posts of sites made with Jekyll: a folder with `_config.yml` and `_posts`. */
import { join } from 'node:path'
import { HeadFault } from '../../head.ts'
import { isToCome, momentOf } from '../moments.ts'
import type { Found, Piece, Source, SourceOptions } from '../source.ts'
import { languageOf } from '../zones.ts'
import { flagOf, innerOf, once, textOf, textsOf } from './fields.ts'
import { formatOf, idOf, nameOf, pathsIn, textIn } from './files.ts'
import { type Headed, readHead } from './head.ts'
import { describedJekyll, type JekyllSite, jekyllSite, postOf, withRoots } from './jekyll-site.ts'
import { leadOf, type Shelf, withPaths } from './pictures.ts'
import { withoutDivider } from './scan.ts'
import { withoutTags } from './tags.ts'

/** The posts of a site made with Jekyll; its pages stay behind. Throws for settings that cannot be read. */
export async function openJekyll(options: SourceOptions): Promise<Source> {
  const site = jekyllSite(options)
  return {
    software: 'Jekyll',
    system: 'jekyll',
    site: site.site,
    rules: [],
    read: () => read(site),
  }
}

async function* read(site: JekyllSite): AsyncGenerator<Found> {
  const all = pathsIn(site.options.path, (path) =>
    /^(_site|vendor|_sass|_layouts|_includes|_data)$/.test(path),
  )
  const paths = all.filter(
    (path) => /(^|\/)_(posts|drafts)\//.test(path) && formatOf(path) !== null,
  )
  for (const path of paths) site.posts.set(nameOf(path), path)
  for (const path of paths) yield await foundAt(path, site)
  for (const name of all) {
    if (formatOf(name) !== 'markdown' || /(^|\/)_/.test(name)) continue
    yield { kind: 'dropped', what: 'page', name, why: 'it is a page outside of the posts' }
  }
}

async function foundAt(path: string, site: JekyllSite): Promise<Found> {
  const dropped = (why: string): Found => ({ kind: 'dropped', what: 'post', name: path, why })
  const read = await textIn(join(site.options.path, path), site.options.encoding)
  if ('fault' in read) return dropped(`line ${read.line}: ${read.fault}`)
  try {
    const headed = readHead(read.text)
    if (!headed.hasHead) return dropped('it has no head, so that Jekyll made no post of it')
    if (headed.body === '') return dropped('it has no text')
    return { kind: 'piece', piece: await pieceOf(path, headed, site) }
  } catch (fault) {
    if (!(fault instanceof HeadFault)) throw fault
    return dropped(`line ${fault.line}: ${fault.message}`)
  }
}

async function pieceOf(path: string, headed: Headed, site: JekyllSite): Promise<Piece> {
  const { fields, body } = headed
  const notes = [...headed.notes]
  const format = formatOf(path) ?? 'markdown'
  const { name, date, categories, address } = describedJekyll(path, fields, site, notes)
  const file = join(site.options.path, path)
  const root = site.options.path
  const shelf: Shelf = { ...site, folder: root, file, own: [], roots: [root], address }
  const { text, notes: gone } = await withoutTags(withRoots(withoutDivider(body, format), site), {
    software: 'Jekyll',
    format,
    asset: (asset) => asset,
    post: (wanted) => postOf(wanted, site),
  })
  notes.push(...gone)
  const isDraft = /(^|\/)_drafts\//.test(path) || flagOf(fields, 'published') === false
  if (isDraft) notes.push('it was not published: it is a draft')
  const header = innerOf(fields, 'header')
  const pictures = [fields.image, fields.cover, header.image, header.teaser].flatMap(textsOf)
  const lead = leadOf(pictures, shelf, notes)
  const others = [fields.redirect_from, fields.alias].flatMap(textsOf)
  const { tags } = fields
  return {
    id: idOf(path),
    title: textOf(fields, 'title') ?? name,
    body: withPaths(text.trim(), format, shelf, notes),
    format,
    status: isDraft ? 'draft' : isToCome(date) ? 'scheduled' : 'published',
    date,
    updatedAt: momentOf(textOf(fields, 'last_modified_at', 'updated') ?? '', site.timeZone),
    categories: categories.map((category) => ({ name: category, slug: category.toLowerCase() })),
    keywords: once(typeof tags === 'string' ? tags.split(/\s+/).filter(Boolean) : textsOf(tags)),
    summary: textOf(fields, 'description', 'excerpt', 'summary'),
    author: textsOf(fields.author).join('、') || null,
    language: languageOf(textOf(fields, 'lang')) ?? site.language,
    source: null,
    slug: textOf(fields, 'slug') ?? name,
    addresses: once([
      ...(address ? [address] : []),
      ...others.map((one) => site.prefix + one.replace(/^\/*/, '/')),
    ]),
    lead: lead === null ? null : { picture: lead, alt: null, caption: null },
    file,
    notes,
  }
}
