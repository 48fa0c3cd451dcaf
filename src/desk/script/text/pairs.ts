/** Which tokens of a line belong together, tags of HTML among them. */
import type { Token } from 'markdown-it'

/** What HTML's tags say just as Markdown does. */
const TAG = /^<(\/?)(strong|em|s)>$/

export type MarkName = 'link' | 'em' | 'strong' | 'strike'

const MARKS: Record<string, MarkName> = {
  link: 'link',
  em: 'em',
  strong: 'strong',
  s: 'strike',
}

/** From outside in, where nothing else is said. */
export const USUAL: MarkName[] = ['link', 'em', 'strong', 'strike']

export interface Pair {
  mark: MarkName
  open: number
  close: number
  /** See `depth` in schema.ts. */
  depth: number
}

function tagOf({
  type,
  content,
}: Token): { name: string; isOpen: boolean; isHtml: boolean } | null {
  const [, slash, tag] = (type === 'html_inline' && TAG.exec(content)) || []
  if (tag) return { name: tag, isOpen: slash === '', isHtml: true }
  const [, name, end] = /^(link|em|strong|s)_(open|close)$/.exec(type) ?? []
  return name ? { name, isOpen: end === 'open', isHtml: false } : null
}

/** The marks of a line, by the places of their tokens: a tag without its other end is none. */
export function pairsIn(tokens: Token[]): Map<number, Pair> {
  const pairs: Pair[] = []
  const stack: { name: string; isHtml: boolean; place: number }[] = []
  for (const [place, token] of tokens.entries()) {
    const tag = tagOf(token)
    if (!tag) continue
    if (tag.isOpen) {
      stack.push({ ...tag, place })
      continue
    }
    const isOther = ({ name, isHtml }: { name: string; isHtml: boolean }) =>
      name === tag.name && isHtml === tag.isHtml
    if (tag.isHtml && !(stack.at(-1) && isOther(stack.at(-1) as never))) continue
    // Tags that were left open within Markdown's own.
    while (stack.length > 0 && !isOther(stack.at(-1) as never)) stack.pop()
    const open = stack.pop()
    if (open)
      pairs.push({ mark: MARKS[tag.name] as MarkName, open: open.place, close: place, depth: 0 })
  }
  pairs.sort((a, b) => a.open - b.open)
  setDepths(pairs)
  return new Map(pairs.flatMap((pair) => [[pair.open, pair] as const, [pair.close, pair] as const]))
}

const isRightWithin = (inner: Pair | undefined, outer: Pair) =>
  inner?.open === outer.open + 1 && inner.close === outer.close - 1

/** Marks around the same text say their depths, unless they are in the usual order. */
function setDepths(pairs: Pair[]): void {
  for (let start = 0; start < pairs.length; ) {
    let end = start + 1
    while (isRightWithin(pairs[end], pairs[end - 1] as Pair)) end++
    const same = pairs.slice(start, end)
    const ranks = same.map(({ mark }) => USUAL.indexOf(mark))
    const isUsual = ranks.every((rank, i) => i === 0 || (ranks[i - 1] as number) < rank)
    if (!isUsual) for (const [i, pair] of same.entries()) pair.depth = i + 1
    start = end
  }
}
