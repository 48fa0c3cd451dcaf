/** A title in lines, as Han is set: broken anywhere but before what closes and after what opens. Pure. */

/** How wide a text is, in pixels. */
export type Measure = (text: string) => number

/** Never first on a line (GB/T 15834, 避头). */
const CLOSING = /^[，。、；：？！”’）》〉」』】〕］｝…—·～%‰℃,.;:?!)\]}'"]/u
/** Never last on one. */
const OPENING = /^[“‘（《〈「『【〔［｛([{]/u
/** Set without spaces between: Han, kana, bopomofo, and full-width forms. */
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\u3000-\u303f\u30fb\u30fc\uff01-\uff60]/u
const SPACE = /^\s$/u

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
/** Knows words of Han and kana, whatever the language. */
const words = new Intl.Segmenter('und', { granularity: 'word' })

/** Characters as people count them. */
export const charactersOf = (text: string) =>
  [...graphemes.segment(text)].map(({ segment }) => segment)

/** Whether a line may end between two characters that follow each other. */
function mayBreak(before: string, after: string): boolean {
  if (SPACE.test(after)) return false
  if (SPACE.test(before)) return true
  if (OPENING.test(before) || CLOSING.test(after)) return false
  return WIDE.test(before) || WIDE.test(after)
}

/** The parts of a text between which a line may end, among places that are `open`; spaces go with what they follow. */
function partsOf(text: string, isOpen: (index: number) => boolean): string[] {
  const parts: string[] = []
  let last = ''
  for (const { segment, index } of graphemes.segment(text)) {
    if (parts.length === 0 || (isOpen(index) && mayBreak(last, segment))) parts.push(segment)
    else parts[parts.length - 1] += segment
    last = segment
  }
  return parts
}

/** What reads best unbroken: words, those of Han too. */
function wordsOf(text: string): string[] {
  const starts = new Set([...words.segment(text)].map(({ index }) => index))
  return partsOf(text, (index) => starts.has(index))
}

const piecesOf = (text: string) => partsOf(text, () => true)

const withSingleSpaces = (text: string) => text.trim().replace(/\s+/gu, ' ')

/**
 * Lines of at most that width, ended between words. A word that is wider is broken where it may be, and anywhere
 * if need be.
 */
export function wrap(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = []
  let line = ''
  const fits = (more: string) => measure((line + more).trimEnd()) <= width
  const end = () => {
    if (line !== '') lines.push(line.trimEnd())
    line = ''
  }
  const place = (part: string, [split, ...finer]: ((text: string) => string[])[]) => {
    if (!fits(part)) end()
    if (fits(part) || !split) line += part
    else for (const one of split(part)) place(one, finer)
  }
  for (const word of wordsOf(withSingleSpaces(text))) place(word, [piecesOf, charactersOf])
  end()
  return lines
}

/** The same, in as many lines, about as long as each other: no character is left alone on the last. */
function balance(text: string, width: number, measure: Measure): string[] {
  const count = wrap(text, width, measure).length
  let enough = width
  // No narrower than what stays together.
  let tooLittle = Math.min(width, widest(text, measure)) - 1
  while (enough - tooLittle > 1) {
    const middle = (enough + tooLittle) / 2
    if (wrap(text, middle, measure).length <= count) enough = middle
    else tooLittle = middle
  }
  return wrap(text, enough, measure)
}

const widest = (text: string, measure: Measure) =>
  Math.max(0, ...wordsOf(text).map((word) => measure(word.trimEnd())))

/** Room for a text, in pixels. */
export interface Room {
  width: number
  height: number
  /** The sizes it may be set in, the largest first. */
  sizes: number[]
  /** From line to line, as a multiple of the size. */
  leading: number
}

/** Nobody's title is longer (LIMITS.title); what is typed may be. */
const LONGEST = 400

/** A text in the largest size that it fits in whole; in the smallest as much of it as fits, and “…”. */
export function fitIn(
  typed: string,
  { width, height, sizes, leading }: Room,
  measureIn: (size: number) => Measure,
): { size: number; lines: string[] } {
  const text = withSingleSpaces(typed.slice(0, LONGEST))
  const rowsIn = (size: number) => Math.max(1, Math.floor(height / (size * leading)))
  for (const size of sizes) {
    const measure = measureIn(size)
    const lines = wrap(text, width, measure)
    if (lines.length > rowsIn(size) || widest(text, measure) > width) continue
    return { size, lines: balance(text, width, measure) }
  }
  const size = sizes.at(-1) ?? 0
  const measure = measureIn(size)
  const lines = wrap(text, width, measure)
  const shown = lines.slice(0, rowsIn(size))
  if (shown.length < lines.length) shown.push(cut(shown.pop() ?? '', width, measure))
  return { size, lines: shown }
}

/** A line that goes on, ended by “…”. */
function cut(line: string, width: number, measure: Measure): string {
  const characters = charactersOf(line)
  const ended = () => `${characters.join('').replace(/[\s，。、；：,;:.…—]+$/u, '')}…`
  while (characters.length > 0 && measure(ended()) > width) characters.pop()
  return ended()
}
