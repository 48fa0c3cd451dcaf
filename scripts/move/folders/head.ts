/** The heads of articles in the folders of site generators: YAML, TOML or JSON, above the text. */
import { parse as parseToml, TomlError } from 'smol-toml'
import { HeadFault } from '../../head.ts'
import { asValue, type Fields, fieldsFrom, isFields } from './fields.ts'
import { readYaml } from './yaml.ts'

export interface Headed {
  /** None where the file has no head. */
  fields: Fields
  hasHead: boolean
  /** What stands below the head. */
  body: string
  notes: string[]
}

/** All fields together take less; reading YAML takes the square of how many there are. */
const MAX_HEAD = 20_000

/** Where heads begin and end. Hexo also takes three semicolons, for JSON without its braces. */
const FENCES: { opening: RegExp; closing: RegExp; read: Reader }[] = [
  { opening: /^-{3,}[ \t]*\n/, closing: /^-{3,}[ \t]*$/m, read: readYaml },
  { opening: /^\+{3}[ \t]*\n/, closing: /^\+{3}[ \t]*$/m, read: readToml },
  { opening: /^;{3,}[ \t]*\n/, closing: /^;{3,}[ \t]*$/m, read: readBareJson },
]
type Reader = (source: string, first: number) => { fields: Fields; notes: string[] }

/** Reads a file. Throws a `HeadFault`, with the line, for a head that cannot be read. */
export function readHead(file: string): Headed {
  const text = file.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  for (const { opening, closing, read } of FENCES) {
    const begun = opening.exec(text)?.[0]
    if (begun === undefined) continue
    const rest = text.slice(begun.length)
    const end = closing.exec(rest)
    if (!end) throw new HeadFault(1, 'the head has no end')
    return headed(rest.slice(0, end.index), rest.slice(end.index + end[0].length), read, 2)
  }
  return /^\{\s*["}]/.test(text) ? jsonHeaded(text) : without(text)
}

/**
 * Reads a file of Hexo, whose head may begin without a line of ---: what stands above the first such line, or
 * above the first line of ;;; as JSON, is the head if it can be read as one.
 */
export function readHexoHead(file: string): Headed {
  const text = file.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  if (/^(-{3,}|;{3,}|\+{3})[ \t]*\n/.test(text) || /^\{\s*["}]/.test(text)) return readHead(text)
  const end = /^(-{3,}|;{3,})[ \t]*$/m.exec(text)
  // A line of --- further down parts paragraphs, and makes a heading of the line above it.
  if (!end || !/^\s*(?:[\w-]+[ \t]*:(?:\s|$)|")/.test(text)) return without(text)
  const read = end[0].startsWith(';') ? readBareJson : readYaml
  return headed(text.slice(0, end.index), text.slice(end.index + end[0].length), read, 1)
}

function headed(source: string, body: string, read: Reader, first: number): Headed {
  if (source.length > MAX_HEAD) {
    throw new HeadFault(1, `the head takes at most ${MAX_HEAD} characters`)
  }
  return { ...read(source, first), hasHead: true, body: body.trim() }
}

const without = (text: string): Headed => ({
  fields: fieldsFrom([]),
  hasHead: false,
  body: text.trim(),
  notes: [],
})

function readToml(source: string, first: number) {
  try {
    return {
      fields: asValue(parseToml(source, { integersAsBigInt: 'asNeeded' })) as Fields,
      notes: [],
    }
  } catch (fault) {
    if (!(fault instanceof TomlError)) throw fault
    const [what = ''] = fault.message.replace(/^Invalid TOML document: /, '').split('\n')
    throw new HeadFault(first + fault.line - 1, what)
  }
}

function readBareJson(source: string, first: number) {
  return readJson(`{${source}}`, first)
}

function readJson(source: string, first: number) {
  try {
    const fields = asValue(JSON.parse(source))
    if (isFields(fields)) return { fields, notes: [] }
  } catch (fault) {
    const [, at] = /position (\d+)/.exec((fault as Error).message) ?? []
    const lines = at === undefined ? 1 : source.slice(0, Number(at)).split('\n').length
    throw new HeadFault(first + lines - 1, `the head is no JSON: ${(fault as Error).message}`)
  }
  throw new HeadFault(first, 'the head holds no fields')
}

/** A head of JSON has no fence: it ends with the line that begins with its closing brace. */
function jsonHeaded(text: string): Headed {
  const end = /^\}[ \t]*$/m.exec(text)
  if (!end) throw new HeadFault(1, 'the head of JSON has no end: a line with } alone')
  const until = end.index + end[0].length
  return headed(text.slice(0, until), text.slice(until), readJson, 1)
}
