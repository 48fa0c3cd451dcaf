/** Our markdown-it, asked for what a text is made of, and not for HTML. */
import type { MarkdownIt, Token } from 'markdown-it'
import { BOUNDS } from '../../../articles/body/faults'
import { begin, type Environment, newSyntax } from '../../../articles/body/syntax'

let made: MarkdownIt | undefined

/** Notes stay where they are defined: the renderer moves them to the end. */
export function syntax(): MarkdownIt {
  if (made) return made
  made = newSyntax()
  made.core.ruler.disable('footnote_tail')
  return made
}

/** Looked for at each `[^`: one may stand within another. */
const LABEL = /\[\^(?=([^\s\]]+)\])/g

export interface Apart {
  tokens: Token[]
  /** Some links take their address from elsewhere in the text. */
  hasReferences: boolean
}

/** Takes a text apart. Throws `Refused` when the renderer would. */
export function takeApart(source: string): Apart {
  begin(BOUNDS)
  const env: Environment = { beyond: [] }
  const tokens = syntax().parse(source, env as never)
  return { tokens, hasReferences: Object.keys(env.references ?? {}).length > 0 }
}

/** The same for a piece of a text: its notes are defined elsewhere. */
export const takePieceApart = (source: string): Token[] => piece(source).tokens

/** A piece as HTML, to be compared with others: it is not cleaned, and is shown nowhere. */
export function htmlOfPiece(source: string): string {
  const { tokens, env } = piece(source)
  return syntax().renderer.render(tokens, syntax().options, env as never)
}

function piece(source: string): { tokens: Token[]; env: Environment } {
  begin(BOUNDS)
  const labels = [...source.matchAll(LABEL)].map(([, label]) => [`:${label}`, -1] as const)
  const env: Environment = { beyond: [], footnotes: { refs: Object.fromEntries(labels) } }
  return { tokens: syntax().parse(source, env as never), env }
}
