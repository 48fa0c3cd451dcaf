/**
 * What an editor writes, made into what a reader gets: Markdown, HTML or plain text in, HTML out
 * that holds nothing but what is allowed. Loaded with the editors' API only.
 */
import type { ElementContent, Root } from 'hast'
import { toHtml } from 'hast-util-to-html'
import type { Format } from '../article'
import { clean, fromHtml } from './clean'
import { MAX_HTML_BYTES, Refused, TOO_LARGE } from './faults'
import { furnish, type Hosts } from './furnish'
import { imagesIn } from './images'
import { fromMarkdown } from './markdown'
import { annotate, element, finishRuby, plainText, text } from './ruby'

export interface Body {
  html: string
  /** The same as plain text, without pinyin. */
  text: string
  /** Addresses of its first pictures: see `imagesIn`. */
  images: string[]
}

/** A body, and what its editor should put right: each the end of a sentence that starts with "body". */
export interface Rendered extends Body {
  concerns: string[]
}

const BLANK_LINES = /\r?\n[^\S\n]*(?:\r?\n[^\S\n]*)+/

/** Blank lines make paragraphs, single line ends line breaks. */
function fromText(source: string): Root {
  const paragraphs = source.split(BLANK_LINES).map((part) => part.trim())
  const toParagraph = (paragraph: string): ElementContent[] => {
    const lines = paragraph.split(/\r?\n/)
    const broken = lines.flatMap((line, i) => [
      ...(i ? [element('br', [])] : []),
      ...annotate(line),
    ])
    return [element('p', broken), text('\n')]
  }
  return { type: 'root', children: paragraphs.filter(Boolean).flatMap(toParagraph) }
}

const parsers: Record<Format, (source: string) => Root> = {
  markdown: (source) => fromHtml(fromMarkdown(source)),
  html: fromHtml,
  text: fromText,
}

/** Renders a body. `fault` says why it cannot be: the end of a sentence that starts with "body". */
export function renderBody(
  source: string,
  format: Format,
  hosts: Hosts,
): Rendered | { fault: string } {
  try {
    const tree = clean(parsers[format](source))
    const concerns = furnish(tree, hosts)
    finishRuby(tree)
    const html = toHtml(tree).trim()
    if (new TextEncoder().encode(html).length > MAX_HTML_BYTES) return { fault: TOO_LARGE }
    const plain = plainText(tree)
      .replace(/\n\s*\n/g, '\n')
      .trim()
    if (!plain && !/<(?:img|iframe)\b/.test(html)) {
      // Better to say why it is gone than that it is.
      const [concern] = concerns
      if (concern) return { fault: concern }
      return { fault: 'must have something left to show once unsafe markup is gone' }
    }
    return { html, text: plain, images: imagesIn(tree), concerns }
  } catch (fault) {
    if (fault instanceof Refused) return { fault: fault.message }
    throw fault
  }
}
