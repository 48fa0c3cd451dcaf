/** An article of a site made with Hugo, of its file. */
import { join } from 'node:path'
import { isToCome } from '../moments.ts'
import type { Category, Piece, SourceOptions } from '../source.ts'
import { languageOf } from '../zones.ts'
import { type Fields, flagOf, innerOf, isFields, once, textOf, textsOf } from './fields.ts'
import { idOf } from './files.ts'
import type { Headed } from './head.ts'
import { urlized } from './hugo-address.ts'
import { dateIn, describedHugo } from './hugo-described.ts'
import type { HugoPlace } from './hugo-places.ts'
import type { HugoSettings } from './hugo-settings.ts'
import { withoutShortcodes } from './hugo-shortcodes.ts'
import { leadOf, type Shelf, withPaths } from './pictures.ts'
import { withoutDivider } from './scan.ts'

export interface HugoSite {
  options: SourceOptions
  settings: HugoSettings
  /** The names of folders, by language and path: those that their own page says. */
  names: Map<string, string>
  place: (path: string) => HugoPlace
  /** Where a page stood that another one names; null where there is none. */
  refer: (name: string, from: HugoPlace) => Promise<string | null>
}

const LEADS = [
  'featured_image',
  'featuredimage',
  'featureimage',
  'image',
  'cover',
  'thumbnail',
  'banner',
  'images',
]

/** An article. Nothing of its head that readers saw is left out without a note. */
export async function hugoPiece(
  place: HugoPlace,
  format: 'markdown' | 'html',
  headed: Headed,
  fields: Fields,
  site: HugoSite,
): Promise<Piece> {
  const { settings, options } = site
  const notes = [...headed.notes]
  const { title, date, slug, address } = describedHugo(place, fields, settings, notes)
  const file = join(options.path, place.path)
  const shelf: Shelf = {
    folder: options.path,
    file,
    own: [],
    roots: ['static', 'assets', place.tongue.folder].map((root) => join(options.path, root)),
    address,
    site: settings.site,
    prefix: settings.prefix,
  }
  const { text, notes: gone } = await withoutShortcodes(
    withoutDivider(headed.body, format),
    format,
    (name) => site.refer(name, place),
  )
  notes.push(...gone)
  const aliases = textsOf(fields.aliases).map((alias) => aliasFrom(alias, address, settings))
  const status = statusOf(fields, date, settings, notes)
  const params = innerOf(fields, 'params')
  return {
    id: idOf(place.path),
    title,
    body: withPaths(text.trim(), format, shelf, notes),
    format,
    ...status,
    updatedAt: dateIn(fields, ['lastmod', 'modified'], settings, notes),
    categories: categoriesOf(fields, place, site),
    keywords: once([...textsOf(fields.tags), ...textsOf(fields.series)]),
    summary: textOf(fields, 'summary', 'description'),
    author: authorOf(fields) ?? authorOf(params),
    language: languageOf(textOf(fields, 'language', 'lang')) ?? place.tongue.tag,
    source: null,
    slug,
    addresses: once([...(address === null ? [] : [address]), ...aliases]),
    lead: leadIn({ ...params, ...fields }, shelf, notes),
    file,
    notes,
  }
}

/** From the site's root where it begins with /, else from the folder that the page's own is in. */
function aliasFrom(alias: string, address: string | null, { prefix }: HugoSettings): string {
  const path = alias.replace(/^https?:\/\/[^/]*/i, '')
  const folder = (address ?? `${prefix}/`).replace(/[^/]*\/?$/, '')
  const whole = path.startsWith('/') ? `${prefix}${path}` : `${folder}${path}`
  return /(\/|\.\w+)$/.test(whole) ? whole : `${whole}/`
}

function statusOf(
  fields: Fields,
  date: string | null,
  settings: HugoSettings,
  notes: string[],
): Pick<Piece, 'status' | 'date'> {
  const expires = dateIn(fields, ['expirydate', 'unpublishdate'], settings, notes)
  const publishes = dateIn(fields, ['publishdate', 'pubdate', 'published'], settings, notes)
  const build = { ...innerOf(fields, '_build'), ...innerOf(fields, 'build') }
  const isHidden = flagOf(fields, 'headless') === true || textOf(build, 'render') === 'never'
  const whyNot =
    (flagOf(fields, 'draft') === true && 'its head says draft') ||
    (isHidden && 'it had no page of its own') ||
    (expires !== null && !isToCome(expires) && `it expired on ${expires}`)
  if (whyNot) {
    notes.push(`${whyNot}: it is a draft`)
    return { status: 'draft', date }
  }
  if (expires !== null) notes.push(`it was to expire on ${expires}: that does not come along`)
  const at = publishes ?? date
  return isToCome(at) ? { status: 'scheduled', date: at } : { status: 'published', date }
}

/** Those of its head; where there are none, its folder. */
function categoriesOf(fields: Fields, place: HugoPlace, { names, settings }: HugoSite): Category[] {
  const said = once(textsOf(fields.categories ?? fields.category))
  if (said.length > 0) {
    return said.map((name) => ({ name, slug: urlized(name, settings.isInSmallLetters) }))
  }
  const [folder] = place.sections
  if (folder === undefined) return []
  return [{ name: names.get(`${place.tongue.key}:${folder}`) ?? folder, slug: folder }]
}

function authorOf(fields: Fields): string | null {
  const value = fields.author ?? fields.authors
  const names = (Array.isArray(value) ? value : [value]).flatMap((one) =>
    isFields(one) ? textsOf(one.name) : textsOf(one),
  )
  return names.join(names.some((name) => /\p{Script=Han}/u.test(name)) ? '、' : ', ') || null
}

function leadIn(fields: Fields, shelf: Shelf, notes: string[]): Piece['lead'] {
  for (const name of LEADS) {
    const value = fields[name]
    const inner = isFields(value) ? value : {}
    const candidates = isFields(value) ? textsOf(inner.image ?? inner.src) : textsOf(value)
    const picture = leadOf(candidates, shelf, notes)
    if (picture === null) continue
    return { picture, alt: textOf(inner, 'alt'), caption: textOf(inner, 'caption') }
  }
  return null
}
