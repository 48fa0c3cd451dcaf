/** HTML as a row of tags, text, and what is neither: code and scripts, whose text is not to be touched. */

export interface Token {
  kind: 'tag' | 'text' | 'raw'
  /** As it stands there. */
  html: string
  /** Of a tag, or of what `raw` is: lower case. */
  name: string
  isClosing: boolean
}

const RAW = new Set(['pre', 'code', 'script', 'style', 'textarea', 'svg', 'math', 'select', 'kbd'])
const TAG = /^<(\/?)([a-z][\w:-]*)/i

/** Cuts HTML up; put together again the tokens are the same HTML. */
export function tokensOf(html: string): Token[] {
  const tokens: Token[] = []
  const lower = html.toLowerCase()
  /** Elements that nothing closes from here on: what begins one is a tag like others. */
  const unclosed = new Set<string>()
  let [textFrom, at] = [0, html.indexOf('<')]
  const push = (kind: Token['kind'], end: number, name = '', isClosing = false) => {
    if (at > textFrom) {
      tokens.push({ kind: 'text', html: html.slice(textFrom, at), name: '', isClosing: false })
    }
    if (end > at) tokens.push({ kind, html: html.slice(at, end), name, isClosing })
    textFrom = at = end
  }
  while (at >= 0) {
    const [, slash, word] = TAG.exec(html.slice(at, at + 40)) ?? []
    const end = word === undefined ? -1 : endOfTag(html, at)
    if (word === undefined || end < 0) {
      at = html.indexOf('<', at + 1)
      continue
    }
    const name = word.toLowerCase()
    let rawEnd = -1
    if (!slash && RAW.has(name) && !unclosed.has(name)) {
      const closing = lower.indexOf(`</${name}`, end)
      rawEnd = closing < 0 ? -1 : endOfTag(html, closing)
      if (rawEnd < 0) unclosed.add(name)
    }
    push(rawEnd < 0 ? 'tag' : 'raw', rawEnd < 0 ? end : rawEnd, name, slash === '/')
    at = html.indexOf('<', textFrom)
  }
  at = html.length
  push('text', at)
  return tokens
}

/** More than any tag has attributes: where quotation marks never end, no tag is looked for all over the text. */
const MOST_VALUES = 100

/** The place after a tag that begins here; -1 where nothing ends it. */
function endOfTag(html: string, start: number): number {
  let at = start + 1
  let end = -1
  for (let values = 0; values < MOST_VALUES; values++) {
    if (end < at) end = html.indexOf('>', at)
    if (end < 0) return -1
    const quoted = /["']/.exec(html.slice(at, end))
    if (!quoted) return end + 1
    const closing = html.indexOf(quoted[0], at + quoted.index + 1)
    // A stray quotation mark: the tag ends where the next one does.
    if (closing < 0) return end + 1
    at = closing + 1
  }
  return -1
}
