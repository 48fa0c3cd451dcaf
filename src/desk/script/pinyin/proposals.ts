/** How a text is read, character by character: what is proposed, where from, and what else it could be. */
import { isDifficult } from './difficult'
import { readAll, readingsOf } from './library'
import { ADVERBS, MENDED } from './mended'
import { type Found, type Own, readOwn } from './own'
import { Sentences, type Word } from './words-in'

export type Which = 'difficult' | 'all'

export interface Proposal {
  /** Places in the text, in UTF-16 units: the character, with what marks it has. */
  from: number
  to: number
  character: string
  /** A syllable; empty when nobody knows one. */
  pinyin: string
  /** Other readings that the character has. */
  others: string[]
  /** The word that says so, by its places in the text; null: the library does. */
  word: Word | null
  /** `own`: the newsroom said so. */
  source: 'own' | 'library'
}

const CHARACTER = /\p{Script=Han}\p{M}*/gu

/**
 * Proposes a reading for each Han character of a text, or for the difficult ones. The newsroom's own readings come
 * first, then words that the library is known to have wrong, then the library.
 */
export function propose(
  text: string,
  own: Own,
  which: Which,
  sentences = new Sentences(text),
): Proposal[] {
  const read = new Map<number, Found>()
  readOwn(text, own, read)
  const isOwn = new Set(read.keys())
  // A dictionary must see a word's ends there: in 好处长期 there is no 处长.
  const isWord = (from: number, to: number) =>
    sentences.isBoundary(from) && sentences.isBoundary(to)
  readOwn(text, MENDED, read, isWord)
  readAdverbs(text, read, sentences)
  const byLibrary = readAll(text)
  const proposals: Proposal[] = []
  let index = 0
  let counted = 0
  for (const { index: from, 0: character } of text.matchAll(CHARACTER)) {
    for (; counted < from; index++) counted += (text.codePointAt(counted) ?? 0) > 0xffff ? 2 : 1
    if (which === 'difficult' && !isDifficult(character)) continue
    const found = read.get(from)
    const pinyin = found?.pinyin ?? byLibrary[index] ?? ''
    const source = isOwn.has(from) ? 'own' : 'library'
    const others = othersOf(character, pinyin)
    const word = found?.word ?? null
    const to = from + character.length
    proposals.push({ from, to, character, pinyin, others, word, source })
  }
  return proposals
}

function readAdverbs(text: string, read: Map<number, Found>, sentences: Sentences): void {
  for (const { index, 0: adverb } of text.matchAll(ADVERBS)) {
    const end = index + adverb.length
    if (!read.has(end - 1) && sentences.isBoundary(end)) {
      read.set(end - 1, { pinyin: 'de', word: { from: index, to: end } })
    }
  }
}

const othersOf = (character: string, pinyin: string) =>
  readingsOf([...character][0] ?? '').filter((syllable) => syllable !== pinyin)
