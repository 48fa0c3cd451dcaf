/** What went wrong once with texts in databases of their own. */
import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { KEPT_SECONDS } from '../../src/articles/texts/rounds'
import { secondsNow } from '../../src/time'
import { Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

const spread = (query: string) => newsroom.call('POST', `/api/spread?${query}`, {})
const revision = async (id: number, number: number) =>
  (await newsroom.call('GET', `/api/articles/${id}/revisions/${number}`)).json()
const search = (words: string) => newsroom.fetch(`/search?q=${encodeURIComponent(words)}`)

const fail = (store: number) => {
  newsroom.onTexts = (asked) => {
    if (asked === store) throw new Error('D1_ERROR: Network connection lost.')
  }
}

/** Before the next commit. */
const before = (work: () => Promise<unknown>) => {
  newsroom.onD1 = async (sql) => {
    if (!sql.some((one) => one.includes('INSERT INTO revisions'))) return
    newsroom.onD1 = () => {}
    await work()
  }
}

beforeEach(async () => {
  newsroom = await openNewsroom({}, 2)
})

test('texts are not moved out of a database that does not answer', async () => {
  const small = new Newsroom({ TEXT_1: env.SPARE_1 } as never)
  const { id } = await small.post({ body: '草稿。', status: 'draft' })
  await small.patch(id, { body: '第二稿。' })
  fail(1)
  expect((await spread('from=1&to=2')).status).toBe(503)
  newsroom.onTexts = () => {}
  expect(await (await spread('from=1&to=2')).json()).toMatchObject({ done: 2 })
  expect(await revision(id, 1)).toMatchObject({ content: { body: '草稿。' } })
  expect(await revision(id, 2)).toMatchObject({ content: { body: '第二稿。' } })
})

test('a change over a rendering that went into the catalogue meanwhile loses nothing', async () => {
  const { id } = await newsroom.post({ title: '渡轮', body: '明天复航，请带雨具。'.repeat(30) })
  const content = 'SELECT hex(content) AS content FROM texts'
  const text = await env.SPARE_2.prepare(content).first('content')
  before(async () => {
    const html = await env.SPARE_2.prepare('SELECT hex(html) AS html FROM texts').first('html')
    await env.DB.batch([
      env.DB.prepare('UPDATE revisions SET content = unhex(?1), html = unhex(?2)').bind(text, html),
      env.DB.prepare(`INSERT INTO search (rowid, tokens) VALUES (1, '雨具')`),
    ])
  })
  await newsroom.patch(id, { body: '今天复航。' })
  expect(await revision(id, 1)).toMatchObject({
    content: { body: '明天复航，请带雨具。'.repeat(30) },
  })
  expect(await env.DB.prepare('SELECT count(*) AS n FROM search').first('n')).toBe(0)
})

test('a row too many in the catalogue’s index is no failure of the search', async () => {
  await newsroom.post({ title: '渡轮', body: '请带雨具。' })
  await env.DB.prepare(`INSERT INTO search (rowid, tokens) VALUES (1, '雨具')`).run()
  const response = await search('雨具')
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('渡轮')
})

test('a feed without texts is not known again, nor kept, once they are there', async () => {
  await newsroom.post({ title: '渡轮', body: '复航。' })
  fail(2)
  const partial = await newsroom.fetch('/feed.xml')
  expect(partial.headers.get('ETag')).toBeNull()
  expect(partial.headers.get('Cache-Control')).toContain('no-store')
  newsroom.onTexts = () => {}
  newsroom.reborn()
  expect(await newsroom.read('/feed.xml')).toContain('复航。')
})

test('what a refused write brought is not kept', async () => {
  await newsroom.post({ title: '渡轮', slug: 'ferry' })
  before(() =>
    env.DB.prepare("INSERT INTO slugs (slug, article_id) VALUES ('night-market', 1)").run(),
  )
  const fields = { title: '夜市', slug: 'night-market', section: 'news', body: '秘密。' }
  expect((await newsroom.call('POST', '/api/articles', fields)).status).toBe(409)
  const { results } = await env.SPARE_2.prepare('SELECT article_id FROM texts').run()
  expect(results).toEqual([{ article_id: 1 }])
})

test('a text that is lost costs its own article, which can be written anew', async () => {
  const { id, url } = await newsroom.post({ title: '渡轮', body: '复航。' })
  await newsroom.post({ title: '夜市', body: '开张。' })
  await env.SPARE_2.prepare('DELETE FROM texts WHERE article_id = ?1').bind(id).run()
  expect((await newsroom.fetch(url)).status).toBe(500)
  const feed = await newsroom.read('/feed.xml')
  expect(feed).toContain('开张。')
  expect(feed).toContain('渡轮')
  const fields = { title: '渡轮', section: 'news', body: '又复航了。' }
  const headers = { 'If-Match': '"1"' }
  expect((await newsroom.call('PUT', `/api/articles/${id}`, fields, headers)).status).toBe(200)
  expect(await newsroom.read(url)).toContain('又复航了。')
})

test('a text that was erased before the catalogue was restored is exported as what lists show', async () => {
  await newsroom.post({ title: '渡轮', body: '复航。' })
  await env.SPARE_2.prepare("UPDATE texts SET content = X'', html = NULL").run()
  const lines = await (await newsroom.call('GET', '/api/export')).text()
  expect(lines).toContain('"title":"渡轮"')
  expect(lines).not.toContain('复航')
  expect(lines.trimEnd().split('\n').at(-1)).toContain('"type":"end"')
})

test('the clock goes on after a text that cannot be read', async () => {
  const { id } = await newsroom.post({ body: '一。' })
  await newsroom.patch(id, { body: '二。' })
  const { id: other } = await newsroom.post({ body: '三。' })
  await newsroom.patch(other, { body: '四。' })
  const bad = "UPDATE texts SET content = X'FFFF' WHERE article_id = ?1 AND number = 1"
  await env.SPARE_2.prepare(bad).bind(id).run()
  for (const days of [0, 1, 36, 36.1, 38]) {
    await newsroom.tick(secondsNow() + Math.floor(days * 86_400))
  }
  const packed = 'SELECT article_id AS id FROM texts WHERE html IS NULL'
  const { results } = await env.SPARE_2.prepare(packed).run()
  expect(results).toEqual([{ id: other }])
})

test('all that a restored catalogue shows again can be found by the end of the round', async () => {
  const ids: number[] = []
  for (let n = 0; n < 45; n++)
    ids.push((await newsroom.post({ title: `公告${n}`, body: '停水。' })).id)
  await env.SPARE_2.batch([
    env.SPARE_2.prepare('UPDATE texts SET unused_since = 1, found_at = NULL'),
    env.SPARE_2.prepare(`INSERT INTO search (search) VALUES ('delete-all')`),
  ])
  for (let n = 0; n < 4; n++) await newsroom.tick(secondsNow() + KEPT_SECONDS + n * 60)
  const found =
    'SELECT count(*) AS n FROM texts WHERE found_at IS NOT NULL AND unused_since IS NULL'
  expect(await env.SPARE_2.prepare(found).first('n')).toBe(ids.length)
})

test('what has no size is given one when it is moved', async () => {
  const small = await openNewsroom()
  await small.post({ body: '复航。'.repeat(100) })
  await env.DB.prepare('UPDATE revisions SET content_size = NULL, html_size = NULL').run()
  newsroom = new Newsroom({}, 2)
  await spread('')
  const sizes = await env.DB.prepare(
    'SELECT content_size AS c, html_size AS h FROM revisions',
  ).first<{ c: number; h: number }>()
  expect(sizes?.c).toBeGreaterThan(900)
  expect(sizes?.h).toBeGreaterThan(900)
})
