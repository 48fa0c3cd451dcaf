/** Folders of Markdown that nothing is known of: a head is read where there is one. */
import { join } from 'node:path'
import { HeadFault } from '../../head.ts'
import { isToCome, momentInName, momentOf } from '../moments.ts'
import type { Found, Piece, Source, SourceOptions } from '../source.ts'
import { languageOf } from '../zones.ts'
import { type Fields, flagOf, inSmallLetters, once, textOf, textsOf } from './fields.ts'
import { formatOf, idOf, nameOf, pathsIn, textIn } from './files.ts'
import { type Headed, readHexoHead } from './head.ts'
import { leadOf, type Shelf, withPaths } from './pictures.ts'
import { withoutDivider } from './scan.ts'

/** What a folder of Markdown holds. */
export async function openMarkdown(options: SourceOptions): Promise<Source> {
  return {
    software: 'Markdown',
    system: 'markdown',
    site: options.site ?? null,
    rules: [],
    read: () => read(options),
  }
}

async function* read(options: SourceOptions): AsyncGenerator<Found> {
  for (const path of pathsIn(options.path)) {
    const format = formatOf(path)
    if (format === null) continue
    yield await foundAt(path, format, options)
  }
}

async function foundAt(
  path: string,
  format: 'markdown' | 'html',
  options: SourceOptions,
): Promise<Found> {
  const dropped = (why: string): Found => ({ kind: 'dropped', what: 'file', name: path, why })
  const read = await textIn(join(options.path, path), options.encoding)
  if ('fault' in read) return dropped(`line ${read.line}: ${read.fault}`)
  try {
    const headed = readHexoHead(read.text)
    const piece = pieceOf(path, format, headed, options)
    return piece.body === '' ? dropped('it has no text') : { kind: 'piece', piece }
  } catch (fault) {
    if (!(fault instanceof HeadFault)) throw fault
    return dropped(`line ${fault.line}: ${fault.message}`)
  }
}

function pieceOf(
  path: string,
  format: 'markdown' | 'html',
  headed: Headed,
  options: SourceOptions,
): Piece {
  const fields = inSmallLetters(headed.fields) as Fields
  const notes = [...headed.notes]
  const { title, body } = titled(fields, headed.body, format, path)
  const file = join(options.path, path)
  const shelf: Shelf = {
    folder: options.path,
    file,
    own: [],
    roots: [options.path],
    address: null,
    site: options.site ?? null,
    prefix: '',
  }
  const date = dateOf(fields, path, options.timeZone, notes)
  const isDraft = flagOf(fields, 'draft') === true || flagOf(fields, 'published') === false
  if (isDraft) notes.push('its head says that it is not public: it is a draft')
  const lead = leadOf(textsOf(fields.cover ?? fields.image ?? fields.images), shelf, notes)
  const updated = textOf(fields, 'updated', 'lastmod')
  const folder = path.includes('/') ? path.replace(/\/.*$/, '') : null
  const said = once(textsOf(fields.categories ?? fields.category))
  const categories = said.length > 0 || folder === null ? said : [folder]
  const addresses = [fields.permalink, fields.url, fields.aliases, fields.alias].flatMap(textsOf)
  return {
    id: idOf(path),
    title,
    body: withPaths(withoutDivider(body, format), format, shelf, notes),
    format,
    status: isDraft ? 'draft' : isToCome(date) ? 'scheduled' : 'published',
    date,
    updatedAt: updated && momentOf(updated, options.timeZone),
    categories: categories.map((name) => ({ name, slug: null })),
    keywords: once(textsOf(fields.tags ?? fields.keywords)),
    summary: textOf(fields, 'summary', 'description', 'excerpt'),
    author: textsOf(fields.author ?? fields.authors).join('、') || null,
    language: languageOf(textOf(fields, 'language', 'lang')),
    source: null,
    slug:
      textOf(fields, 'slug') ?? (nameOf(path).replace(/^\d{4}-\d{1,2}-\d{1,2}[-_. ]+/, '') || null),
    addresses: once(
      addresses.map((one) => one.replace(/^https?:\/\/[^/]*/i, '').replace(/^\/*/, '/')),
    ),
    lead: lead === null ? null : { picture: lead, alt: null, caption: null },
    file,
    notes,
  }
}

/** The title that the head says, or the first heading, which then leaves the text, or the file's name. */
function titled(fields: Fields, body: string, format: 'markdown' | 'html', path: string) {
  const said = textOf(fields, 'title')
  if (said !== null || format === 'html') return { title: said ?? nameOf(path), body }
  const [whole, sharp, under] =
    /^(?:#[ \t]+([^\n]+?)[ \t]*#*|([^\n]+)\n=+)[ \t]*(?:\n|$)/.exec(body) ?? []
  const title = (sharp ?? under)?.trim()
  return title ? { title, body: body.slice(whole?.length).trim() } : { title: nameOf(path), body }
}

function dateOf(fields: Fields, path: string, timeZone: string, notes: string[]): string | null {
  const text = textOf(fields, 'date', 'publishdate', 'created')
  const moment = text === null ? null : momentOf(text, timeZone)
  if (moment !== null) return moment
  if (text !== null) notes.push(`date: there is no date ${text}`)
  const inName = momentInName(nameOf(path), timeZone)
  if (inName === null && text === null) notes.push('neither its head nor its name says a date')
  return inName
}
