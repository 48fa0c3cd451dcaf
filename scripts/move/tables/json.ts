/** Tables as JSON: a list of rows, or a row in each line. */
import { JSONParser } from '@streamparser/json'
import { Fault } from '../../command.ts'
import { MAX_ROW, type Row } from './row.ts'

/**
 * The rows of one list. Programs put it into an object (`{"RECORDS": […]}`) or, as `data`, into one of several
 * in a list.
 */
export async function* jsonRows(
  parts: AsyncIterable<string>,
  name: string,
  beginning: string,
): AsyncGenerator<Row> {
  const isWithin = /^\s*\[\s*\{\s*"type"\s*:\s*"header"/.test(beginning)
  const path = isWithin ? '$.*.data.*' : /^\s*\{/.test(beginning) ? '$.*.*' : '$.*'
  const parser = new JSONParser({ paths: [path], keepStack: false })
  const rows: Row[] = []
  let [line, count, held] = [1, 0, 0]
  parser.onValue = ({ value }) => {
    held = 0
    count++
    rows.push(rowOf(value, `row ${count}`))
  }
  for await (const part of parts) {
    held += part.length
    const fault = faultIn(parser, part, line)
    yield* rows.splice(0)
    if (fault) throw new Fault(`${name}:${fault}`, 'refused')
    line += part.split('\n').length - 1
    if (held > MAX_ROW) {
      throw new Fault(`${name}:${line}: a row takes at most ${MAX_ROW} characters`, 'refused')
    }
  }
  if (!parser.isEnded) throw new Fault(`${name}:${line}: the JSON breaks off`, 'refused')
}

/** What is wrong with a part that begins in a line, as `LINE: what`; null for nothing. */
function faultIn(parser: JSONParser, part: string, line: number): string | null {
  try {
    parser.write(part)
    return null
  } catch (fault) {
    const { message } = fault as Error
    const [, at = '0'] = /chunk position "(\d+)"/.exec(message) ?? []
    const lines = part.slice(0, Number(at)).split('\n').length - 1
    return `${line + lines}: this is no JSON: ${message.replace(/ at chunk position.*$/, '')}`
  }
}

/** The rows of lines, each for itself. */
export async function* lineRows(parts: AsyncIterable<string>, name: string): AsyncGenerator<Row> {
  let [line, rest] = [1, '']
  for await (const part of parts) {
    const lines = (rest + part).split('\n')
    rest = lines.pop() ?? ''
    for (const one of lines) yield* inLine(one, line++)
    if (rest.length > MAX_ROW) {
      throw new Fault(`${name}:${line}: a row takes at most ${MAX_ROW} characters`, 'refused')
    }
  }
  yield* inLine(rest, line)
}

function* inLine(text: string, line: number): Generator<Row> {
  if (text.trim() === '') return
  const place = `line ${line}`
  try {
    yield rowOf(JSON.parse(text), place)
  } catch (fault) {
    yield { place, fault: `this is no JSON: ${(fault as Error).message}` }
  }
}

function rowOf(value: unknown, place: string): Row {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { place, fault: 'a row must be an object, whose fields are the columns' }
  }
  const cells: Record<string, string> = Object.create(null)
  for (const [column, cell] of Object.entries(value)) cells[column] = textOf(cell)
  return { place, cells }
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}
