import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

interface Slice {
  done: number
  next: number | null
}

/** Makes the whole index anew; gives back how much each call did. */
async function rebuild(): Promise<number[]> {
  const done: number[] = []
  for (let cursor: number | null = 0; cursor !== null; ) {
    const response = await newsroom.call('POST', `/api/search?cursor=${cursor}`, {})
    expect(response.status).toBe(200)
    const slice = (await response.json()) as Slice
    done.push(slice.done)
    cursor = slice.next
  }
  return done
}

const found = async (typed: string) => {
  const page = await newsroom.read(`/search?q=${typed}`)
  return [...page.matchAll(/<h2><a href="\/articles\/([^"]*)"/g)].map(([, slug]) => slug)
}

const empty = () => env.DB.prepare('DELETE FROM search').run()

describe('making the search index anew', () => {
  test('brings back everything that is public, and nothing else', async () => {
    await newsroom.post({ slug: 'a', title: '渡轮停航', keywords: ['码头'], summary: '今日起。' })
    await newsroom.post({ slug: 'b', body: '{渡|dù}轮靠岸。', section: 'culture' })
    await newsroom.post({ slug: 'c', title: '渡轮', status: 'draft' })
    const { id } = await newsroom.post({ slug: 'd', title: '渡轮' })
    await newsroom.withdraw(id)
    await empty()
    expect(await found('渡轮')).toEqual([])
    expect(await rebuild()).toEqual([3])
    for (const [typed, slugs] of [
      ['渡轮', ['b', 'a']],
      ['渡轮停航', ['a']],
      ['码', ['a']],
      ['今日', ['a']],
      ['渡轮&section=culture', ['b']],
      ['dù', []],
    ] as const) {
      expect(await found(typed), typed).toEqual(slugs)
    }
  })

  test('in slices that cost the same wherever they are', async () => {
    for (let i = 0; i < 60; i++) await newsroom.post({ title: '渡轮' })
    await empty()
    expect(await rebuild()).toEqual([25, 25, 10])
    const slice = (cursor: number) =>
      newsroom.spent(() => newsroom.call('POST', `/api/search?cursor=${cursor}`, {}))
    const cost = await slice(0)
    expect(await slice(25)).toEqual(cost)
    expect(cost).toMatchObject({ roundTrips: 3, statements: 3 })
    expect(await rebuild()).toEqual([25, 25, 10])
    expect(await env.DB.prepare('SELECT count(*) AS n FROM search').first('n')).toBe(60)
  })

  test('what is written between reading and writing a slice stands', async () => {
    const { id } = await newsroom.post({ slug: 'a', title: '渡轮' })
    const other = await newsroom.post({ slug: 'b', title: '渡轮' })
    const rival = new (newsroom.constructor as typeof Newsroom)({})
    newsroom.onD1 = async (sql) => {
      if (!sql.some((statement) => statement.startsWith('INSERT OR REPLACE INTO search'))) return
      newsroom.onD1 = () => {}
      await rival.patch(id, { title: '电车' })
      await rival.withdraw(other.id)
    }
    await rebuild()
    expect(await found('渡轮')).toEqual([])
    expect(await found('电车')).toEqual(['a'])
  })

  test('is for managers of all sections', async () => {
    const key = async (fields: object) => {
      const response = await newsroom.call('POST', '/api/keys', { name: 'x', ...fields })
      return { Authorization: `Bearer ${((await response.json()) as { key: string }).key}` }
    }
    for (const fields of [
      { scopes: ['articles:write'] },
      { scopes: ['keys:manage'], sections: ['news'] },
    ]) {
      const response = await newsroom.call('POST', '/api/search', {}, await key(fields))
      expect(response.status).toBe(403)
    }
    expect((await newsroom.call('POST', '/api/search?cursor=x', {})).status).toBe(422)
    expect((await newsroom.call('GET', '/api/search')).headers.get('Allow')).toBe('POST')
  })
})
