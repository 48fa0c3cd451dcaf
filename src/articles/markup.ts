/** The HTML that `renderBody` writes, read without a parser: for readers' requests. */

export interface Tag {
  name: string
  isEnd: boolean
  /** As they stand, with the space before the first. */
  attributes: string
  /** Where it stands, from `<` to after `>`. */
  start: number
  end: number
}

/** Attributes are in double quotes, which `>` does not end. */
const REST = /[^">]*(?:"[^"]*"[^">]*)*>/y

const SLASH = 0x2f
const isLetter = (unit: number) => unit >= 0x61 && unit <= 0x7a
const isDigit = (unit: number) => unit >= 0x30 && unit <= 0x39

/** Where a name ends that begins here; here, if none does. */
function endOfName(html: string, start: number): number {
  if (!isLetter(html.charCodeAt(start))) return start
  let end = start + 1
  for (let unit = html.charCodeAt(end); isLetter(unit) || isDigit(unit); ) {
    unit = html.charCodeAt(++end)
  }
  return end
}

/**
 * The tags, in order. In the text between them there is no `<`. What is never ended is no tag, and
 * nothing after it is looked at: it would be looked at again and again.
 */
export function* tagsIn(html: string): Generator<Tag> {
  let end = 0
  for (let start = html.indexOf('<'); start >= 0; start = html.indexOf('<', end)) {
    const isEnd = html.charCodeAt(start + 1) === SLASH
    const nameStart = start + (isEnd ? 2 : 1)
    const nameEnd = endOfName(html, nameStart)
    end = nameEnd === nameStart ? start + 1 : nameEnd
    if (nameEnd === nameStart) continue
    let attributes = ''
    if (html[nameEnd] === '>') end++
    else {
      REST.lastIndex = nameEnd
      const [rest] = REST.exec(html) ?? []
      if (rest === undefined) return
      end += rest.length
      attributes = rest.slice(0, -1)
    }
    yield { name: html.slice(nameStart, nameEnd), isEnd, attributes, start, end }
  }
}
