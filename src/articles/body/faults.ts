/** Why a body cannot be shown, and how much one may hold. */

/** D1 refuses a row over 2 MB, and source and rendering share one. In bytes of UTF-8. */
export const MAX_HTML_BYTES = 1_500_000

/**
 * How much a body may hold. All of it is counted, so that the same body is refused or taken whatever
 * the machine, and as soon as it is counted, so that refusing costs no more than taking.
 */
export interface Bounds {
  /** Tags, once parsed. Each takes some four microseconds, a link ten. */
  elements: number
  /** Elements within each other: text is copied once for each that it is in. */
  depth: number
  /** Lists and quotations within each other: each makes the lines in it shorter. */
  indents: number
  /** What Markdown is taken apart into, and what of it is looked at more than once. */
  steps: number
  links: number
  pictures: number
  frames: number
}

/** For what comes in: 256 KiB of anything take at most 100 ms. docs/cost.md has the figures. */
export const BOUNDS: Bounds = {
  elements: 12_100,
  depth: 250,
  indents: 16,
  steps: 60_000,
  links: 5_000,
  pictures: 500,
  frames: 50,
}

/** For what was accepted before there were those: as much as it could hold then. */
export const FORMER_BOUNDS: Bounds = {
  elements: 40_000,
  depth: 500,
  indents: 500,
  steps: 2_000_000,
  links: 40_000,
  pictures: 40_000,
  frames: 40_000,
}

/** Thrown by a parser that will not go on; the message ends a sentence that begins with "body". */
export class Refused extends Error {}

export const TOO_LARGE =
  'renders to more than 1.5 MB of HTML; split the article or simplify its markup'
export const TOO_DEEP = 'is nested too deeply; flatten its markup'
export const TOO_MANY_NOTES = 'has more than 1,000 footnote marks; split the article'

const count = (most: number) => most.toLocaleString('en')

export const tooManyElements = (most: number) =>
  `has more than ${count(most)} elements, or 1.5 MB of HTML; split the article or simplify its markup`
export const tooManyIndents = (most: number) =>
  `is nested too deeply: more than ${most} lists and quotations within each other; flatten them`
export const tooManyLinks = (most: number) =>
  `has more than ${count(most)} links; split the article or leave some out`
export const tooManyPictures = (most: number) =>
  `has more than ${count(most)} pictures; split the article or leave some out`
export const tooManyFrames = (most: number) =>
  `embeds more than ${count(most)} frames; split the article or link to some`
export const TOO_MUCH_MARKUP =
  'has more Markdown in it than can be taken apart in time; split the article, or put what is not Markdown into a code block'
export const NO_CHARACTER =
  'refers to a control character, or to one that there is not (like &#8;); remove it'
