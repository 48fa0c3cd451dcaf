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

const NAME = /<(\/?)([a-z][a-z0-9]*)/y
/** Attributes are in double quotes, which `>` does not end. */
const REST = /[^">]*(?:"[^"]*"[^">]*)*>/y

/**
 * The tags, in order. In the text between them there is no `<`. What is never ended is no tag, and
 * nothing after it is looked at: it would be looked at again and again.
 */
export function* tagsIn(html: string): Generator<Tag> {
  let end = 0
  for (let start = html.indexOf('<'); start >= 0; start = html.indexOf('<', end)) {
    NAME.lastIndex = start
    const [opening, slash, name] = (NAME.exec(html) ?? []) as string[]
    end = start + (opening ?? '<').length
    if (name === undefined) continue
    REST.lastIndex = end
    const [rest] = REST.exec(html) ?? []
    if (rest === undefined) return
    end += rest.length
    yield { name, isEnd: slash === '/', attributes: rest.slice(0, -1), start, end }
  }
}
