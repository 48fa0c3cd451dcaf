/** The categories of a post in Hexo, each below the one before it. */
import type { Category } from '../source.ts'
import { type Fields, textOf, textsOf, type Value } from './fields.ts'
import { slugized } from './hexo-address.ts'
import type { HexoSettings } from './hexo-settings.ts'

/** What a head says, from the top down: `a`, `[a, b]` where b is in a, or several such lists. */
export function categoriesOf(fields: Fields, settings: HexoSettings): Category[] {
  const value = fields.categories ?? fields.category
  const found = new Map<string, Category>()
  for (const way of waysOf(value)) {
    let slug = ''
    for (const name of way) {
      const own = slugized(textOf(settings.categoryMap, name) ?? name, settings.case)
      slug = slug === '' ? own : `${slug}/${own}`
      if (!found.has(name)) found.set(name, { name, slug })
    }
  }
  return [...found.values()]
}

/** Lists within the list stand beside each other, and so does what stands beside a list. */
function waysOf(value: Value | undefined): string[][] {
  if (!Array.isArray(value)) return [textsOf(value)]
  return value.some(Array.isArray) ? value.map(textsOf) : [textsOf(value)]
}
