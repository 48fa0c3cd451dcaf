/** The HTML that pages show: everything else is left out. */
import type { Schema } from 'hast-util-sanitize'

/** Ids of notes and of places that links lead to: see anchors.ts. */
const ANCHOR = /^(?:fn(?:ref)?[0-9]{1,4}(?::[0-9]{1,4})?|in-\S+)$/
const ALIGNED = /^align-(?:left|center|right)$/

export const ALLOWED: Schema = {
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

/** The elements of which more than the text is left. */
export const SHOWN = new Set(ALLOWED.tagNames)
