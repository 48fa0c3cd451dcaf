/** The head of an article's file: fields in YAML between two lines of ---. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml'

/** All fields together take less; reading YAML takes the square of how many there are. */
const MAX_HEAD = 20_000

export interface Headed {
  /** The fields, and the rest of the file as `body`. */
  document: Record<string, unknown>
  /** In which line of the file a field begins: by its name, from 1. */
  lines: Record<string, number>
  /** What is in the file and not in the document. */
  notes: string[]
}

/** What is wrong with a head, and in which line of the file. */
export class HeadFault extends Error {
  readonly line: number

  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

const EXAMPLE = 'like this:\n  ---\n  title: 停水通知\n  section: notices\n  ---\n  今晚停水。'

/**
 * Reads a file. Every scalar is text as it is written: 2026, no, 1.10 and 007 are what a title may be.
 * Nothing, ~ and null are no value.
 */
export function readHeaded(file: string): Headed {
  const text = file.replace(/^\uFEFF/, '')
  const opening = /^---[^\S\n]*\n|^---[^\S\n]*\r\n/.exec(text)
  if (!opening) throw new HeadFault(1, `the file must begin with a head of YAML, ${EXAMPLE}`)
  const closing = /^---[^\S\n]*$/m
  const rest = text.slice(opening[0].length)
  const end = closing.exec(rest)
  if (!end) throw new HeadFault(1, 'the head has no end: put a line of --- below its fields')
  if (end.index > MAX_HEAD) {
    throw new HeadFault(1, `the head takes at most ${MAX_HEAD} characters; the text goes below it`)
  }
  const body = rest.slice(end.index + end[0].length).trim()
  return { ...fieldsOf(rest.slice(0, end.index), body) }
}

function fieldsOf(source: string, body: string): Headed {
  const counter = new LineCounter()
  const yaml = parseDocument(source, {
    schema: 'failsafe',
    lineCounter: counter,
    prettyErrors: false,
  })
  const lineAt = (offset: number) => counter.linePos(offset).line + 1
  const [fault] = yaml.errors
  if (fault) {
    const line = lineAt(fault.pos[0])
    throw new HeadFault(line, `${sentence(fault.message)}${QUOTING}`)
  }
  if (!isMap(yaml.contents)) throw new HeadFault(2, `the head must hold fields, ${EXAMPLE}`)
  const lines: Record<string, number> = {}
  const notes: string[] = []
  for (const { key, value } of yaml.contents.items) {
    const { range } = key as Node
    const name = isScalar(key) ? String(key.value) : ''
    if (range) lines[name] = lineAt(range[0])
    for (const one of isSeq(value) ? value.items : [value]) {
      if (!isScalar(one) || one.type !== 'PLAIN' || !one.comment) continue
      const line = lineAt(one.range?.[0] ?? 0)
      notes.push(`line ${line}: what stands after # is a comment, and not in ${name}; ${QUOTE}`)
    }
  }
  visit(yaml, {
    Alias: (_, node) => refuseMarks(node, lineAt),
    Collection: (_, node) => refuseMarks(node, lineAt),
    Scalar(place, node) {
      refuseMarks(node, lineAt)
      const isAbsent = node.type === 'PLAIN' && /^(~|null)?$/.test(String(node.value))
      if (place !== 'key' && isAbsent) node.value = null
    },
  })
  if ('body' in lines) {
    throw new HeadFault(
      lines.body ?? 2,
      'the text goes below the head, and not into a field "body"',
    )
  }
  const document = { ...(yaml.toJS() as Record<string, unknown>), body }
  return { document, lines, notes }
}

/** What YAML would take for a mark of its own and leave out of the text. */
function refuseMarks(node: Node, lineAt: (offset: number) => number): void {
  const { anchor, tag } = node as { anchor?: string; tag?: string }
  if (!isAlias(node) && anchor === undefined && tag === undefined) return
  const line = lineAt(node.range?.[0] ?? 0)
  throw new HeadFault(line, `what begins with *, & or ! is a mark of YAML, and no text${QUOTING}`)
}

const QUOTE = 'put a text that has # in it between quotation marks'
const QUOTING =
  '. A text with ": " or " #" in it, or that begins with one of @ ` [ ] { } * & ! % | > , goes between quotation marks, like title: "通知: 停水"'

const sentence = (message: string) =>
  message.replace(/ at line \d+, column \d+:?[\s\S]*$/, '').trim()
