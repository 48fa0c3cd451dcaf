/** Articles whose texts lie in databases of their own. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { findArticles } from '../../src/articles/finding/found'
import { KEPT_SECONDS } from '../../src/articles/texts/rounds'
import { storesOf } from '../../src/articles/texts/stores'
import { siteOf } from '../../src/site'
import { secondsNow } from '../../src/time'
import { Newsroom, openNewsroom } from '../support/newsroom'

interface Text {
  article: number
  number: number
  unused: 0 | 1
  found: 0 | 1
  whole: 0 | 1
  size: number
}

const texts = async (db: D1Database) =>
  (
    await db
      .prepare(
        `SELECT article_id AS article, number, unused_since IS NOT NULL AS unused, found_at IS NOT NULL AS found,
           html IS NOT NULL AS whole, length(content) AS size FROM texts ORDER BY id`,
      )
      .run<Text>()
  ).results

/** The same in few words. */
const shelf = async (db: D1Database) =>
  (await texts(db)).map(({ article, number, unused, found, whole, size }) =>
    [
      `${article}/${number}`,
      unused ? 'unused' : '',
      found ? 'found' : '',
      whole ? '' : 'bare',
      size === 0 ? 'erased' : '',
    ]
      .filter(Boolean)
      .join(' '),
  )

const inIndex = async (db: D1Database) =>
  (await db.prepare('SELECT count(*) AS n FROM search').first<number>('n')) ?? 0

const searchFor = (newsroom: Newsroom, words: string) =>
  newsroom.read(`/search?q=${encodeURIComponent(words)}`)

const DOWN = new Error('D1_ERROR: Network connection lost.')

const down = (newsroom: Newsroom, ...stores: number[]) => {
  newsroom.onTexts = (store) => {
    if (stores.includes(store)) throw DOWN
  }
}

const site = siteOf(env)

const ANYTHING = {
  ...{ words: null, status: null, section: null, author: null, from: null, before: null },
  ...{ order: 'published' as const, sections: null, cursor: null },
}

let newsroom: Newsroom

describe('an article with its text in a text database', () => {
  beforeEach(async () => {
    newsroom = await openNewsroom({}, 2)
  })

  test('reads, changes and compares like any other', async () => {
    const { id, url } = await newsroom.post({ title: '渡轮复航', body: '渡轮明天{复航|fùháng}。' })
    expect(await shelf(env.SPARE_1)).toEqual([])
    expect(await shelf(env.SPARE_2)).toEqual([`${id}/1 found`])
    const held = await env.DB.prepare(
      'SELECT length(content) AS c, length(html) AS h FROM revisions',
    ).first()
    expect(held).toEqual({ c: 6, h: 6 })
    expect(await newsroom.read(url)).toContain('<ruby>复航<rp>')
    await newsroom.patch(id, { body: '渡轮今天复航。' })
    expect(await newsroom.read(url)).toContain('渡轮今天复航。')
    expect(await shelf(env.SPARE_2)).toEqual([`${id}/1 unused`, `${id}/2 found`])
    const past = await newsroom.call('GET', `/api/articles/${id}/revisions/1`)
    expect(await past.json()).toMatchObject({ content: { body: '渡轮明天{复航|fùháng}。' } })
    expect(await newsroom.read('/feed.xml')).toContain('渡轮今天复航。')
  })

  test('is found as long as it says so, and no longer', async () => {
    const { id } = await newsroom.post({ title: '渡轮', body: '明天复航，请带雨具。' })
    await newsroom.post({ title: '夜市', body: '夜市也要带雨具。', section: 'culture' })
    expect(await searchFor(newsroom, '雨具')).toMatch(/夜市.*渡轮/s)
    expect(await newsroom.read('/search?q=雨具&section=culture')).not.toContain('复航')
    await newsroom.patch(id, { body: '明天复航。' })
    expect(await searchFor(newsroom, '雨具')).not.toContain('复航')
    await newsroom.withdraw(id)
    expect(await searchFor(newsroom, '复航')).toContain('没有找到')
    expect(await inIndex(env.SPARE_2)).toBe(1)
    expect(await inIndex(env.DB)).toBe(0)
  })

  test('is found page by page, the newest first, wherever the others lie', async () => {
    const one = await openNewsroom()
    for (let n = 1; n <= 25; n++) await one.post({ title: `第${n}号公告`, body: '停水通知' })
    const grown = new Newsroom({}, 2)
    for (let n = 26; n <= 50; n++) await grown.post({ title: `第${n}号公告`, body: '停水通知' })
    const seen: string[] = []
    let path = '/search?q=停水'
    for (let page = 0; page < 5 && path; page++) {
      const html = await grown.read(path)
      seen.push(...[...html.matchAll(/第(\d+)号公告/g)].map(([, n]) => n as string))
      path = /href="(\/search\?[^"]*before=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    }
    const numbers = [...new Set(seen)]
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, i) => String(50 - i)))
  })
})

describe('at the desk', () => {
  test('articles are found in whichever database their text lies, section by section', async () => {
    newsroom = await openNewsroom()
    const old = await newsroom.post({ title: '老渡轮', body: '请带雨具。', section: 'culture' })
    newsroom = new Newsroom({}, 2)
    const { id } = await newsroom.post({ title: '新渡轮', body: '请带雨具。', section: 'culture' })
    await newsroom.post({ title: '夜市', body: '请带雨具。' })
    const shelves = { db: env.DB, stores: storesOf({ TEXT_1: env.SPARE_1, TEXT_2: env.SPARE_2 }) }
    const find = async (section: string | null) => {
      const wanted = { ...ANYTHING, words: '雨具', status: 'published' as const, section }
      return (await findArticles(shelves, site, wanted)).articles.map((one) => one.id)
    }
    expect(await find('culture')).toEqual([id, old.id])
    expect(await find(null)).toEqual([3, id, old.id])
    await newsroom.patch(id, { body: '天晴了。' })
    expect(await find('culture')).toEqual([old.id])
  })
})

describe('while a text database does not answer', () => {
  beforeEach(async () => {
    newsroom = await openNewsroom({}, 2)
  })

  test('its articles have their copies, and everything else goes on', async () => {
    const { url } = await newsroom.post({ title: '渡轮', body: '复航。' })
    const { url: fresh, id } = await newsroom.post({ title: '夜市', body: '开张。' })
    await newsroom.read(url)
    down(newsroom, 2)
    newsroom.reborn()
    expect(await newsroom.read(url)).toContain('复航。')
    const unread = await newsroom.fetch(fresh)
    expect(unread.status).toBe(503)
    expect(unread.headers.get('Retry-After')).toBe('10')
    expect(await newsroom.read('/')).toContain('夜市')
    expect(await newsroom.read('/sitemap1.xml')).toContain(fresh)
    const feed = await newsroom.read('/feed.xml')
    expect(feed).toContain('夜市')
    expect(feed).not.toContain('content:encoded')
    expect(await searchFor(newsroom, '开张')).toContain('暂时搜不到')
    expect((await newsroom.call('GET', `/api/articles/${id}`)).status).toBe(503)
    newsroom.onTexts = () => {}
    newsroom.reborn()
    expect(await newsroom.read('/feed.xml')).toContain('content:encoded')
    expect(await newsroom.read(fresh)).toContain('开张。')
  })

  test('new articles go into the catalogue, and are read and found like any other', async () => {
    down(newsroom, 2)
    const { id, url } = await newsroom.post({ title: '渡轮', body: '复航。' })
    expect(await newsroom.read(url)).toContain('复航。')
    expect(await inIndex(env.DB)).toBe(1)
    newsroom.onTexts = () => {}
    expect(await searchFor(newsroom, '复航')).toContain('渡轮')
    await newsroom.patch(id, { body: '停航。' })
    expect(await inIndex(env.DB)).toBe(0)
    expect(await searchFor(newsroom, '停航')).toContain('渡轮')
    expect(await shelf(env.SPARE_2)).toEqual([`${id}/2 found`])
  })

  test('an older one costs new articles nothing', async () => {
    down(newsroom, 1)
    const { id } = await newsroom.post({ title: '渡轮', body: '复航。' })
    expect(await shelf(env.SPARE_2)).toEqual([`${id}/1 found`])
  })

  test('a write that the catalogue refuses leaves nothing to be found', async () => {
    await newsroom.post({ title: '渡轮', slug: 'ferry' })
    newsroom.onD1 = async (sql) => {
      if (!sql.some((one) => one.includes('INSERT INTO revisions'))) return
      newsroom.onD1 = () => {}
      throw new Error('D1_ERROR: UNIQUE constraint failed: slugs.slug')
    }
    expect(
      (
        await newsroom.call('POST', '/api/articles', {
          title: '夜市',
          section: 'news',
          body: '开张',
        })
      ).ok,
    ).toBe(true)
    expect(await inIndex(env.SPARE_2)).toBe(2)
  })
})

const erase = (id: number, number: number) =>
  newsroom.call('DELETE', `/api/articles/${id}/revisions/${number}`)

describe('what is erased', () => {
  beforeEach(async () => {
    newsroom = await openNewsroom({}, 2)
  })

  test('is gone from the text database at once', async () => {
    const { id } = await newsroom.post({ body: '秘密。' })
    await newsroom.patch(id, { body: '公开。' })
    expect((await erase(id, 1)).status).toBe(200)
    expect(await shelf(env.SPARE_2)).toEqual([`${id}/1 unused bare erased`, `${id}/2 found`])
    const past = await newsroom.call('GET', `/api/articles/${id}/revisions/1`)
    expect(await past.json()).toMatchObject({ content: null })
  })

  test('is gone once the text database answers again, though it was down when it was erased', async () => {
    const { id } = await newsroom.post({ body: '秘密。' })
    await newsroom.patch(id, { body: '公开。' })
    down(newsroom, 1, 2)
    expect((await erase(id, 1)).status).toBe(200)
    await newsroom.tick(secondsNow() + 60)
    const owed = await (await newsroom.call('GET', '/api/outbox')).json()
    expect(JSON.stringify(owed)).toContain(`2/${id}/1`)
    newsroom.onTexts = () => {}
    await newsroom.tick(secondsNow() + 7_200)
    expect(await shelf(env.SPARE_2)).toContain(`${id}/1 unused bare erased`)
    const { results } = await env.DB.prepare("SELECT * FROM outbox WHERE kind = 'erase'").run()
    expect(results).toEqual([])
  })
})

/** What a round through all texts leaves, as long after now as said. */
async function round(seconds: number) {
  await newsroom.tick(secondsNow() + seconds)
  await newsroom.tick(secondsNow() + seconds + 60)
}

const DAY = 86_400

describe('the clock’s rounds', () => {
  beforeEach(async () => {
    newsroom = await openNewsroom({}, 1)
  })

  test('pack past revisions anew, once the catalogue cannot go back to them', async () => {
    const { id } = await newsroom.post({ body: '昨天。'.repeat(200) })
    await newsroom.patch(id, { body: '今天。' })
    const [before] = await texts(env.SPARE_1)
    await round(KEPT_SECONDS - DAY)
    expect(await shelf(env.SPARE_1)).toEqual([`${id}/1 unused`, `${id}/2 found`])
    await round(KEPT_SECONDS + DAY)
    expect(await shelf(env.SPARE_1)).toEqual([`${id}/1 bare`, `${id}/2 found`])
    expect((await texts(env.SPARE_1))[0]?.size).not.toBe(before?.size)
    const past = await newsroom.call('GET', `/api/articles/${id}/revisions/1`)
    expect(await past.json()).toMatchObject({ content: { body: '昨天。'.repeat(200) } })
  })

  test('remove what a write left behind that came to nothing, but not while it may be under way', async () => {
    const { id } = await newsroom.post({ body: '有。' })
    await env.SPARE_1.prepare(
      `INSERT INTO texts (article_id, number, created_at, content) VALUES (?1, 9, unixepoch(), X'00')`,
    )
      .bind(id)
      .run()
    await round(60)
    expect(await shelf(env.SPARE_1)).toEqual([`${id}/1 found`, `${id}/9 bare`])
    await round(2 * DAY)
    expect(await shelf(env.SPARE_1)).toEqual([`${id}/1 found`, `${id}/9 unused bare`])
    await round(KEPT_SECONDS + DAY)
    expect(await shelf(env.SPARE_1)).toHaveLength(2)
    await round(KEPT_SECONDS + 4 * DAY)
    expect(await shelf(env.SPARE_1)).toEqual([`${id}/1 found`])
  })

  test('put back in use what a catalogue restored to an earlier moment shows again', async () => {
    const { id, url } = await newsroom.post({ title: '渡轮', body: '明天复航。' })
    const tables = ['articles', 'revisions', 'editions'] as const
    const saved = await Promise.all(tables.map((table) => rowsOf(table)))
    await newsroom.patch(id, { body: '今天停航。' })
    await round(30 * DAY)
    for (const [i, table] of tables.entries()) await restore(table, saved[i] ?? [])
    newsroom.reborn()
    expect(await newsroom.read(url)).toContain('明天复航。')
    await round(32 * DAY)
    expect(await shelf(env.SPARE_1)).toEqual([`${id}/1 found`, `${id}/2 unused`])
    expect(await searchFor(newsroom, '复航')).toContain('渡轮')
    expect(await searchFor(newsroom, '停航')).not.toContain('渡轮')
  })

  test('blank a text that was erased, wherever it was left', async () => {
    const { id } = await newsroom.post({ body: '秘密。' })
    await newsroom.patch(id, { body: '公开。' })
    await erase(id, 1)
    await env.SPARE_1.prepare(
      `INSERT INTO texts (article_id, number, created_at, content) VALUES (?1, 1, 0, X'00')`,
    )
      .bind(id)
      .run()
    await round(60)
    expect((await shelf(env.SPARE_1)).filter((text) => text.startsWith(`${id}/1`))).toEqual([
      `${id}/1 unused bare erased`,
      `${id}/1 unused bare erased`,
    ])
  })
})

type Row = Record<string, unknown>

/** All of a table, with texts in hexadecimal. */
const rowsOf = async (table: string): Promise<Row[]> =>
  (await env.DB.prepare(`SELECT * FROM ${table}`).run<Row>()).results

/** Puts a table back as it was: of `revisions` only those that were there. */
async function restore(table: string, rows: Row[]) {
  const statements = rows.map((row) => {
    const names = Object.keys(row)
    const values = Object.values(row).map((value) =>
      Array.isArray(value) ? new Uint8Array(value as number[]) : value,
    )
    const sql = `INSERT OR REPLACE INTO ${table} (${names.join()}) VALUES (${names.map(() => '?').join()})`
    return env.DB.prepare(sql).bind(...values)
  })
  const drop = env.DB.prepare('DELETE FROM revisions WHERE number > 1')
  await env.DB.batch([
    env.DB.prepare('PRAGMA defer_foreign_keys = on'),
    ...(table === 'revisions' ? [drop] : []),
    ...statements,
  ])
}

async function spreadAll(query = '') {
  let cursor: string | null = '0.0'
  let moved = 0
  while (cursor !== null) {
    const response = await newsroom.call('POST', `/api/spread?cursor=${cursor}${query}`, {})
    expect(response.status).toBe(200)
    const { done, next } = (await response.json()) as { done: number; next: string | null }
    moved += done
    cursor = next
  }
  return moved
}

describe('texts that are moved', () => {
  test('out of the catalogue, read, are found, compared and exported as before', async () => {
    const small = await openNewsroom()
    const { id, url } = await small.post({ title: '渡轮', body: '明天复航。' })
    await small.patch(id, { body: '今天复航。' })
    await small.post({ title: '草稿', body: '还没写完。', status: 'draft' })
    const before = await (await small.call('GET', '/api/export?revisions=true')).text()
    newsroom = new Newsroom({}, 2)
    expect(await spreadAll()).toBe(3)
    expect(await spreadAll()).toBe(0)
    expect(await inIndex(env.DB)).toBe(0)
    const left = await env.DB.prepare('SELECT max(length(content)) AS n FROM revisions').first('n')
    expect(left).toBe(6)
    newsroom.reborn()
    await env.PAGES.delete(`page/article/${url.split('/').at(-1)}`)
    expect(await newsroom.read(url)).toContain('今天复航。')
    expect(await searchFor(newsroom, '复航')).toContain('渡轮')
    expect(await (await newsroom.call('GET', '/api/export?revisions=true')).text()).toBe(before)
    expect(await spreadAll('&from=2&to=1')).toBe(3)
    expect(await shelf(env.SPARE_1)).toEqual([`${id}/1 bare`, `${id}/2 found`, '2/1'])
    expect(await searchFor(newsroom, '复航')).toContain('渡轮')
    expect(await (await newsroom.call('GET', '/api/export?revisions=true')).text()).toBe(before)
  })

  test('are found once, though they are moved while somebody searches', async () => {
    const small = await openNewsroom()
    await small.post({ title: '渡轮', slug: 'ferry', body: '明天复航。' })
    newsroom = new Newsroom({}, 1)
    newsroom.onTexts = async () => {
      newsroom.onTexts = () => {}
      await spreadAll()
    }
    const page = await searchFor(newsroom, '复航')
    expect([...page.matchAll(/<h2><a href="[^"]*\/ferry"/g)]).toHaveLength(1)
  })

  test('cannot be moved to where there is no database', async () => {
    newsroom = await openNewsroom({}, 1)
    const refused = await newsroom.call('POST', '/api/spread?to=2', {})
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ errors: [{ field: 'to' }] })
  })
})

test('the index is made anew, in whichever database it lies', async () => {
  newsroom = await openNewsroom({}, 2)
  await newsroom.post({ title: '渡轮', body: '明天复航。' })
  await env.SPARE_2.prepare('DELETE FROM search').run()
  expect(await searchFor(newsroom, '复航')).not.toContain('渡轮')
  await newsroom.call('POST', '/api/search', {})
  expect(await searchFor(newsroom, '复航')).toContain('渡轮')
  expect(await inIndex(env.DB)).toBe(0)
})

describe('the index made anew while an editor changes an article', () => {
  test('keeps the newer text, be it stored meanwhile', async () => {
    newsroom = await openNewsroom({}, 1)
    const { id } = await newsroom.post({ title: '渡轮', body: '明天复航。' })
    newsroom.onTexts = async (_, sql) => {
      if (!sql.some((one) => one.includes('t.found_at IS NOT NULL'))) return
      newsroom.onTexts = () => {}
      await newsroom.patch(id, { body: '今天停航。' })
    }
    await newsroom.call('POST', '/api/search', {})
    expect(await searchFor(newsroom, '停航')).toContain('渡轮')
    expect(await searchFor(newsroom, '明天')).not.toContain('渡轮')
  })

  test('keeps the newer text, though the catalogue does not know it yet', async () => {
    newsroom = await openNewsroom({}, 1)
    const { id } = await newsroom.post({ title: '渡轮', body: '明天复航。' })
    newsroom.onD1 = async (sql) => {
      if (!sql.some((one) => one.includes('INSERT INTO revisions'))) return
      newsroom.onD1 = () => {}
      await newsroom.call('POST', '/api/search', {})
    }
    await newsroom.patch(id, { body: '今天停航。' })
    expect(await searchFor(newsroom, '停航')).toContain('渡轮')
  })
})
