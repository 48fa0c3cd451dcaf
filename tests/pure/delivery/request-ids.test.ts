import { expect, test } from 'vitest'
import { newRequestId } from '../../../src/delivery/log'

test("a request's id is a UUID of version 7, which begins with the time and is never the same", () => {
  const at = Date.parse('2026-11-27T08:00:00.123Z')
  const ids = [at, at, at + 1, at + 60_000].map(newRequestId)
  for (const id of ids)
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(Number.parseInt((ids[0] as string).slice(0, 13).replace('-', ''), 16)).toBe(at)
  expect(new Set(ids).size).toBe(4)
  expect([...ids].sort().slice(2)).toEqual(ids.slice(2))
})
