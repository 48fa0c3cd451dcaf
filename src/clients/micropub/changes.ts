/** What an update does to properties: `replace`, `add` and `delete` (Micropub, 3.4). Pure. */
import { isFields, type Properties } from './properties'

const OPERATIONS = ['replace', 'add', 'delete'] as const

/** An update, by operation; `removed` is what is deleted whole. */
export interface Changes {
  replace: Properties
  add: Properties
  delete: Properties
  removed: string[]
}

export function readChanges(json: Record<string, unknown>): Changes | { faults: string[] } {
  const faults: string[] = []
  if (!OPERATIONS.some((operation) => Object.hasOwn(json, operation))) {
    faults.push('An update needs replace, add or delete')
  }
  const removed = Array.isArray(json.delete) ? json.delete : []
  const names = removed.filter((name) => typeof name === 'string')
  if (names.length < removed.length) faults.push('delete must be a list of names of properties')
  const changes: Changes = {
    replace: valuesOf('replace', json.replace, faults),
    add: valuesOf('add', json.add, faults),
    delete: valuesOf('delete', Array.isArray(json.delete) ? {} : json.delete, faults),
    removed: names,
  }
  return faults.length > 0 ? { faults } : changes
}

function valuesOf(operation: string, given: unknown, faults: string[]): Properties {
  if (given === undefined) return new Map()
  if (!isFields(given)) {
    faults.push(`${operation} must be an object of properties, each with a list of values`)
    return new Map()
  }
  return new Map(
    Object.entries(given).map(([name, values]) => {
      if (Array.isArray(values)) return [name, values]
      faults.push(`${operation}.${name.slice(0, 50)} must be a list, also of a single value`)
      return [name, []]
    }),
  )
}

/** Have one value: another is no addition. */
const SINGLE = ['name', 'content', 'summary', 'published', 'author', 'post-status', 'visibility']

/** The properties that an update touches, with the values that it leaves them. */
export function changed(
  properties: Properties,
  changes: Changes,
): { touched: Properties; faults: string[] } {
  const faults: string[] = []
  const touched: Properties = new Map()
  const now = (name: string) => touched.get(name) ?? properties.get(name) ?? []
  for (const [name, values] of changes.replace) touched.set(name, values)
  for (const name of changes.removed) touched.set(name, [])
  for (const [name, values] of changes.delete) {
    const out = new Set(values.map(keyOf))
    touched.set(
      name,
      now(name).filter((value) => !out.has(keyOf(value))),
    )
  }
  for (const [name, values] of changes.add) {
    const before = now(name)
    const fresh = values.filter((value) => !before.some((one) => keyOf(one) === keyOf(value)))
    if (SINGLE.includes(name) && before.length > 0 && fresh.length > 0) {
      faults.push(`${name} has a value, and can have one: replace it`)
    }
    touched.set(name, [...before, ...fresh])
  }
  return { touched, faults }
}

/** By which a value is known again: a photo by its address, with or without what it shows. */
const keyOf = (value: unknown) =>
  JSON.stringify(isFields(value) && typeof value.value === 'string' ? value.value : value)
