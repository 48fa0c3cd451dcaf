import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { article, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  newsroom = await openNewsroom()
})

/** Everything the newsroom holds, apart from the counter of article numbers. */
async function state() {
  const tables =
    'sections articles slugs revisions sitemap_shards editions audit origins idempotency_keys'.split(
      ' ',
    )
  const results = await env.DB.batch(
    tables.map((table) => env.DB.prepare(`SELECT * FROM ${table}`)),
  )
  return results.map(({ results }) => results)
}

/** Makes the nth statement of the next batch of several fail inside D1, in its own transaction. */
function breakStatement(n: number) {
  const { batch } = env.DB
  let isBroken = false
  vi.spyOn(env.DB, 'batch').mockImplementation((statements) => {
    if (statements.length <= n || statements.length < 6) return batch.call(env.DB, statements)
    isBroken = true
    const broken = env.DB.prepare('INSERT INTO counters (name, value) VALUES (NULL, NULL)')
    return batch.call(env.DB, statements.toSpliced(n, 0, broken)) as never
  })
  return () => isBroken
}

describe('a write is all or nothing', () => {
  test('whichever statement of a post fails, nothing of it is stored', async () => {
    const before = await state()
    let n = 0
    for (; ; n++) {
      const wasBroken = breakStatement(n)
      const post = article({ origin: { system: 'cms', id: '7' } })
      const retry = { 'Idempotency-Key': 'once' }
      const response = await newsroom.call('POST', '/api/articles', post, retry)
      vi.restoreAllMocks()
      if (!wasBroken()) break
      expect(response.status).toBe(500)
      expect(await state()).toEqual(before)
    }
    expect(n).toBe(11)
  })

  test('whichever statement of an edit fails, the article is as it was', async () => {
    await newsroom.post({ slug: 'piece' })
    const before = await state()
    let n = 0
    for (; ; n++) {
      const wasBroken = breakStatement(n)
      const patch = { title: '新', slug: 'renamed' }
      const response = await newsroom.call('PATCH', '/api/articles/1', patch, { 'If-Match': '"1"' })
      vi.restoreAllMocks()
      if (!wasBroken()) break
      expect(response.status).toBe(500)
      expect(await state()).toEqual(before)
    }
    expect(n).toBe(10)
  })
})

describe('what a write costs', () => {
  test('a post: three round trips, and nothing that grows with the archive', async () => {
    const post = () => newsroom.post({ keywords: Array.from({ length: 20 }, (_, i) => `词${i}`) })
    for (let i = 0; i < 40; i++) await post()
    const small = await newsroom.spent(post)
    for (let i = 0; i < 100; i++) await post()
    const large = await newsroom.spent(post)
    expect(large).toEqual(small)
    expect(small).toMatchObject({ roundTrips: 3, statements: 12 })
  })

  test('an edit, then a withdrawal: four round trips each', async () => {
    const { id } = await newsroom.post()
    const path = `/api/articles/${id}`
    const edit = () => newsroom.call('PATCH', path, { title: '新' }, { 'If-Match': '"1"' })
    expect(await newsroom.spent(edit)).toMatchObject({ roundTrips: 4, statements: 11 })
    const withdraw = () => newsroom.call('DELETE', path, undefined, { 'If-Match': '"2"' })
    expect(await newsroom.spent(withdraw)).toMatchObject({ roundTrips: 4, statements: 11 })
  })
})
