/** `/api/readings`: how the newsroom reads its words. */
import { Hono } from 'hono'
import {
  type KeptReading,
  selectReadings,
  selectReadingsOf,
  toReadings,
} from '../articles/readings'
import { putReadings, removeReading } from '../articles/writing/readings'
import { secondsNow, toUtc } from '../time'
import type { AnswerOf } from './contract/answers'
import { readingInput, readingLineInput, readingsInput, wordInput } from './contract/reading-input'
import { validate } from './contract/values'
import { answer } from './door/answer'
import { requireScopes } from './door/authenticate'
import type { EditingContext, EditingEnv } from './door/context'
import { methodNotAllowed, problem } from './door/problems'
import { limitSize, readJson, requireType } from './door/request'
import { lacksToRead } from './door/rights'
import { FULL_OF_READINGS } from './importing/readings'
import { busy, persist } from './saving/attempts'

export const readings = new Hono<EditingEnv>()

const read = [requireType('application/json'), limitSize, readJson] as const

readings.get('/', async (c) => {
  const lacks = lacksToRead(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const result = validate(readingsInput, c.req.query())
  if ('faults' in result) return problem(c, 'invalid-input', { errors: result.faults })
  const { starts, cursor, limit } = result.value
  // One more than asked for: whether there are any.
  const filter = { starts: starts ?? '', after: cursor, limit: limit + 1 }
  const found = toReadings(await selectReadings(c.var.db, filter).run())
  const shown = found.slice(0, limit)
  return answer({
    readings: shown.map(represent),
    next: found.length > limit ? (shown.at(-1)?.word ?? null) : null,
  } satisfies AnswerOf<'ReadingList'>)
})

readings.get('/:word', async (c) => {
  const lacks = lacksToRead(c.var.editor)
  if (lacks) return problem(c, 'forbidden', { detail: lacks })
  const [found] = toReadings(await selectReadingsOf(c.var.db, [wordIn(c)]).run())
  return found ? show(found) : problem(c, 'not-found')
})

readings.put('/:word', requireScopes('articles:write'), ...read, async (c) => {
  const word = wordIn(c)
  const body = validate(readingInput, c.var.json)
  const result =
    'faults' in body
      ? validate(wordInput, { word })
      : validate(readingLineInput, { word, ...body.value })
  if ('faults' in body || 'faults' in result) {
    const errors = [body, result].flatMap((one) => ('faults' in one ? one.faults : []))
    return problem(c, 'invalid-input', { errors })
  }
  const reading = { ...body.value, ...result.value }
  const puts = await persist(() => putReadings(c.var.db, [reading], deedOf(c)))
  const [put] = puts === 'lost' ? [] : puts
  if (!put) return busy(c)
  if (put.outcome === 'full') return problem(c, 'conflict', { detail: FULL_OF_READINGS })
  return show(put.reading, put.outcome === 'created' ? 201 : 200)
})

readings.delete('/:word', requireScopes('articles:write'), async (c) => {
  const removed = await persist(() => removeReading(c.var.db, wordIn(c), deedOf(c)))
  if (removed === 'lost') return busy(c)
  // To who asks again this says that it is done.
  return removed ? show(removed) : problem(c, 'not-found')
})

readings.all('/', (c) => methodNotAllowed(c, 'GET'))
readings.all('/:word', (c) => methodNotAllowed(c, 'GET, PUT, DELETE'))

const wordIn = (c: EditingContext) => (c.req.param('word') ?? '').normalize('NFC')

function deedOf(c: EditingContext) {
  const { keyId, name } = c.var.editor
  return { by: { id: keyId, name }, now: secondsNow() }
}

const represent = ({ updatedAt, ...reading }: KeptReading) => ({
  ...reading,
  updatedAt: toUtc(updatedAt),
})

const show = (reading: KeptReading, status = 200) =>
  answer(represent(reading) satisfies AnswerOf<'Reading'>, status)
