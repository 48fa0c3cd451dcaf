/** Texts that the newsroom has room for, and a title where there is none. */
import { textOfHtml } from './text-of-html.ts'

/** In code points: `LIMITS` in src/editing/contract/input.ts. */
export const ROOM = { summary: 500, alt: 500, caption: 300 } as const

/** How much of a text stands in for a title that is not there. */
const TITLE_FROM_TEXT = 30

/** The text; null for none and for one that is too long, of which it puts down a note. */
export function within(text: string, max: number, what: string, notes: string[]): string | null {
  const { length } = [...text]
  if (length > max) {
    notes.push(`The ${what} is left out: it has ${length} characters, and ${max} are allowed`)
    return null
  }
  return text || null
}

/** A title made of the beginning of some HTML, of which it puts down a note. */
export function titleFrom(html: string, notes: string[]): string {
  notes.push('It had no title: the beginning of its text stands in')
  return [...textOfHtml(html)].slice(0, TITLE_FROM_TEXT).join('').trim() || 'Untitled'
}
