import { beforeEach, describe, expect, test } from 'vitest'
import { Newsroom, ORIGIN } from '../support/newsroom'
import { ON, openTelling, type Telling } from '../support/telling'

let telling: Telling
let newsroom: Newsroom

beforeEach(async () => {
  telling = await openTelling()
  newsroom = new Newsroom(ON as Partial<Env>)
})

const paths = (calls: { urls: string[] }[]) =>
  calls.flatMap(({ urls }) => urls.map((url) => url.replace(ORIGIN, ''))).sort()

const FEEDS = ['/atom.xml', '/feed.json', '/feed.xml']
const all = (...sections: string[]) =>
  [...FEEDS, ...sections.flatMap((slug) => FEEDS.map((file) => `/sections/${slug}${file}`))].sort()

describe('search engines and hubs are told what editors do', () => {
  test('an article that is published, with its feeds', async () => {
    await newsroom.post({ slug: '社区' })
    await telling.tick()
    const path = `/articles/${encodeURIComponent('社区')}`
    expect(paths(telling.standIns.indexnow.calls)).toEqual([path])
    expect(telling.standIns.baidu.calls).toEqual([{ path: '/urls', urls: [ORIGIN + path] }])
    expect(paths(telling.standIns.websub.calls)).toEqual(all('news'))
  })

  test('not a draft, nor a plan, nor an edit that changes nothing', async () => {
    await newsroom.post({ status: 'draft' })
    await newsroom.post({ status: 'scheduled', publishAt: '2099-01-01T00:00:00Z' })
    expect(await telling.owed()).toEqual([])
    const { id } = await newsroom.post({ title: '同' })
    await telling.tick()
    await newsroom.patch(id, { title: '同' })
    expect(await telling.owed()).toEqual([])
  })

  test('one that is renamed and moved: both addresses, and the feeds of both sections', async () => {
    const { id } = await newsroom.post({ slug: 'old' })
    await telling.tick()
    telling.standIns.websub.calls.length = 0
    await newsroom.patch(id, { slug: 'new', section: 'culture' })
    await telling.tick()
    expect(paths(telling.standIns.indexnow.calls)).toEqual([
      '/articles/new',
      '/articles/old',
      '/articles/old',
    ])
    expect(paths(telling.standIns.websub.calls)).toEqual(all('culture', 'news'))
  })

  test('one that is withdrawn, and published again', async () => {
    const { id, slug } = await newsroom.post({ slug: 'a' })
    await telling.tick()
    await newsroom.withdraw(id)
    await telling.tick()
    expect(telling.standIns.baidu.state.get(`${ORIGIN}/articles/${slug}`)).toBe('gone')
    await newsroom.patch(id, { status: 'published' })
    await telling.tick()
    expect(telling.standIns.baidu.state.get(`${ORIGIN}/articles/${slug}`)).toBe('there')
  })

  test('hubs hear nothing of what no feed shows', async () => {
    for (let i = 0; i < 31; i++) await newsroom.post()
    await telling.tick()
    telling.standIns.websub.calls.length = 0
    await newsroom.post({ publishedAt: '2001-01-01T00:00:00Z' })
    for (let i = 0; i < 3; i++) await telling.tick()
    expect(telling.standIns.websub.calls).toEqual([])
    expect(paths(telling.standIns.indexnow.calls)).toHaveLength(32)
  })

  test('without a call on the way to the editor’s answer, and at the cost of one statement', async () => {
    const off = new Newsroom({})
    const plain = await off.spent(() => off.post())
    const told = await newsroom.spent(() => newsroom.post())
    expect(telling.standIns.indexnow.calls).toEqual([])
    expect(told.statements).toBe(plain.statements + 1)
    expect(told.roundTrips).toBe(plain.roundTrips)
  })
})
