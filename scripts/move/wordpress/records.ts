/** The records of an export, in its order: what it says of the site, its authors and categories, its items. */
import { SaxesParser } from 'saxes'
import { Fault } from '../../command.ts'
import { textOf } from '../chunks.ts'
import type { SourceOptions } from '../source.ts'
import { collect, type Entry } from './collect.ts'
import { type Repairs, repairer } from './repair.ts'

/** How far the next tag may be, data apart: the parser holds text until there is one. */
const MAX_DISTANCE = 16_000_000

/** What no repair is, but a file that was cut off or damaged. */
const BROKEN =
  /unmatched closing|unexpected close|weird empty close|unclosed tag|unexpected end|must contain a root/

/** Reads the file once. Throws with the line where it is damaged. */
export async function* entriesIn(
  { path, name, encoding }: SourceOptions,
  repairs: Repairs,
): AsyncGenerator<Entry> {
  const found: Entry[] = []
  let marks = 0
  const parser = new SaxesParser()
  parser.on('error', (fault) => {
    if (BROKEN.test(fault.message)) throw damaged(name, fault.message)
    repairs.count++
  })
  collect(
    parser,
    (entry) => found.push(entry),
    () => marks++,
  )
  const repair = repairer(repairs)
  let distance = 0
  for await (const chunk of textOf(path, name, encoding, declaredEncoding)) {
    const before = marks
    parser.write(repair.push(chunk))
    distance = marks === before ? distance + chunk.length : 0
    if (distance > MAX_DISTANCE) throw damaged(name, `${parser.line}: no tag in 16 MB`)
    yield* found.splice(0)
  }
  parser.write(repair.end()).close()
  yield* found.splice(0)
}

const declaredEncoding = (start: string) =>
  /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w-]+)/.exec(start)?.[1] ?? null

/** `message` as the parser has it, which begins with line and column. */
function damaged(name: string, message: string): Fault {
  const [, line = '?', what] = /^(\d+):(?:\d+:)?\s*(.*)$/.exec(message) ?? [null, '?', message]
  return new Fault(
    `${name}:${line}: ${what?.replace(/\.$/, '')}. The file is damaged or was cut off: export it again from WordPress (Tools, Export)`,
    'refused',
  )
}
