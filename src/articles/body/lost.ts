/** What of a body its readers do not get as it was sent, for its editor to know: ends of sentences. */
import type { Element, Root } from 'hast'
import { walk } from './walk'

/** Elements that go with what they hold, or hold nothing. Others that are not allowed leave their text. */
const GONE = new Set(
  'area base canvas frame input link map math meta noscript param script select style svg template textarea title track'.split(
    ' ',
  ),
)

/** As many as anybody will read. */
const MAX_NAMES = 12
const MAX_READINGS = 10

/** How often each thing was left out, by its name. */
export class Lost {
  private readonly counts = new Map<string, number>()

  /** Looks at an element before it is cleaned. */
  see({ tagName, properties }: Element): void {
    if (GONE.has(tagName)) this.count(`<${tagName}>`)
    if (properties.style !== undefined) this.count('style')
    for (const name in properties) if (/^on[A-Z]/.test(name)) this.count(name.toLowerCase())
  }

  private count(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }

  notes(): string[] {
    if (this.counts.size === 0) return []
    const names = [...this.counts].map(([name, n]) => (n > 1 ? `${name} (${n})` : name))
    return [`lost what pages do not show: ${listed(names, MAX_NAMES)}`]
  }
}

/** What was read as pinyin in plain text: other parentheses may have been meant. */
export function readingsIn(tree: Root): string[] {
  const readings = new Set<string>()
  walk(tree, (node) => {
    if (node.type !== 'element' || node.tagName !== 'ruby') return
    const [base, annotation] = node.children
    const above = annotation?.type === 'element' ? annotation.children[0] : undefined
    if (base?.type === 'text' && above?.type === 'text')
      readings.add(`${base.value}(${above.value})`)
  })
  if (readings.size === 0) return []
  return [
    `has pinyin above its text where parentheses were: ${listed([...readings], MAX_READINGS)}`,
  ]
}

const listed = (names: string[], most: number) => {
  const more = names.length > most ? ` and ${names.length - most} more` : ''
  return names.slice(0, most).join(', ') + more
}
