/** What a text may hold at the desk: the nodes and marks that Markdown has names for here. */
import { type Attrs, type MarkSpec, type Node, type NodeSpec, Schema } from 'prosemirror-model'
import { rubyFrom } from './ruby-from'

/** As much of an element as is looked at, so that this reads without a DOM. */
export interface Tag {
  textContent: string | null
  getAttribute(name: string): string | null
  querySelector(selectors: string): unknown
}

const attribute = (name: string) => (dom: Tag) => ({ [name]: dom.getAttribute(`data-${name}`) })

const ALIGNED = /(?:^|[\s-])(left|center|right)(?:$|\s)/

/** Of a cell, as our renderer writes it, or others do. */
const alignOf = (dom: Tag) =>
  ALIGNED.exec(dom.getAttribute('class') ?? '')?.[1] ??
  /text-align:\s*(left|center|right)/.exec(dom.getAttribute('style') ?? '')?.[1] ??
  ALIGNED.exec(dom.getAttribute('align') ?? '')?.[1] ??
  null

/** Cells hold one line of text: Markdown has no more. What prosemirror-tables asks for besides is never set. */
const cell = (tag: 'td' | 'th', tableRole: string): NodeSpec => ({
  content: 'inline*',
  attrs: {
    align: { default: null },
    colspan: { default: 1 },
    rowspan: { default: 1 },
    colwidth: { default: null },
  },
  tableRole,
  isolating: true,
  parseDOM: [{ tag, getAttrs: (dom: Tag) => ({ align: alignOf(dom) }) }],
  toDOM: ({ attrs: { align } }) => [tag, align ? { class: `align-${align}` } : {}, 0],
})

const list = (tag: 'ul' | 'ol', attrs: NodeSpec['attrs'], numbered: boolean): NodeSpec => ({
  content: 'list_item+',
  group: 'flow block',
  attrs: { ...attrs, tight: { default: true } },
  parseDOM: [
    {
      tag,
      getAttrs(dom: Tag) {
        const said = dom.getAttribute('data-tight')
        const tight = said === null ? !dom.querySelector(':scope > li > p') : said === 'true'
        if (!numbered) return { tight }
        return {
          tight,
          order: Number(/^\d{1,9}$/.exec(dom.getAttribute('start') ?? '1')?.[0] ?? 1),
        }
      },
    },
  ],
  toDOM: ({ attrs: { tight, order } }) => [
    tag,
    { 'data-tight': String(tight), ...(numbered && order !== 1 ? { start: String(order) } : {}) },
    0,
  ],
})

const sourceOf = (dom: Tag) => ({ source: dom.textContent ?? '' })

const nodes = {
  doc: { content: 'block+' },
  paragraph: {
    content: 'inline*',
    group: 'flow block',
    parseDOM: [{ tag: 'p' }],
    toDOM: () => ['p', 0],
  },
  heading: {
    content: 'inline*',
    group: 'flow block',
    attrs: { level: { default: 2 } },
    defining: true,
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level } })),
    toDOM: ({ attrs: { level } }) => [`h${level}`, 0],
  },
  blockquote: {
    content: 'block+',
    group: 'flow block',
    defining: true,
    parseDOM: [{ tag: 'blockquote' }],
    toDOM: () => ['blockquote', 0],
  },
  /** `params` is what follows the fence: the language. */
  code_block: {
    content: 'text*',
    marks: '',
    group: 'flow block',
    attrs: { params: { default: '' } },
    code: true,
    defining: true,
    parseDOM: [
      {
        tag: 'pre',
        preserveWhitespace: 'full',
        getAttrs: (dom: Tag) => ({ params: dom.getAttribute('data-params') ?? '' }),
      },
    ],
    toDOM: ({ attrs: { params } }) => ['pre', params ? { 'data-params': params } : {}, ['code', 0]],
  },
  /** Tight: no space between items. */
  bullet_list: list('ul', {}, false),
  ordered_list: list('ol', { order: { default: 1 } }, true),
  list_item: {
    content: 'block+',
    defining: true,
    parseDOM: [{ tag: 'li' }],
    toDOM: () => ['li', 0],
  },
  horizontal_rule: {
    group: 'flow block',
    parseDOM: [{ tag: 'hr' }],
    toDOM: () => ['hr'],
  },
  /** Its first row is the head, whichever cells it has. */
  table: {
    content: 'table_row+',
    tableRole: 'table',
    isolating: true,
    group: 'flow block',
    parseDOM: [{ tag: 'table' }],
    toDOM: () => ['table', ['tbody', 0]],
  },
  table_row: {
    content: '(table_cell | table_header)*',
    tableRole: 'row',
    parseDOM: [{ tag: 'tr' }],
    toDOM: () => ['tr', 0],
  },
  table_cell: cell('td', 'cell'),
  table_header: cell('th', 'header_cell'),
  /** What `[^label]` refers to, where it stands in the source. Notes hold no notes. */
  footnote: {
    content: 'flow+',
    group: 'block',
    attrs: { label: {} },
    defining: true,
    isolating: true,
    parseDOM: [{ tag: 'div.footnote[data-label]', getAttrs: attribute('label') }],
    toDOM: ({ attrs: { label } }) => ['div', { class: 'footnote', 'data-label': label }, 0],
  },
  html_block: {
    group: 'flow block',
    attrs: { source: {} },
    atom: true,
    parseDOM: [{ tag: 'pre.raw-html', priority: 60, getAttrs: sourceOf }],
    toDOM: ({ attrs: { source } }) => ['pre', { class: 'raw-html' }, source],
  },
  text: { group: 'inline' },
  /** `alt` is empty when it only decorates, and null when nothing is said: one of ours then says it itself. */
  image: {
    group: 'inline',
    inline: true,
    draggable: true,
    attrs: { src: {}, alt: { default: null }, title: { default: null } },
    parseDOM: [
      {
        tag: 'img[src]',
        getAttrs: (dom: Tag) => ({
          src: dom.getAttribute('src'),
          alt: dom.getAttribute('alt'),
          title: dom.getAttribute('title'),
        }),
      },
    ],
    toDOM: ({ attrs: { src, alt, title } }) => [
      'img',
      { src, ...(alt === null ? {} : { alt }), ...(title ? { title } : {}) },
    ],
  },
  /** `tag`: written `<br>`, within a line of the source. */
  hard_break: {
    group: 'inline',
    inline: true,
    selectable: false,
    attrs: { tag: { default: false } },
    leafText: () => '\n',
    parseDOM: [{ tag: 'br' }],
    toDOM: () => ['br'],
  },
  footnote_reference: {
    group: 'inline',
    inline: true,
    atom: true,
    attrs: { label: {} },
    parseDOM: [{ tag: 'sup.footnote-ref[data-label]', getAttrs: attribute('label') }],
    toDOM: ({ attrs: { label } }) => ['sup', { class: 'footnote-ref', 'data-label': label }, label],
  },
  html_inline: {
    group: 'inline',
    inline: true,
    atom: true,
    attrs: { source: {} },
    parseDOM: [{ tag: 'code.raw-html', priority: 60, getAttrs: sourceOf }],
    toDOM: ({ attrs: { source } }) => ['code', { class: 'raw-html' }, source],
  },
} satisfies Record<string, NodeSpec>

/**
 * Which of two marks on the same text is within the other: the deeper; of equals, the one that stands first
 * below is outside. So `**[a](b)**` stays itself, and does not become `[**a**](b)`.
 */
const depth = { default: 0 }

const marks = {
  link: {
    attrs: { href: {}, title: { default: null }, depth },
    inclusive: false,
    parseDOM: [
      {
        tag: 'a[href]',
        getAttrs: (dom: Tag) => ({
          href: dom.getAttribute('href'),
          title: dom.getAttribute('title'),
        }),
      },
    ],
    toDOM: ({ attrs: { href, title } }) => ['a', title ? { href, title } : { href }, 0],
  },
  em: {
    attrs: { depth },
    parseDOM: [{ tag: 'em' }, { tag: 'i' }],
    toDOM: () => ['em', 0],
  },
  strong: {
    attrs: { depth },
    parseDOM: [{ tag: 'strong' }, { tag: 'b' }],
    toDOM: () => ['strong', 0],
  },
  strike: {
    attrs: { depth },
    parseDOM: [{ tag: 's' }, { tag: 'del' }, { tag: 'strike' }],
    toDOM: () => ['s', 0],
  },
  /** `group` tells a reading from the same reading right before it: `{好|hǎo}{好|hǎo}` are two. */
  ruby: {
    attrs: { annotation: {}, group: { default: 0 } },
    inclusive: false,
    parseDOM: [
      // As it is copied here: below, and with no reading in its text.
      {
        tag: 'ruby[data-annotation]',
        getAttrs: (dom: Tag) => ({
          annotation: dom.getAttribute('data-annotation'),
          group: Number(dom.getAttribute('data-group')),
        }),
      },
      { tag: 'ruby', getAttrs: () => ({ annotation: '' }), getContent: rubyFrom },
      { tag: 'rt', ignore: true },
      { tag: 'rp', ignore: true },
    ],
    toDOM: ({ attrs: { annotation, group } }) => [
      'ruby',
      { 'data-annotation': annotation, 'data-group': String(group) },
      0,
    ],
  },
  code: {
    excludes: 'code ruby line_end',
    code: true,
    parseDOM: [{ tag: 'code' }],
    toDOM: () => ['code', 0],
  },
  /**
   * On a space: the line ends here in the source, and no more is seen of it than of a space. So lines that
   * were wrapped by hand stay so, and are edited as the one paragraph that they are.
   */
  line_end: {
    inclusive: false,
    parseDOM: [{ tag: 'span.line-end' }],
    toDOM: () => ['span', { class: 'line-end' }, 0],
  },
} satisfies Record<string, MarkSpec>

export const schema = new Schema<keyof typeof nodes, keyof typeof marks>({
  nodes: nodes as Record<keyof typeof nodes, NodeSpec>,
  marks: marks as Record<keyof typeof marks, MarkSpec>,
})

/** A node of one of these kinds. */
export const make = (
  kind: keyof typeof nodes,
  attrs: Attrs | null = null,
  content: readonly Node[] = [],
): Node => schema.node(kind, attrs, content)
