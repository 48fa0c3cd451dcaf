/** Where a site made with Jekyll has its posts. */
import { type Fields, textOf, textsOf } from './fields.ts'

/** Patterns that have a name. */
const NAMED: Record<string, string> = {
  date: '/:categories/:year/:month/:day/:title.html',
  pretty: '/:categories/:year/:month/:day/:title/',
  ordinal: '/:categories/:year/:y_day/:title.html',
  none: '/:categories/:title.html',
}

interface Dated {
  /** The file's name without the date. */
  name: string
  categories: string[]
  /** RFC 3339 by the clocks of the site. */
  date: string | null
  fields: Fields
}

/** A post's address below the site's prefix; or what of its pattern cannot be said. */
export function jekyllAddress(
  post: Dated,
  permalink: string,
): { address: string } | { unknown: string } {
  const said = textOf(post.fields, 'permalink') ?? permalink
  const parts = partsOf(post)
  const unknown: string[] = []
  const path = (NAMED[said] ?? said).replace(/:(\w+)/g, (_, name: string) => {
    const part = parts[name]
    if (part === undefined) unknown.push(`:${name}`)
    return part ?? ''
  })
  if (unknown[0] !== undefined) return { unknown: unknown[0] }
  return { address: `/${path}`.replace(/\/{2,}/g, '/').replace(/\/index\.html$/, '/') }
}

function partsOf({ name, categories, date, fields }: Dated): Record<string, string | undefined> {
  const slug = textOf(fields, 'slug') ?? name
  const [year, month, day, hour, minute, second] = date?.split(/[-T:+]/) ?? []
  const midnight = Date.parse(`${date?.slice(0, 10)}T00:00:00Z`)
  const days = (midnight - Date.parse(`${year}-01-01T00:00:00Z`)) / 86_400_000 + 1
  return {
    title: slug.replace(/[^\p{M}\p{L}\p{Nd}._~!$&'()+,;=@]+/gu, '-').replace(/^-+|-+$/g, ''),
    slug: slug
      .replace(/[^\p{M}\p{L}\p{Nd}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .toLowerCase(),
    categories: categories.map((category) => category.toLowerCase()).join('/'),
    year,
    month,
    day,
    hour,
    minute,
    second,
    short_year: year?.slice(2),
    i_month: month?.replace(/^0/, ''),
    i_day: day?.replace(/^0/, ''),
    y_day: date === null ? undefined : String(days).padStart(3, '0'),
  }
}

/** A post's categories: folders above `_posts`, then those of its head, where blanks part them. */
export function jekyllCategories(path: string, fields: Fields): string[] {
  const folders = path.replace(/(^|\/)_(posts|drafts)\/.*$/, '').split('/')
  const { categories, category } = fields
  const said = typeof categories === 'string' ? categories.split(/\s+/) : textsOf(categories)
  return [...new Set([...folders, ...textsOf(category), ...said])].filter((one) => one !== '')
}
