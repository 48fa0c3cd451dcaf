/** HTML from outside, parsed as browsers parse it and cleaned of all that is not allowed. */
import type { Element, Root } from 'hast'
import { fromParse5 } from 'hast-util-from-parse5'
import { type Schema, sanitize } from 'hast-util-sanitize'
import { defaultTreeAdapter, parseFragment } from 'parse5'
import { visit } from 'unist-util-visit'
import { CONTROL } from './characters'
import { Refused, TOO_DEEP, TOO_LARGE } from './faults'

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

/** A tag takes seven bytes at least, `<b></b>`: 256 KiB of sensible markup stay below this. */
const MAX_ELEMENTS = 40_000
const MAX_DEPTH = 500

/**
 * Parses as browsers do. That can make a great deal out of little: each paragraph reopens the
 * formatting that the last one left open, thousands of times over. So elements are counted as they come.
 */
export function fromHtml(html: string): Root {
  let elements = 0
  let depth = 0
  const treeAdapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    createElement(...element) {
      if (++elements > MAX_ELEMENTS) throw new Refused(TOO_LARGE)
      return defaultTreeAdapter.createElement(...element)
    },
    onItemPush() {
      if (++depth > MAX_DEPTH) throw new Refused(TOO_DEEP)
    },
    onItemPop() {
      depth--
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

/** Gives elements and attributes the names under which the allow-list lets them through. */
function tidy(tree: Root): void {
  visit(tree, 'element', (node: Element) => {
    // The page has its `h1`, the title.
    if (node.tagName === 'h1') node.tagName = 'h2'
    if (GROUPS.has(node.tagName)) node.tagName = 'div'
    const { properties } = node
    // `style` is not let through, so alignment becomes a class.
    const align = /^text-align:\s*(left|center|right);?$/.exec(String(properties.style ?? ''))
    if (align) properties.className = [`align-${align[1]}`]
    // Schemes may come in any case, and with white space around the address (URL Standard).
    for (const name of ['href', 'src', 'cite']) {
      if (typeof properties[name] !== 'string') continue
      const scheme = (match: string) => match.toLowerCase()
      properties[name] = properties[name].trim().replace(/^[a-z][a-z0-9+.-]*:/i, scheme)
    }
  })
}

/** Control characters can also come as character references, which only the parser resolves. */
function hasControl(tree: Root): boolean {
  let isFound = false
  visit(tree, (node) => {
    const texts = node.type === 'text' ? [node.value] : []
    if (node.type === 'element') texts.push(...Object.values(node.properties).map(String))
    isFound ||= texts.some((text) => CONTROL.test(text))
  })
  return isFound
}

/** A tree with nothing in it but what is allowed. Refuses control characters. */
export function clean(tree: Root): Root {
  tidy(tree)
  const cleaned = sanitize(tree, ALLOWED) as Root
  if (hasControl(cleaned)) throw new Refused('holds a control character; remove it')
  return cleaned
}
