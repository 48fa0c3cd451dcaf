/**
 * What looks wrong in the punctuation of a Chinese text, by GB/T 15834-2011. Rather silent than wrong: what the
 * standard allows, and what newspapers do, is left alone. Pure.
 */
import type { Hint, HintKind } from './hint'
import { pairHints } from './pairs'

const HAN = '\\p{Script=Han}'
/** What may end before a stop: a character, or what closes after one. */
const BEFORE = `[${HAN}”’》〉）】〕」』]`
/** What may follow one: a character, an opening or closing mark, the end. */
const AFTER = `(?=[${HAN}“”‘’《〈（【「」『』》〉）】]|$)`

const FULL_WIDTH: Record<string, string> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '?': '？',
  '!': '！',
}

/** Addresses, and what programs and people call things: all of it is passed over. Bounded, so that it takes no time. */
const NOT_PROSE =
  /(?:https?:\/\/|www\.)[!-~]+|(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,9}\w{1,63}|(?<![\w.-])(?:[\w-]{1,63}\.){1,9}(?:com|cn|org|net|gov|edu|io|html?|pdf|docx?|xlsx?|jpe?g|png)\b[!-~]*/gi

interface Rule {
  kind: HintKind
  pattern: RegExp
  fix: (found: RegExpMatchArray) => string | null
}

const RULES: Rule[] = [
  {
    kind: 'half',
    pattern: new RegExp(`(?<=${BEFORE})([,;:]|[?!]{1,3})[ \\t]*${AFTER}`, 'gmu'),
    fix: ([, marks = '']) => [...marks].map((mark) => FULL_WIDTH[mark]).join(''),
  },
  // 一. at the head of a paragraph: a numeral in Han takes 、 after it.
  {
    kind: 'half',
    pattern: new RegExp(`(?<=^[一二三四五六七八九十百]{1,4})\\.[ \\t]*(?=${HAN})`, 'gmu'),
    fix: () => '、',
  },
  // Without a space it may be the dot within a foreign name, which is ·.
  {
    kind: 'half',
    pattern: new RegExp(`(?<=${BEFORE})(?<!^[一二三四五六七八九十百]{1,4})\\.(?=[${HAN}])`, 'gmu'),
    fix: () => null,
  },
  {
    kind: 'half',
    pattern: new RegExp(
      `(?<=${BEFORE}{4})\\.(?:[ \\t]+(?=[${HAN}“‘《（【「『])|(?=[”’」』）]|$))`,
      'gmu',
    ),
    fix: () => '。',
  },
  { kind: 'ellipsis', pattern: /。{3,}/gu, fix: () => '……' },
  {
    kind: 'ellipsis',
    pattern: new RegExp(
      `(?<=[${HAN}，。！？、])\\.{3,}(?!\\.|[\\w/])|(?<!\\.)\\.{3,}(?=${HAN})`,
      'gmu',
    ),
    fix: () => '……',
  },
  {
    kind: 'ellipsis',
    pattern: new RegExp(`(?<=[${HAN}，。！？、”’」』》）])(?:…{3}|…)(?!…)`, 'gmu'),
    fix: () => '……',
  },
  {
    kind: 'dash',
    pattern: new RegExp(
      `(?<=${BEFORE}|[，。！？])[ \\t]*(?:-{2,3}|－{2})[ \\t]*(?=[${HAN}“‘《（「『]|$)`,
      'gmu',
    ),
    fix: () => '——',
  },
  { kind: 'doubled', pattern: /(?<!。)。。(?!。)/gu, fix: () => '。' },
  { kind: 'doubled', pattern: /([，、；：])\1+/gu, fix: ([, mark = '']) => mark },
  { kind: 'doubled', pattern: /[，、；：]。|。[，、；：]|，、|、，|，；|；，/gu, fix: () => null },
  {
    kind: 'space',
    pattern: /(?<=\S)[ \t\u00a0]+(?=[，。、；：？！）》〉】」』])/gu,
    fix: () => '',
  },
  {
    kind: 'wide',
    pattern: /[０-９Ａ-Ｚａ-ｚ]+/gu,
    fix: ([found]) => found.normalize('NFKC'),
  },
]

const hasHan = new RegExp(HAN, 'u')

/**
 * The hints to one paragraph, in the order of their places, none upon another. In titles, spaces part what
 * belongs apart: `isTitle` leaves them alone.
 */
export function hintsIn(text: string, isTitle = false): Hint[] {
  if (!hasHan.test(text)) return []
  const prose = text.replace(NOT_PROSE, (found) => '\ufffc'.repeat(found.length))
  const hints = [
    ...RULES.flatMap((rule) => hintsOf(rule, prose)),
    ...pairHints(prose),
    ...(isTitle ? [] : spaceHints(prose)),
  ]
  hints.sort((a, b) => a.from - b.from || b.to - a.to)
  let end = 0
  return hints.filter(({ from, to }) => {
    const isFree = from >= end
    if (isFree) end = to
    return isFree
  })
}

const hintsOf = ({ kind, pattern, fix }: Rule, prose: string): Hint[] =>
  [...prose.matchAll(pattern)].map((found) => {
    const from = found.index
    return { kind, from, to: from + found[0].length, fix: fix(found) }
  })

const SPACE = new RegExp(`(?<=${HAN})[ \\t\\u00a0]+(?=${HAN})`, 'gmu')
/** What a space may follow: who reports, what is numbered. */
const HEAD =
  /(?:讯|电|记者|通讯员|作者|编辑|摄影?|图|文|第[一二三四五六七八九十百千〇零]+[章节条款编部分篇回])$/u
/** As long as any of those is. */
const MAX_HEAD = 12
/** A name of two characters that a space makes as long as one of three. */
const SPREAD_NAME = new RegExp(`(?<!${HAN})${HAN}[ \\t\\u00a0]+${HAN}(?!${HAN})`, 'gmu')

/** Spaces in running text alone: after its first stop, in no brackets, behind nothing like those. */
function spaceHints(prose: string): Hint[] {
  const first = prose.search(/[，。；！？]/u)
  if (first < 0) return []
  const names = new Set([...prose.matchAll(SPREAD_NAME)].map(({ index }) => index + 1))
  const isBracketed = bracketed(prose)
  return [...prose.matchAll(SPACE)].flatMap(({ 0: space, index: from }) => {
    const isHead = HEAD.test(prose.slice(Math.max(0, from - MAX_HEAD), from))
    if (from < first || isBracketed(from) || names.has(from) || isHead) return []
    return [{ kind: 'space' as const, from, to: from + space.length, fix: '' }]
  })
}

/** Whether places, asked for in order, lie in round brackets. */
function bracketed(prose: string): (at: number) => boolean {
  let at = 0
  let isOpen = false
  return (place) => {
    for (; at < place; at++) {
      if (prose[at] === '（') isOpen = true
      else if (prose[at] === '）') isOpen = false
    }
    return isOpen
  }
}
