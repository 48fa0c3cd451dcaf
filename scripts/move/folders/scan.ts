/** Replacing what stands in a text, but not in its code. */
import type { Format } from '../../picture-places.ts'

/** Fenced code, to its end or the text's; and code in a line, which a blank line ends. */
const CODE = {
  markdown:
    '^[ \\t>]*(?<fence>`{3,}|~{3,})(?:(?<=~)[^\\n]*|[^`\\n]*)(?=\\n|(?![\\s\\S]))(?:\\n[\\s\\S]*?)??(?:\\n[ \\t>]*\\k<fence>[`~]*[ \\t]*$|(?![\\s\\S]))|(?<![`\\\\])(?<ticks>`+)(?!`)(?:(?!\\n[ \\t]*\\n)[\\s\\S])+?(?<!`)\\k<ticks>(?!`)',
  html: '<(?<tag>pre|code|script|style)\\b[^>]*>[\\s\\S]*?</\\k<tag>>',
  text: '(?!)',
}

/** What is put in the place of something found, and where in the text to go on. */
export interface Put {
  text: string
  end: number
}

/**
 * A text with something else in the place of all that matches `mark` outside of code. `put` says what, and may
 * take what follows along. Groups called `fence`, `ticks` and `tag` are not for `mark`.
 */
export function replaced(
  text: string,
  format: Format,
  mark: string,
  put: (found: RegExpExecArray) => Put,
): string {
  const pattern = new RegExp(`(?<mark>${mark})|${CODE[format]}`, 'gm')
  let [made, at] = ['', 0]
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    if (found.groups?.mark === undefined) continue
    const { text: instead, end } = put(found)
    made += text.slice(at, found.index) + instead
    at = end
    pattern.lastIndex = end
  }
  return made + text.slice(at)
}

/** Where a text is cut for a summary: `<!-- more -->`. */
export const withoutDivider = (text: string, format: Format) =>
  replaced(text, format, '<!--[ \\t]*more[ \\t]*-->', (found) => ({
    text: '',
    end: found.index + found[0].length,
  })).trim()
