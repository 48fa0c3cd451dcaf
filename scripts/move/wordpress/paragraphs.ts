/**
 * Paragraphs of the classic editor, which kept none: a blank line ends one, and the end of a line is one to be
 * seen. WordPress makes them of each page that it shows.
 */
import { escapeHtml } from '../text-of-html.ts'
import { type Token, tokensOf } from './tokens.ts'

const BLOCKS = new Set(
  'address article aside blockquote caption center col colgroup dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr iframe legend li main menu nav ol p pre script section select style summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)
/** Between the tags of these stands no text of its own. */
const STRUCTURE = new Set('col colgroup dl figure menu ol table tbody tfoot thead tr ul'.split(' '))
/** These hold lines and no paragraphs. */
const LINES = new Set('caption dt figcaption h1 h2 h3 h4 h5 h6 legend p pre summary'.split(' '))
/** Text in these is in paragraphs even where it is only one. */
const TEXTS = new Set(['', 'blockquote'])
const VOID = new Set(['hr', 'col'])

/** Addresses alone on their line were shown as what stands there. */
const ADDRESS = /^https?:\/\/[^\s<>"']+$/

/** A link to what stood embedded in a text. */
export const embedded = (address: string) => {
  const safe = escapeHtml(address)
  return `<p><a href="${safe}">${safe}</a></p>`
}

/** What the classic editor kept, with its paragraphs and line breaks as tags. */
export function withParagraphs(html: string): string {
  const open: string[] = []
  let made = ''
  let run: Token[] = []
  const end = () => {
    made += inParagraphs(paragraphsOf(run), open.at(-1) ?? '')
    run = []
  }
  for (const token of tokensOf(html)) {
    if (!BLOCKS.has(token.name)) {
      run.push(token)
      continue
    }
    end()
    if (token.kind === 'raw' || VOID.has(token.name)) made += `${token.html}\n`
    else made += `${nest(open, token)}${token.html}${token.isClosing ? '\n' : ''}`
  }
  end()
  return made.trim()
}

/** Notes that an element opens or closes; gives the end of a paragraph that nobody ended. */
function nest(open: string[], { name, isClosing }: Token): string {
  if (isClosing) {
    const at = open.lastIndexOf(name)
    if (at >= 0) open.length = at
    return ''
  }
  const isEnded = open.at(-1) === 'p'
  if (isEnded) open.pop()
  open.push(name)
  return isEnded ? '</p>\n' : ''
}

/** The paragraphs of what stands between two tags of blocks, with breaks in them. */
function paragraphsOf(run: Token[]): string[] {
  const paragraphs: string[] = []
  let [paragraph, breaks] = ['', 0]
  const end = () => {
    if (paragraph.trim() !== '') paragraphs.push(paragraph.trim())
    ;[paragraph, breaks] = ['', 0]
  }
  const add = (html: string) => {
    if (html.trim() === '' && (breaks > 0 || paragraph === '')) return
    if (breaks > 0) paragraph = `${paragraph.trimEnd()}<br>\n`
    breaks = 0
    paragraph += html
  }
  for (const { kind, name, html } of run) {
    if (kind === 'tag' && name === 'br') {
      // Two of them are how people end a paragraph by hand.
      if (paragraph !== '' && ++breaks === 2) end()
      continue
    }
    if (kind !== 'text') {
      add(html)
      continue
    }
    for (const part of html.split(/(\n[^\S\n]*\n\s*|\n)/)) {
      if (!part.startsWith('\n')) add(part)
      else if (part.length > 1) end()
      else if (paragraph !== '') breaks ||= 1
    }
  }
  end()
  return paragraphs
}

function inParagraphs(paragraphs: string[], parent: string): string {
  const [first] = paragraphs
  if (first === undefined) return ''
  if (parent === 'p') return paragraphs.join('</p>\n<p>')
  if (LINES.has(parent)) return paragraphs.join('<br>\n')
  const isOne = paragraphs.length === 1
  if (STRUCTURE.has(parent) || (isOne && !TEXTS.has(parent))) return paragraphs.join('\n')
  return paragraphs
    .map((text) => (ADDRESS.test(text) ? embedded(unescaped(text)) : `<p>${text}</p>`))
    .map((html) => `${html}\n`)
    .join('')
}

const unescaped = (address: string) => address.replace(/&(?:amp|#0?38);/g, '&')
