/** Which section an article goes to, by its categories on the old site. */
import { SECTION_SLUG_BUDGET, words, wordsWithin } from './slugs.ts'
import type { Category, Piece } from './source.ts'
import { cut, tidyLine } from './text.ts'

export interface MovedSection {
  slug: string
  name: string
  /** What it was called on the old site: the first few names. */
  from: string[]
  articles: number
}

export interface SectionChoice {
  /** For pieces without a category. */
  fallback: string | null
  /** By the name or slug of a category: the section's slug, or null for one that is a keyword only. */
  map: ReadonlyMap<string, string | null>
}

export interface Sections {
  /** Its section, null where none is known; the other categories are keywords. */
  place(piece: Piece, note: (text: string) => void): { section: string | null; keywords: string[] }
  /** Those that have articles, in the order in which they came. */
  used(): MovedSection[]
}

/** A newsroom has 100 sections at most; so many categories are told apart. */
const MAX_CATEGORIES = 1_000
const MAX_NAME = 50
const NAMED = 10

export function sections({ fallback, map }: SectionChoice): Sections {
  const made = new Map<string, MovedSection>()
  /** By category. */
  const slugs = new Map<string, string | null>()
  /** Slugs that were made of a category, and are not another's too. */
  const taken = new Set<string>()

  const slugOf = (category: Category): string | null => {
    const key = category.slug === null ? `name:${category.name}` : `slug:${category.slug}`
    const known = slugs.get(key)
    if (known !== undefined) return known
    if (slugs.size >= MAX_CATEGORIES) return null
    const named = [category.slug, category.name].find((name) => name !== null && map.has(name))
    const said = named == null ? undefined : map.get(named)
    const slug = said === undefined ? apart(madeOf(category), taken) : said
    if (said === undefined && slug !== null) taken.add(slug)
    slugs.set(key, slug)
    return slug
  }

  const sectionAt = (slug: string, name: string) => {
    const section = made.get(slug) ?? { slug, name, from: [], articles: 0 }
    made.set(slug, section)
    return section
  }

  return {
    place({ categories }, note) {
      const known = categories.filter(({ name }) => tidyLine(name) !== '')
      const chosen = known.find((category) => slugOf(category) !== null)
      const slug = chosen ? slugOf(chosen) : fallback
      const others = known.filter((category) => category !== chosen)
      if (slugs.size >= MAX_CATEGORIES)
        note(`categories after the first ${MAX_CATEGORIES} are keywords`)
      if (slug !== null) {
        const name = tidyLine(chosen?.name ?? slug)
        const section = sectionAt(slug, cut(name, MAX_NAME))
        section.articles++
        if (chosen && !section.from.includes(name) && section.from.length < NAMED) {
          section.from.push(name)
        }
      }
      return { section: slug, keywords: others.map(({ name }) => name) }
    },
    used: () => [...made.values()],
  }
}

/** The slug that a category has, where it is one of ours, or else one made of its name. */
function madeOf({ name, slug }: Category): string {
  const own = slug !== null && words(slug) === slug ? wordsWithin(slug, SECTION_SLUG_BUDGET) : ''
  if (own !== '' && own === slug) return own
  const room = SECTION_SLUG_BUDGET - '-1000'.length
  return wordsWithin(name, room) || wordsWithin(slug ?? '', room) || 'section'
}

function apart(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug
  const base = wordsWithin(slug, SECTION_SLUG_BUDGET - '-1000'.length)
  for (let n = 2; ; n++) if (!taken.has(`${base}-${n}`)) return `${base}-${n}`
}
