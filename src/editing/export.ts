/** `GET /api/export`: everything there is, as NDJSON that an import takes. */
import { Hono } from 'hono'
import type * as z from 'zod'
import { selectRules, toRules } from '../articles/address-rules'
import {
  BEGINNING,
  type ExportedRevision,
  type ExportFilter,
  FIRST_FRONT,
  FIRST_READING,
  FRONTS,
  firstArticle,
  PICTURES,
  type Place,
  passes,
  READINGS,
  readStretch,
} from '../articles/export'
import { readFronts } from '../articles/export-fronts'
import { readPictures } from '../articles/export-pictures'
import { readReadings } from '../articles/export-readings'
import { selectCounted, toCounted } from '../articles/sections'
import { writeAudit } from '../articles/writing/audit'
import { isLimited, RETRY_AFTER } from '../delivery/limits'
import { log } from '../delivery/log'
import { cachePolicy } from '../delivery/policy'
import { secondsNow, toUtc } from '../time'
import { exportInput } from './contract/input'
import { validate } from './contract/values'
import { requireScopes } from './door/authenticate'
import type { EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { type Editor, mayEnter } from './door/rights'
import {
  addressRulesLine,
  articleLine,
  endLine,
  frontLine,
  pictureLine,
  readingLine,
  revisionLine,
  sectionLine,
} from './importing/lines'
import { NDJSON } from './importing/ndjson'

export const exportRoute = new Hono<EditingEnv>()

/**
 * Stretches an answer has at most, of pictures, articles and revisions, and in the end fronts and readings: an
 * invocation may make 50 statements (Workers Free plan).
 */
const MAX_STRETCHES = 41

exportRoute.get('/', requireScopes('export:read'), async (c) => {
  const result = validate(exportInput, c.req.query())
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const { cursor, since, revisions } = result.value
  const { editor } = c.var
  const filter: ExportFilter = { since, revisions, sections: editor.sections }
  const place = cursor ?? BEGINNING
  if (!passes(filter, place)) {
    const detail = 'cursor must be `next` of an answer to the same query'
    return problem(c, 'invalid-input', { errors: [{ field: 'cursor', detail }] })
  }
  // Each leaves a line in the trail, so it counts as a write.
  if (await isLimited(c.env.WRITES, String(editor.keyId))) {
    return problem(c, 'rate-limited', { headers: RETRY_AFTER })
  }
  const db = c.var.db
  // Read before the answer begins, so that a database out of reach is a 503 and not a broken line.
  const note = writeAudit(db, null, {
    at: secondsNow(),
    keyId: editor.keyId,
    action: 'export',
    subject: subjectOf(result.value),
    revision: null,
  })
  const heads = cursor ? [] : [selectCounted(db), selectRules(db)]
  const [, counted, rules] = await db.batch([note, ...heads])
  const first = await readLines(db, filter, editor, place)
  const head = counted && rules ? headOf(editor, since, counted, rules) : []

  const lines = linesOf(db, filter, editor, head, first)
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await lines.next()
      done ? controller.close() : controller.enqueue(value)
    },
    cancel: () => void lines.return(),
  })
  return new Response(stream, { headers: { 'Content-Type': NDJSON, ...cachePolicy.private } })
})

exportRoute.all('/', (c) => methodNotAllowed(c, 'GET'))

/**
 * What comes first: the sections in reach, and the rules of old addresses, which are the newsroom's. A list of rules
 * that is empty is there only for who asks what has changed.
 */
function headOf(editor: Editor, since: number | null, counted: D1Result, kept: D1Result) {
  const sections = toCounted(counted).filter(({ slug }) => mayEnter(editor, slug))
  const { rules, updatedAt } = toRules(kept)
  const isThere = since === null ? rules.length > 0 : updatedAt !== null && updatedAt >= since
  return [...sections.map(sectionLine), ...(isThere ? [addressRulesLine(rules)] : [])]
}

/** What an export is of, as the trail says it. */
const subjectOf = ({ since, revisions, cursor }: z.infer<typeof exportInput>) =>
  [
    since === null ? 'all' : `since ${toUtc(since)}`,
    ...(revisions ? ['with revisions'] : []),
    ...(cursor ? [`from ${toCursor(cursor)}`] : []),
  ].join(' ')

const toCursor = ({ part, keys }: Place) => [part, ...keys].join('.')

/** An answer ends with the line that takes it to this length, in UTF-16 units: a second or two of CPU. */
const MAX_LENGTH = 32_000_000

/** Lines are sent together until they are this long, in UTF-16 units. */
const PIECE = 64 * 1024

/** A line, and where an export goes on after it; null for what the editor does not reach. */
interface Made {
  place: Place
  line: string
  isVisible: boolean
}

/** Lines that are read together. */
interface Lines {
  /** To be made one after another. */
  lines: AsyncIterable<Made>
  /** Null at the end. */
  next: Place | null
}

/** The lines that begin at a place. One round trip. */
async function readLines(
  db: D1Database,
  filter: ExportFilter,
  editor: Editor,
  place: Place,
): Promise<Lines> {
  if (place.part === PICTURES) {
    const { pictures, next } = await readPictures(db, filter, String(place.keys[0] ?? ''))
    const following = next === null ? firstArticle(filter) : placeOf(next)
    const made = pictures.map((picture) => ({
      place: placeOf(picture.hash),
      line: toLine(pictureLine(picture)),
      isVisible: true,
    }))
    return { lines: oneByOne(made), next: following }
  }
  if (place.part === FRONTS) {
    const fronts = await readFronts(db, filter, Number(place.keys[0]))
    const made = fronts.map(({ id, ...front }) => ({
      place: { part: FRONTS, keys: [id] },
      line: toLine(frontLine(front)),
      isVisible: true,
    }))
    return { lines: oneByOne(made), next: FIRST_READING }
  }
  if (place.part === READINGS) {
    const { readings, next } = await readReadings(db, filter, String(place.keys[0]))
    const made = readings.map((reading) => ({
      place: { part: READINGS, keys: [reading.word] },
      line: toLine(readingLine(reading)),
      isVisible: true,
    }))
    return {
      lines: oneByOne(made),
      next: next === null ? null : { part: READINGS, keys: [next] },
    }
  }
  const { revisions, next } = await readStretch(db, filter, place)
  return { lines: madeFrom(revisions, editor), next: next ?? FIRST_FRONT }
}

const placeOf = (hash: string): Place => ({ part: PICTURES, keys: [hash] })

async function* oneByOne(lines: Made[]) {
  yield* lines
}

async function* madeFrom(
  revisions: AsyncIterable<ExportedRevision>,
  editor: Editor,
): AsyncGenerator<Made> {
  for await (const row of revisions) {
    const line = toLine(row.isCurrent ? articleLine(row) : revisionLine(row))
    // A past revision may have stood in a section that the article has left.
    yield { place: row.place, line, isVisible: mayEnter(editor, row.content?.section) }
  }
}

/**
 * Each stretch is read when the last one has been taken, and each line made when those before it have
 * been, so nothing piles up.
 */
async function* linesOf(
  db: D1Database,
  filter: ExportFilter,
  editor: Editor,
  head: object[],
  first: Lines,
) {
  let piece = head.map(toLine).join('')
  let length = 0
  let stretch = first
  for (let n = 1; ; n++) {
    for await (const { place, line, isVisible } of stretch.lines) {
      length += line.length
      if (isVisible) piece += line
      // What lies in D1 without its size is counted here only.
      if (length >= MAX_LENGTH) {
        yield encoder.encode(piece + toEnd(place))
        return
      }
      if (piece.length < PIECE) continue
      yield encoder.encode(piece)
      piece = ''
    }
    if (!stretch.next || n === MAX_STRETCHES) break
    stretch = await readLines(db, filter, editor, stretch.next).catch((fault) => {
      // Cuts the answer off: its reader will miss the last line.
      log('error', 'export-failed', { fault: String(fault) })
      throw fault
    })
  }
  yield encoder.encode(piece + toEnd(stretch.next))
}

const encoder = new TextEncoder()

const toLine = (line: object) => `${JSON.stringify(line)}\n`

const toEnd = (next: Place | null) => toLine(endLine(next && toCursor(next)))
