/** HTML from outside, parsed as browsers parse it and cleaned of all that is not allowed. */
import type { Root } from 'hast'
import { fromParse5 } from 'hast-util-from-parse5'
import { type Schema, sanitize } from 'hast-util-sanitize'
import { defaultTreeAdapter, parseFragment } from 'parse5'
import { ANCHOR, nameAnchors } from './anchors'
import { CONTROL, codeOf } from './characters'
import { type Bounds, Refused, TOO_DEEP, tooManyElements } from './faults'
import { type Said, tidy } from './tidy'
import { walk } from './walk'

const ALIGNED = /^align-(?:left|center|right)$/

const ALLOWED: Schema = {
  tagNames:
    'a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i iframe img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr'.split(
      ' ',
    ),
  attributes: {
    '*': ['dir', 'lang', 'title', ['id', ANCHOR], ['className', ALIGNED]],
    a: ['href', ['className', 'footnote-backref'], ['rel', 'nofollow', 'sponsored', 'ugc']],
    blockquote: ['cite'],
    code: [['className', /^language-[\w+#-]+$/]],
    del: ['cite', 'dateTime'],
    div: [['className', 'footnotes', ALIGNED]],
    iframe: ['allowFullScreen', 'height', 'src', 'width'],
    img: ['alt', 'height', 'src', 'width'],
    ins: ['cite', 'dateTime'],
    li: ['value'],
    ol: ['reversed', 'start'],
    q: ['cite'],
    sup: [['className', 'footnote-ref']],
    td: ['colSpan', 'rowSpan'],
    th: ['colSpan', 'rowSpan', 'scope'],
    time: ['dateTime'],
  },
  protocols: {
    cite: ['http', 'https'],
    href: ['http', 'https', 'mailto', 'tel'],
    src: ['http', 'https'],
  },
  ancestors: {
    caption: ['table'],
    rp: ['ruby'],
    rt: ['ruby'],
    tbody: ['table'],
    td: ['table'],
    tfoot: ['table'],
    th: ['table'],
    thead: ['table'],
    tr: ['table'],
  },
  clobber: [],
  required: {},
  // What these hold goes with them: it is not text.
  strip:
    'audio canvas embed math noscript object script select style svg template textarea title video'.split(
      ' ',
    ),
}

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
  const said = tidy(tree)
  nameAnchors(tree)
  const cleaned = sanitize(tree, ALLOWED) as Root
  walk(cleaned, (node) => {
    if (node.type === 'text') refuseControl(node.value)
    if (node.type !== 'element') return
    for (const name in node.properties) refuseControl(String(node.properties[name]))
  })
  return { tree: cleaned, ...said }
}
