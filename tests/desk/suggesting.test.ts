import { beforeEach, describe, expect, test } from 'vitest'
import { atDesk, type Desk, makeKey } from '../support/desk'
import { type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk
beforeEach(async () => {
  newsroom = await openNewsroom()
  desk = await atDesk(newsroom)
})

interface Answer {
  articles: { title: string; path: string; date: string }[]
}

async function suggested(q: string, by = desk): Promise<Answer['articles']> {
  const answer = await by.get(`/desk/articles/suggest?${new URLSearchParams({ q })}`)
  expect(answer.status).toBe(200)
  return ((await answer.json()) as Answer).articles
}

const titles = async (q: string) => (await suggested(q)).map(({ title }) => title)

describe('while somebody types a link', () => {
  test('published articles are suggested, with where and from when they are', async () => {
    await newsroom.post({
      title: '渡口书房开放',
      slug: 'du-kou',
      publishedAt: '2026-03-05T20:00:00Z',
    })
    expect(await suggested('渡口')).toEqual([
      { title: '渡口书房开放', path: '/articles/du-kou', date: '2026-03-06' },
    ])
  })

  test('those with the words in their titles come first, whatever is newer', async () => {
    await newsroom.post({ title: '渡口开放' })
    await newsroom.post({ title: '另一篇', body: '昨天渡口有雾。' })
    expect(await titles('渡口')).toEqual(['渡口开放', '另一篇'])
  })

  test('all words must be in an article', async () => {
    await newsroom.post({ title: '渡口书房' })
    await newsroom.post({ title: '渡口' })
    expect(await titles('渡口 书房')).toEqual(['渡口书房'])
  })

  test('a single character finds titles', async () => {
    await newsroom.post({ title: '渡口书房' })
    expect(await titles('渡')).toEqual(['渡口书房'])
  })

  test('what readers cannot see is not suggested', async () => {
    await newsroom.post({ title: '渡口草稿', status: 'draft' })
    await newsroom.post({
      title: '渡口计划',
      status: 'scheduled',
      publishAt: '2099-01-01T00:00:00Z',
    })
    expect(await titles('渡口')).toEqual([])
    expect(await titles('/desk/articles/1')).toEqual([])
  })

  test('the address of an article finds it, however it was copied', async () => {
    await newsroom.post({ title: '渡口书房', slug: 'du-kou' })
    for (const address of [
      `${ORIGIN}/articles/du-kou`,
      '/articles/du-kou#top',
      '/desk/articles/1',
    ]) {
      expect(await titles(address), address).toEqual(['渡口书房'])
    }
  })

  test('nothing is suggested for nothing', async () => {
    await newsroom.post({ title: '渡口' })
    expect(await titles('  ')).toEqual([])
    expect(await titles('！')).toEqual([])
  })

  test('ten at most are suggested, the newest of them', async () => {
    for (let n = 1; n <= 12; n++) await newsroom.post({ title: `渡口第${n}期` })
    const found = await titles('渡口')
    expect(found).toHaveLength(10)
    expect(found[0]).toBe('渡口第12期')
  })

  test('those of sections that one may not enter are suggested all the same: readers see them', async () => {
    await newsroom.post({ title: '渡口书房' })
    await newsroom.call('PUT', '/api/sections/sport', { name: '体育' })
    const { key } = await makeKey(newsroom, ['articles:write'], { sections: ['sport'] })
    expect(await suggested('渡口', await atDesk(newsroom, key))).toHaveLength(1)
  })
})
