/** Excerpts: the start of a text, cut to a width. */
import { MAX_WIDTH, UNSPACED, widthOf } from '../width'

const SENTENCE_END = /[。！？!?]["”’」』）)]*|\.["”’)]*(?=\s)/gu

/** Lines of Chinese and Japanese join without a space. */
const SPACE_IN_CHINESE = new RegExp(`(?<=[${UNSPACED}”]) | (?=[${UNSPACED}“])`, 'gu')

/**
 * The start of a body's plain text, in one line: whole sentences where they fit, else cut with ….
 * Whatever looks around in it looks at `start` only, which is as short as an excerpt.
 */
export function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(SPACE_IN_CHINESE, '').trim()
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
