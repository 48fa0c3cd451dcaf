import { expect, test } from 'vitest'
import { keepCopy } from '../../src/delivery/copies'

test('a large page is on its way to the reader before it is put into KV, a small one goes at once', async () => {
  let puts = 0
  const kv = { put: async () => ++puts } as unknown as KVNamespace
  const keep = (length: number) => {
    const body = new Uint8Array(length)
    return keepCopy(kv, 'sitemap/1', 'x', {
      status: 200,
      headers: {},
      body,
      edition: { page: 'a', site: 'b' },
    })
  }
  const small = keep(1_000)
  expect(puts).toBe(1)
  const large = keep(2_000_000)
  await small
  expect(puts).toBe(1)
  await large
  expect(puts).toBe(2)
})
