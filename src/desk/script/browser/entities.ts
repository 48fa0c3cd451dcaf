/** In place of the package of the same name, for markdown-it: browsers know the names of characters by themselves. */
import { readInert } from '../pasting/inert'

const known = new Map<string, string>()

/** A reference like `&eacute;` as the character that it names; as it is where it names none. */
export function decodeHTMLStrict(reference: string): string {
  const found = known.get(reference) ?? decoded(reference)
  known.set(reference, found)
  return found
}

function decoded(reference: string): string {
  // In an element: before one, white space would be left out.
  const text = readInert(`<i>${reference}</i>`).querySelector('i')?.textContent ?? ''
  // Of `&notit;` browsers take `&not`: the end of the reference is left over.
  return text.endsWith(';') && text !== ';' ? reference : text
}
