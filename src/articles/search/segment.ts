/** Text as search sees it: folded, and cut into the tokens that the index holds. Pure. */
import { withoutAllUnseen } from '../names'
import { normalize } from '../normal'
import { withoutRadicals } from '../radicals'

/** Scripts written without spaces between words: indexed as overlapping pairs of characters. */
const PAIRED =
  '[[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー]&&[\\p{L}\\p{M}\\p{N}]]'
/** What the words of all other scripts are made of: a class for expressions with the flag `v`. */
export const WORD_CHARACTER = `[[\\p{L}\\p{M}\\p{N}]--${PAIRED}]`

const RUN = new RegExp(`(${PAIRED}+)|${WORD_CHARACTER}+`, 'gv')
const CHARACTER = new RegExp(PAIRED, 'gv')

/** Longer words are indexed by their start; what is found is then compared in full. */
const MAX_WORD = 64

/**
 * The same for every spelling of the same text: NFKC (Unicode TR15), lower case, without what is never
 * seen, Han characters for radicals and for the circle that stands for 〇, and without the marks that
 * Latin, Greek and Cyrillic letters carry, so that `cafe` finds `Café`.
 */
export function fold(text: string): string {
  if (isPlain(text)) return narrow(text).toLowerCase()
  const seen = withoutRadicals(withoutAllUnseen(text)).replace(CIRCLE, '〇')
  const lower = normalize(seen, 'NFKC').toLowerCase()
  if (!ACCENTED.test(lower)) return lower
  const bare = normalize(lower, 'NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('ς', 'σ')
  return normalize(bare, 'NFKC')
}

const UNUSUAL = /[^\n -~·–—‘’“”\u3001-\u301b\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]/
const FULL_WIDTH = /[\uff01-\uff5e]/g
/** Commas first, which are most of them: that needs no function for each. */
const narrow = (text: string) =>
  text
    .replaceAll('，', ',')
    .replace(FULL_WIDTH, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))

/** Whether folding leaves each character of the text in its place, as in most prose in Chinese or English. */
export const isPlain = (text: string) => !UNUSUAL.test(text)

const CIRCLE = /[○◯]/g

/** Latin, Greek and Cyrillic with marks, and the marks: most Chinese text has none. */
const ACCENTED = /[\u00c0-\u058f\u1e00-\u1fff]/

/** A run of characters that stand together: of a paired script, or one word. */
export interface Run {
  text: string
  isPaired: boolean
  start: number
}

/** The runs of a folded text, in order, as they are asked for. */
export function* eachRun(folded: string): Generator<Run> {
  for (const { 0: text, 1: paired, index: start } of folded.matchAll(RUN)) {
    yield { text, isPaired: paired !== undefined, start }
  }
}

/** All of them. */
export const runsOf = (folded: string): Run[] => [...eachRun(folded)]

/** The tokens that must be in the index for the run to be in a text. One character gives none. */
export function tokensOf({ text, isPaired }: Run): string[] {
  const tokens: string[] = []
  addTokens(text, isPaired, (token) => tokens.push(token))
  return tokens
}

/** The same one by one: a long text has too many for a list of each run. */
function addTokens(run: string, isPaired: boolean, add: (token: string) => void): void {
  if (!isPaired) {
    add(run.slice(0, MAX_WORD))
    return
  }
  let before = ''
  for (const character of run) {
    if (before) add(before + character)
    before = character
  }
}

/**
 * All distinct tokens of an article, for the index. Each single character of what stands at its
 * head, title and keywords, is one as well; for the whole text that would take too much space.
 */
export function segment(head: string[], lines: string[]): string[] {
  const tokens = new Map<string | number, string>()
  const add = (token: string) => tokens.set(nameOf(token), token)
  for (const text of [...head, ...lines]) {
    for (const { 0: run, 1: paired } of fold(text).matchAll(RUN)) {
      addTokens(run, paired !== undefined, add)
    }
  }
  for (const text of head) {
    for (const [character] of fold(text).matchAll(CHARACTER)) add(character)
  }
  return [...tokens.values()]
}

/**
 * What tells a token from others. For a pair of characters a number, small when they are Han: V8 finds
 * those again in a quarter of the time it takes for strings.
 */
const nameOf = (token: string) =>
  token.length === 2 ? (token.charCodeAt(0) - 0x7000) * 0x10000 + token.charCodeAt(1) : token
