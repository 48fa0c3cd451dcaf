/** What stands before a list's item in Word, where it is text like any other. */

export interface Marker {
  /** `words` are counted in words, like 第一条 or （二）: our lists could not say them. */
  kind: 'bullet' | 'number' | 'words'
  /** Of a `number`; else 1. */
  number: number
}

/** Fonts whose letters are bullets: Word's `o` is in Courier New. */
const BULLET_FONTS = /wingdings|webdings|symbol|courier/

const COUNTED = /^[(（]?((?:\d+[.．])*)(\d+|[a-z]{1,5})([.．)）、:：]?)$/i
const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'
const ROMAN = { i: 1, v: 5, x: 10, l: 50, c: 100 } as Record<string, number>

/** Reads a marker's text, given the fonts that it is set in, in lower case. */
export function readMarker(text: string, fonts: string): Marker {
  const sign = text.replace(/[\s\u00a0\u3000]+/g, '')
  const circled = CIRCLED.indexOf(sign) + 1
  if (sign && circled > 0) return { kind: 'number', number: circled }
  const [, , last = '', end = ''] = COUNTED.exec(sign) ?? []
  if (/^\d/.test(last)) return { kind: 'number', number: Number(last) }
  if (last && (end || sign.startsWith('(')) && !BULLET_FONTS.test(fonts)) {
    return { kind: 'number', number: countOf(last.toLowerCase()) }
  }
  const isWords = /[\p{Script=Han}]/u.test(sign) && !BULLET_FONTS.test(fonts)
  return { kind: isWords ? 'words' : 'bullet', number: 1 }
}

/** iv is 4, b is 2: where a letter could be both, lists begin with it as a letter, but for `i`. */
function countOf(letters: string): number {
  const isRoman = letters.length > 1 || letters === 'i'
  if (!isRoman || !/^[ivxlc]+$/.test(letters)) return letters.charCodeAt(0) - 96
  const values = [...letters].map((letter) => ROMAN[letter] ?? 0)
  return values.reduce((sum, value, i) => sum + (value < (values[i + 1] ?? 0) ? -value : value), 0)
}
