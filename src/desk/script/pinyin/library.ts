/** What pinyin-pro knows. Its faults are mended elsewhere: see mended.ts. */
import { pinyin, polyphonic } from 'pinyin-pro'

/**
 * How each code point of a text is read; empty where that is not known, or it is no Han character. With the tone
 * that a character has by itself, as the rules for spelling want it: 一 is yī, whatever follows (GB/T 16159, 7.2).
 */
export function readAll(text: string): string[] {
  const characters = [...text]
  const read = pinyin(text, { type: 'array', toneSandhi: false })
  if (read.length !== characters.length) throw new Error('a reading to each character')
  return read.map((syllable, i) => (syllable === characters[i] ? '' : syllable))
}

const known = new Map<string, string[]>()

/** All readings of a character, the most usual first; none where none is known. */
export function readingsOf(character: string): string[] {
  const found = known.get(character)
  if (found) return found
  const [all = []] = polyphonic(character, { type: 'array' })
  const read = all.filter((syllable) => syllable !== character)
  known.set(character, read)
  return read
}
