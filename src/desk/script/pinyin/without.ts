/** Takes readings away from a text: in one step, which can be undone. */
import type { EditorState, Transaction } from 'prosemirror-state'
import { schema } from '../text/schema'
import { stretchesOf } from './stretches'

const { ruby } = schema.marks

/**
 * Takes away the readings that the selection touches, all of each; without a selection, the one at the cursor.
 * Null: there are none.
 */
export function withoutPinyin({
  doc,
  selection: { from, to },
  tr,
}: EditorState): Transaction | null {
  for (const { rubies } of stretchesOf(
    doc,
    from,
    Math.max(to, Math.min(from + 1, doc.content.size)),
  )) {
    for (const one of rubies) {
      const isTouched =
        from === to ? one.from <= from && one.to >= to : one.from < to && one.to > from
      if (isTouched) tr.removeMark(one.from, one.to, ruby)
    }
  }
  return tr.docChanged ? tr : null
}
