/** Why a body cannot be shown. */

/** D1 refuses a row over 2 MB, and source and rendering share one. In bytes of UTF-8. */
export const MAX_HTML_BYTES = 1_500_000

/** Thrown by a parser that will not go on; the message ends a sentence that begins with "body". */
export class Refused extends Error {}

export const TOO_LARGE =
  'renders to more than 1.5 MB of HTML; split the article or simplify its markup'
export const TOO_DEEP = 'is nested too deeply; flatten its markup'
export const TOO_MANY_NOTES = 'has more than 1,000 footnote marks; split the article'
