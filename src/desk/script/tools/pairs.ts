/** Quotation marks and brackets of a Chinese paragraph: what stands alone, and what stands within its like. Pure. */
import type { Hint } from './hint'

/** A mark that opens or closes, and where. */
interface Mark {
  at: number
  text: string
  isOpening: boolean
}

interface Pair {
  open: string
  close: string
  /** What the marks become within their like (GB/T 15834-2011, 4.8.3 and 4.15.3). */
  within?: [open: string, close: string]
}

const PAIRS: Pair[] = [
  { open: '《', close: '》', within: ['〈', '〉'] },
  { open: '〈', close: '〉' },
  { open: '“', close: '”', within: ['‘', '’'] },
  { open: '‘', close: '’' },
  { open: '「', close: '」', within: ['『', '』'] },
  { open: '『', close: '』' },
  { open: '【', close: '】' },
  { open: '〔', close: '〕' },
]

/** The hints to the pairs of a paragraph, in no order. */
export const pairHints = (prose: string): Hint[] => [
  ...PAIRS.flatMap((pair) => hintsOf(pair, marksIn(prose, pair))),
  ...roundHints(prose),
]

function marksIn(prose: string, { open, close }: Pair): Mark[] {
  const marks: Mark[] = []
  for (let at = 0; at < prose.length; at++) {
    const text = prose[at] as string
    if (text !== open && text !== close) continue
    // As in it’s, and in ’90s.
    if (text === '’' && /[A-Za-z]/.test(prose[at - 1] ?? '')) continue
    if (/[‘’]/.test(text) && /[\dA-Za-z]/.test(prose[at + 1] ?? '') && !prose.includes('’', at + 1))
      continue
    marks.push({ at, text, isOpening: text === open })
  }
  return marks
}

interface Matched {
  /** Pairs of marks, each with how many of its like it stands within. */
  pairs: { opening: Mark; closing: Mark; depth: number }[]
  alone: Mark[]
}

function match(marks: Mark[]): Matched {
  const pairs: Matched['pairs'] = []
  const open: Mark[] = []
  const alone: Mark[] = []
  for (const mark of marks) {
    if (mark.isOpening) {
      open.push(mark)
      continue
    }
    const opening = open.pop()
    if (opening) pairs.push({ opening, closing: mark, depth: open.length })
    else alone.push(mark)
  }
  return { pairs, alone: [...alone, ...open] }
}

function hintsOf(pair: Pair, marks: Mark[]): Hint[] {
  const { pairs, alone } = match(marks)
  if (alone.length > 0) return turned(pair, marks) ?? alone.map(aloneHint)
  const { within } = pair
  if (!within) return []
  return pairs
    .filter(({ depth }) => depth === 1)
    .flatMap(({ opening, closing }) => [
      { kind: 'nested' as const, from: opening.at, to: opening.at + 1, fix: within[0] },
      { kind: 'nested' as const, from: closing.at, to: closing.at + 1, fix: within[1] },
    ])
}

/** Two quotation marks of which both open, or both close, as input methods give them: one is turned. */
function turned({ open, close }: Pair, marks: Mark[]): Hint[] | null {
  const [first, second] = marks
  if (!/[“‘]/.test(open) || marks.length !== 2 || !first || !second) return null
  if (first.text !== second.text) return null
  const wrong = first.isOpening ? second : first
  const fix = first.isOpening ? close : open
  return [{ kind: 'pair', from: wrong.at, to: wrong.at + 1, fix }]
}

const aloneHint = ({ at }: Mark): Hint => ({ kind: 'pair', from: at, to: at + 1, fix: null })

const OPENING = /[(（]/
/** 1） and a) as they number the items of a list: at its head, and without an opening half anywhere. */
const HEAD_OF_ITEM = /(?:^|[\s，。；：、])[0-9A-Za-z一二三四五六七八九十]{1,3}$/u
const NUMBERED = /[0-9A-Za-z一二三四五六七八九十]$/u
/** Of what stands between brackets: all of it would take seconds where thousands stand within one another. */
const MAX_LOOKED_AT = 200
const HAN = /\p{Script=Han}/u
const FULL: Record<string, string> = { '(': '（', ')': '）' }
const isNarrow = ({ text }: Mark) => text in FULL

/** Each takes what it closes, unless it comes out better when those that number items close nothing. */
function matchRound(prose: string, marks: Mark[]): Matched {
  const all = match(marks)
  if (all.alone.length === 0) return all
  const isItem = ({ at }: Mark) => HEAD_OF_ITEM.test(prose.slice(Math.max(0, at - 4), at))
  const others = match(marks.filter((mark) => mark.isOpening || !isItem(mark)))
  return others.alone.length < all.alone.length ? others : all
}

/** Round brackets are of two widths: around Han the wide ones are meant, around Latin either will do. */
function roundHints(prose: string): Hint[] {
  const marks = [...prose.matchAll(/[()（）]/g)].map(({ 0: text, index: at }) => ({
    at,
    text,
    isOpening: OPENING.test(text),
  }))
  const { pairs, alone } = matchRound(prose, marks)
  const narrow = pairs
    .filter(
      ({ opening, closing }) =>
        isNarrow(opening) !== isNarrow(closing) ||
        HAN.test(prose.slice(opening.at, Math.min(closing.at, opening.at + MAX_LOOKED_AT))),
    )
    .flatMap(({ opening, closing }) => [opening, closing].filter(isNarrow))
  const wide = alone.filter(
    (mark) => !isNarrow(mark) && (mark.isOpening || !NUMBERED.test(prose.slice(0, mark.at))),
  )
  return [
    ...narrow.map(({ at, text }) => ({
      kind: 'half' as const,
      from: at,
      to: at + 1,
      fix: FULL[text] ?? null,
    })),
    ...wide.map(aloneHint),
  ]
}
