/** Ruby as HTML has it, with any number of pairs in one element. */
import { Fragment, type Node, type Schema } from 'prosemirror-model'

interface Piece {
  nodeName: string
  textContent: string | null
  childNodes: ArrayLike<Piece>
}

/**
 * What stands in a `ruby` element, each base with the annotation that follows it. `schema` needs a mark
 * `ruby`. A base without an annotation is text.
 */
export function rubyFrom(dom: unknown, schema: Schema): Fragment {
  const nodes: Node[] = []
  let base = ''
  let last = { annotation: '', group: 0 }
  const flush = (annotation: string) => {
    const text = base.replace(/\s+/g, ' ')
    base = ''
    if (!text) return
    if (!annotation) {
      nodes.push(schema.text(text))
      last = { annotation: '', group: 0 }
      return
    }
    last = { annotation, group: annotation === last.annotation ? 1 - last.group : 0 }
    nodes.push(schema.text(text, [schema.mark('ruby', last)]))
  }
  const read = (parent: Piece) => {
    for (const piece of Array.from(parent.childNodes)) {
      const name = piece.nodeName.toLowerCase()
      const text = piece.textContent ?? ''
      if (name === 'rt') flush(text.replace(/\s+/g, ' ').trim())
      else if (name === '#text') base += text
      else if (name !== 'rp') read(piece)
    }
  }
  read(dom as Piece)
  flush('')
  return Fragment.fromArray(nodes)
}
