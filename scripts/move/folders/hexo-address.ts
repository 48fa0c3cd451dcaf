/** Where a site made with Hexo has its pages. */
import { createHash } from 'node:crypto'
import type { Category } from '../source.ts'
import { type Fields, textOf } from './fields.ts'
import type { HexoSettings } from './hexo-settings.ts'

/** What the name of a post's file says, by the setting `new_post_name`. */
export interface NameParts {
  slug: string
  /** `2016-09-09`; null where the name has no date. */
  day: string | null
}

const SEGMENTS: Record<string, string> = {
  year: '\\d{4}',
  month: '\\d{2}',
  day: '\\d{2}',
  i_month: '\\d{1,2}',
  i_day: '\\d{1,2}',
  hash: '[0-9a-f]{12}',
}

/** The parts of a post's path from `_posts` on. */
export function namePartsOf(path: string, settings: HexoSettings): NameParts {
  const plain = path.replace(/\.[^./]+$/, '')
  const pattern = settings.newPostName
    .replace(/\.[^./]+$/, '')
    .split(/(:\w+)/)
    .map((part) =>
      part.startsWith(':')
        ? `(?<${part.slice(1)}>${SEGMENTS[part.slice(1)] ?? '.+?'})`
        : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('')
  const found = matchOf(pattern, plain)
  if (found?.title === undefined) return { slug: slugized(plain), day: null }
  const [month, day] = [found.month ?? found.i_month, found.day ?? found.i_day]
  const isDated = found.year !== undefined && month !== undefined && day !== undefined
  return { slug: found.title, day: isDated ? `${found.year}-${month}-${day}` : null }
}

function matchOf(pattern: string, text: string): Record<string, string> | null {
  try {
    return new RegExp(`^${pattern}$`).exec(text)?.groups ?? null
  } catch {
    // A name that comes twice in the setting.
    return null
  }
}

/** What a name becomes in an address: Latin letters without accents, and - for what is no letter or digit. */
export function slugized(text: string, letters: HexoSettings['case'] = 0): string {
  const slug = text
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})\p{Mn}+/gu, '')
    .normalize('NFC')
    .replace(/\p{Cc}/gu, '')
    .replace(/[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'<>,.?/]+/g, '-')
    .replace(/^-+|-+$/g, '')
  if (letters === 1) return slug.toLowerCase()
  return letters === 2 ? slug.toUpperCase() : slug
}

export interface Dated {
  slug: string
  title: string
  /** RFC 3339 by the clocks of the site. */
  date: string | null
  categories: Category[]
  fields: Fields
}

/** A post's address; or what of it cannot be said. */
export function postAddress(
  post: Dated,
  settings: HexoSettings,
): { address: string } | { unknown: string } {
  const own = textOf(post.fields, 'permalink')
  if (own !== null) return { address: onSite(own, settings) }
  const parts = partsOf(post, settings)
  const unknown: string[] = []
  const path = settings.permalink.replace(/:(\w+)/g, (_, name: string) => {
    const part =
      parts[name] ?? textOf(post.fields, name) ?? textOf(settings.permalinkDefaults, name)
    if (part == null) unknown.push(`:${name}`)
    return part ?? ''
  })
  return unknown[0] === undefined ? { address: onSite(path, settings) } : { unknown: unknown[0] }
}

function partsOf({ slug, title, date, categories }: Dated, settings: HexoSettings) {
  const [year, month, day, hour, minute, second] = date?.split(/[-T:+.]/) ?? []
  const seconds = date === null ? null : Math.floor(Date.parse(date) / 1000)
  const hash = createHash('sha1').update(`${slug}${seconds}`).digest('hex').slice(0, 12)
  const parts: Record<string, string | undefined> = {
    title: slug,
    name: slug.replace(/^.*\//, ''),
    post_title: slugized(title, 1),
    year,
    month,
    day,
    hour,
    minute,
    second,
    i_month: month?.replace(/^0/, ''),
    i_day: day?.replace(/^0/, ''),
    hash: seconds === null ? undefined : hash,
    category: categories.at(-1)?.slug ?? settings.defaultCategory,
  }
  return parts
}

/** The address of a page outside of the posts, by its path from the folder of sources on. */
export function pageAddress(path: string, fields: Fields, settings: HexoSettings): string {
  const own = textOf(fields, 'permalink')
  if (own !== null) return onSite(own.endsWith('/') ? `${own}index.html` : own, settings)
  return onSite(path.replace(/\.[^./]+$/, '.html'), settings)
}

/** A path as an address from the root of the host; pages that are a folder's index go by the folder. */
export function onSite(path: string, { prefix, endings }: HexoSettings): string {
  const address = `${prefix}/${path.replace(/^\/+/, '')}`.replace(/(^|\/)index\.html$/, '$1')
  return endings.html ? address : address.replace(/\.html$/, '')
}
