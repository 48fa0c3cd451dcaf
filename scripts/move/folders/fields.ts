/** Fields of heads and settings, whatever they were written in: text, lists and fields within fields. */

export type Value = string | null | Value[] | Fields
export interface Fields {
  [name: string]: Value
}

/** Any value of YAML, TOML or JSON with every scalar as text: dates as they are written, true as `true`. */
export function asValue(value: unknown): Value {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.map(asValue)
  // Dates of TOML keep their offset, or that they have none.
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object') return String(value)
  return fieldsFrom(Object.entries(value).map(([name, inner]) => [name, asValue(inner)]))
}

/** Fields by their names: of an object without a prototype, `__proto__` being a name like others. */
export function fieldsFrom(entries: Iterable<[string, Value]>): Fields {
  const fields: Fields = Object.create(null)
  for (const [name, value] of entries) fields[name] = value
  return fields
}

/** The same with names in small letters, at any depth, for software to which they are all the same. */
export function inSmallLetters(value: Value): Value {
  if (Array.isArray(value)) return value.map(inSmallLetters)
  if (!isFields(value)) return value
  return fieldsFrom(
    Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inSmallLetters(inner)]),
  )
}

export const isFields = (value: Value | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The text of the first of some fields that has any; null where none has. */
export function textOf(fields: Fields, ...names: string[]): string | null {
  for (const name of names) {
    const value = fields[name]
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
  }
  return null
}

/** A field's texts: of a list, or of itself. */
export function textsOf(value: Value | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf)
  return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : []
}

/** What a field is that says yes or no; null where it says neither. */
export function flagOf(fields: Fields, name: string): boolean | null {
  const text = textOf(fields, name)?.toLowerCase()
  if (text === 'true' || text === 'yes' || text === 'on') return true
  return text === 'false' || text === 'no' || text === 'off' ? false : null
}

/** The fields within a field; none where it has none. */
export function innerOf(fields: Fields, name: string): Fields {
  const inner = fields[name]
  return isFields(inner) ? inner : {}
}

/** A list without what came before in it. */
export const once = (texts: string[]) => [...new Set(texts)]
