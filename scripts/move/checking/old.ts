/** The old addresses that a file lists: a sitemap, an index of sitemaps, or one address a line. */
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { Fault, here } from '../../command.ts'
import { NOT_PUBLIC } from '../old-addresses.ts'
import { isWeb, opened } from './opened.ts'
import { locsIn } from './sitemap.ts'

/** An old address as the file has it, and what is wrong with it where it is none. */
export interface Old {
  address: string
  fault: string | null
}

/** As many as the protocol has in an index. */
const MAX_SITEMAPS = 50_000
/** In characters: of a line. */
const MAX_RECORD = 100_000

/**
 * The addresses of a file, or of what is at an http(s) address, in their order. What an index names is read
 * too: beside the file, or where it says. Throws a Fault when there is nothing to be read.
 */
export async function* addressesIn(name: string): AsyncGenerator<Old> {
  const { isXml, text } = await recognised(name)
  if (!isXml) {
    yield* /\.(csv|tsv|failed)$/i.test(name) ? fromTable(text, name) : fromLines(text)
    return
  }
  let sitemaps = 0
  for await (const { kind, loc } of locsIn(text, name)) {
    if (kind === 'page') yield oldOf(loc)
    else if (++sitemaps > MAX_SITEMAPS) {
      throw new Fault(`${name}: an index has at most ${MAX_SITEMAPS} sitemaps`, 'refused')
    } else yield* fromSitemap(loc, name)
  }
}

/** One of an index; where it cannot be read, that is told instead of its addresses. */
async function* fromSitemap(loc: string, index: string): AsyncGenerator<Old> {
  const name = isWeb(index) ? URL.parse(loc, index)?.href : beside(loc, index)
  if (!name) {
    const fault = `this sitemap is not beside ${basename(index)}: its addresses were not asked for`
    yield { address: loc, fault }
    return
  }
  try {
    const { isXml, text } = await recognised(name)
    if (!isXml) throw new Fault(`${name}: this is no sitemap`, 'refused')
    for await (const { kind, loc: address } of locsIn(text, name)) {
      if (kind === 'sitemap') throw new Fault(`${name}: an index within an index`, 'refused')
      yield oldOf(address)
    }
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault
    yield { address: loc, fault: `this sitemap cannot be read: ${fault.message}` }
  }
}

/** The file that an index beside it names by an address, packed or not; null where there is none. */
function beside(loc: string, index: string): string | null {
  const path = URL.parse(loc, 'https://old.invalid')?.pathname ?? ''
  const file = basename(path)
  const folder = dirname(index)
  const names = [file, `${file}.gz`, file.replace(/\.gz$/, '')].map((one) => join(folder, one))
  return file === '' ? null : (names.find((one) => existsSync(here(one))) ?? null)
}

/** What a file holds, by its first character. */
async function recognised(name: string): Promise<{ isXml: boolean; text: AsyncIterable<string> }> {
  const chunks = opened(name)
  const read: string[] = []
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    read.push(next.value)
    if (next.value.trim() !== '') break
  }
  async function* text() {
    yield* read
    yield* chunks
  }
  const [first] = read.join('').trimStart()
  if (first === undefined) throw new Fault(`${name}: it is empty`, 'refused')
  return { isXml: first === '<', text: text() }
}

async function* fromLines(text: AsyncIterable<string>): AsyncGenerator<Old> {
  let held = ''
  for await (const chunk of text) {
    const lines = (held + chunk).split('\n')
    // A line without end is no address, whatever it is.
    held = (lines.pop() ?? '').slice(0, MAX_RECORD)
    yield* lines.flatMap(fromLine)
  }
  yield* fromLine(held)
}

function fromLine(line: string): Old[] {
  const address = line.trim()
  return address === '' || address.startsWith('#') ? [] : [oldOf(address)]
}

/** The first column. A first line that is no address has the names of the columns. */
async function* fromTable(text: AsyncIterable<string>, name: string): AsyncGenerator<Old> {
  const parser = parse({
    bom: true,
    delimiter: /\.tsv$/i.test(name) ? '\t' : ',',
    max_record_size: MAX_RECORD,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  })
  // An error on the way in ends the reading, and is thrown there.
  const records: AsyncIterable<string[]> = pipeline(Readable.from(text), parser, () => {})
  let number = 0
  let isOfMove = false
  try {
    for await (const [column = '', , how = ''] of records) {
      const old = oldOf(column.trim())
      const isHead = number++ === 0 && old.fault !== null
      if (isHead) isOfMove = how === 'how'
      // A move lists rules, too: what stands there is a pattern, and no address. And what nobody may see.
      else if (!isOfMove || !(how.startsWith('rule') || how === NOT_PUBLIC)) yield old
    }
  } catch (fault) {
    if (fault instanceof Fault) throw fault
    throw new Fault(`${name}: ${(fault as Error).message}`, 'refused')
  }
}

/** Only what begins so is an address, and not a word in its place. */
const oldOf = (address: string): Old => ({
  address,
  fault:
    /^(https?:\/)?\//i.test(address) && URL.canParse(address, 'https://old.invalid')
      ? null
      : 'this is no address: one begins with http://, https:// or /',
})
