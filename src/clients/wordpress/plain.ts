/** Plain text out of HTML and into it: titles, summaries and names are HTML there, and text here. Pure. */
import { parseFragment } from 'parse5'

type Node = { nodeName: string; value?: string; childNodes?: Node[] }

/** Whose text is none. */
const SILENT = new Set(['script', 'style', 'template', 'rt', 'rp'])

/** What stands in one line with nothing between it and its neighbours only if somebody writes it so. */
const PARTING = /^(?:br|p|div|li|h[1-6]|tr|td|blockquote)$/

function textOf({ nodeName, value = '', childNodes = [] }: Node): string {
  if (nodeName === '#text') return value
  if (SILENT.has(nodeName)) return ''
  const text = childNodes.map(textOf).join('')
  return PARTING.test(nodeName) ? ` ${text} ` : text
}

/** More than any field of one line may hold, in UTF-16 units, with all its markup. */
const MAX_LENGTH = 20_000

/** The text of some HTML, in one line; what can be no markup is text already. */
export function plainOf(html: string): string {
  if (!/[<&]/.test(html)) return oneLine(html)
  return oneLine(textOf(parseFragment(html.slice(0, MAX_LENGTH)) as unknown as Node))
}

const oneLine = (text: string) => text.replace(/\s+/gu, ' ').trim()

export const escaped = (text: string) =>
  text.replaceAll('&', '&#038;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Text as it is to be sent back: as it is, unless that would be read as markup. */
export const rawOf = (text: string) => (plainOf(text) === oneLine(text) ? text : escaped(text))
