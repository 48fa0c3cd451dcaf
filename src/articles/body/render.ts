/**
 * What an editor writes, made into what a reader gets: Markdown, HTML or plain text in, HTML out
 * that holds nothing but what is allowed. Loaded with the editors' API only.
 */
import type { ElementContent, Root } from 'hast'
import { toHtml } from 'hast-util-to-html'
import type { Format } from '../article'
import { isBlank } from '../names'
import type { Lead, Picture } from '../picture'
import { clean, fromHtml } from './clean'
import { excerptOf } from './excerpt'
import {
  BOUNDS,
  type Bounds,
  FORMER_BOUNDS,
  MAX_HTML_BYTES,
  Refused,
  TOO_LARGE,
  tooManyElements,
} from './faults'
import { furnish, type Hosts } from './furnish'
import { imagesIn } from './images'
import { joinLines } from './line-ends'
import { readingsIn } from './lost'
import { fromMarkdown } from './markdown'
import { makeFigures, namePictures, picturesIn, type Shown } from './pictures'
import { annotate, element, finishRuby, plainText, proseOf, text } from './ruby'
import type { Said } from './tidy'

/** A body whose own pictures are named, and not filled in yet: see `fillIn`. */
export interface Unpictured {
  html: string
  /** The same as plain text, line by line, without pinyin. */
  text: string
  /** How it begins, in one line; without headings where there is more. */
  excerpt: string
  /** Addresses of its first pictures: see `imagesIn`. */
  images: string[]
  /** The newsroom's own pictures in it. */
  pictures: Shown[]
}

/** A body as pages show it. */
export interface Body extends Unpictured {
  /** Of its pictures, its lead and its card, those that are there. */
  pictures: Shown[]
  lead: Lead | null
  card: Picture | null
}

/** A body, and what is to be said of it to its editor. */
export interface Rendered extends Unpictured, Said {}

/** The most concerns that anybody will read. */
const MAX_CONCERNS = 20

const BLANK_LINES = /\r?\n[^\S\n]*(?:\r?\n[^\S\n]*)+/

/** Blank lines make paragraphs, single line ends line breaks. */
function fromText(source: string, { elements }: Bounds): Root {
  const children: ElementContent[] = []
  let made = 0
  for (const part of source.split(BLANK_LINES)) {
    const paragraph = part.trim()
    if (!paragraph) continue
    const nodes: ElementContent[] = []
    for (const line of paragraph.split(/\r?\n/)) {
      if (nodes.length > 0) nodes.push(element('br', []))
      for (const node of annotate(line)) {
        nodes.push(node)
        // What is between two line breaks or annotations is counted with them.
        made += node.type === 'element' ? 2 : 0
      }
      if (++made > elements) throw new Refused(tooManyElements(elements))
    }
    children.push(element('p', nodes), text('\n'))
  }
  return { type: 'root', children }
}

interface Parsed {
  tree: Root
  notes: string[]
}

const parsers: Record<Format, (source: string, bounds: Bounds) => Parsed> = {
  markdown(source, bounds) {
    const { html, notes } = fromMarkdown(source, bounds)
    return { tree: fromHtml(html, bounds), notes }
  },
  html: (source, bounds) => ({ tree: fromHtml(source, bounds), notes: [] }),
  text(source, bounds) {
    const tree = fromText(source, bounds)
    return { tree, notes: readingsIn(tree) }
  },
}

/** Renders a body. `fault` says why it cannot be: the end of a sentence that starts with "body". */
export const renderBody = (
  source: string,
  format: Format,
  hosts: Hosts,
): Rendered | { fault: string } => render(source, format, hosts, BOUNDS)

/**
 * Renders a body that was accepted once, perhaps when more was. What is not shown any more is left out
 * without a word: nobody is there to put it right. Null when it cannot be shown at all.
 */
export function renderAccepted(source: string, format: Format, hosts: Hosts): Unpictured | null {
  const rendered = render(source, format, hosts, FORMER_BOUNDS)
  return 'fault' in rendered ? null : rendered
}

function render(source: string, format: Format, hosts: Hosts, bounds: Bounds) {
  try {
    const parsed = parsers[format](source, bounds)
    const misnamed = namePictures(parsed.tree, hosts.origin)
    const { tree, ...said } = clean(parsed.tree)
    const concerns = [...misnamed, ...said.concerns, ...furnish(tree, hosts, bounds)].slice(
      0,
      MAX_CONCERNS,
    )
    const notes = [...parsed.notes, ...said.notes]
    makeFigures(tree)
    finishRuby(tree)
    joinLines(tree)
    const html = toHtml(tree).trim()
    if (new TextEncoder().encode(html).length > MAX_HTML_BYTES) return { fault: TOO_LARGE }
    const plain = plainText(tree)
    // Before, text counted that nobody could see.
    const isEmpty = bounds === BOUNDS ? isBlank(plain) : plain === ''
    if (isEmpty && !/<(?:img|iframe)\b/.test(html)) {
      // Better to say why it is gone than that it is.
      const [concern] = concerns
      if (concern) return { fault: concern }
      return { fault: 'must have something left to show once unsafe markup is gone' }
    }
    return {
      html,
      text: plain,
      excerpt: excerptOf(proseOf(tree) || plain),
      images: imagesIn(tree),
      pictures: picturesIn(tree),
      concerns,
      notes,
    }
  } catch (fault) {
    if (fault instanceof Refused) return { fault: fault.message }
    throw fault
  }
}
