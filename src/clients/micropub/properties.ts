/**
 * What an entry says of itself, as microformats have it: names, each with a list of values. Whatever a
 * program sent stands in there as it came, so nothing but this file takes a value for what it should be.
 */

/** A `Map`: a property may be called `__proto__`. */
export type Properties = Map<string, unknown[]>

/** A value that is an object, like `{ "html": … }`. */
export type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads properties, and collects what is wrong with them and what is left out of them. */
export interface Reader {
  properties: Properties
  /** Sentences for who sent it. */
  faults: string[]
  notes: string[]
}

/** Some apps send a number where a text is expected. */
export const textOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null
}

/** The only value of a property; null where it has none. What is blank was left blank in a form. */
export function only({ properties, faults }: Reader, name: string): unknown {
  const values = (properties.get(name) ?? []).filter((value) => value !== '' && value !== null)
  if (values.length > 1) faults.push(`${name} is there ${values.length} times; send it once`)
  return values[0] ?? null
}

/** The only value of a property, which has to be text. */
export function onlyText(reader: Reader, name: string): string | null {
  const value = only(reader, name)
  if (value === null) return null
  const text = textOf(value)
  if (text === null) reader.faults.push(`${name} must be text, not ${kindOf(value)}`)
  return text
}

/** All values that are text. The others are left out, and said to be. */
export function texts({ properties, notes }: Reader, name: string): string[] {
  const values = properties.get(name) ?? []
  const found = values.flatMap((value) => textOf(value) ?? [])
  const others = values.length - found.length
  if (others > 0) notes.push(`${name} lost ${others} that ${others > 1 ? 'are' : 'is'} no text`)
  return found.map((text) => text.trim()).filter(Boolean)
}

export function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  return value === null ? 'null' : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`
}
