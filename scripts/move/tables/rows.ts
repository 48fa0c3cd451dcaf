/** The rows of a table, whatever it is kept as, one at a time. */
import { Fault } from '../../command.ts'
import { csvRows } from './csv.ts'
import { jsonRows, lineRows } from './json.ts'
import type { Escapes, Row } from './row.ts'
import { partsOf, type TextFile } from './text.ts'

/** CSV and its kin, JSON (a list of rows), or a row of JSON in each line, by how the file begins. */
export async function* rowsOf(file: TextFile, escapes: Escapes): AsyncGenerator<Row> {
  const beginning = await beginningOf(file)
  if (/^\s*$/.test(beginning)) throw new Fault(`${file.name}: the file is empty`, 'refused')
  const parts = partsOf(file)
  if (/^\s*\[/.test(beginning)) yield* jsonRows(parts, file.name, beginning)
  else if (/^\s*\{\s*"[^"]*"\s*:\s*\[\s*\{/.test(beginning)) {
    yield* jsonRows(parts, file.name, beginning)
  } else if (/^\s*\{/.test(beginning)) yield* lineRows(parts, file.name)
  else yield* csvRows(parts, file.name, beginning, escapes)
}

/** The first part of a file's text. */
async function beginningOf(file: TextFile): Promise<string> {
  for await (const part of partsOf(file)) return part
  return ''
}
