/** Reads a command for curl as a shell would, as far as the documentation goes. */

export interface Command {
  method: string
  url: URL
  headers: Record<string, string>
  body: string | undefined
}

/** Words of a POSIX shell: bare, in single quotes, or in double quotes. */
const WORD = /(?:'[^']*'|"(?:\\.|[^"\\])*"|\\[^\n]|[^\s'"\\])+/g

const unquote = (word: string, variables: Record<string, string>) =>
  word.replace(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|\$(\w+)/g,
    (_, single, double, escaped, name) => {
      if (single !== undefined) return single
      if (escaped !== undefined) return escaped
      if (name !== undefined) return variables[name] ?? ''
      return double.replace(/\$(\w+)|\\(["\\$`])/g, (_: string, name?: string, escaped?: string) =>
        name ? (variables[name] ?? '') : escaped,
      )
    },
  )

export function parseCurl(text: string, variables: Record<string, string>): Command {
  const words = [...text.replaceAll('\\\n', ' ').matchAll(WORD)].map(([word]) =>
    unquote(word, variables),
  )
  if (words.shift() !== 'curl') throw new Error(`not a command for curl: ${text}`)
  let method: string | undefined
  let url: URL | undefined
  let body: string | undefined
  const headers: Record<string, string> = {}
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '-X') method = words.shift()
    else if (word === '-d') body = words.shift()
    else if (word === '-H') {
      const [, name = '', value = ''] = /^(.+?): (.*)$/s.exec(words.shift() ?? '') ?? []
      headers[name] = value
    } else if (word.startsWith('-')) throw new Error(`unknown option ${word}`)
    else url = new URL(word)
  }
  if (!url) throw new Error(`no address: ${text}`)
  return { method: method ?? (body === undefined ? 'GET' : 'POST'), url, headers, body }
}
