/** Lines in chunks: what is looked up and written together, and what is answered about each line. */
import { OutcomeUnknown } from '../../articles/writing/once'
import { D1Outage } from '../../delivery/d1-faults'
import { log } from '../../delivery/log'
import { describeProblem } from '../door/problems'
import { importAddressRules } from './address-rules'
import { importArticles } from './articles'
import { importFronts } from './fronts'
import { type Line, MAX_BYTES, MAX_LINES } from './ndjson'
import { importPictures } from './pictures'
import type { Result } from './ranges'
import { type Item, readLine } from './read'
import { importReadings } from './readings'
import { importRevisions } from './revisions'
import { type Entry, type Importer, tryRun } from './runs'
import { importSections } from './sections'

/** Lines and bytes that are looked up and written together. */
const CHUNK_LINES = 100
const CHUNK_BYTES = 600_000

/** The results of a chunk of lines at a time. */
export type Answers = AsyncGenerator<Result[], void>

const sizeOf = ({ text }: Line) => (text?.length ?? 0) * 3

const beyond = ({ site }: Importer, { number }: Line, detail: string): Result[] => [
  { line: number, ...describeProblem(site, 'too-large', { detail }) },
]

/**
 * Chunks in order. Once D1 cannot be reached, that chunk and all after it are answered 503: those after it
 * were not tried, and of the chunk itself it is said when nobody knows what was stored.
 */
export async function* importAll(importer: Importer, lines: AsyncIterable<Line>): Answers {
  const { site } = importer
  let isBroken = false
  let isUnknown = false
  let isFirst = true
  for await (const chunk of chunksOf(lines)) {
    const [first] = chunk as [Line]
    if (first.isBeyond) {
      const detail = `A request may have ${MAX_LINES} lines, blank ones included, and ${MAX_BYTES / 2 ** 20} MiB; this line and the rest were not read.`
      return yield beyond(importer, first, detail)
    }
    const results: Result[] | null = isBroken
      ? null
      : await importChunk(importer, chunk).catch((fault) => {
          if (isFirst) throw fault
          log('error', 'import-failed', { line: first.number, fault: String(fault) })
          isUnknown = fault instanceof OutcomeUnknown
          return null
        })
    isBroken ||= results === null
    isFirst = false
    const why = describeProblem(site, isUnknown ? 'outcome-unknown' : 'unavailable')
    isUnknown = false
    yield chunk.map(({ number }, i) => ({ line: number, ...(results?.[i] ?? why) }))
  }
}

/** All lines in one batch, or none. */
export async function* importAtomic(importer: Importer, lines: AsyncIterable<Line>): Answers {
  const all: Line[] = []
  let size = 0
  for await (const line of lines) {
    all.push(line)
    size += sizeOf(line)
    if (!line.isBeyond && all.length <= CHUNK_LINES && size <= CHUNK_BYTES) continue
    const detail = `With atomic=true a request may have ${CHUNK_LINES} lines and ${CHUNK_BYTES / 3} characters. Nothing was stored.`
    return yield beyond(importer, line, detail)
  }
  const results = await importChunk(importer, all)
  yield all.map(({ number }, i) => ({ line: number, ...(results[i] as Result) }))
}

/** The results of some lines, in order; throws `OutcomeUnknown` when it breaks off after some were stored. */
async function importChunk(importer: Importer, lines: Line[]): Promise<Result[]> {
  importer.hasStored = false
  try {
    return await importRuns(importer, lines)
  } catch (fault) {
    if (!importer.hasStored || !(fault instanceof D1Outage)) throw fault
    throw new OutcomeUnknown(fault.message, { cause: fault })
  }
}

/** The same. Consecutive lines of one kind make a run. */
async function importRuns(importer: Importer, lines: Line[]): Promise<Result[]> {
  const results = new Map<Line, Result>()
  const runs: Entry[][] = []
  for (const line of lines) {
    const item = readLine(importer.site, line, importer.isAtomic)
    if ('result' in item) {
      results.set(line, item.result)
      continue
    }
    const run = runs.at(-1)
    if (run?.[0]?.item.kind === item.kind) run.push({ line, item })
    else runs.push([{ line, item }])
  }
  const isRefused = importer.isAtomic && results.size > 0
  for (const run of isRefused ? [] : runs) {
    const attempt = IMPORTERS[(run[0] as Entry).item.kind]
    const settled = await tryRun(importer, run, (entries) => attempt(importer, entries as never[]))
    for (const [i, { line }] of run.entries()) results.set(line, settled[i] as Result)
  }
  const notStored = describeProblem(importer.site, 'not-stored')
  return lines.map((line) => results.get(line) ?? notStored)
}

const IMPORTERS = {
  article: importArticles,
  section: importSections,
  picture: importPictures,
  revision: importRevisions,
  front: importFronts,
  reading: importReadings,
  'address-rules': importAddressRules,
} satisfies Record<Item['kind'], unknown>

async function* chunksOf(lines: AsyncIterable<Line>): AsyncGenerator<Line[]> {
  let chunk: Line[] = []
  let size = 0
  for await (const line of lines) {
    const isFull = chunk.length === CHUNK_LINES || size + sizeOf(line) > CHUNK_BYTES
    if (chunk.length > 0 && (isFull || line.isBeyond)) {
      yield chunk
      chunk = []
      size = 0
    }
    chunk.push(line)
    size += sizeOf(line)
  }
  if (chunk.length > 0) yield chunk
}
