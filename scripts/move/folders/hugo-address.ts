/** Where a site made with Hugo has its pages. */
import { type Fields, textOf } from './fields.ts'
import type { HugoPlace } from './hugo-places.ts'
import type { HugoSettings } from './hugo-settings.ts'

/** What a name becomes in an address: letters, digits and a few signs stay, blanks are -, and others go. */
export function urlized(text: string, isInSmallLetters = true): string {
  let made = ''
  let isBlank = false
  for (const [i, character] of [...text.trim()].entries()) {
    if (isKept(character, text, i)) {
      if (isBlank && character !== '-' && !made.endsWith('-')) made += '-'
      isBlank = false
      made += character
    } else if (/\s/u.test(character) && made !== '') isBlank = true
  }
  return isInSmallLetters ? made.toLowerCase() : made
}

const isKept = (character: string, text: string, at: number) =>
  /[\p{L}\p{Nd}\p{M}./\\_#+~@-]/u.test(character) ||
  (character === '%' && /^%[0-9a-f]{2}/i.test(text.slice(at)))

export interface Dated {
  place: HugoPlace
  title: string
  /** RFC 3339, as the head says it. */
  date: string | null
  slug: string | null
  fields: Fields
}

/** A page's address; or what of its pattern cannot be said. */
export function hugoAddress(
  page: Dated,
  settings: HugoSettings,
): { address: string } | { unknown: string } {
  const { place, fields } = page
  const { prefix } = settings
  const url = textOf(fields, 'url')
  if (url !== null && !/:\w/.test(url)) {
    const path = url.replace(/^https?:\/\/[^/]*/i, '')
    return { address: `${prefix}${path.startsWith('/') ? path : `${place.tongue.prefix}/${path}`}` }
  }
  const pattern = url ?? (place.kind === 'section' ? null : patternFor(place, settings))
  const lower = (text: string) => urlized(text, settings.isInSmallLetters)
  const own = place.kind === 'section' ? [] : [page.slug ?? place.name]
  const plain = [...place.sections, ...own].map(lower).join('/')
  const unknown: string[] = []
  const path =
    pattern === null
      ? plain
      : pattern.replace(/:(\w+)(\[[^\]]*\])?/g, (_, name: string, cut: string | undefined) => {
          const part = partOf(name, cut, page)
          if (part === null) unknown.push(`:${name}`)
          return lower(part ?? '')
        })
  if (unknown[0] !== undefined) return { unknown: unknown[0] }
  const clean = path.replace(/^\/+|\/+$/g, '').replace(/\/{2,}/g, '/')
  const isUgly = settings.isUgly(place.sections[0] ?? '') || /\.\w+$/.test(pattern ?? '')
  const ending = !isUgly ? '/' : /\.\w+$/.test(clean) ? '' : '.html'
  return { address: `${prefix}${place.tongue.prefix}/${clean}${ending}`.replace(/\/{2,}/g, '/') }
}

/** The pattern of the nearest section that has one. */
function patternFor({ sections }: HugoPlace, { permalinks }: HugoSettings): string | null {
  for (let depth = sections.length; depth >= 0; depth--) {
    const pattern = permalinks.get(sections.slice(0, depth).join('/').toLowerCase())
    if (pattern !== undefined) return pattern
  }
  return null
}

const MONTHS =
  'January February March April May June July August September October November December'
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'

/** What stands for one word of a pattern; null where the page does not say it. */
function partOf(name: string, cut: string | undefined, { place, title, date, slug }: Dated) {
  const { within: sections } = place
  switch (name) {
    case 'section':
    case 'sectionslug':
      return sections[0] ?? ''
    case 'sections':
    case 'sectionslugs':
      return cutOf(sections, cut).join('/')
    case 'title':
      return title
    case 'slug':
      return slug ?? title
    case 'filename':
    case 'contentbasename':
      return place.name
    case 'slugorfilename':
    case 'slugorcontentbasename':
      return slug ?? place.name
  }
  if (date === null) return null
  const [year = '', month = '', day = ''] = date.slice(0, 10).split('-')
  const midnight = new Date(`${date.slice(0, 10)}T00:00:00Z`)
  const dates: Record<string, string> = {
    year,
    month,
    day,
    monthname: MONTHS.split(' ')[Number(month) - 1] ?? '',
    weekday: String(midnight.getUTCDay()),
    weekdayname: DAYS.split(' ')[midnight.getUTCDay()] ?? '',
    yearday: String((midnight.getTime() - Date.parse(`${year}-01-01T00:00:00Z`)) / 86_400_000 + 1),
  }
  return dates[name] ?? null
}

/** Some of the sections: `[1]`, `[last]`, `[1:]`, `[:last]`. */
function cutOf(sections: string[], cut: string | undefined): string[] {
  if (cut === undefined) return sections
  const at = (text: string, otherwise: number) =>
    text === '' ? otherwise : text === 'last' ? sections.length - 1 : Number(text)
  const [from = '', to] = cut.slice(1, -1).toLowerCase().split(':')
  const begin = at(from, 0)
  return sections.slice(begin, to === undefined ? begin + 1 : at(to, sections.length))
}
