/** YAML as people write it into heads: what its author meant counts, where that is plain. */
import { isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import { HeadFault } from '../../head.ts'
import { asValue, type Fields, fieldsFrom } from './fields.ts'

interface Read {
  fields: Fields
  notes: string[]
}

/**
 * A field whose text stands on its line alone: its name, and the text as it is written. A list without its end
 * is none: nobody can say how far it was to go.
 */
const FIELD = /^([A-Za-z_][\w-]*)[ \t]*:[ \t]+((?!\[[^\]]*$|\{[^}]*$)\S.*?)[ \t]*$/

/**
 * The fields of some YAML. Every scalar is text as it is written. Tabs that indent, names that come twice (the
 * last counts) and texts that should be between quotation marks are read, and the last two noted.
 * @param first the line of the file in which the source begins, from 1
 */
export function readYaml(source: string, first: number): Read {
  const lines = source
    .replaceAll('\r\n', '\n')
    .replace(/^\t+/gm, (tabs) => '  '.repeat(tabs.length))
    .split('\n')
  const notes: string[] = []
  // Each pass mends one line, and none twice.
  const mended = new Set<number>()
  for (;;) {
    const counter = new LineCounter()
    const yaml = parseDocument(lines.join('\n'), {
      schema: 'failsafe',
      lineCounter: counter,
      prettyErrors: false,
      uniqueKeys: false,
    })
    const [fault] = yaml.errors
    if (!fault) return { fields: fieldsOf(yaml, first), notes: [...notes, ...twice(yaml)] }
    const at = counter.linePos(fault.pos[0]).line - 1
    const found = [at, at - 1].find((i) => !mended.has(i) && FIELD.test(lines[i] ?? ''))
    if (found === undefined) throw new HeadFault(first + at, sentence(fault.message))
    mended.add(found)
    const [, name = '', text = ''] = FIELD.exec(lines[found] as string) ?? []
    lines[found] = `${name}: ${JSON.stringify(text)}`
    notes.push(
      `line ${first + found}: ${name} is no YAML without quotation marks, and was read as it is written: ${text}`,
    )
  }
}

type Document = ReturnType<typeof parseDocument>

function fieldsOf(yaml: Document, first: number): Fields {
  if (yaml.contents === null) return fieldsFrom([])
  if (!isMap(yaml.contents)) throw new HeadFault(first, 'the head holds no fields')
  visit(yaml, {
    Scalar(place, node) {
      const isAbsent = node.type === 'PLAIN' && /^(~|null)?$/i.test(String(node.value))
      if (place !== 'key' && isAbsent) node.value = null
    },
  })
  // A head of 20,000 characters may refer to itself so often that it would fill the memory.
  try {
    return asValue(yaml.toJS({ maxAliasCount: 100 })) as Fields
  } catch (fault) {
    throw new HeadFault(first, (fault as Error).message)
  }
}

/** Names that come twice. */
function twice(yaml: Document): string[] {
  if (!isMap(yaml.contents)) return []
  const names = yaml.contents.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''))
  const again = names.filter((name, i) => name !== '' && names.indexOf(name) < i)
  return [...new Set(again)].map((name) => `${name} stands in the head twice; the last was taken`)
}

const sentence = (message: string) =>
  message.replace(/ at line \d+, column \d+:?[\s\S]*$/, '').trim()
