import { describe, expect, test } from 'vitest'
import type { Copy } from '../../../src/delivery/copies'
import { isLeased, isRecent, isToBeRenewed } from '../../../src/delivery/leases'
import { Memory, vouch } from '../../../src/delivery/memory'

const copyOf = (body: Copy['body'], page = 'e1'): Copy => ({
  status: 200,
  headers: { 'Content-Type': 'text/html' },
  body,
  edition: { page, site: 's' },
})

describe('the memory of an isolate', () => {
  test('gives back a copy as it was kept, and none made from other templates', () => {
    const memory = new Memory()
    memory.keep('home', 'f', copyOf('首页'), 1)
    expect(memory.find('home', 'other', 2)).toBeNull()
    memory.keep('home', 'f', copyOf('首页'), 1)
    const held = memory.find('home', 'f', 2)
    expect(new TextDecoder().decode(held?.copy.body)).toBe('首页')
    expect(held?.copy.edition).toEqual({ page: 'e1', site: 's' })
  })

  test('counts in bytes of UTF-8: 200,000 Han characters are too many, 160,000 are not', () => {
    const memory = new Memory()
    memory.keep('long', 'f', copyOf('字'.repeat(200_000)), 1)
    memory.keep('short', 'f', copyOf('字'.repeat(160_000)), 1)
    expect(memory.find('long', 'f', 1)).toBeNull()
    expect(memory.find('short', 'f', 1)).not.toBeNull()
  })

  test('holds 16 MB: what was used least recently makes room', () => {
    const memory = new Memory()
    const body = 'x'.repeat(500_000)
    for (let n = 0; n < 31; n++) memory.keep(`page/${n}`, 'f', copyOf(body), 1)
    memory.find('page/0', 'f', 1)
    memory.keep('page/31', 'f', copyOf(body), 1)
    expect(memory.find('page/0', 'f', 1)).not.toBeNull()
    expect(memory.find('page/1', 'f', 1)).toBeNull()
    expect(memory.find('page/31', 'f', 1)).not.toBeNull()
  })

  test('has room again for what it has let go', () => {
    const memory = new Memory()
    const body = 'x'.repeat(500_000)
    for (let n = 0; n < 1_000; n++) {
      memory.keep('page', 'f', copyOf(body), n)
      memory.keep(`other/${n % 20}`, 'f', copyOf(body), n)
    }
    for (let n = 0; n < 20; n++) expect(memory.find(`other/${n}`, 'f', 1_000)).not.toBeNull()
  })

  test('lets an answer of D1 that was overtaken by a later one change nothing', () => {
    const memory = new Memory()
    memory.keep('home', 'f', copyOf('new', 'e2'), 5)
    memory.keep('home', 'f', copyOf('old', 'e1'), 3)
    memory.forget('home', 4)
    expect(memory.find('home', 'f', 6)?.copy.edition.page).toBe('e2')
    memory.forget('home', 7)
    expect(memory.find('home', 'f', 8)).toBeNull()
  })

  test('takes nothing for granted that was kept at a moment to come: the clock was set back', () => {
    const memory = new Memory()
    memory.keep('home', 'f', copyOf('old'), 5_000)
    expect(memory.find('home', 'f', 4_999)).toBeNull()
    memory.keep('home', 'f', copyOf('new'), 4_999)
    expect(memory.find('home', 'f', 4_999)).not.toBeNull()
  })
})

describe('a lease', () => {
  const lease = (askedAt: number, renewedAt: number | null = null) => ({ askedAt, renewedAt })

  test('lasts 500 ms from before D1 was asked', () => {
    expect(isLeased(lease(1_000), 1_000)).toBe(true)
    expect(isLeased(lease(1_000), 1_499)).toBe(true)
    expect(isLeased(lease(1_000), 1_500)).toBe(false)
  })

  test('ends when the clock says it has not begun', () => {
    expect(isLeased(lease(1_000), 999)).toBe(false)
    expect(isRecent(lease(1_000), 999)).toBe(false)
  })

  test('is renewed in its second half, by one request, whose mark lapses', () => {
    expect(isToBeRenewed(lease(1_000), 1_249)).toBe(false)
    expect(isToBeRenewed(lease(1_000), 1_250)).toBe(true)
    expect(isToBeRenewed(lease(1_000, 1_250), 1_400)).toBe(false)
    expect(isToBeRenewed(lease(1_000, 1_250), 1_750)).toBe(true)
  })

  test('begins anew when D1 vouches for the copy again, and never earlier than it did', () => {
    const memory = new Memory()
    memory.keep('home', 'f', copyOf('text'), 1_000)
    const held = memory.find('home', 'f', 1_000)
    if (!held) throw new Error('not held')
    vouch(held, 900)
    expect(held.askedAt).toBe(1_000)
    vouch(held, 1_300)
    expect(isLeased(held, 1_799)).toBe(true)
  })

  test('is good for an outage for 60 s', () => {
    expect(isRecent(lease(1_000), 60_999)).toBe(true)
    expect(isRecent(lease(1_000), 61_000)).toBe(false)
  })
})
