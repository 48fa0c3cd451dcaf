import { env } from 'cloudflare:workers'
import { inflateRawSync } from 'node:zlib'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type ExportFilter, firstArticle, type Place, readStretch } from '../../src/articles/export'
import { FEED_BYTES, selectFed } from '../../src/articles/newest'
import { article, count, KEY, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  vi.spyOn(console, 'info').mockReturnValue()
  newsroom = await openNewsroom()
})

/** 1.44 MB of HTML, and a few hundred bytes deflated. */
const SWOLLEN = '&'.repeat(240_000)
const swollen = (slug: string, fields = {}) =>
  newsroom.post({
    slug,
    title: slug,
    format: 'text',
    body: SWOLLEN,
    summary: `摘要${slug}`,
    ...fields,
  })

/** As if everything had been written before sizes were kept. */
const forgetSizes = () =>
  env.DB.prepare('UPDATE revisions SET content_size = NULL, html_size = NULL').run()

const FEEDS = ['/feed.xml', '/atom.xml', '/feed.json', '/sections/news/feed.xml']

describe('a feed', () => {
  for (const era of ['', ', also of articles from before sizes were kept']) {
    test(`has the newest in full up to 2 MB of HTML, and summaries of the rest${era}`, async () => {
      await newsroom.post({ slug: 'short', body: '短文全文。', summary: '短文摘要' })
      for (const slug of ['a', 'b', 'c', 'd']) await swollen(slug)
      await newsroom.post({ slug: 'last', body: '末篇全文。', summary: '末篇摘要' })
      if (era) await forgetSizes()
      for (const path of FEEDS) {
        const feed = await newsroom.read(path)
        expect(feed.length, path).toBeLessThan(1.5 * FEED_BYTES)
        // What comes after a text that has no room has none either, however short it is.
        for (const [text, times] of [
          ['末篇全文', 1],
          ['短文全文', 0],
          ['短文摘要', path.endsWith('json') ? 2 : 1],
          ['摘要b', path.endsWith('json') ? 2 : 1],
        ] as const) {
          expect(count(feed, text), `${path}: ${text}`).toBe(times)
        }
        expect(feed.length, path).toBeGreaterThan(SWOLLEN.length)
      }
    })
  }

  test('of ordinary articles has all of them in full', async () => {
    for (let i = 0; i < 30; i++)
      await newsroom.post({ slug: `s${i}`, body: `全文${i}。`, summary: '短' })
    expect(count(await newsroom.read('/feed.xml'), '<content:encoded>')).toBe(30)
  })

  test('is not sent more by D1 than it has room for', async () => {
    for (let i = 0; i < 5; i++) await swollen(`s${i}`)
    const { results } = await selectFed(env.DB, null).run<{ html: unknown }>()
    expect(results.map(({ html }) => html !== null)).toEqual([true, false, false, false, false])
  })
})

const ALL: ExportFilter = { since: null, revisions: true, sections: null }

/** The text in each stretch of an export, in bytes. */
async function stretches(): Promise<number[][]> {
  const sizes: number[][] = []
  const seen = new Set<string>()
  for (let place: Place | null = firstArticle(ALL); place; ) {
    seen.add(JSON.stringify(place))
    const { revisions, next } = await readStretch(env.DB, ALL, place)
    const lines: number[] = []
    for await (const { content } of revisions) lines.push(JSON.stringify(content).length)
    sizes.push(lines)
    expect(seen).not.toContain(JSON.stringify(next))
    place = next
  }
  return sizes
}

async function exported() {
  const lines: Record<string, unknown>[] = []
  for (let cursor: unknown = ''; cursor !== null; ) {
    const query = cursor ? `?cursor=${cursor}` : ''
    const response = await newsroom.call('GET', `/api/export${query}`)
    const text = new TextDecoder().decode(await response.arrayBuffer())
    const some = text.trimEnd().split('\n')
    lines.push(...some.map((line) => JSON.parse(line)))
    cursor = lines.pop()?.next
  }
  return lines
}

describe('an export', () => {
  test('ends an answer at 32 MB of lines, also of articles from before sizes were kept', async () => {
    const body = '"'.repeat(262_000)
    await newsroom.post({ slug: 's1', format: 'text', body, status: 'draft' })
    await newsroom.post({ slug: 'culture', section: 'culture' })
    // As many more, with the text of the first, which takes half a megabyte.
    const ids = 'WITH RECURSIVE n (i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM n WHERE i < 80)'
    const columns = 'section_id, status, title, excerpt, keywords, created_at, updated_at'
    const text = 'number, content, html, key_id, created_at'
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO articles (id, revision, slug, ${columns})
         ${ids} SELECT i, 1, 's' || i, ${columns} FROM n, articles WHERE id = 1`,
      ),
      env.DB.prepare(
        `INSERT INTO revisions (article_id, ${text})
         ${ids} SELECT i, ${text} FROM n, revisions WHERE article_id = 1`,
      ),
    ])
    const answer = await newsroom.call('GET', '/api/export')
    const lines = new TextDecoder()
      .decode(await answer.arrayBuffer())
      .trimEnd()
      .split('\n')
    expect(lines).toHaveLength(2 + 1 + 62 + 1)
    expect(lines.at(-1)).toBe('{"type":"end","next":"hidden.63"}')
    expect(await exported()).toHaveLength(2 + 80)
  })

  test('goes on in stretches of 2 MB of text, however small it lies in D1', async () => {
    for (let i = 0; i < 12; i++) {
      await newsroom.post({
        slug: `s${i}`,
        format: 'text',
        body: '"'.repeat(262_000),
        status: 'draft',
      })
    }
    // Source and rendering of one take 0.79 MB.
    expect((await stretches()).map(({ length }) => length)).toEqual([0, 2, 2, 2, 2, 2, 2, 0, 0])
    expect(await exported()).toHaveLength(2 + 12)
  })

  test('gets past an article that is larger than a stretch', async () => {
    for (let i = 1; i <= 3; i++) await newsroom.post({ slug: `s${i}`, status: 'draft' })
    await env.DB.prepare('UPDATE revisions SET content_size = 9000000 WHERE article_id <> 3').run()
    expect((await stretches()).map(({ length }) => length)).toEqual([0, 1, 1, 1, 0, 0])
    expect((await exported()).map(({ slug }) => slug)).toEqual([
      'news',
      'culture',
      's1',
      's2',
      's3',
    ])
  })

  test('gives out what was written before sizes were kept just as what was written since', async () => {
    for (const slug of ['a', 'b']) await swollen(slug)
    await newsroom.patch(1, { body: '短。' })
    const before = await exported()
    await forgetSizes()
    expect(await exported()).toEqual(before)
  })
})

test('the sizes kept are those of the text, whatever has become of it', async () => {
  await swollen('a')
  await newsroom.patch(1, { body: '{短|duǎn}。', format: 'markdown' })
  await newsroom.patch(1, { title: '又改' })
  await newsroom.call('DELETE', '/api/articles/1/revisions/1')
  const line = (await exported()).find(({ type }) => type === 'article')
  const content = {
    title: '旧',
    section: 'news',
    slug: 'a',
    status: 'draft',
    format: 'text',
    body: '旧文',
  }
  const rest = { keywords: [], author: null, language: null, source: null, publishedAt: null }
  await bring([
    { ...line, id: 9, revision: 5, slug: 'b', retiredSlugs: [] },
    {
      ...{ type: 'revision', article: 'b', number: 2, editor: null, erasedAt: null },
      createdAt: '2026-01-01T00:00:00Z',
      content: { ...content, ...rest, publishAt: null, summary: null, origin: null },
    },
  ])
  const { results } = await env.DB.prepare(
    'SELECT article_id, number, content, content_size, html, html_size FROM revisions ORDER BY 1, 2',
  ).run<
    Record<'content' | 'html', number[] | null> & Record<'content_size' | 'html_size', number>
  >()
  expect(results).toHaveLength(5)
  for (const row of results) {
    const html = row.html && inflateRawSync(new Uint8Array(row.html), {})
    expect(row.html_size).toBe(html?.length ?? null)
    if (row.content?.length === 0) expect(row.content_size).toBe(0)
    else {
      const like = html ? { dictionary: html } : {}
      const text = inflateRawSync(new Uint8Array(row.content ?? []), like)
      expect(row.content_size).toBe(text.length)
    }
  }
})

interface Result {
  line: number
  status: number
  id?: number
}

async function send(body: BodyInit, headers = {}, query = ''): Promise<[number, Result[]]> {
  const response = await newsroom.fetch(`/api/import${query}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson', ...headers },
    body,
  })
  const text = new TextDecoder().decode(await response.arrayBuffer())
  const lines = text.split('\n').filter(Boolean)
  return [response.status, lines.map((line) => JSON.parse(line) as Result)]
}

const toNdjson = (lines: object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')
const bring = async (lines: object[], headers = {}, query = '') =>
  (await send(toNdjson(lines), headers, query))[1]
const many = (n: number, fields: (i: number) => object = () => ({})) =>
  Array.from({ length: n }, (_, i) => article({ title: `第 ${i + 1} 篇`, ...fields(i) }))

/** A body of so many pieces that says how many of them were asked for. */
function watched(piece: string, times: number) {
  const bytes = new TextEncoder().encode(piece)
  const seen = { pieces: 0 }
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (seen.pieces === times) return controller.close()
        seen.pieces++
        controller.enqueue(bytes)
      },
    },
    { highWaterMark: 0 },
  )
  return { body, seen }
}

describe('an import is read', () => {
  test('not at all for a key that can import nothing', async () => {
    const scopes = ['export:read', 'articles:publish']
    const made = await newsroom.call('POST', '/api/keys', { name: 'Reader', scopes })
    const { key } = await made.json<{ key: string }>()
    const { body, seen } = watched('\n'.repeat(100_000), 50)
    const [status] = await send(body, { Authorization: `Bearer ${key}` })
    expect(status).toBe(403)
    expect(seen.pieces).toBe(0)
  })

  test('up to line 1,000, blank ones included, and not a piece further', async () => {
    const { body, seen } = watched('\n'.repeat(100_000), 50)
    expect(await send(body)).toMatchObject([200, [{ line: 1_001, status: 413 }]])
    expect(seen.pieces).toBe(1)
    const lines = `${JSON.stringify(article())}\n\n`.repeat(510)
    const [, results] = await send(lines)
    expect(results).toHaveLength(501)
    expect(results.at(-1)).toMatchObject({ line: 1_001, status: 413 })
    expect(await send('\n'.repeat(1_500), {}, '?atomic=true')).toMatchObject([
      422,
      [{ line: 1_001, status: 413 }],
    ])
  })

  test('to its end when that is line 1,000, with or without a line end', async () => {
    for (const end of ['', '\n']) {
      const [, results] = await send(`${'{}\n'.repeat(999)}{}${end}`)
      expect(results).toHaveLength(1_000)
      expect(results.at(-1)).toMatchObject({ line: 1_000, status: 422 })
    }
    const [, results] = await send(`${'{}\n'.repeat(1_000)}\n`)
    expect(results.at(-1)).toMatchObject({ line: 1_001, status: 413 })
  })

  test('up to 32 MiB, or not at all when it says that it has more', async () => {
    const { body, seen } = watched(`${'x'.repeat(1024 * 1024 + 1)}\n`, 60)
    const [status, results] = await send(body)
    expect(status).toBe(200)
    expect(results.map((result) => result.status)).toEqual(Array(32).fill(413))
    expect(seen.pieces).toBe(32)
    const says = { 'Content-Length': String(32 * 1024 * 1024 + 1) }
    expect((await send('', says))[0]).toBe(413)
  })
})

const nextNumber = async () => (await newsroom.post({ title: '下一篇' })).id

describe('lines that are refused use up no numbers', () => {
  test('when all are', async () => {
    const refused = await bring(many(100, () => ({ section: 'none' })))
    expect(refused.every(({ status }) => status === 422)).toBe(true)
    await bring(
      many(100, () => ({ body: '' })),
      { 'Idempotency-Key': 'a' },
    )
    await bring(
      many(50, (i) => ({ body: i === 49 ? '' : '文' })),
      {},
      '?atomic=true',
    )
    expect(await nextNumber()).toBe(1)
  })

  test('when some are, and those that are not go on from one another', async () => {
    const results = await bring(many(300, (i) => ({ section: i % 3 ? 'none' : 'news' })))
    expect(results.flatMap(({ id }) => id ?? [])).toEqual(
      Array.from({ length: 100 }, (_, i) => i + 1),
    )
    expect(await nextNumber()).toBe(101)
  })

  test('nor do those that are tried again in smaller pieces', async () => {
    const twice = { origin: { system: 'cms', id: '1' } }
    await bring(
      many(40, (i) => (i % 20 === 0 ? twice : { body: '&'.repeat(5_000), format: 'text' })),
    )
    expect(await nextNumber()).toBe(40)
  })
})

describe('an import counts as what it costs', () => {
  let writes = 0
  let allowed = Infinity

  beforeEach(async () => {
    writes = 0
    allowed = Infinity
    newsroom = await openNewsroom({
      WRITES: { limit: async () => ({ success: ++writes <= allowed }) },
    })
    writes = 0
  })

  test('a write for each hundred lines that are written together', async () => {
    await bring(many(950))
    expect(writes).toBe(10)
  })

  test('and for each run of lines of another kind', async () => {
    const section = { type: 'section', slug: 'news', name: '新闻' }
    await bring(many(10).flatMap((line) => [line, section]))
    expect(writes).toBe(20)
  })

  test('what is beyond the limit is told so, and done when it is sent again', async () => {
    allowed = 3
    const lines = many(500)
    const first = await bring(lines, { 'Idempotency-Key': 'a' })
    expect(first.map(({ status }) => status)).toEqual([
      ...Array(300).fill(201),
      ...Array(200).fill(429),
    ])
    allowed = Infinity
    const again = await bring(lines, { 'Idempotency-Key': 'a' })
    expect(again.every(({ status }) => status === 201)).toBe(true)
    expect(again.slice(0, 300)).toEqual(first.slice(0, 300))
    expect(await nextNumber()).toBe(501)
  })
})

describe('lines about articles that are there', () => {
  const origin = (i: number) => ({ origin: { system: 'cms', id: String(i) } })

  test('are done when those are too much text to be read together', async () => {
    for (let i = 0; i < 7; i++) await swollen(`s${i}`, origin(i))
    const asked: string[] = []
    newsroom.onD1 = (sql) => void asked.push(...sql)
    const results = await bring(many(7, origin))
    expect(results.map(({ status, id }) => [status, id])).toEqual(
      many(7).map((_, i) => [200, i + 1]),
    )
    expect(asked.filter((sql) => sql.includes('ids.n')).length).toBeGreaterThan(2)
  })

  test('are refused with atomic=true, which has to read them together', async () => {
    for (let i = 0; i < 4; i++) await swollen(`s${i}`, origin(i))
    const [status, results] = await send(toNdjson(many(4, origin)), {}, '?atomic=true')
    expect(status).toBe(422)
    expect(results.map((result) => result.status)).toEqual([424, 424, 424, 413])
  })

  test('read each once, by however many addresses it is named', async () => {
    const retiredSlugs = Array.from({ length: 200 }, (_, i) => `old-${i}`)
    const line = { ...article({ slug: 'a', body: '一' }), id: 1, retiredSlugs }
    await bring([line])
    const decode = vi.spyOn(TextDecoder.prototype, 'decode')
    expect(await bring([{ ...line, body: '二' }])).toMatchObject([{ status: 200, revision: 2 }])
    expect(decode.mock.calls.length).toBeLessThan(20)
    vi.restoreAllMocks()
  })
})

describe('search', () => {
  /** 250 KB that deflate to next to nothing. */
  const LONG = 'a b c d e f g h 1 2 3 4 5 6 7 8 9 '.repeat(7_500)

  for (const era of ['', ', also from before sizes were kept']) {
    test(`ends a page once it has read 1 MB of text, and goes on from there${era}`, async () => {
      for (let i = 0; i < 10; i++) {
        await newsroom.post({ slug: `s${i}`, title: '长', format: 'text', body: LONG })
      }
      if (era) await forgetSizes()
      const lengths: number[] = []
      for (let path: string | null = '/search?q=%22a+b+c+d%22'; path; ) {
        const page = await newsroom.read(path)
        lengths.push(count(page, /<h2><a href="\/articles\//))
        const next = /href="(\/search\?[^"]*before=[^"]*)"/.exec(page)?.[1]
        path = next?.replaceAll('&amp;', '&') ?? null
      }
      expect(lengths).toEqual([4, 4, 2])
    })
  }

  test('is made anew in slices of 1 MB of text', async () => {
    for (let i = 0; i < 10; i++) await newsroom.post({ slug: `s${i}`, format: 'text', body: LONG })
    const done: number[] = []
    for (let cursor: number | null = 0; cursor !== null; ) {
      const response = await newsroom.call('POST', `/api/search?cursor=${cursor}`, {})
      const slice = await response.json<{ done: number; next: number | null }>()
      done.push(slice.done)
      cursor = slice.next
    }
    expect(done).toEqual([4, 4, 2])
  })
})

test('the clock publishes plans that are too much text to be read together', async () => {
  const publishAt = new Date(Date.now() + 60_000).toISOString()
  for (let i = 0; i < 12; i++) await swollen(`s${i}`, { publishAt })
  await newsroom.tick(Math.floor(Date.now() / 1000) + 120)
  const { n } = (await env.DB.prepare(
    "SELECT count(*) AS n FROM articles WHERE status = 'published'",
  ).first<{ n: number }>()) ?? { n: 0 }
  expect(n).toBe(12)
})

test('two revisions of any size compare in an answer of at most 4 MB', async () => {
  await newsroom.post({ slug: 'a', body: '今' })
  await newsroom.patch(1, { body: '又' })
  await newsroom.patch(1, { body: '再' })
  const about = { title: '旧', section: 'news', slug: 'a', status: 'draft', format: 'text' }
  const nothing = { author: null, language: null, source: null, publishedAt: null, publishAt: null }
  const content = { ...about, ...nothing, keywords: [], summary: null, origin: null }
  const past = (number: number, body: string) => ({
    ...{ type: 'revision', article: 'a', number, editor: null, erasedAt: null },
    createdAt: '2026-01-01T00:00:00Z',
    content: { ...content, body },
  })
  await env.DB.prepare('DELETE FROM revisions WHERE number < 3').run()
  const [one, two] = ['\n'.repeat(520_000), 'a\n'.repeat(340_000)]
  expect(await bring([past(1, one), past(2, two)])).toMatchObject([
    { status: 201 },
    { status: 201 },
  ])
  const answer = await newsroom.call('GET', '/api/articles/1/revisions/2?compare=1')
  expect(answer.status).toBe(200)
  expect((await answer.text()).length).toBeLessThan(4_000_000)
})
