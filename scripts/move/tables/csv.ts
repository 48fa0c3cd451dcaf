/** Tables as text: values apart by commas, semicolons or tabs, the first line naming them. */
import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { Fault } from '../../command.ts'
import { type Escapes, MAX_ROW, type Row } from './row.ts'

interface Given {
  record: string[]
  info: { lines: number }
}

/** The rows. Throws, with the line, where quotation marks leave nobody able to say what a row is. */
export async function* csvRows(
  parts: AsyncIterable<string>,
  name: string,
  beginning: string,
  escapes: Escapes,
): AsyncGenerator<Row> {
  const delimiter = delimiterOf(beginning)
  const isMysql = escapes === 'mysql' && delimiter === '\t'
  const parser = parse({
    delimiter,
    quote: isMysql ? false : '"',
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: MAX_ROW,
  })
  // What goes wrong in one of them is thrown by the loop.
  pipeline(Readable.from(parts), parser, () => {})
  let columns: string[] | null = null
  let line = 1
  try {
    for await (const { record, info } of parser as AsyncIterable<Given>) {
      const begins = line
      line = info.lines + 1
      if (columns === null) columns = columnsOf(record, name)
      else yield rowOf(record, columns, begins, isMysql ? unescaped : plain)
    }
  } catch (fault) {
    if (!(fault instanceof CsvError)) throw fault
    throw new Fault(`${name}:${line}: ${meaning(fault)}`, 'refused')
  }
}

function columnsOf(record: string[], name: string): string[] {
  const columns = record.map((column) => column.trim())
  const again = columns.find((column, i) => columns.indexOf(column) < i)
  if (again === undefined) return columns
  throw new Fault(
    `${name}:1: two columns are called "${again}"; name one otherwise (AS)`,
    'refused',
  )
}

function rowOf(
  record: string[],
  columns: string[],
  line: number,
  read: (value: string) => string,
): Row {
  const place = `line ${line}`
  if (record.length !== columns.length) {
    const fault = `it has ${record.length} values, and the first line names ${columns.length}`
    return { place, fault }
  }
  const cells: Record<string, string> = Object.create(null)
  for (const [i, column] of columns.entries()) cells[column] = read(record[i] as string)
  return { place, cells }
}

/** What stands most often in the first line, outside of quotation marks. */
function delimiterOf(beginning: string): string {
  const [first = ''] = beginning.replace(/"[^"]*"/g, '').split('\n')
  const times = (sign: string) => first.split(sign).length
  return ['\t', ';', ','].reduce((most, sign) => (times(sign) > times(most) ? sign : most), ',')
}

/** Databases write NULL, or \N, for no value. */
const plain = (value: string) => (value === 'NULL' || value === '\\N' ? '' : value)

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', '0': '\0' }

const unescaped = (value: string) =>
  plain(value).replace(/\\([\s\S])/g, (_, sign: string) => ESCAPES[sign] ?? sign)

function meaning({ code, message }: CsvError): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE') {
    return `the row that begins here has no end within ${MAX_ROW} characters: a quotation mark is not closed. Within a value it is written twice, ""`
  }
  if (code === 'CSV_INVALID_CLOSING_QUOTE') {
    return 'a quotation mark within a value is written twice, ""'
  }
  return message
}
