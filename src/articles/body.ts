/**
 * What an editor writes, made into what a reader gets: Markdown, HTML or plain text in, HTML out
 * that holds nothing but an allow-list of elements. Loaded with the editors' API only.
 */
import type { Element, Root } from 'hast'
import { fromHtml } from 'hast-util-from-html'
import { type Schema, sanitize } from 'hast-util-sanitize'
import { toHtml } from 'hast-util-to-html'
import createMarkdown, { type MarkdownIt } from 'markdown-it'
import { visit } from 'unist-util-visit'
import type { Format } from './article'
import { annotate, finishRuby, plainText, rubyInMarkdown } from './ruby'

export interface Body {
  html: string
  /** The same as plain text, without pinyin. */
  text: string
}

/** D1 refuses a row over 2 MB, and source and rendering share one. In bytes of UTF-8. */
const MAX_HTML_BYTES = 1_500_000

const ALLOWED: Schema = {
  tagNames:
    'a abbr b bdi bdo blockquote br caption cite code dd del details dfn dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr'.split(
      ' ',
    ),
  attributes: {
    '*': ['dir', 'lang', 'title'],
    a: ['href'],
    blockquote: ['cite'],
    code: [['className', /^language-[\w+#-]+$/]],
    del: ['cite', 'dateTime'],
    img: ['alt', 'height', 'src', 'width'],
    ins: ['cite', 'dateTime'],
    li: ['value'],
    ol: ['reversed', 'start'],
    q: ['cite'],
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
  // What these hold is not text to be kept when the element goes.
  strip:
    'audio canvas embed iframe math noscript object script select style svg template textarea title video'.split(
      ' ',
    ),
}

let markdown: MarkdownIt | undefined

function fromMarkdown(source: string): Root {
  markdown ??= createMarkdown({ html: true }).use(rubyInMarkdown)
  return fromHtml(markdown.render(source), { fragment: true })
}

function fromText(source: string): Root {
  const paragraphs = source.split(/\r?\n[^\S\n]*(?:\r?\n[^\S\n]*)+/).map((part) => part.trim())
  return {
    type: 'root',
    children: paragraphs.filter(Boolean).flatMap((paragraph) => [
      {
        type: 'element' as const,
        tagName: 'p',
        properties: {},
        children: paragraph
          .split(/\r?\n/)
          .flatMap((line, i) => [
            ...(i
              ? [{ type: 'element' as const, tagName: 'br', properties: {}, children: [] }]
              : []),
            ...annotate(line),
          ]),
      },
      { type: 'text' as const, value: '\n' },
    ]),
  }
}

const parsers: Record<Format, (source: string) => Root> = {
  markdown: fromMarkdown,
  html: (source) => fromHtml(source, { fragment: true }),
  text: fromText,
}

/** The page has its `h1`, the title; table alignment is a class, since `style` is not let through. */
function tidy(tree: Root): void {
  visit(tree, 'element', (node: Element) => {
    if (node.tagName === 'h1') node.tagName = 'h2'
    const align = /^text-align:\s*(left|center|right);?$/.exec(String(node.properties.style ?? ''))
    if (align) node.properties.className = [`align-${align[1]}`]
  })
}

/** Renders a body. `fault` says why it cannot be: the end of a sentence that starts with "body". */
export function renderBody(source: string, format: Format): Body | { fault: string } {
  try {
    const raw = parsers[format](source)
    tidy(raw)
    const tree = sanitize(raw, ALLOWED) as Root
    finishRuby(tree)
    const html = toHtml(tree).trim()
    if (new TextEncoder().encode(html).length > MAX_HTML_BYTES) {
      return {
        fault: 'renders to more than 1.5 MB of HTML; split the article or simplify its markup',
      }
    }
    const text = plainText(tree)
      .replace(/\n\s*\n/g, '\n')
      .trim()
    if (!text && !/<img\b/.test(html)) {
      return { fault: 'must have something left to show once unsafe markup is gone' }
    }
    return { html, text }
  } catch (fault) {
    // The tree walkers recurse: a RangeError is a document nested thousands of elements deep.
    if (fault instanceof RangeError) return { fault: 'is nested too deeply; flatten its markup' }
    throw fault
  }
}
