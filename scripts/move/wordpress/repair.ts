/**
 * Puts right, while it streams, what no XML may hold and exports of WordPress do: control characters, bare
 * ampersands, empty lines before the beginning.
 */

/** How much was put right. */
export interface Repairs {
  count: number
}

/** Where nothing is to be put right begins: data, and comments. And where it ends. */
const VERBATIM = /<!\[CDATA\[|<!--/g
const ENDS: Record<string, string> = { '<![CDATA[': ']]>', '<!--': '-->' }
/** All but tab, line feed and carriage return. A class of plain ranges: \p{Cc} is many times slower. */
const RANGES = '\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ufffe\\uffff'
const CONTROL = new RegExp(`[${RANGES}]`, 'g')
/** The same written as references, which bodies keep: there the newsroom would refuse them. */
const CONTROL_REFERENCE = /&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));/gi
const BARE = /&(?!#?\w+;)/g
/** What the next chunk may complete: a reference, and the marks around data. */
const UNFINISHED = /(?:&[#\w]{0,31}|<(?:!(?:-{1,30}|\[[A-Z]{0,5})?)?|\]{1,2}|-{1,2})$/

/** Takes the file's text chunk by chunk, and gives text that a parser of XML takes. */
export function repairer(repairs: Repairs) {
  let held = ''
  /** What ends the data or comment that we are in; empty in neither. */
  let until = ''
  let hasBegun = false
  let wasEmpty = false

  const counted = (text: string, wrong: RegExp, right: string) =>
    text.replace(wrong, () => {
      repairs.count++
      return right
    })

  const mend = (text: string): string => {
    let [made, at] = ['', 0]
    while (at < text.length) {
      const { start, mark } = until
        ? { start: text.indexOf(until, at), mark: until }
        : next(text, at)
      const part = text.slice(at, start < 0 ? text.length : start)
      made += until ? part : counted(part, BARE, '&amp;')
      if (start < 0) break
      made += mark
      at = start + mark.length
      until = until ? '' : (ENDS[mark] as string)
    }
    // The parser holds data until it ends: so it ends with each chunk.
    return until === ']]>' && made ? `${made}]]><![CDATA[` : made
  }

  return {
    push(chunk: string): string {
      let text = counted(held + chunk, CONTROL, '')
      held = ''
      if (!hasBegun) {
        const rest = text.replace(/^[\s\ufeff]+/, '')
        // However many chunks it takes, it is one beginning.
        if (rest !== text && !wasEmpty) repairs.count++
        wasEmpty ||= rest !== text
        text = rest
      }
      if (text === '') return ''
      hasBegun = true
      const tail = UNFINISHED.exec(text.slice(-40))?.[0] ?? ''
      held = tail
      return mend(counted(text.slice(0, text.length - tail.length), CONTROL_REFERENCE, ''))
    },
    end: (): string => {
      const text = mend(held)
      held = ''
      return text
    },
  }
}

function next(text: string, from: number): { start: number; mark: string } {
  VERBATIM.lastIndex = from
  const match = VERBATIM.exec(text)
  return { start: match?.index ?? -1, mark: match?.[0] ?? '' }
}
