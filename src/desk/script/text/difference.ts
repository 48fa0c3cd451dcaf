/** Where in a text the view as it will look would change something. */
import type { Node } from 'prosemirror-model'
import { sourceOf } from './kept'
import { make } from './schema'
import { rewrite } from './serialize'
import { htmlOfPiece } from './tokens'

/** As much of a line as is shown, in UTF-16 units. */
const MAX_SHOWN = 40

/**
 * The line with which the first block begins that would not be the same once written anew; null when no block
 * by itself is known to be at fault.
 */
export function firstDifference(doc: Node): string | null {
  for (const block of doc.children) {
    const source = sourceOf(block)
    if (source === null) continue
    if (htmlOfPiece(source) === htmlOfPiece(rewrite(make('doc', null, [block])))) continue
    const [line = ''] = source.split('\n')
    return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line
  }
  return null
}
