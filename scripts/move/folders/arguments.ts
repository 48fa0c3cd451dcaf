/** What stands in a tag beside its name. */

export interface Argument {
  text: string
  isQuoted: boolean
}

/** Words, and texts between quotation marks of either kind. */
export const argumentsOf = (source: string): Argument[] =>
  [...source.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]*)`|(\S+)/g)].map(
    ([, double, single, raw, word]) => ({
      text: (double ?? single)?.replace(/\\(.)/g, '$1') ?? raw ?? word ?? '',
      isQuoted: word === undefined,
    }),
  )

/** The same with names: `src="a.jpg" 3` has `src`, and `0` for what has no name. */
export function namedArguments(source: string): Record<string, string> {
  const found: Record<string, string> = Object.create(null)
  let place = 0
  for (const [, name, value = ''] of source.matchAll(
    /(?:([\w-]+)\s*=\s*)?("(?:[^"\\]|\\.)*"|`[^`]*`|[^\s"`]+)/g,
  )) {
    const [plain = { text: '' }] = argumentsOf(value)
    found[name?.toLowerCase() ?? String(place++)] = plain.text
  }
  return found
}

/** A sentence about tags that went, each with how often. */
export function goneTags(names: string[], what: string): string[] {
  const times = new Map<string, number>()
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1)
  const list = [...times].map(([name, count]) => (count > 1 ? `${name} (${count} times)` : name))
  return list.length === 0
    ? []
    : [`${what} that mean nothing here went, their text stayed: ${list.join(', ')}`]
}
