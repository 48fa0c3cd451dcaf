import { beforeEach, describe, expect, test, vi } from 'vitest'
import { KEY, type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
  newsroom = await openNewsroom()
})

/** What an address answers: 200, `301 /articles/…`, 410. */
async function at(path: string, init: RequestInit = {}): Promise<string> {
  const response = await newsroom.fetch(path, init)
  const to = response.headers.get('Location')
  return [response.status, ...(to ? [to.replace(ORIGIN, '')] : [])].join(' ')
}

const setRules = async (rules: object[]) => {
  const etag = (await newsroom.call('GET', '/api/address-rules')).headers.get('ETag') ?? ''
  const response = await newsroom.call('PUT', '/api/address-rules', { rules }, { 'If-Match': etag })
  expect(await response.text().then(() => response.status)).toBe(200)
}

const TO = '301 /articles/moved'

describe('an old address of an article', () => {
  test.each([
    ['as it was written down', '/2019/05/标题/'],
    ['as browsers send it', '/2019/05/%E6%A0%87%E9%A2%98/'],
    ['in lower case, as WordPress writes it', '/2019/05/%e6%a0%87%e9%a2%98/'],
    ['without its last slash', '/2019/05/%E6%A0%87%E9%A2%98'],
    [
      'with what a chat program adds',
      '/2019/05/%E6%A0%87%E9%A2%98/?from=timeline&isappinstalled=0',
    ],
    ['of a program', '/show.asp?id=7'],
    ['of a program, with what a campaign adds', '/show.asp?utm_source=wechat&id=7'],
    ['of a program, on its second page', '/show.asp?id=7&page=2'],
    ['with its parameters in another order', '/list.php?b=2&a=1'],
    ['in bytes that are no UTF-8', '/%C4%EA/1.html'],
    ['that looks like ours', '/articles/Old-Name'],
    ['that is spelt as ours', '/a/yejie/2024/0713/12.html'],
    ['in capitals, where capitals were', '/News/Show.ASPX?ID=7'],
    ['that has a feed’s name in another place', '/blog/feed.xml'],
    ['of a section of ours', '/sections/news/12'],
  ])('%s leads to it for good', async (_, path) => {
    await newsroom.post({
      slug: 'moved',
      formerAddresses: [
        '/2019/05/标题/',
        '/show.asp?id=7',
        '/list.php?a=1&b=2',
        '/%c4%ea/1.html',
        '/articles/Old-Name',
        '/a/yejie/2024/0713/12.html',
        '/News/Show.ASPX?ID=7',
        '/blog/feed.xml',
        '/sections/news/12',
      ],
    })
    expect(await at(path)).toBe(TO)
    expect(await at(path, { method: 'HEAD' })).toBe(TO)
  })

  test('leads to where the article is by now', async () => {
    const { id } = await newsroom.post({ slug: 'moved', formerAddresses: ['/old'] })
    await newsroom.patch(id, { slug: 'moved-again' })
    expect(await at('/old')).toBe('301 /articles/moved-again')
  })

  test('is kept by no cache, and says nothing of who came', async () => {
    await newsroom.post({ slug: 'moved', formerAddresses: ['/old.html'] })
    const { headers } = await newsroom.fetch('/old.html?token=secret')
    expect(headers.get('Location')).toBe(`${ORIGIN}/articles/moved`)
    expect(headers.get('Cloudflare-CDN-Cache-Control')).toBe('no-store')
    expect(headers.get('Cache-Control')).toBe('no-cache')
  })

  test('says that an article is gone which was withdrawn', async () => {
    const { id } = await newsroom.post({ formerAddresses: ['/old'] })
    await newsroom.withdraw(id)
    const response = await newsroom.fetch('/old')
    expect([response.status, response.headers.get('Cloudflare-CDN-Cache-Control')]).toEqual([
      410,
      'no-store',
    ])
    expect(await response.text()).toContain('noindex')
  })

  test('tells nobody of a draft, or of a plan', async () => {
    await newsroom.post({ status: 'draft', formerAddresses: ['/draft'] })
    await newsroom.post({ publishAt: '2999-01-01T00:00:00Z', formerAddresses: ['/plan'] })
    expect([await at('/draft'), await at('/plan')]).toEqual(['404', '404'])
  })

  test('leads nowhere any more once it was taken away, and may be another’s then', async () => {
    const { id } = await newsroom.post({ formerAddresses: ['/old', '/other'] })
    await newsroom.patch(id, { formerAddresses: ['/other'] })
    expect(await at('/old')).toBe('404')
    await newsroom.post({ slug: 'moved', formerAddresses: ['/old'] })
    expect([await at('/old'), await at('/other')]).toEqual([TO, expect.stringMatching(/^301/)])
  })

  test('goes before what may have been meant here', async () => {
    await newsroom.post({ slug: 'first', keywords: ['停水'] })
    expect(await at('/articles/FIRST')).toBe('301 /articles/first')
    expect(await at('/keywords/停水。')).toBe(`301 /keywords/${encodeURIComponent('停水')}`)
    await newsroom.post({ slug: 'moved', formerAddresses: ['/articles/FIRST', '/keywords/停水。'] })
    expect(await at('/articles/FIRST')).toBe(TO)
    expect(await at('/keywords/停水。')).toBe(TO)
    expect(await at('/articles/first')).toBe('200')
  })

  test('never leads in a circle: what is there now goes first', async () => {
    await newsroom.post({ slug: 'one', formerAddresses: ['/articles/Two'] })
    await newsroom.post({ slug: 'two', formerAddresses: ['/articles/One'] })
    expect([await at('/articles/one'), await at('/articles/two')]).toEqual(['200', '200'])
    expect([await at('/articles/One'), await at('/articles/Two')]).toEqual([
      '301 /articles/two',
      '301 /articles/one',
    ])
  })

  test('is no 404 while the database is away', async () => {
    await newsroom.post({ formerAddresses: ['/old'] })
    newsroom.onD1 = () => {
      throw new Error('D1_ERROR: Network connection lost.')
    }
    expect(await at('/old')).toBe('503')
  })
})

describe('the home page', () => {
  const BY_NUMBER = [{ from: '/?p=:id', origin: 'wordpress' }]

  test('leads to the article that a query named, where a rule names the key', async () => {
    await newsroom.post({ slug: 'moved', formerAddresses: ['/?p=123'] })
    expect(await at('/?p=123')).toBe('200')
    await setRules(BY_NUMBER)
    expect(await at('/?p=123')).toBe(TO)
    expect(await at('/?utm_source=weibo&p=123')).toBe(TO)
    expect(await at('/?p=124')).toBe('200')
  })

  test('leads there whatever the reader has of it already', async () => {
    await newsroom.post({ slug: 'moved', formerAddresses: ['/?p=123'] })
    await setRules(BY_NUMBER)
    const etag = (await newsroom.fetch('/')).headers.get('ETag') ?? ''
    const headers = { 'If-None-Match': etag }
    expect(await at('/?p=123', { headers })).toBe(TO)
    expect(await at('/?p=124', { headers })).toBe('304')
    expect(await at('/?utm_source=weibo', { headers })).toBe('304')
    expect(await at('/', { headers })).toBe('304')
  })

  test('asks the database no more for a query that no rule names than for none', async () => {
    await newsroom.post({ slug: 'moved', formerAddresses: ['/?p=123', '/?page_id=5'] })
    await setRules(BY_NUMBER)
    await newsroom.read('/')
    const plain = await newsroom.spent(() => newsroom.read('/'))
    for (const query of ['?utm_source=p', '?page_id=5', '?q=p', '?P=123', '?']) {
      const cost = await newsroom.spent(() => newsroom.read(`/${query}`))
      expect([query, cost.statements, cost.rowsRead]).toEqual([
        query,
        plain.statements,
        plain.rowsRead,
      ])
    }
    const named = await newsroom.spent(() => newsroom.fetch('/?p=5'))
    expect(named.roundTrips).toBeGreaterThan(plain.roundTrips)
  })

  test('says which keys it takes notice of', async () => {
    expect((await newsroom.fetch('/')).headers.get('No-Vary-Search')).toBeNull()
    await setRules([...BY_NUMBER, { from: '/?page_id=:id', origin: 'wordpress' }])
    const said = (await newsroom.fetch('/')).headers.get('No-Vary-Search')
    expect(said).toBe('params, except=("p" "page_id")')
  })
})

describe('a rule', () => {
  test('leads to the article that came from there', async () => {
    await newsroom.post({ slug: 'moved', origin: { system: 'wordpress', id: '123' } })
    await setRules([
      { from: '/?p=:id', origin: 'wordpress' },
      { from: '/archives/:id', origin: 'wordpress' },
    ])
    expect([await at('/?p=123'), await at('/archives/123/')]).toEqual([TO, TO])
    expect([await at('/?p=9'), await at('/archives/9')]).toEqual(['200', '404'])
  })

  test('leads to pages of ours, where there are such', async () => {
    await newsroom.post({ slug: 'moved', keywords: ['停水'], author: '李四' })
    await setRules([
      { from: '/tag/:name', to: '/keywords/:name' },
      { from: '/category/:slug', to: '/sections/:slug' },
      { from: '/author/:name', to: '/authors/:name' },
      { from: '/feed', to: '/feed.xml' },
      { from: '/:year/:month/:slug', to: '/articles/:slug' },
    ])
    const water = encodeURIComponent('停水')
    expect(await at(`/tag/${water}/`)).toBe(`301 /keywords/${water}`)
    expect(await at('/tag/none')).toBe('404')
    expect(await at('/category/news')).toBe('301 /sections/news')
    expect(await at('/category/sports')).toBe('404')
    expect(await at('/author/李四')).toBe(`301 /authors/${encodeURIComponent('李四')}`)
    expect(await at('/feed/')).toBe('301 /feed.xml')
    expect(await at('/2019/05/moved/')).toBe(TO)
    expect(await at('/2019/05/other/')).toBe('404')
  })

  test('says that something is gone', async () => {
    await setRules([{ from: '/bbs/*', gone: true }])
    expect([await at('/bbs/thread-1-1.html'), await at('/bb')]).toEqual(['410', '404'])
  })

  test('comes after the old addresses of articles', async () => {
    await newsroom.post({ slug: 'moved', formerAddresses: ['/bbs/kept.html'] })
    await setRules([{ from: '/bbs/*', gone: true }])
    expect([await at('/bbs/kept.html'), await at('/bbs/1.html')]).toEqual([TO, '410'])
  })

  test('never hides what is there', async () => {
    const { url } = await newsroom.post()
    await setRules([{ from: '/:a/:b', gone: true }])
    expect(await at(url)).toBe('200')
    expect(await at('/sections/news')).toBe('200')
    expect(await at('/sections/none')).toBe('410')
  })
})

test('a way to a 404 costs the same, whether ten old addresses are known or thousands', async () => {
  const key = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' }
  const bring = async (from: number, count: number) => {
    const lines = Array.from({ length: count }, (_, i) => ({
      title: `第${from + i}篇`,
      section: 'news',
      body: '文',
      formerAddresses: Array.from({ length: 20 }, (_, j) => `/old/${from + i}/${j}.html`),
    }))
    const body = lines.map((line) => JSON.stringify(line)).join('\n')
    const response = await newsroom.fetch('/api/import', { method: 'POST', headers: key, body })
    expect((await response.text()).match(/"status":201/g)).toHaveLength(count)
  }
  const costs = async () => {
    await newsroom.fetch('/nothing.html')
    return {
      missing: await newsroom.spent(() => newsroom.fetch('/nothing.html')),
      found: await newsroom.spent(() => newsroom.fetch('/old/1/1.html?from=timeline')),
    }
  }
  await bring(0, 2)
  const few = await costs()
  await bring(2, 200)
  expect(await costs()).toEqual(few)
  expect(few.missing.roundTrips).toBe(1)
})
