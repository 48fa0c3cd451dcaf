/** Excerpts: the start of a text, cut to a width. */
import { SPACES } from '../white-space'
import { MAX_WIDTH, widthOf } from '../width'

const SENTENCE_END = /[。！？!?]["”’」』）)]*|\.["”’)]*(?=\s)/gu

/** Punctuation as wide as a character has its space in itself. */
const SPACED_AFTER = /[\u3000-\u303f\uff00-\uff60”’…—]$/u
const SPACED_BEFORE = /^[\u3008-\u3011\u3014-\u301b（“‘]/u

/** Lines in one: what they say stays apart, and what stands within them as it is. */
function joined(text: string): string {
  const pieces: string[] = []
  let room = 2 * MAX_WIDTH
  for (const line of text.split('\n')) {
    const before = pieces.at(-1)
    const isApart = before !== undefined && !SPACED_AFTER.test(before) && !SPACED_BEFORE.test(line)
    pieces.push(isApart ? ` ${line}` : line)
    room -= line.length
    if (room < 0) break
  }
  return pieces.join('')
}

/**
 * The start of a body's plain text, in one line: whole sentences where they fit, else cut with ….
 * Whatever looks around in it looks at `start` only, which is as short as an excerpt.
 */
export function excerptOf(text: string): string {
  const line = joined(text).replace(SPACES, ' ').trim()
  let width = 0
  let end = 0
  for (const character of line) {
    width += widthOf(character)
    if (width > MAX_WIDTH) break
    end += character.length
  }
  if (end === line.length) return line
  const start = line.slice(0, end)
  const sentence = [...start.matchAll(SENTENCE_END)].at(-1)
  const sentenceEnd = sentence ? sentence.index + sentence[0].length : 0
  if (sentenceEnd * 2 > end) return start.slice(0, sentenceEnd)
  return `${start.replace(/(?<=\s\S*)[\p{Script=Latin}\d'’-]+$/u, '').replace(/[\s,;:，、；：]+$/u, '')}…`
}
