/** HTML from outside, parsed as browsers parse it and cleaned of all that is not allowed. */
import type { Element, Root } from 'hast'
import { fromParse5 } from 'hast-util-from-parse5'
import { type Schema, sanitize } from 'hast-util-sanitize'
import { defaultTreeAdapter, parseFragment } from 'parse5'
import { CONTROL } from './characters'
import { type Bounds, Refused, TOO_DEEP, tooManyElements } from './faults'
import { walk } from './walk'

/** Ids that footnotes refer to each other by: nothing else on the page is called that. */
const NOTE_ID = /^fn(?:ref)?[0-9]{1,4}(?::[0-9]{1,4})?$/

const ALLOWED: Schema = {
  tagNames:
    'a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i iframe img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr'.split(
      ' ',
    ),
  attributes: {
    '*': ['dir', 'lang', 'title'],
    a: [
      'href',
      ['className', 'footnote-backref'],
      ['id', NOTE_ID],
      ['rel', 'nofollow', 'sponsored', 'ugc'],
    ],
    blockquote: ['cite'],
    code: [['className', /^language-[\w+#-]+$/]],
    del: ['cite', 'dateTime'],
    div: [['className', 'footnotes']],
    iframe: ['allowFullScreen', 'height', 'src', 'width'],
    img: ['alt', 'height', 'src', 'width'],
    ins: ['cite', 'dateTime'],
    li: ['value', ['id', NOTE_ID]],
    ol: ['reversed', 'start'],
    q: ['cite'],
    sup: [['className', 'footnote-ref']],
    td: [['className', /^align-(?:left|center|right)$/], 'colSpan', 'rowSpan'],
    th: [['className', /^align-(?:left|center|right)$/], 'colSpan', 'rowSpan', 'scope'],
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
  return fromParse5(parseFragment(html, { treeAdapter })) as Root
}

/** Elements that only group, which the allow-list knows as `div`. */
const GROUPS = new Set(
  'address article aside center dialog dir fieldset footer form header hgroup main menu nav search section'.split(
    ' ',
  ),
)

const ALIGNED = /^text-align:\s*(left|center|right);?$/
const SCHEME = /^[a-z][a-z0-9+.-]*:/i

/** Turns what we know by another name into what the allow-list lets through. */
function tidy(node: Element): void {
  // The page has its `h1`, the title.
  if (node.tagName === 'h1') node.tagName = 'h2'
  if (GROUPS.has(node.tagName)) node.tagName = 'div'
  const { properties } = node
  // `style` is not let through, so alignment becomes a class.
  const align = properties.style === undefined ? null : ALIGNED.exec(String(properties.style))
  if (align) properties.className = [`align-${align[1]}`]
  // Schemes may come in any case, and with white space around the address (URL Standard).
  for (const name of ['href', 'src', 'cite']) {
    const address = properties[name]
    if (typeof address !== 'string') continue
    properties[name] = address.trim().replace(SCHEME, (scheme) => scheme.toLowerCase())
  }
}

/** Control characters can also come as character references, which only the parser resolves. */
function refuseControl(text: string): void {
  if (CONTROL.test(text)) throw new Refused('holds a control character; remove it')
}

/** A tree with nothing in it but what is allowed. Refuses control characters. */
export function clean(tree: Root): Root {
  walk(tree, (node) => {
    if (node.type === 'element') tidy(node)
  })
  const cleaned = sanitize(tree, ALLOWED) as Root
  walk(cleaned, (node) => {
    if (node.type === 'text') refuseControl(node.value)
    if (node.type !== 'element') return
    for (const name in node.properties) refuseControl(String(node.properties[name]))
  })
  return cleaned
}
