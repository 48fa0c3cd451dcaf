/** Of an excerpt, as `widthOf` measures it: both scripts fill the same two lines. */
export const MAX_WIDTH = 220
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60“”]/u
const SENTENCE_END = /[。！？!?]["”’」』）)]*|\.["”’)]*(?=\s)/gu

/** How much room a text takes: Han and other wide characters count two. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += WIDE.test(character) ? 2 : 1
  return width
}

/** Lines of Chinese and Japanese join without a space. */
const SPACE_IN_CHINESE =
  /(?<=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60”]) | (?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60“])/gu

/** The start of a body's plain text, in one line: whole sentences where they fit, else cut with …. */
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
