/** How words look where they were copied, as far as we show it: by element, or by style. */
import { nameOf, styleOf } from './styles'

export interface Look {
  strong: boolean
  em: boolean
  strike: boolean
  code: boolean
  /** Where a link leads; null outside of links. */
  href: string | null
  /** `sup`, `sub`, or null on the line. */
  raised: 'sup' | 'sub' | null
}

export const PLAIN: Look = {
  strong: false,
  em: false,
  strike: false,
  code: false,
  href: null,
  raised: null,
}

const BY_NAME: Record<string, Partial<Look>> = {
  b: { strong: true },
  strong: { strong: true },
  i: { em: true },
  em: { em: true },
  s: { strike: true },
  del: { strike: true },
  strike: { strike: true },
  code: { code: true },
  tt: { code: true },
  kbd: { code: true },
  samp: { code: true },
  sup: { raised: 'sup' },
  sub: { raised: 'sub' },
}

/** The look within an element that stands where words look like `look`. Its style overrules its name. */
export function lookIn(element: Element, look: Look): Look {
  const name = nameOf(element)
  const style = styleOf(element)
  const weight = style.get('font-weight')
  const slant = style.get('font-style')
  const line = style.get('text-decoration') ?? style.get('text-decoration-line') ?? ''
  const height = style.get('vertical-align')
  return {
    ...look,
    ...BY_NAME[name],
    ...(weight === undefined || weight === 'inherit' ? {} : { strong: isBold(weight) }),
    ...(slant === undefined || slant === 'inherit' ? {} : { em: /italic|oblique/.test(slant) }),
    ...(/line-through/.test(line) ? { strike: true } : {}),
    ...(height === 'super' ? { raised: 'sup' as const } : {}),
    ...(height === 'sub' ? { raised: 'sub' as const } : {}),
    ...(name === 'a' ? { href: leadsTo(element.getAttribute('href') ?? '') ?? look.href } : {}),
  }
}

const isBold = (weight: string) => /^bold/.test(weight) || Number.parseInt(weight, 10) >= 600

/**
 * The address that a link leads to from anywhere; null for what leads nowhere from here: places on the page
 * it was copied from, files of whoever wrote it, scripts.
 */
export function leadsTo(href: string): string | null {
  const address = href.trim().replace(/^\/\//, 'https://')
  if (!/^(https?:\/\/[^/]|mailto:.|tel:.)/i.test(address) || !URL.canParse(address)) return null
  // Google Docs leads through itself.
  const url = new URL(address)
  const beyond = url.hostname === 'www.google.com' && url.pathname === '/url'
  return beyond ? (leadsTo(url.searchParams.get('q') ?? '') ?? address) : address
}

const RAISED = { sup: '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ', sub: '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ' }
const LEVEL = '0123456789+-=()n'

/** m² and H₂O, in characters that mean it: 10⁴ must not become 104. Other words come down to the line. */
export function onLine(text: string, raised: Look['raised']): string {
  if (!raised) return text
  const signs = [...text.replace('−', '-')]
  if (!signs.every((sign) => LEVEL.includes(sign))) return text
  return signs.map((sign) => [...RAISED[raised]][LEVEL.indexOf(sign)]).join('')
}
