/** Readings, as marks. */
import type { Mark, Node } from 'prosemirror-model'
import { schema } from './schema'

const { ruby } = schema.marks

/** A reading for a stretch of a document: told from the same reading right beside it, which is another one's. */
export function rubyMark(doc: Node, from: number, to: number, annotation: string): Mark {
  const beside = [doc.resolve(from).nodeBefore, doc.resolve(to).nodeAfter].flatMap(
    (node) => ruby.isInSet(node?.marks ?? []) ?? [],
  )
  const taken = beside
    .filter(({ attrs }) => attrs.annotation === annotation)
    .map(({ attrs }) => Number(attrs.group))
  const group = [0, 1, 2].find((one) => !taken.includes(one)) ?? 0
  return ruby.create({ annotation, group })
}
