import { READINGS } from './readings'

/**
 * The syllables of Standard Chinese, by initial, as Hanyu Pinyin spells them (ISO 7098),
 * and `lue`, `nue` for lüe, nüe.
 */
const FINALS_BY_INITIAL = `
  : a ai an ang ao e ei en eng er o ou
  b: a ai an ang ao ei en eng i ian iao ie in ing o u
  p: a ai an ang ao ei en eng i ian iao ie in ing o ou u
  m: a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u
  f: a an ang ei en eng iao o ou u
  d: a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo
  t: a ai an ang ao e ei eng i ian iao ie ing ong ou u uan ui un uo
  n: a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan ue un uo ü üe
  l: a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan ue un uo ü üe
  g: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
  k: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
  h: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
  j: i ia ian iang iao ie in ing iong iu u uan ue un
  q: i ia ian iang iao ie in ing iong iu u uan ue un
  x: i ia ian iang iao ie in ing iong iu u uan ue un
  zh: a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo
  ch: a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo
  sh: a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo
  r: an ang ao e en eng i ong ou u ua uan ui un uo
  z: a ai an ang ao e ei en eng i ong ou u uan ui un uo
  c: a ai an ang ao e en eng i ong ou u uan ui un uo
  s: a ai an ang ao e en eng i ong ou u uan ui un uo
  y: a an ang ao e i in ing o ong ou u uan ue un
  w: a ai an ang ei en eng o u
`

const SYLLABLES = new Set(
  FINALS_BY_INITIAL.trim()
    .split('\n')
    .flatMap((line) => {
      const [initial, finals] = line.split(':') as [string, string]
      return finals
        .trim()
        .split(' ')
        .map((final) => initial.trim() + final)
    }),
)

const TONE_MARKS = /[\u0300\u0301\u0304\u030c]/g // grave, acute, macron, caron

/** `zhuāng` with its mark apart takes seven; some room for what is no syllable all the same. */
const MAX_SYLLABLE = 10

/** Letters of phonetic fonts, and a breve where a caron is meant: what they stand for. */
const LOOKALIKES: Record<string, string> = { ɡ: 'g', ɑ: 'a', '\u0306': '\u030c' }

/** Pinyin in the letters that it is written with: textbooks and their fonts have others that look alike. */
export const tidyPinyin = (text: string) =>
  text
    .normalize('NFD')
    .replace(/ɡ|ɑ|\u0306/g, (letter) => LOOKALIKES[letter] ?? letter)
    .normalize('NFC')

interface Syllable {
  /** In small letters, without its tone; `ü` for `v`. */
  plain: string
  isToned: boolean
  isCapital: boolean
}

/** Syllables that were looked at: a text has the same ones over and over. Emptied when it is full. */
const known = new Map<string, Syllable | null>()
const MAX_KNOWN = 4_096

/** The text as one syllable; null when it is none. */
function syllableOf(text: string): Syllable | null {
  if (text.length > MAX_SYLLABLE) return null
  const found = known.get(text)
  if (found !== undefined) return found
  if (known.size >= MAX_KNOWN) known.clear()
  const read = readSyllable(text)
  known.set(text, read)
  return read
}

function readSyllable(text: string): Syllable | null {
  const letters = tidyPinyin(text).normalize('NFD')
  const tones = letters.match(TONE_MARKS)?.length ?? 0
  const written = letters.replace(TONE_MARKS, '').normalize('NFC')
  if (tones > 1 || !/^(?:\p{Lu}?\p{Ll}+)$/u.test(written)) return null
  const plain = written.toLowerCase().replace(/^([nl])v/, '$1ü')
  if (!SYLLABLES.has(plain)) return null
  return { plain, isToned: tones > 0, isCapital: plain[0] !== written[0]?.replace('v', 'ü') }
}

/**
 * Whether the text is one pinyin syllable, with a tone mark or without, in lower case or with a
 * capital first letter (a single capital is more likely a label: 方案(A)). `v` may stand for ü.
 */
export const isPinyinSyllable = (text: string) => syllableOf(text) !== null

/** The syllables of a text that is pinyin throughout, as they are kept: with `ü` for `v`. Null: it is none. */
export function tidySyllables(text: string): string[] | null {
  if (!isPinyin(text)) return null
  return text
    .trim()
    .split(APART)
    .map((syllable) =>
      tidyPinyin(syllable)
        .normalize('NFD')
        .replace(/^([nl])v/i, '$1u\u0308')
        .normalize('NFC'),
    )
}

const APART = /[\s\-'’]+/

/** Whether the text is pinyin throughout: syllables set apart by spaces, hyphens or apostrophes. */
export function isPinyin(text: string): boolean {
  return text.trim().split(APART).every(isPinyinSyllable)
}

/**
 * Whether syllables that stand in parentheses behind as many characters are how those are read, and not
 * text. A tone says so; without any, each must be a reading of its character, in small letters and more
 * than one: 硅(Si), 铁(Fe) and 图(a) are text.
 */
export function isReadingOf(characters: string[], syllables: string[]): boolean {
  const read = syllables.map(syllableOf)
  if (read.some((syllable) => syllable?.isToned)) return read.every((syllable) => syllable !== null)
  return read.every(
    (syllable, i) =>
      syllable !== null &&
      !syllable.isCapital &&
      syllable.plain.length > 1 &&
      mayBeRead(characters[i] ?? '', syllable.plain),
  )
}

const IN_TABLE = /^[\u4e00-\u9fff]/

function mayBeRead(character: string, plain: string): boolean {
  // Nobody puts a reading above a rare character by accident.
  if (!IN_TABLE.test(character)) return true
  const spellings = [plain, plain.replace(/^([nl])ue$/, '$1üe')]
  const [bare = ''] = character
  return spellings.some((spelling) => READINGS[spelling]?.includes(bare))
}
