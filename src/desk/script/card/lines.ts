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

/** What stays together; a space belongs to what it follows. */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  let last = ''
  for (const character of charactersOf(text.trim().replace(/\s+/gu, ' '))) {
    if (pieces.length === 0 || mayBreak(last, character)) pieces.push(character)
    else pieces[pieces.length - 1] += character
    last = character
  }
  return pieces
}

/** Lines of at most that width. What is wider by itself is broken between characters. */
export function wrap(text: string, width: number, measure: Measure): string[] {
  const lines: string[] = []
  let line = ''
  const fits = (more: string) => measure((line + more).trimEnd()) <= width
  const end = () => {
    if (line !== '') lines.push(line.trimEnd())
    line = ''
  }
  for (const piece of piecesOf(text)) {
    if (fits(piece)) {
      line += piece
      continue
    }
    end()
    if (fits(piece)) {
      line = piece
      continue
    }
    for (const character of charactersOf(piece)) {
      if (!fits(character)) end()
      line += character
    }
  }
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
  Math.max(0, ...piecesOf(text).map((piece) => measure(piece.trimEnd())))

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
  const text = typed.slice(0, LONGEST)
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
