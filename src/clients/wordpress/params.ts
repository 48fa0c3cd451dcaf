/**
 * Parameters as WordPress takes them: of the address and of the body alike, be that JSON or a form, lists as
 * PHP has them (`tags[]=1`), with commas, or as JSON. Pure.
 */

/** More than any client sends; each is looked at. */
const MAX_PAIRS = 500
/** Of one list. WordPress takes a hundred a page. */
const MAX_LISTED = 100

const LARGEST = Number.MAX_SAFE_INTEGER

type Value = unknown

export class Params {
  private readonly values: ReadonlyMap<string, Value>

  constructor(values: ReadonlyMap<string, Value> = new Map()) {
    this.values = values
  }

  has(name: string): boolean {
    const value = this.values.get(name)
    return value !== undefined && value !== null
  }

  /** Also where it is `{ raw: … }`, as WordPress answers it. Null where it is no text. */
  text(name: string): string | null {
    return textOf(this.values.get(name))
  }

  /** As it was sent, each on its own: of a list, of text with commas, of an object's values. */
  list(name: string): string[] {
    const value = this.values.get(name)
    if (typeof value === 'string')
      return value
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean)
    const all = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [value]
    return all.flatMap((one) => textOf(one) ?? []).flatMap((one) => (one === '' ? [] : one))
  }

  /** The same as numbers; null where one is none, or there are too many. */
  numbers(name: string): number[] | null {
    const listed = this.list(name)
      .flatMap((one) => one.split(','))
      .filter((one) => one.trim())
    const all = listed.map((one) => (/^\s*\d{1,16}\s*$/.test(one) ? Number(one) : Number.NaN))
    const isGood = all.length <= MAX_LISTED && all.every((one) => one <= LARGEST)
    return isGood ? [...new Set(all)] : null
  }

  /** A whole number from `least` on; the usual one where none is sent, null where it is none. */
  number(name: string, usual: number, least: number, most = LARGEST): number | null {
    if (!this.has(name)) return usual
    const text = this.text(name) ?? ''
    const value = /^\d{1,16}$/.test(text.trim()) ? Number(text) : Number.NaN
    return value >= least && value <= most ? value : null
  }

  isTrue(name: string): boolean {
    return ['true', '1'].includes((this.text(name) ?? '').toLowerCase())
  }

  /** These, and where they say nothing of it, others. */
  over(others: Params): Params {
    return new Params(new Map([...others.values, ...this.values]))
  }

  get names(): string[] {
    return [...this.values.keys()]
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return textOf(value.at(-1))
  if (isObject(value)) return textOf(value.raw ?? null)
  return null
}

/** The members of a JSON object. */
export const fromObject = (object: Record<string, unknown>) =>
  new Params(new Map(Object.entries(object)))

const KEY = /^([^[\]]+)(?:\[([^[\]]*)\])?$/

/** Pairs of a query or a form: `a[]` and `a[0]` make a list, and so does a name that comes twice. */
export function fromPairs(pairs: Iterable<[string, string]>): Params {
  const values = new Map<string, unknown>()
  let count = 0
  for (const [key, value] of pairs) {
    if (++count > MAX_PAIRS) break
    const [, name = key, inner] = KEY.exec(key) ?? []
    const before = values.get(name)
    if (inner !== undefined && inner !== '' && !/^\d+$/.test(inner)) {
      const object = isObject(before) ? Object.entries(before) : []
      // Not by assignment: a member named __proto__ must stay one.
      values.set(name, Object.fromEntries([...object, [inner, value]]))
    } else if (Array.isArray(before)) values.set(name, [...before, value])
    else if (inner !== undefined || typeof before === 'string')
      values.set(name, [...(typeof before === 'string' ? [before] : []), value])
    else values.set(name, value)
  }
  return new Params(values)
}
