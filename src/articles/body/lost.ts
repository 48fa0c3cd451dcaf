/** What of a body its readers do not get as it was sent, for its editor to know: ends of sentences. */
import type { Element, Root } from 'hast'
import { ALLOWED, SHOWN } from './allowed'
import { walk } from './walk'

/** Links stand in their place. */
const MEDIA = new Set(['audio', 'embed', 'object', 'video'])

/** Elements that go with what they hold, or hold nothing. Others that are not allowed leave their text. */
const GONE = new Set([
  ...(ALLOWED.strip ?? []).filter((name) => !MEDIA.has(name)),
  ...['area', 'base', 'frame', 'input', 'link', 'map', 'meta', 'param', 'track'],
])
/** Without which a text reads and looks the same here. */
const NO_LOSS = new Set(
  'audio body col colgroup embed h1 head html picture source center address article aside dialog dir fieldset footer form header hgroup main menu nav object search section video'.split(
    ' ',
  ),
)

/** As many as anybody will read, and as much of each. */
const MAX_NAMES = 10
const MAX_LENGTH = 80

const ALIGNMENT = /^\s*(?:text-align\s*:[^;]*;?\s*)?$/i

/** What is left out or put right while a body is tidied. */
export class Lost {
  private readonly gone = new Counts()
  private readonly bare = new Counts()
  private readonly links = new Counts()
  private readonly late = new Counts()
  private readonly completed = new Counts()
  private readonly played = new Counts()
  private readonly plain = new Counts()

  /** Looks at an element before it is cleaned. Whether it goes, with all that is in it. */
  sees({ tagName, properties }: Element): boolean {
    if (GONE.has(tagName)) {
      this.gone.add(`<${tagName}>`)
      return true
    }
    if (!SHOWN.has(tagName) && !NO_LOSS.has(tagName)) {
      this.bare.add(`<${tagName}>`)
    }
    if (properties.style && !ALIGNMENT.test(String(properties.style))) this.gone.add('style')
    for (const name in properties) if (/^on[A-Z]/.test(name)) this.gone.add(name.toLowerCase())
    return false
  }

  /** A link that leads where none may. */
  link(address: string): void {
    this.links.add(address)
  }

  /** A picture's address that was kept for a script. */
  picture(address: string): void {
    this.late.add(address)
  }

  /** A picture that is asked for without encryption, where pages are not. */
  insecure(address: string): void {
    this.plain.add(address)
  }

  /** What a link stands in place of. */
  media(address: string): void {
    this.played.add(address)
  }

  /** An address that said too little. */
  complete(address: string, whole: string): void {
    this.completed.add(`${address} is ${whole}`)
  }

  notes(): string[] {
    return [
      this.late.told('has pictures at addresses that were kept for a script'),
      this.plain.told(
        'has pictures at http addresses, which browsers ask for by https, and do not show where that fails',
      ),
      this.played.told('has links in place of what pages do not play'),
      this.completed.told('has addresses that were completed'),
      this.gone.told('lost what pages do not show'),
      this.bare.told('has only the text of'),
      this.links.told('lost the addresses of links that lead where none may'),
    ].flatMap((note) => note ?? [])
  }
}

class Counts {
  private readonly counts = new Map<string, number>()

  add(name: string): void {
    const short = name.slice(0, MAX_LENGTH)
    this.counts.set(short, (this.counts.get(short) ?? 0) + 1)
  }

  told(what: string): string | null {
    if (this.counts.size === 0) return null
    const names = [...this.counts].map(([name, n]) => (n > 1 ? `${name} (${n})` : name))
    return `${what}: ${listed(names, MAX_NAMES)}`
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
  return [`has pinyin above its text where parentheses were: ${listed([...readings], MAX_NAMES)}`]
}

/** A note of these, each short; none where there are none. */
export const told = (what: string, names: string[]) =>
  names.length === 0
    ? []
    : [
        `${what}: ${listed([...new Set(names.map((name) => name.slice(0, MAX_LENGTH)))], MAX_NAMES)}`,
      ]

const listed = (names: string[], most: number) => {
  const more = names.length > most ? ` and ${(names.length - most).toLocaleString('en')} more` : ''
  return names.slice(0, most).join(', ') + more
}
