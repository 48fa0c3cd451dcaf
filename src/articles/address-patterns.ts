/**
 * Patterns of addresses, like `/tag/:name`, `/?p=:id` or `/bbs/*`: what they say, and whether an address is like
 * that. `:name` stands for a step of a path, a value of a query, or a part of one; a final `*` for the rest. Pure.
 */
import { keyOf, partsOf, valueIn } from './addresses'
import { normalStep, normalValue } from './percent'

/** What stands there, or what it is called that may. */
export type Part = { text: string } | { name: string }

export interface Pattern {
  /** Of the path. */
  steps: Part[][]
  /** Whether more may follow after the last step. */
  isOpen: boolean
  /** What the query has to say, whatever else it says. */
  params: { key: string; parts: Part[] }[]
}

const NAME = /:([a-z][a-z0-9]*)/i

const partsIn = (text: string, normal: (text: string) => string): Part[] =>
  text.split(NAME).flatMap((piece, i): Part[] => {
    if (i % 2 === 1) return [{ name: piece }]
    return piece === '' ? [] : [{ text: normal(piece) }]
  })

/** A pattern as it is written. What is none is read all the same: see address-faults.ts. */
export function patternOf(written: string): Pattern {
  const { path, params } = partsOf(written)
  const asked = params.filter((param) => param !== '')
  const isOpen = path.endsWith('*')
  const closed = isOpen ? path.slice(0, -1) : path.replace(/\/+$/, '')
  return {
    steps: closed
      .slice(1)
      .split('/')
      .map((step) => partsIn(step, normalStep)),
    isOpen,
    params: asked.map((param) => ({
      key: normalValue(keyOf(param)),
      parts: partsIn(valueIn(param), normalValue),
    })),
  }
}

/** All parts of a pattern, in their order. */
export const allParts = ({ steps, params }: Pattern): Part[] => [
  ...steps.flat(),
  ...params.flatMap(({ parts }) => parts),
]

/** What a pattern gives names to, in order. */
export const namesIn = (parts: Part[]): string[] =>
  parts.flatMap((part) => ('name' in part ? [part.name] : []))

interface Piece {
  source: RegExp
  names: string[]
}

/** A pattern made ready to be held against addresses. */
export interface Compiled {
  path: Piece
  params: (Piece & { key: string })[]
}

export function compile({ steps, isOpen, params }: Pattern): Compiled {
  return {
    path: {
      source: new RegExp(`^${pathSource(steps, isOpen)}$`, 'u'),
      names: namesIn(steps.flat()),
    },
    params: params.map(({ key, parts }) => ({
      key,
      source: new RegExp(`^${partsSource(parts, '', true)}$`, 'u'),
      names: namesIn(parts),
    })),
  }
}

/** What follows an open path may be missing, with the slash before it; only the home page is not like `/*`. */
function pathSource(steps: Part[][], isOpen: boolean): string {
  const sources = steps.map((parts, i) => partsSource(parts, '/', !isOpen || i < steps.length - 1))
  const path = `/${sources.join('/')}`
  if (!isOpen) return path
  if (path === '/') return '/[^]+'
  return path.endsWith('/') ? `${path.slice(0, -1)}(?:/[^]*)?` : `${path}[^]*`
}

/**
 * A part with a name ends where the text after it begins, so there is one way to read it; the last one of a step,
 * whose end is known, goes on to what its step ends with. So each sign is looked at once, and by the last one as
 * often as the text after it is long at most.
 */
function partsSource(parts: Part[], beyond: string, isEndKnown: boolean): string {
  const last = parts.findLastIndex((part) => 'name' in part)
  return parts
    .map((part, i) => {
      if ('text' in part) return literal(part.text)
      const next = parts[i + 1]
      const isWide = (isEndKnown && i === last) || !next || 'name' in next
      const [first = ''] = isWide ? '' : next.text
      return `([^${literal(beyond + first)}]+)`
    })
    .join('')
}

const literal = (text: string) =>
  text.replace(/[^\w\u0080-\u{10ffff}]/gu, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`)

/** What stands for each name in a normal address, as it is spelled there; null where the pattern is another. */
export function valuesIn({ path, params }: Compiled, address: string): Map<string, string> | null {
  const asked = partsOf(address)
  const found = [
    read(path, asked.path),
    ...params.map((param) => {
      const said = asked.params.find((one) => keyOf(one) === param.key)
      return said === undefined ? null : read(param, valueIn(said))
    }),
  ]
  const entries = found.flatMap((values) => values ?? [])
  return found.includes(null) ? null : new Map(entries)
}

function read({ source, names }: Piece, text: string): [string, string][] | null {
  const [whole, ...values] = source.exec(text) ?? []
  return whole === undefined ? null : names.map((name, i) => [name, values[i] ?? ''])
}

/** The same for patterns that are like the same addresses, and differ in names at most. */
export const shapeOf = ({ steps, isOpen, params }: Pattern): string => {
  const nameless = (parts: Part[]) => parts.map((part) => ('name' in part ? null : part.text))
  const asked = params.map(({ key, parts }) => [key, nameless(parts)] as const)
  const sorted = asked.toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([steps.map(nameless), isOpen, sorted])
}
