/** Document → Markdown. */
import type { Node } from 'prosemirror-model'
import { SIGNS, type Signs, writeBlock } from './blocks'
import { gapOf, sourceOf } from './kept'

/** What a block was written as. A node never changes, so each is written once. */
const usual = new WeakMap<Node, string>()
const other = new WeakMap<Node, string>()

/**
 * The Markdown of a document. Blocks that nobody has touched since `parse` are given as they came. Cheap
 * enough for each keystroke: only what has changed is written anew.
 */
export const serialize = (doc: Node): string => joined(doc, true)

/** The same with each block written anew: what would become of a text if all of it were touched. */
export const rewrite = (doc: Node): string => joined(doc, false)

function joined(doc: Node, keeps: boolean): string {
  let text = ''
  let before: Node | null = null
  let sign = ''
  for (const block of doc.children) {
    let written = textOf(block, SIGNS.usual, keeps)
    if (written === '') continue
    const isAfterIts = before !== null && before.type === block.type && signOf(written) === sign
    if (isAfterIts && sign) written = textOf(block, otherThan(sign), false)
    if (before) text += (keeps && !isAfterIts && gapOf(before, block)) || '\n\n'
    text += written
    before = block
    sign = /_list$/.test(block.type.name) ? signOf(written) : ''
  }
  return text === '' ? '' : `${text}\n`
}

function textOf(block: Node, signs: Signs, keeps: boolean): string {
  const kept = keeps ? sourceOf(block) : null
  if (kept !== null) return kept
  const written = signs === SIGNS.usual ? usual : other
  const known = written.get(block)
  if (known !== undefined) return known
  const text = writeBlock(block, signs)
  written.set(block, text)
  return text
}

/** What marks the items of a list. */
const signOf = (text: string) => /^\d*(.)/.exec(text)?.[1] ?? ''

const otherThan = (sign: string) =>
  sign === SIGNS.usual.bullet || sign === SIGNS.usual.number ? SIGNS.other : SIGNS.usual
