import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { article, KEY, type Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

interface Shown {
  slug: string
  name: string
  position: number
  description: string | null
  articles: number
  url: string
}

const get = (path = '', headers = {}) =>
  newsroom.call('GET', `/api/sections${path}`, undefined, headers)
const list = async (headers = {}) =>
  (await (await get('', headers)).json<{ sections: Shown[] }>()).sections
const remove = (slug: string, headers = {}) =>
  newsroom.call('DELETE', `/api/sections/${slug}`, undefined, headers)
const slugs = async () => (await list()).map(({ slug }) => slug)
const trail = async () => {
  const response = await newsroom.call('GET', '/api/audit')
  const { entries } = await response.json<{ entries: { action: string; subject: string }[] }>()
  return entries.map(({ action, subject }) => `${action} ${subject}`)
}

/** The sections of the navigation, in order. */
const navigation = async (path = '/') => {
  const nav = /<header.*?<\/header>/s.exec(await newsroom.read(path))?.[0] ?? ''
  return [...nav.matchAll(/href="\/sections\/([^"]+)"/g)].map(([, slug]) => slug)
}

async function keyWith(scopes: string[], sections?: string[]) {
  const made = await newsroom.call('POST', '/api/keys', { name: 'Other', scopes, sections })
  return { Authorization: `Bearer ${(await made.json<{ key: string }>()).key}` }
}

async function bring(lines: object[]) {
  const response = await newsroom.fetch('/api/import', {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' },
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
  })
  const text = new TextDecoder().decode(await response.arrayBuffer())
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ProblemAnswer)
}

/** As many sections as there may be, but for so many. */
async function fill(room: number) {
  const { results } = await env.DB.prepare('SELECT id FROM sections').run()
  const sql = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
    INSERT INTO sections (slug, name, position) SELECT 's' || i, 'S', 50 FROM n`
  await env.DB.prepare(sql)
    .bind(100 - results.length - room)
    .run()
}

/** Does something once, between the look at D1 and the write. */
function meanwhile(work: () => Promise<unknown>) {
  let done: Promise<unknown> | undefined
  newsroom.onD1 = (sql) => {
    if (done || !sql.some((one) => /^\s*(INSERT|DELETE)/.test(one)) || sql.length < 3) return
    done = work()
    return done
  }
}

const put = (slug: string, body: unknown) =>
  newsroom.call('PUT', `/api/sections/${encodeURIComponent(slug)}`, body)

describe('PUT /api/sections/{slug}', () => {
  test('creates a section, which has a page and a place in the navigation at once', async () => {
    expect((await newsroom.fetch('/sections/公告')).status).toBe(404)
    await newsroom.fetch('/')
    const response = await put('公告', { name: '通知公告' })
    expect(response.status).toBe(201)
    const answer = await response.json<{ url: string }>()
    expect(answer).toMatchObject({ slug: '公告', name: '通知公告' })
    expect((await newsroom.fetch(answer.url)).status).toBe(200)
    expect(await newsroom.read('/')).toContain('通知公告')
  })

  test('renames one, on every page', async () => {
    await newsroom.post({ slug: 'piece' })
    await newsroom.fetch('/articles/piece')
    expect((await put('news', { name: '新闻' })).status).toBe(200)
    for (const path of ['/', '/articles/piece', '/sections/news']) {
      const page = await newsroom.read(path)
      expect(page).toContain('新闻')
      expect(page).not.toContain('业界动态')
    }
  })

  test('whatever slug it takes, articles can be put there', async () => {
    const longest = 'a'.repeat(120)
    expect((await put(longest, { name: '长' })).status).toBe(201)
    expect(await newsroom.post({ section: longest })).toMatchObject({ section: longest })
  })

  test.each([
    ['bad', {}, 'name'],
    ['bad', { name: '' }, 'name'],
    ['bad', { name: 'x', colour: 'red' }, 'colour'],
    ['bad', { name: 'x', position: -1 }, 'position'],
    ['bad', { name: 'x', position: 1.5 }, 'position'],
    ['bad', { name: 'x', position: 10_000 }, 'position'],
    ['bad', { name: 'x', position: '1' }, 'position'],
    ['bad', { name: 'x', description: '' }, 'description'],
    ['bad', { name: 'x', description: '两\n行' }, 'description'],
    ['bad', { name: 'x', description: '字'.repeat(301) }, 'description'],
    ['Bad Slug', { name: 'x' }, 'slug'],
    ['字'.repeat(30), { name: 'x' }, 'slug'],
  ])('%s with %j: 422 that names the fault', async (slug, body, field) => {
    const response = await put(slug, body)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ field }] })
  })
})

describe('their order', () => {
  test('is that in which they were made, until they are given positions: on every page', async () => {
    await put('sport', { name: '体育' })
    expect(await navigation()).toEqual(['news', 'culture', 'sport'])
    expect((await list()).map(({ position }) => position)).toEqual([1, 2, 3])
    expect((await put('sport', { name: '体育', position: 0 })).status).toBe(200)
    const { url } = await newsroom.post()
    for (const path of ['/', url, '/none', '/archive', '/search']) {
      expect(await navigation(path), path).toEqual(['sport', 'news', 'culture'])
    }
    expect(await slugs()).toEqual(['sport', 'news', 'culture'])
  })

  test('goes by age where positions are the same; what is new comes last', async () => {
    await put('news', { name: '新闻', position: 7 })
    await put('culture', { name: '文化', position: 7 })
    await put('sport', { name: '体育' })
    await put('first', { name: '头条', position: 7 })
    expect(await slugs()).toEqual(['news', 'culture', 'first', 'sport'])
  })

  test('stays when a section is put without a position, and its description goes', async () => {
    await put('news', { name: '业界动态', position: 9, description: '要闻' })
    const renamed = await (await put('news', { name: '新闻' })).json<Shown>()
    expect(renamed).toMatchObject({ name: '新闻', position: 9, description: null })
    expect(await (await get('/news')).json()).toEqual(renamed)
  })

  test('is for good: put again as it is, nothing is written', async () => {
    const fields = { name: '新闻', position: 3, description: '要闻' }
    await put('news', fields)
    const cost = await newsroom.spent(async () => {
      expect((await put('news', fields)).status).toBe(200)
    })
    expect(cost.rowsWritten).toBe(0)
    expect((await trail())[0]).toBe('section.rename news')
  })
})

describe('a description', () => {
  const fields = { name: '业界动态', description: '区里的"要闻" <b>&' }
  const escaped = '区里的&quot;要闻&quot; &lt;b&gt;&amp;'

  test('stands under the heading, for search engines, and in feeds', async () => {
    await put('news', fields)
    const page = await newsroom.read('/sections/news')
    expect(page).toContain(`<p class="quiet">${escaped}</p>`)
    expect(page).toContain(`<meta name="description" content="${escaped}">`)
    const feed = JSON.parse(await newsroom.read('/sections/news/feed.json'))
    expect(feed.description).toBe(fields.description)
    expect(await newsroom.read('/sections/culture')).not.toContain('要闻')
    expect(JSON.parse(await newsroom.read('/feed.json')).description).not.toContain('要闻')
  })

  test('changes its own page and feeds, and no other', async () => {
    const pages = [
      '/',
      '/sections/news',
      '/sections/news/feed.xml',
      '/sections/culture',
      '/feed.xml',
    ]
    for (const path of pages) await newsroom.fetch(path)
    await put('news', fields)
    const made = []
    for (const path of pages) {
      const { headers } = await newsroom.fetch(path)
      if (headers.get('Server-Timing') === 'render') made.push(path)
    }
    expect(made).toEqual(['/sections/news', '/sections/news/feed.xml'])
    expect((await trail())[0]).toBe('section.change news')
  })
})

describe('GET /api/sections', () => {
  test('has all of them, with what readers can see in each', async () => {
    await newsroom.post()
    await newsroom.withdraw((await newsroom.post()).id)
    await newsroom.post({ status: 'draft' })
    expect(await list()).toEqual([
      {
        slug: 'news',
        name: '业界动态',
        position: 1,
        description: null,
        articles: 1,
        url: 'https://news.test/sections/news',
      },
      expect.objectContaining({ slug: 'culture', articles: 0 }),
    ])
  })

  test('is for any key, as far as it reaches', async () => {
    const limited = await keyWith(['sections:write'], ['culture'])
    expect((await list(limited)).map(({ slug }) => slug)).toEqual(['culture'])
    expect((await get('/culture', limited)).status).toBe(200)
    expect((await get('/news', limited)).status).toBe(404)
    expect((await get('/none', limited)).status).toBe(404)
    expect(await list(await keyWith(['export:read']))).toHaveLength(2)
  })
})

describe('a newsroom has at most a hundred', () => {
  test('and says so to who makes one more; those there can be renamed', async () => {
    await fill(1)
    expect((await put('last', { name: 'x' })).status).toBe(201)
    const refused = await put('more', { name: 'x' })
    expect(refused.status).toBe(409)
    expect((await refused.json<ProblemAnswer>()).detail).toContain('100 sections')
    expect((await put('last', { name: 'y' })).status).toBe(200)
    expect((await remove('last')).status).toBe(200)
    expect((await put('more', { name: 'x' })).status).toBe(201)
  })

  test('also when many come at once', async () => {
    await fill(3)
    const made = await Promise.all(
      Array.from({ length: 12 }, (_, i) => put(`new-${i}`, { name: 'x' })),
    )
    const statuses = made.map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(3)
    expect(statuses.filter((status) => status === 409)).toHaveLength(9)
    expect(await list()).toHaveLength(100)
  })

  test('also by import: what is beyond is refused, line by line', async () => {
    await fill(2)
    const lines = ['a', 'b', 'a', 'c', 'news', 'd'].map((slug) => ({
      type: 'section',
      slug,
      name: 'x',
    }))
    const results = await bring(lines)
    expect(results.map(({ status }) => status)).toEqual([201, 201, 200, 409, 200, 409])
    expect(results[3]?.detail).toContain('100 sections')
    expect(await list()).toHaveLength(100)
  })

  test('and one that had more keeps them', async () => {
    await fill(-5)
    expect((await put('news', { name: '新闻', position: 60 })).status).toBe(200)
    expect((await put('more', { name: 'x' })).status).toBe(409)
    expect((await remove('s1')).status).toBe(200)
    expect(await list()).toHaveLength(104)
  })
})

describe('DELETE /api/sections/{slug}', () => {
  test('removes one that never had an article: from every page, and its own is a 404', async () => {
    await put('spam', { name: '垃圾', description: '垃圾' })
    for (const path of ['/', '/sections/spam', '/sections/spam/feed.xml'])
      await newsroom.fetch(path)
    const removed = await remove('spam')
    expect(removed.status).toBe(200)
    expect(await removed.json()).toMatchObject({ slug: 'spam', name: '垃圾', articles: 0 })
    expect(await newsroom.read('/')).not.toContain('垃圾')
    for (const path of ['/sections/spam', '/sections/spam/feed.xml', '/sections/spam/pages/1']) {
      expect((await newsroom.fetch(path)).status, path).toBe(404)
    }
    expect((await get('/spam')).status).toBe(404)
    expect((await remove('spam')).status).toBe(404)
    expect((await trail()).slice(0, 2)).toEqual(['section.remove spam', 'section.create spam'])
    expect((await put('spam', { name: '新' })).status).toBe(201)
    expect((await newsroom.fetch('/sections/spam')).status).toBe(200)
  })

  test('leaves no copy of its pages, not even for when D1 is down', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    await put('spam', { name: '垃圾' })
    const pages = ['/sections/spam', '/sections/spam/feed.xml', '/sections/spam/feed.json']
    for (const path of pages) await newsroom.fetch(path)
    await remove('spam')
    newsroom.onD1 = () => {
      throw new Error('down')
    }
    for (const path of pages) expect((await newsroom.fetch(path)).status, path).toBe(503)
  })

  test.each([
    ['a published article', {}, null],
    ['a draft', { status: 'draft' }, null],
    ['a plan', { publishAt: '2999-01-01T00:00:00Z' }, null],
    ['an article that has moved on', {}, { section: 'culture' }],
    ['a draft that has moved on', { status: 'draft' }, { section: 'culture' }],
    ['a withdrawn article', {}, 'withdraw'],
  ])('not one with %s', async (_, fields, change) => {
    const { id } = await newsroom.post(fields)
    if (change === 'withdraw') await newsroom.withdraw(id)
    else if (change) await newsroom.patch(id, change as Record<string, unknown>)
    const refused = await remove('news')
    expect(refused.status).toBe(409)
    expect((await refused.json<ProblemAnswer>()).detail).toContain('had an article')
    expect((await newsroom.fetch('/sections/news')).status).toBe(200)
  })

  test('takes sections:write, and reach', async () => {
    expect((await remove('culture', await keyWith(['articles:write']))).status).toBe(403)
    expect((await remove('culture', await keyWith(['sections:write'], ['news']))).status).toBe(404)
    expect((await remove('culture', await keyWith(['sections:write'], ['culture']))).status).toBe(
      200,
    )
  })
})

describe('a section that goes while somebody writes there', () => {
  test('the post is refused by name, and takes nothing with it', async () => {
    meanwhile(() => remove('culture'))
    const refused = await newsroom.call('POST', '/api/articles', article({ section: 'culture' }))
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ errors: [{ field: 'section' }] })
    expect(await slugs()).toEqual(['news'])
  })

  test('so is a line of an import, and the others are kept', async () => {
    meanwhile(() => remove('culture'))
    const results = await bring([article({ section: 'culture' }), article(), article()])
    expect(results.map(({ status }) => status)).toEqual([422, 201, 201])
  })

  test('nor does the article end up in a section made since', async () => {
    meanwhile(async () => {
      await remove('culture')
      await put('other', { name: '别的' })
    })
    const refused = await newsroom.call('POST', '/api/articles', article({ section: 'culture' }))
    expect(refused.status).toBe(422)
    expect(await env.DB.prepare('SELECT count(*) AS n FROM articles').first()).toEqual({ n: 0 })
  })

  test('or the removal is refused, when the post was first', async () => {
    meanwhile(() => newsroom.post({ section: 'culture' }))
    expect((await remove('culture')).status).toBe(409)
    expect(await slugs()).toEqual(['news', 'culture'])
  })

  test('a rename that was on its way makes it anew, or finds it gone: never half of it', async () => {
    meanwhile(() => remove('culture'))
    expect((await put('culture', { name: '文' })).status).toBe(201)
    expect(await navigation()).toEqual(['news', 'culture'])
    expect((await newsroom.fetch('/sections/culture')).status).toBe(200)
  })
})

test('an import brings order and descriptions; an old one, without them, brings its order', async () => {
  await bring([
    { type: 'section', slug: 'b', name: 'B', position: 0, description: '乙' },
    { type: 'section', slug: 'z', name: 'Z' },
    { type: 'section', slug: 'a', name: 'A' },
  ])
  expect(await slugs()).toEqual(['b', 'news', 'culture', 'z', 'a'])
  expect((await list())[0]).toMatchObject({ position: 0, description: '乙' })
})
