/**
 * Right before a character with pinyin, what is typed has none. Browsers put what input methods compose into the
 * element next to the cursor; ProseMirror keeps it out of there where it knows of marks to be written with.
 */
import { Plugin } from 'prosemirror-state'
import { schema } from '../text/schema'

const { ruby } = schema.marks

export const edges = new Plugin({
  appendTransaction(transactions, _, { selection, storedMarks, tr }) {
    const { $from, empty } = selection
    // Whatever is changed under what is being composed ends that.
    if (transactions.some((one) => one.getMeta('composition') !== undefined)) return null
    if (!empty || storedMarks || $from.textOffset > 0) return null
    const after = ruby.isInSet($from.nodeAfter?.marks ?? [])
    const isWithin = after?.isInSet($from.nodeBefore?.marks ?? [])
    return after && !isWithin ? tr.setStoredMarks($from.marks()) : null
  },
})
