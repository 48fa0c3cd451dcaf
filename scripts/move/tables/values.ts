/** What the values of a row mean. */
import { parseFragment, type DefaultTreeAdapterTypes as Tree } from 'parse5'
import { momentAt, momentOf } from '../moments.ts'

export type DateAs = 'unix' | 'unix-ms' | 'local' | 'iso'

/**
 * A date as RFC 3339; null where the value is none: empty, 0, or all zeros. `fault` where it is something else.
 */
export function dateFrom(
  value: string,
  as: DateAs,
  timeZone: string,
): { date: string | null } | { fault: string } {
  const text = value.trim()
  if (/^[0\s:.T-]*$/.test(text)) return { date: null }
  const date =
    as === 'local' || as === 'iso' ? momentOf(text, timeZone) : atNumber(text, as, timeZone)
  return date === null ? { fault: `"${text}" is no date` } : { date }
}

function atNumber(text: string, as: 'unix' | 'unix-ms', timeZone: string): string | null {
  if (!/^-?\d{1,15}(\.\d+)?$/.test(text)) return null
  return momentAt(as === 'unix' ? Number(text) : Number(text) / 1000, timeZone)
}

/** Words apart by any of some characters, each once. */
export function wordsIn(text: string, separator: string): string[] {
  const words: string[] = ['']
  for (const character of text) {
    if (separator.includes(character) || character === '\n') words.push('')
    else words[words.length - 1] += character
  }
  return [...new Set(words.map((word) => word.trim()).filter((word) => word !== ''))]
}

/** What readers see of some HTML, in a line; and where its first link leads. */
export function seenIn(html: string): { text: string; link: string | null } {
  let [text, link]: [string, string | null] = ['', null]
  const walk = (node: Tree.ParentNode) => {
    for (const child of node.childNodes) {
      if (child.nodeName === '#text') text += (child as Tree.TextNode).value
      if (!('childNodes' in child)) continue
      if (child.tagName === 'a')
        link ??= child.attrs.find(({ name }) => name === 'href')?.value ?? null
      walk(child)
    }
  }
  walk(parseFragment(html))
  return { text: text.replace(/\s+/g, ' ').trim(), link }
}

/** A line of text whose signs are written as entities of HTML; marks in it are text. */
export const withoutEntities = (text: string) => seenIn(text.replaceAll('<', '&lt;')).text

/** The last part of a path: of a category's folder. */
export const lastPart = (path: string) => path.replace(/\/+$/, '').replace(/^.*\//, '') || null
