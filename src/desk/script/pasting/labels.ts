/** Footnotes that are pasted get names that no note of the text has. */
import { Fragment, type Node, Slice } from 'prosemirror-model'
import { schema } from '../text/schema'

/** A slice whose notes can stand in a document. What refers to a note that is not in it stays as it is. */
export function relabelled(slice: Slice, doc: Node): Slice {
  const taken = new Set(labelsIn(doc.content))
  const names = new Map<string, string>()
  for (const label of labelsIn(slice.content)) {
    const name = taken.has(label) ? free(taken) : label
    taken.add(name)
    names.set(label, name)
  }
  const isSame = [...names].every(([before, now]) => before === now)
  return isSame ? slice : new Slice(renamed(slice.content, names), slice.openStart, slice.openEnd)
}

function labelsIn(content: Fragment): string[] {
  const labels: string[] = []
  content.descendants(({ type, attrs }) => {
    if (type === schema.nodes.footnote) labels.push(String(attrs.label))
  })
  return labels
}

function free(taken: Set<string>): string {
  let number = 1
  while (taken.has(String(number))) number++
  return String(number)
}

function renamed(content: Fragment, names: Map<string, string>): Fragment {
  const nodes: Node[] = []
  content.forEach((node) => {
    const name = names.get(String(node.attrs.label ?? ''))
    const attrs = name === undefined ? node.attrs : { ...node.attrs, label: name }
    nodes.push(
      node.isText || node.isLeaf
        ? name === undefined
          ? node
          : node.type.create(attrs, null, node.marks)
        : node.type.create(attrs, renamed(node.content, names), node.marks),
    )
  })
  return Fragment.from(nodes)
}
