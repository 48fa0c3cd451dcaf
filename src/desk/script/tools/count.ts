/** How much a text is: in Chinese each character counts, elsewhere each word. Pure. */
import type { Node } from 'prosemirror-model'
import { textOf } from './text-of'

export interface Count {
  /** Han characters, each by itself. */
  han: number
  /** Words of other scripts. What a hyphen joins is several. */
  words: number
  /** Numbers, like `1,140`. */
  numbers: number
  /** Chinese punctuation, each mark: a word processor counts it as it counts characters. */
  marks: number
  /** Other punctuation, which belongs to the words beside it; within a word or number, to that. */
  otherMarks: number
  /** Those that hold something, headings and cells too. */
  paragraphs: number
  pictures: number
}

const NOTHING: Count = {
  han: 0,
  words: 0,
  numbers: 0,
  marks: 0,
  otherMarks: 0,
  paragraphs: 0,
  pictures: 0,
}

const HAN = /\p{Script=Han}/gu
const NOT_HAN = /[^\p{Script=Han}]+/gu
const WORDLIKE = /[\p{L}\p{N}]/u
const NUMBER = /^[\p{N}.,'’]+$/u
const MARK = /\p{P}/gu
/** Of East Asian fonts alone. */
const WIDE_MARK = /[[\u3001-\u3003\u3008-\u3011\u3014-\u301f\u30fb\uff01-\uff65]&&\p{P}]/gv
/** Chinese in a paragraph with Han, and otherwise not. */
const SHARED_MARK = /[“”‘’—…·]/gu

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

const timesIn = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0

/** Counts one paragraph. Only what is no Han is cut into words, so that it takes little time. */
export function countText(text: string): Count {
  const count = { ...NOTHING, han: timesIn(text, HAN), paragraphs: text.trim() === '' ? 0 : 1 }
  let rest = ''
  for (const [run] of text.matchAll(NOT_HAN)) {
    if (!WORDLIKE.test(run)) {
      rest += run
      continue
    }
    for (const { segment, isWordLike } of segmenter.segment(run)) {
      if (!isWordLike) rest += segment
      else if (NUMBER.test(segment)) count.numbers++
      else count.words++
    }
  }
  count.marks = timesIn(rest, WIDE_MARK) + (count.han > 0 ? timesIn(rest, SHARED_MARK) : 0)
  count.otherMarks = timesIn(rest, MARK) - count.marks
  return count
}

/** Counts a text of several lines as it is written, marks of Markdown too. Of pictures it knows nothing. */
export const countSource = (source: string): Count =>
  source.split('\n').map(countText).reduce(sum, NOTHING)

function sum(a: Count, b: Count): Count {
  return {
    han: a.han + b.han,
    words: a.words + b.words,
    numbers: a.numbers + b.numbers,
    marks: a.marks + b.marks,
    otherMarks: a.otherMarks + b.otherMarks,
    paragraphs: a.paragraphs + b.paragraphs,
    pictures: a.pictures + b.pictures,
  }
}

/** A node never changes: whatever an edit leaves as it was has been counted. */
const counted = new WeakMap<Node, Count>()

/** Counts a document, or any part of it that is a node. */
export function countNode(node: Node): Count {
  const known = counted.get(node)
  if (known) return known
  const count = node.isTextblock
    ? countBlock(node)
    : node.children.map(countNode).reduce(sum, NOTHING)
  counted.set(node, count)
  return count
}

function countBlock(block: Node): Count {
  const pictures = block.children.filter(({ type }) => type.name === 'image').length
  return { ...countText(textOf(block)), pictures }
}

/** Counts what lies between two positions of a document. */
export function countRange(doc: Node, from: number, to: number): Count {
  let count = NOTHING
  doc.nodesBetween(from, to, (node, at) => {
    const isWhole = from <= at && at + node.nodeSize <= to
    if (!isWhole && !node.isTextblock) return true
    const start = at + 1
    const end = Math.min(to - start, node.content.size)
    const part = isWhole ? node : node.cut(Math.max(0, from - start), end)
    count = sum(count, countNode(part))
    return false
  })
  return count
}

/** What Chinese word processors call 字数: characters, Chinese punctuation, words and numbers. */
export const lengthOf = ({ han, words, numbers, marks }: Count) => han + words + numbers + marks

/** The same without punctuation. */
export const lengthWithoutMarks = ({ han, words, numbers }: Count) => han + words + numbers

/** An estimate: Han characters and words that people read silently in a minute; they differ by half. */
const HAN_A_MINUTE = 400
const WORDS_A_MINUTE = 240

/** How long reading takes, in whole minutes, at least one where there is anything. An estimate. */
export function minutesToRead({ han, words, numbers }: Count): number {
  return Math.ceil(han / HAN_A_MINUTE + (words + numbers) / WORDS_A_MINUTE)
}
