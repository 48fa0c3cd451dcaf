/** What `style` attributes say, of properties too that no browser knows (`mso-…`). */
import { STYLE } from './inert'

const DECLARATION = /([\w-]+)\s*:\s*((?:"[^"]*"|'[^']*'|\([^)]*\)|[^;"'(])*)/g

const known = new WeakMap<Element, Map<string, string>>()

/** The declarations of an element, names and values in lower case. */
export function styleOf(element: Element): Map<string, string> {
  const before = known.get(element)
  if (before) return before
  const said = (element.getAttribute(STYLE) ?? '').toLowerCase()
  const style = new Map<string, string>()
  for (const [, name = '', value = ''] of said.matchAll(DECLARATION)) style.set(name, value.trim())
  known.set(element, style)
  return style
}

/** An element's name, in lower case and without a prefix that Word may have given it. */
export const nameOf = (element: Element): string => element.localName.toLowerCase()
