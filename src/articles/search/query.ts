/** What a reader is looking for, from what was typed into the search field. Pure. */
import { fold, type Run, runsOf, tokensOf, WORD_CHARACTER } from './segment'

export interface Query {
  /** For `MATCH`: finds every article that may be meant. Made of tokens only, never of syntax. */
  match: string
  /** One for each term, for folded text: all must be found. None reaches across a line end. */
  patterns: RegExp[]
  /** Whether the index alone can tell: each term is one token. */
  isExact: boolean
}

const QUOTE = /["“”„«»「」『』]/
/** Joins words where no space does: `state-of-the-art`, `1,140`, `example.org`. */
const CONNECTOR = /^[-'’.,:/&+@_]$/
/** More tokens than this make a search slower and hardly more exact. */
const MAX_TOKENS = 32

/**
 * Terms between spaces or Chinese punctuation, all of which must be found; between quotation marks
 * of any kind a phrase, whose words must follow one another. Null when there is nothing to look for.
 */
export function parseQuery(typed: string): Query | null {
  const terms = new Map<string, Run[]>()
  for (const [i, part] of fold(typed).split(QUOTE).entries()) {
    const runs = runsOf(part)
    const isPhrase = i % 2 === 1
    for (const term of isPhrase ? [runs] : split(part, runs)) terms.set(patternOf(term), term)
  }
  terms.delete('')
  if (terms.size === 0) return null

  const all = [...new Set([...terms.values()].flat().flatMap(tokensOf))]
  // A character by itself is looked for in titles and keywords, if there is nothing else.
  const tokens = all.length > 0 ? all.slice(0, MAX_TOKENS) : [...terms.values()].flat().map(textOf)
  return {
    match: tokens.map((token) => `"${token}"`).join(' '),
    patterns: [...terms.keys()].map((pattern) => new RegExp(pattern, 'gv')),
    isExact: tokens.length >= all.length && [...terms.values()].every(isOneToken),
  }
}

const textOf = ({ text }: Run) => text

const isOneToken = ([run, ...more]: Run[]) =>
  run !== undefined && more.length === 0 && tokensOf(run).join() === run.text

/** Runs that stand together make a term. */
function split(text: string, runs: Run[]): Run[][] {
  const terms: Run[][] = []
  for (const run of runs) {
    const last = terms.at(-1)?.at(-1)
    const between = last && text.slice(endOf(last), run.start)
    const isJoined = between === '' || (!run.isPaired && !last?.isPaired && isConnector(between))
    if (isJoined) terms.at(-1)?.push(run)
    else terms.push([run])
  }
  return terms
}

const endOf = (run: Run) => run.start + run.text.length

const isConnector = (between: string | undefined) =>
  between !== undefined && CONNECTOR.test(between)

/**
 * The source of an expression that finds the runs one after another. Words are found whole. Where
 * Han and Latin meet, a space is optional; elsewhere any punctuation may come between them.
 */
function patternOf(runs: Run[]): string {
  return runs
    .map(({ text, isPaired, start }, i) => {
      const last = runs[i - 1]
      const whole = isPaired ? text : `(?<!${WORD_CHARACTER})${text}(?!${WORD_CHARACTER})`
      if (!last) return whole
      if (endOf(last) === start) return ` ?${whole}`
      return `[^\\p{L}\\p{M}\\p{N}\\n]*${whole}`
    })
    .join('')
}
