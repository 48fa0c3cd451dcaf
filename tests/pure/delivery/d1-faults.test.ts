import { describe, expect, test } from 'vitest'
import { D1Outage, outageOf, untilMidnight } from '../../../src/delivery/d1-faults'

const kindOf = (words: string) => {
  const outage = outageOf(new Error(words))
  return outage && `${outage.kind}${outage.mayBeDone ? ', perhaps done' : ''}`
}

describe.each(['', 'D1_ERROR: ', 'D1_DUMP_ERROR: '])('with "%s" in front', (prefix) => {
  test.each([
    'Network connection lost.',
    'D1 DB storage caused object to be reset',
    'D1 DB reset because its code was updated.',
    'Internal error while starting up D1 DB storage caused object to be reset.',
    'Cannot resolve D1 DB due to transient issue on remote node.',
    "Can't read from request stream because client disconnected.",
    'Internal error in D1 DB storage caused object to be reset.',
    'The Durable Object’s code has been updated, this version can no longer access storage.',
    'Failed to parse body as JSON, got: upstream connect error',
    'something that nobody has seen yet',
  ])('%s: ask again, it may have been done', (words) => {
    expect(kindOf(prefix + words)).toBe('transient, perhaps done')
  })

  test.each([
    'D1 DB is overloaded. Requests queued for too long.',
    'D1 DB is overloaded. Too many requests queued.',
    'Exceeded maximum DB size',
  ])('%s: it was not done', (words) => {
    expect(kindOf(prefix + words)).toBe('overload')
  })

  test.each([
    'D1 DB storage operation exceeded timeout which caused object to be reset.',
    'D1 DB exceeded its CPU time limit and was reset.',
    'Memory limit would be exceeded before EOF: exceeded memory limit',
    'database is locked: SQLITE_BUSY',
    'disk I/O error: SQLITE_IOERR',
  ])('%s: too much to do, it may have been done', (words) => {
    expect(kindOf(prefix + words)).toBe('overload, perhaps done')
  })

  test.each([
    "Exceeded D1's free tier daily row read limit.",
    "This account has exceeded D1's free tier daily row write limit",
    'Your account has exceeded D1’s maximum account daily limit',
  ])('%s: it is over for today', (words) => {
    expect(kindOf(prefix + words)).toBe('quota')
  })

  test.each([
    'UNIQUE constraint failed: revisions.article_id, revisions.number: SQLITE_CONSTRAINT',
    'UNIQUE constraint failed: keys.id',
    'FOREIGN KEY constraint failed: SQLITE_CONSTRAINT',
    'near "FORM": syntax error at offset 9: SQLITE_ERROR',
    'no such column: nonsense: SQLITE_ERROR',
    'no such table: nothing',
    'too many SQL variables at offset 3: SQLITE_ERROR',
    'string or blob too big: SQLITE_TOOBIG',
    'statement too long: SQLITE_TOOBIG',
    'LIKE or GLOB pattern too complex: SQLITE_ERROR',
    'Wrong number of parameter bindings for SQL query.',
    'malformed JSON: SQLITE_ERROR',
  ])('%s: is a bug of ours', (words) => {
    expect(kindOf(prefix + words)).toBe(null)
  })
})

test('what a value cannot be bound as is a bug of ours', () => {
  expect(kindOf("D1_TYPE_ERROR: Type 'undefined' not supported for value 'undefined'")).toBe(null)
  expect(outageOf(new TypeError('Cannot read properties of undefined'))).toBe(null)
})

test('an outage stays what it is', () => {
  const outage = new D1Outage('gone', 'overload', false)
  expect(outageOf(outage)).toBe(outage)
})

test('a daily limit ends at midnight UTC', () => {
  expect(untilMidnight(Date.parse('2026-11-26T23:59:58.500Z'))).toBe(2)
  expect(untilMidnight(Date.parse('2026-11-26T00:00:00Z'))).toBe(86_400)
})
