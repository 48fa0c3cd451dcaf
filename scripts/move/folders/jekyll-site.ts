/** What a site made with Jekyll says of itself and of its posts. */
import { join } from 'node:path'
import { Fault } from '../../command.ts'
import { HeadFault } from '../../head.ts'
import { momentAt, momentInName, momentOf } from '../moments.ts'
import type { SourceOptions } from '../source.ts'
import { languageOf, zoneOf } from '../zones.ts'
import { type Fields, textOf } from './fields.ts'
import { nameOf, settingsIn, textIn } from './files.ts'
import { readHead } from './head.ts'
import { siteOf } from './hexo-settings.ts'
import { jekyllAddress, jekyllCategories } from './jekyll-address.ts'
import { readYaml } from './yaml.ts'

export interface JekyllSite {
  options: SourceOptions
  site: string | null
  prefix: string
  timeZone: string
  permalink: string
  language: string | null
  /** The paths of posts by their names. */
  posts: Map<string, string>
}

/** Reads a site's settings. Throws what is wrong as `_config.yml:LINE: what`. */
export function jekyllSite(options: SourceOptions): JekyllSite {
  const settings = settingsIn(options.path, ['_config.yml', '_config.yaml'])
  const fields = settings ? fieldsIn(settings.name, settings.text) : {}
  return {
    options,
    site: options.site ?? siteOf(textOf(fields, 'url')),
    prefix: (textOf(fields, 'baseurl') ?? '').replace(/\/+$/, '').replace(/^(?=[^/])/, '/'),
    timeZone: zoneOf(textOf(fields, 'timezone')) ?? options.timeZone,
    permalink: textOf(fields, 'permalink') ?? 'date',
    language: languageOf(textOf(fields, 'lang', 'locale')),
    posts: new Map(),
  }
}

function fieldsIn(name: string, text: string): Fields {
  try {
    return readYaml(text.replace(/^\uFEFF/, ''), 1).fields
  } catch (fault) {
    if (!(fault instanceof HeadFault)) throw fault
    throw new Fault(`${name}:${fault.line}: ${fault.message}`, 'refused')
  }
}

/** What a post's path and head say of it. */
export function describedJekyll(path: string, fields: Fields, site: JekyllSite, notes: string[]) {
  const name = nameOf(path).replace(/^\d{4}-\d{1,2}-\d{1,2}[-_. ]+/, '')
  const text = textOf(fields, 'date')
  // A time without an offset is in UTC to Jekyll; a day begins by the clocks of the site.
  const isTime = text !== null && /:/.test(text)
  const said = text === null ? null : momentOf(text, isTime ? 'UTC' : site.timeZone)
  if (text !== null && said === null) notes.push(`date: there is no date ${text}`)
  const local = said && isTime ? momentAt(Date.parse(said) / 1000, site.timeZone) : said
  const date = local ?? momentInName(nameOf(path), site.timeZone)
  const categories = jekyllCategories(path, fields)
  const at = jekyllAddress({ name, categories, date, fields }, site.permalink)
  const isDraft = /(^|\/)_drafts\//.test(path)
  if ('unknown' in at && !isDraft) {
    notes.push(`where it stood is not known: the file does not say ${at.unknown} of the permalink`)
  }
  const address = 'address' in at && !isDraft ? site.prefix + at.address : null
  return { name, date, categories, address }
}

/** Addresses as the site's templates write them: `{{ site.baseurl }}/a`, `{{ "/a" | relative_url }}`. */
export const withRoots = (text: string, { prefix, site }: JekyllSite) =>
  text
    .replace(/\{\{-?\s*site\.baseurl\s*-?\}\}/g, prefix)
    .replace(/\{\{-?\s*site\.url\s*-?\}\}/g, site ?? '')
    .replace(
      /\{\{-?\s*["']([^"'{}]*)["']\s*\|\s*(?:relative|absolute)_url\s*-?\}\}/g,
      (_, path: string) => prefix + path.replace(/^\/*/, '/'),
    )

/** Where the post of a file's name stood, and its title. */
export async function postOf(wanted: string, site: JekyllSite) {
  const path = site.posts.get(wanted.replace(/^.*\//, ''))
  const read =
    path === undefined ? null : await textIn(join(site.options.path, path), site.options.encoding)
  if (path === undefined || read === null || 'fault' in read) return null
  try {
    const { fields } = readHead(read.text)
    const { address, name } = describedJekyll(path, fields, site, [])
    return address === null ? null : { address, title: textOf(fields, 'title') ?? name }
  } catch {
    // It is told of when its turn comes.
    return null
  }
}
