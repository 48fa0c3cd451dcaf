/** Finding text in a document, whatever marks and pinyin it carries. Pure. */
import type { Node } from 'prosemirror-model'
import { eachTextBlock, textOf } from './text-of'

export interface Sought {
  /** As typed. */
  text: string
  /** Whether `A` is another than `a`. */
  isCaseExact: boolean
  /** Words that are written with spaces between are found whole. */
  isWholeWord: boolean
  /** Whether `Ａ` is another than `A`, and `，` than `,` (Unicode TR15, NFKC). */
  isWidthExact: boolean
}

export interface Match {
  from: number
  to: number
}

export interface Found {
  matches: Match[]
  /** Whether there may be more than those. */
  isCut: boolean
}

/** More than anybody goes through; each is drawn. */
export const MOST_MATCHES = 10_000

/** A text as it is compared: where each unit comes from, or -1 within what was one character. */
interface Folded {
  text: string
  places: number[] | null
}

/** A character with the marks it carries, some of which are half-width kana's. */
const CHARACTER = /[\s\S][\p{M}\uff9e\uff9f]*/gu
/** Whether each unit stays one unit, in its place: most prose in Chinese and English. */
const PLAIN = /^[\n -~–—‘’“”\u3001-\u301b\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e\ufffc]*$/

export function fold(text: string, { isCaseExact, isWidthExact }: Sought): string {
  const wide = text.normalize(isWidthExact ? 'NFC' : 'NFKC')
  return isCaseExact ? wide : wide.toLowerCase()
}

function foldWithPlaces(text: string, sought: Sought): Folded {
  if (PLAIN.test(text)) return { text: fold(text, sought), places: null }
  const places: number[] = []
  let folded = ''
  for (const { 0: character, index } of text.matchAll(CHARACTER)) {
    const part = fold(character, sought)
    for (let i = 0; i < part.length; i++) places.push(i === 0 ? index : -1)
    folded += part
  }
  places.push(text.length)
  return { text: folded, places }
}

const WORD = /[[\p{L}\p{M}\p{N}_]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]]/v

/** Whether a word goes on across a place. */
function isWithinWord(text: string, at: number): boolean {
  const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? ''
  const after = String.fromCodePoint(text.codePointAt(at) ?? 0)
  return WORD.test(before) && WORD.test(after)
}

/** The places of a block's text, from its beginning. */
function findInText(text: string, sought: Sought, folded: string): Match[] {
  const looked = foldWithPlaces(text, sought)
  const placeOf = (at: number) => looked.places?.[at] ?? at
  const matches: Match[] = []
  let at = looked.text.indexOf(folded)
  while (at >= 0 && matches.length <= MOST_MATCHES) {
    const end = at + folded.length
    const [from, to] = [placeOf(at), placeOf(end)]
    const isCut = sought.isWholeWord && [at, end].some((one) => isWithinWord(looked.text, one))
    const isFound = from >= 0 && to >= 0 && !isCut
    if (isFound) matches.push({ from, to })
    at = looked.text.indexOf(folded, isFound ? end : at + 1)
  }
  return matches
}

/** Finds the same again in what has changed since: blocks that are as they were are not looked at anew. */
export class Finder {
  private readonly known = new WeakMap<Node, Match[]>()
  private readonly folded: string
  readonly sought: Sought

  constructor(sought: Sought) {
    this.sought = sought
    this.folded = fold(sought.text, sought)
  }

  /** All that is found, in order, none within another; at most `MOST_MATCHES`. */
  findIn(doc: Node): Found {
    const matches: Match[] = []
    if (this.folded === '') return { matches, isCut: false }
    eachTextBlock(doc, (block, start) => {
      if (matches.length > MOST_MATCHES) return
      for (const { from, to } of this.inBlock(block)) {
        matches.push({ from: start + from, to: start + to })
      }
    })
    return { matches: matches.slice(0, MOST_MATCHES), isCut: matches.length > MOST_MATCHES }
  }

  private inBlock(block: Node): Match[] {
    const known = this.known.get(block) ?? findInText(textOf(block), this.sought, this.folded)
    this.known.set(block, known)
    return known
  }
}
