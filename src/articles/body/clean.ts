/** HTML from outside, parsed as browsers parse it and cleaned of all that is not allowed. */
import type { Root } from 'hast'
import { fromParse5 } from 'hast-util-from-parse5'
import { sanitize } from 'hast-util-sanitize'
import { defaultTreeAdapter, parseFragment } from 'parse5'
import { ALLOWED } from './allowed'
import { nameAnchors } from './anchors'
import { CONTROL, codeOf } from './characters'
import { type Bounds, Refused, TOO_DEEP, tooManyElements } from './faults'
import { type Said, tidy } from './tidy'
import { walk } from './walk'

/**
 * Parses as browsers do. That can make a great deal out of little: each paragraph reopens the
 * formatting that the last one left open, thousands of times over. So elements are counted as they come.
 */
export function fromHtml(html: string, { elements, depth }: Bounds): Root {
  let made = 0
  let open = 0
  const treeAdapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    createElement(...element) {
      if (++made > elements) throw new Refused(tooManyElements(elements))
      return defaultTreeAdapter.createElement(...element)
    },
    onItemPush() {
      if (++open > depth) throw new Refused(TOO_DEEP)
    },
    onItemPop() {
      open--
    },
  }
  return fromParse5(parseFragment(html, { treeAdapter, scriptingEnabled: false })) as Root
}

/** Control characters can also come as character references, which only the parser resolves. */
function refuseControl(text: string): void {
  const [control] = CONTROL.exec(text) ?? []
  if (control) throw new Refused(`refers to the control character ${codeOf(control)}; remove it`)
}

/**
 * A tree with nothing in it but what is allowed, and what is to be said of the rest. Refuses control
 * characters.
 */
export function clean(tree: Root): Said & { tree: Root } {
  const { concerns, notes } = tidy(tree)
  notes.push(...nameAnchors(tree))
  const cleaned = sanitize(tree, ALLOWED) as Root
  walk(cleaned, (node) => {
    if (node.type === 'text') refuseControl(node.value)
    if (node.type !== 'element') return
    for (const name in node.properties) refuseControl(String(node.properties[name]))
  })
  return { tree: cleaned, concerns, notes }
}
