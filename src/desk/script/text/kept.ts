/** The source of blocks that nobody has touched: it is written as it came, so that revisions differ little. */
import type { Node } from 'prosemirror-model'

/** A block, and which lines of the source it came from: the first, and the one after its last. */
export interface Block {
  node: Node
  lines: [number, number] | null
}

interface Kept {
  text: string
  /** What stood before it, and the lines between them. */
  before: Node | null
  gap: string
}

const kept = new WeakMap<Node, Kept>()

/** Remembers the source of each block where it means the same wherever it stands. */
export function keep(source: string, blocks: Block[]): void {
  const lines = source.split(/\r\n?|\n/)
  let before: { node: Node; end: number } | null = null
  for (const { node, lines: place } of blocks) {
    const text = place
      ? lines
          .slice(...place)
          .join('\n')
          .replace(/[ \t\n]+$/, '')
      : ''
    if (!place || !isSafe(node, text)) {
      before = null
      continue
    }
    const end = place[0] + text.split('\n').length
    // Blank lines, unless it is the first.
    const gap = before ? '\n'.repeat(place[0] - before.end + 1) : ''
    kept.set(node, { text, before: before?.node ?? null, gap })
    before = { node, end }
  }
}

/** The source of a block as it came; null once it was touched. */
export const sourceOf = (node: Node): string | null => kept.get(node)?.text ?? null

/** What stood between two blocks; null when they did not follow each other. */
export function gapOf(before: Node, node: Node): string | null {
  const was = kept.get(node)
  return was?.before === before ? was.gap : null
}

/**
 * Indented, it would belong to a list before it. A `[^1]` that is none now will be one once its note is
 * written. A fence that is not closed would hold what comes after it.
 */
function isSafe(node: Node, text: string): boolean {
  if (text === '' || /^\s/.test(text) || node.textContent.includes('[^')) return false
  return (
    node.type.name !== 'code_block' || /^(`{3,}|~{3,})[^\n]*\n(?:[\s\S]*\n)?\1[`~]*$/.test(text)
  )
}
