/** The rows of an export of Ghost, table by table in its order. */
import { JSONParser } from '@streamparser/json'
import { Fault } from '../../command.ts'
import { textOf } from '../chunks.ts'
import type { SourceOptions } from '../source.ts'

export interface Row {
  table: string
  /** As it stands there. It may hold secrets: what is not asked for by name stays in it. */
  fields: Record<string, unknown>
}

/** Newer exports hold a list of databases, which has one; older ones hold its content. */
const ALL = ['$.db.*.data.*.*', '$.data.*.*']
const POSTS = ['$.db.*.data.posts.*', '$.data.posts.*']

/** How many characters may pass without a row: the parser holds a row until it ends. */
const MAX_ROW = 64_000_000

/** Reads the file once: all rows, or the posts alone. Throws where it is no JSON, without a word of what it holds. */
export async function* rowsIn(
  { path, name, encoding }: SourceOptions,
  which: 'all' | 'posts',
): AsyncGenerator<Row> {
  const found: Row[] = []
  const parser = new JSONParser({ paths: which === 'all' ? ALL : POSTS, keepStack: false })
  let values = 0
  parser.onValue = ({ value, stack }) => {
    values++
    const table = String(stack.at(-1)?.key ?? '')
    if (isObject(value)) found.push({ table, fields: value })
  }
  let [at, since] = [0, 0]
  for await (const chunk of textOf(path, name, encoding)) {
    const before = values
    guarded(name, at, () => parser.write(chunk))
    at += chunk.length
    since = values === before ? since + chunk.length : 0
    if (which === 'all' && since > MAX_ROW) {
      throw broken(name, `a row before character ${at} is longer than ${MAX_ROW} characters`)
    }
    yield* found.splice(0)
  }
  if (!parser.isEnded) throw broken(name, 'it ends before its JSON does, and was cut off')
}

/** Errors of the parser quote the file, which has keys and passwords in it: none is passed on. */
function guarded(name: string, at: number, work: () => void): void {
  try {
    work()
  } catch {
    throw broken(name, `it is no JSON after character ${at}`)
  }
}

const broken = (name: string, what: string) =>
  new Fault(`${name}: ${what}. Export it again from Ghost (Settings, Import/Export)`, 'refused')

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field that is text; empty where it is none. */
export const textIn = (fields: Record<string, unknown>, name: string): string => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}
