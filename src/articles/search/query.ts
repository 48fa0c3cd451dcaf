/** What a reader is looking for, from what was typed into the search field. Pure. */
import { type Pattern, Phrase } from './phrase'
import { fold, type Run, runsOf, tokensOf, WORD_CHARACTER } from './segment'

export interface Query {
  /** For `MATCH`: finds every article that may be meant. Made of tokens only, never of syntax. */
  match: string
  /** One for each term, for folded text: all must be found. Line ends part what they look at. */
  patterns: Pattern[]
  /** Whether the index alone can tell: each term is one token. */
  isExact: boolean
}

const QUOTE = /["“”„«»「」『』]/
/** Joins words where no space does: `state-of-the-art`, `1,140`, `example.org`. */
const CONNECTOR = /^[-'’.,:/&+@_]$/
/** More tokens than this make a search slower and hardly more exact. */
const MAX_TOKENS = 32
/** Folding may make eighteen characters of one, and each is looked for in the whole of a text. */
const MAX_FOLDED = 400

/**
 * Terms between spaces or Chinese punctuation, all of which must be found; between quotation marks
 * of any kind a phrase, whose words must follow one another. Null when there is nothing to look for.
 */
export function parseQuery(typed: string): Query | null {
  const terms = new Map<string, Run[]>()
  for (const [i, part] of fold(typed).slice(0, MAX_FOLDED).split(QUOTE).entries()) {
    const runs = runsOf(part)
    const isPhrase = i % 2 === 1
    for (const term of isPhrase ? [runs] : split(part, runs)) terms.set(nameOf(term), term)
  }
  terms.delete('')
  if (terms.size === 0) return null

  const all = [...new Set([...terms.values()].flat().flatMap(tokensOf))]
  // A character by itself is looked for in titles and keywords, if there is nothing else.
  const tokens = all.length > 0 ? all.slice(0, MAX_TOKENS) : [...terms.values()].flat().map(textOf)
  return {
    match: tokens.map((token) => `"${token}"`).join(' '),
    patterns: [...terms.values()].map(patternOf),
    isExact: tokens.length >= all.length && [...terms.values()].every(isOneToken),
  }
}

const textOf = ({ text }: Run) => text

/** Two terms of the same name find the same. */
const nameOf = (runs: Run[]) =>
  runs
    .map((run, i) => (i > 0 && endOf(runs[i - 1] as Run) === run.start ? '' : ' ') + run.text)
    .join('')

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

/** Words are found whole; a run of Han wherever it stands. */
function patternOf(runs: Run[]): Pattern {
  const [run, ...more] = runs as [Run, ...Run[]]
  if (more.length > 0) return new Phrase(runs)
  if (run.isPaired) return new RegExp(run.text, 'gv')
  return new RegExp(`(?<!${WORD_CHARACTER})${run.text}(?!${WORD_CHARACTER})`, 'gv')
}
