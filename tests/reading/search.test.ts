import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { renderBody } from '../../src/articles/body/render'
import { hang } from '../support/bindings'
import { count, type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

const pathOf = (q: string, more: Record<string, string> = {}) =>
  `/search?${new URLSearchParams({ q, ...more })}`

const slugsIn = (page: string) =>
  [...page.matchAll(/<h2[^>]*><a href="\/articles\/([^"]*)"/g)].map(([, slug]) => slug)

/** The slugs a search finds, newest first. */
const find = async (q: string, more: Record<string, string> = {}) =>
  slugsIn(await newsroom.read(pathOf(q, more)))

const nextOf = (page: string) =>
  /href="(\/search[^"]*)">更早的文章/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? null

describe('over the sample newsroom', () => {
  const files = import.meta.glob<string>('../../samples/*.md', {
    query: '?raw',
    import: 'default',
    eager: true,
  })
  const documents = Object.entries(files).map(([path, file]) => {
    const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(file) ?? []
    // Month and day for a slug: short, and in order. Nobody uploads the pictures here.
    const slug = /2026-(..-..)/.exec(path)?.[1]
    const text = body.replace(/^!\[.*\n/gm, '')
    return { ...parse(head, { schema: 'core' }), body: text, slug, lead: undefined }
  })

  beforeAll(async () => {
    newsroom = await openNewsroom()
    for (const slug of ['community', 'notices']) {
      await newsroom.call('PUT', `/api/sections/${slug}`, { name: slug })
    }
    for (const document of documents) await newsroom.post(document)
  })

  test.each([
    // Two characters, three, four.
    ['渡轮', '06-10'],
    ['夜市', '05-12'],
    ['停水', '11-15'],
    ['修缮', '07-11 04-08'],
    ['汛期', '06-10'],
    ['图书馆', '11-15 03-05'],
    ['末班车', '04-08 03-05'],
    ['志愿者', '09-20 05-28 03-22 03-05'],
    ['南埠头', '10-09 09-20 07-11 04-08'],
    ['微波炉', '08-15'],
    ['征求意见', '04-08'],
    ['石矶小学', '10-09 04-23'],
    ['半程马拉松', '09-20'],
    ['老年食堂', '11-15 05-28'],
    // In a summary; under pinyin; in rare characters; a name.
    ['预警级别', '06-10'],
    ['艄公', '10-09'],
    ['芦苇荡', '03-22'],
    ['䴙䴘', '03-22'],
    ['阚水生', '10-09'],
    ['庾怀璞', '07-11'],
    // Latin words, and both together.
    ['ferry', '09-03'],
    ['LIGHTHOUSE', '09-03'],
    ['gps', '06-10'],
    ['1,140', '09-03'],
    ['小巴5线', '04-08'],
    ['15路', '04-08'],
    ['２０２６年４月２０日', '04-08'],
    // Several terms, and phrases.
    ['东埠 图书馆', '11-15 03-05'],
    ['志愿者 鸟类', '03-22'],
    ['bicycle river "lao qu"', '09-03'],
    ['"slow was fine"', '09-03'],
    ['"Two bridges and a bus"', '09-03'],
    ['“先救后美，能修不换”', '07-11'],
    ['最慢的一首叫《夜泊》', '10-09'],
    // Nothing like it, though its parts are there.
    ['雕版印刷', ''],
    ['ferr', ''],
    ['"fine was slow"', ''],
    ['5路', ''],
    ['shāo', ''],
    ['shao', ''],
  ])('%s', async (typed, expected) => {
    expect((await find(typed)).join(' ')).toBe(expected)
  })

  test('any piece of Chinese text finds what contains it and nothing else', async () => {
    const texts = documents.map(({ body, format, title, keywords, summary, slug }) => {
      const rendered = renderBody(body, format ?? 'markdown', { origin: ORIGIN, embeds: [] })
      const text = 'text' in rendered ? rendered.text : ''
      return { slug, text: [title, ...(keywords ?? []), summary ?? '', text].join('\n') }
    })
    const pieces = texts.flatMap(({ text }) => {
      const runs = [...text.matchAll(/\p{Script=Han}{2,}/gu)].map(([run]) => run)
      return [3, 31, 57, 83].map((n) => runs[(n * 97) % (runs.length || 1)]?.slice(0, 2 + (n % 4)))
    })
    for (const piece of new Set(pieces)) {
      if (piece === undefined) continue
      const containing = texts.filter(({ text }) => text.includes(piece)).map(({ slug }) => slug)
      expect(await find(piece), piece).toEqual(containing.reverse())
    }
  })

  test('one section only', async () => {
    expect(await find('志愿者', { section: 'news' })).toEqual(['09-20', '03-22'])
    expect(await find('志愿者', { section: 'notices' })).toEqual([])
    expect(await find('志愿者', { section: 'none' })).toEqual([])
    const page = await newsroom.read(pathOf('志愿者', { section: 'news' }))
    expect(page).toContain('<option value="news" selected>业界动态</option>')
  })

  test('shows the place, marked, in the language of the article', async () => {
    const page = await newsroom.read(pathOf('lighthouse ferry'))
    expect(page).toContain('<h2 lang="en"><a href="/articles/09-03">The <mark>Ferry</mark> That')
    expect(page).toMatch(/<p lang="en">[^<]*…[^<]*<mark>ferry<\/mark>.*<mark>lighthouse<\/mark>/)
    expect(await newsroom.read(pathOf('艄公'))).toContain('八十一岁的老<mark>艄公</mark>阚水生')
  })

  test('costs one round trip of three statements and writes nothing', async () => {
    for (const typed of ['渡轮', '石矶小学', '"slow was fine"']) {
      const cost = await newsroom.spent(() => newsroom.fetch(pathOf(typed)))
      expect(cost).toMatchObject({ roundTrips: 1, statements: 3, rowsWritten: 0 })
      expect(cost).toMatchObject({ kvReads: 0, kvWrites: 0 })
      expect(cost.rowsRead).toBeLessThan(40)
    }
  })
})

describe('what changes', () => {
  beforeEach(async () => {
    newsroom = await openNewsroom()
  })

  test('an article is found from the moment it is public until it no longer is', async () => {
    const { id } = await newsroom.post({ slug: 'a', title: '渡轮停航', status: 'draft' })
    expect(await find('渡轮')).toEqual([])
    await newsroom.patch(id, { status: 'published' })
    expect(await find('渡轮')).toEqual(['a'])
    await newsroom.withdraw(id)
    expect(await find('渡轮')).toEqual([])
    expect(await env.DB.prepare('SELECT rowid FROM search').all()).toMatchObject({ results: [] })
    await newsroom.patch(id, { status: 'published', title: '渡轮复航' })
    expect(await find('复航')).toEqual(['a'])
  })

  test('a scheduled article is found once the clock has published it', async () => {
    const at = Math.floor(Date.now() / 1000) + 3600
    const publishAt = new Date(at * 1000).toISOString()
    await newsroom.post({ slug: 'a', title: '渡轮', status: 'scheduled', publishAt })
    expect(await find('渡轮')).toEqual([])
    await newsroom.tick(at)
    expect(await find('渡轮')).toEqual(['a'])
  })

  test('an edited article is found by what it says now, under its new address', async () => {
    const { id } = await newsroom.post({ slug: 'a', body: '渡轮靠岸。', keywords: ['码头'] })
    await newsroom.patch(id, { slug: 'b', body: '电车进站。', keywords: ['轨道'] })
    for (const gone of ['渡轮', '靠岸', '码头', '码']) expect(await find(gone)).toEqual([])
    for (const now of ['电车', '进站', '轨道', '轨']) expect(await find(now)).toEqual(['b'])
  })

  test('an article that moves is found in its new section, one renamed as before', async () => {
    const { id } = await newsroom.post({ slug: 'a', title: '渡轮' })
    await newsroom.patch(id, { section: 'culture' })
    await newsroom.call('PUT', '/api/sections/culture', { name: '文化' })
    expect(await find('渡轮', { section: 'news' })).toEqual([])
    expect(await find('渡轮', { section: 'culture' })).toEqual(['a'])
    expect(await newsroom.read(pathOf('渡轮'))).toContain('<a href="/sections/culture">文化</a>')
  })

  test('whatever the index says, nothing is shown that is not public', async () => {
    const { id } = await newsroom.post({ slug: 'a', title: '渡轮' })
    await env.DB.prepare("UPDATE articles SET status = 'withdrawn' WHERE id = ?1").bind(id).run()
    expect(await find('渡轮')).toEqual([])
  })

  test('the newest first by sequence number, whatever date they carry', async () => {
    await newsroom.post({ slug: 'a', title: '渡轮', publishedAt: '2024-01-02T00:00:00Z' })
    await newsroom.post({ slug: 'b', title: '渡轮', publishedAt: '2024-01-01T00:00:00Z' })
    expect(await find('渡轮')).toEqual(['b', 'a'])
  })

  test('pinyin and other ruby is not text', async () => {
    await newsroom.post({
      slug: 'a',
      body: '老{艄|shāo}公撑{篙|gāo}。<ruby>東京<rt>とうきょう</rt></ruby>',
    })
    for (const there of ['老艄公撑篙', '東京']) expect(await find(there)).toEqual(['a'])
    for (const above of ['shāo', 'shao', 'gao', 'とう']) expect(await find(above)).toEqual([])
  })
})

describe('page by page', () => {
  beforeEach(async () => {
    newsroom = await openNewsroom()
  })

  /** Everything that is found, page by page, and how much was on each. */
  async function walk(path: string) {
    const slugs: string[] = []
    const lengths: number[] = []
    for (let next: string | null = path; next !== null; ) {
      const page = await newsroom.read(next)
      const found = slugsIn(page) as string[]
      slugs.push(...found)
      lengths.push(found.length)
      next = nextOf(page)
    }
    return { slugs, lengths }
  }

  const named = (prefix: string, from: number, to: number) =>
    Array.from({ length: from - to + 1 }, (_, i) => `${prefix}${from - i}`)

  test('twenty to a page, each article once, and no link past the last', async () => {
    for (let i = 1; i <= 40; i++) await newsroom.post({ slug: `a${i}`, title: '渡轮' })
    const { slugs, lengths } = await walk(pathOf('渡轮'))
    expect(slugs).toEqual(named('a', 40, 1))
    expect(lengths).toEqual([20, 20])
  })

  test('what is published in between neither repeats nor hides anything', async () => {
    for (let i = 1; i <= 25; i++) await newsroom.post({ slug: `a${i}`, title: '渡轮' })
    const next = nextOf(await newsroom.read(pathOf('渡轮')))
    await newsroom.post({ slug: 'new', title: '渡轮' })
    expect(slugsIn(await newsroom.read(next ?? ''))).toEqual(named('a', 5, 1))
  })

  test('a later page reads no more rows than the first, however many articles come before it', async () => {
    for (let i = 1; i <= 25; i++) await newsroom.post({ slug: `a${i}`, title: '渡轮' })
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
       INSERT INTO search (rowid, tokens) SELECT i, '渡轮' FROM n`,
    ).run()
    const rowsOf = async (before: number) =>
      (await newsroom.spent(() => newsroom.read(`${pathOf('渡轮')}&before=${before}`))).rowsRead
    expect(await rowsOf(26)).toBeLessThan(200)
  })

  test('past candidates that do not hold the phrase, sixty a page, though pages come out empty', async () => {
    await newsroom.post({ slug: 'first', title: '老城渡轮码头' })
    // All pairs are there, the word is not.
    for (let i = 1; i <= 130; i++) await newsroom.post({ slug: `f${i}`, title: '城渡。渡轮。轮码' })
    await newsroom.post({ slug: 'last', title: '城渡轮码' })
    const read = vi.spyOn(TextDecoder.prototype, 'decode')
    const page = await newsroom.read(pathOf('城渡轮码'))
    expect(read).toHaveBeenCalledTimes(60)
    vi.restoreAllMocks()
    expect(slugsIn(page)).toEqual(['last'])
    const empty = await newsroom.read(nextOf(page) ?? '')
    expect(slugsIn(empty)).toEqual([])
    expect(empty).toContain('可以继续往前找')
    expect(await walk(pathOf('城渡轮码'))).toEqual({ slugs: ['last', 'first'], lengths: [1, 0, 1] })
  })

  test('long texts: a page ends once it has read enough of them, and the next goes on', async () => {
    const noise = () => {
      const codes = [0, 1, 2].flatMap(() => [...crypto.getRandomValues(new Uint16Array(20_000))])
      return codes.map((code) => String.fromCharCode(0x4e00 + (code % 20_000))).join('')
    }
    for (let i = 1; i <= 8; i++)
      await newsroom.post({ slug: `a${i}`, title: '渡轮', body: noise() })
    const { slugs, lengths } = await walk(pathOf('渡轮'))
    expect(slugs).toEqual(named('a', 8, 1))
    expect(lengths.length).toBeGreaterThan(1)
  })

  test('keeps the words and the section on the way, and leads back to the start', async () => {
    for (let i = 1; i <= 25; i++) await newsroom.post({ slug: `a${i}`, title: 'A & B 渡轮' })
    await newsroom.post({ slug: 'other', title: 'A & B 渡轮', section: 'culture' })
    const path = pathOf('"a & b" 渡轮', { section: 'news' })
    const { slugs } = await walk(path)
    expect(slugs).toEqual(named('a', 25, 1))
    const second = await newsroom.read(nextOf(await newsroom.read(path)) ?? '')
    expect(second).toContain(`href="${path.replaceAll('&', '&amp;')}"`)
  })
})

describe('what a search costs', () => {
  /** Fills the archive up to a number of articles, each with the tokens of a few words. */
  async function fill(from: number, upTo: number) {
    const n = `WITH RECURSIVE n (i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${upTo})`
    await env.DB.batch(
      [
        `INSERT INTO articles (id, revision, sequence, slug, section_id, status, title, excerpt,
           keywords, published_at, created_at, updated_at)
         ${n} SELECT i, 1, i, 'a' || i, 1, 'published', '城渡。渡轮。轮码', '', '[]', i, i, i FROM n`,
        `INSERT INTO revisions (article_id, number, content, html, key_id, created_at)
         ${n} SELECT i, 1, X'', (SELECT html FROM revisions WHERE article_id = 1), 1, 0 FROM n`,
        `INSERT INTO search (rowid, tokens)
         ${n} SELECT i, '城渡 渡轮 轮码 section:1 ' || iif(i % 2, '奇数', '偶数') FROM n`,
      ].map((sql) => env.DB.prepare(sql)),
    )
  }

  test('the same at 1,000 articles and at 100,000, however common the words are', async () => {
    newsroom = await openNewsroom()
    await newsroom.post({ slug: 'a', title: '老城渡轮' })
    const spent = async (q: string, more = {}) => {
      const cost = await newsroom.spent(() => newsroom.fetch(pathOf(q, more)))
      expect(cost).toMatchObject({ roundTrips: 1, statements: 3, rowsWritten: 0 })
      return cost.rowsRead
    }
    const measure = async () => ({
      word: await spent('渡轮'),
      inSection: await spent('渡轮', { section: 'news' }),
      // Sixty candidates, none of them right: as much as a page can read.
      falsePhrase: await spent('城渡轮码'),
      // Each in half of the archive, and never together.
      neverTogether: await spent('奇数 偶数'),
      nothing: await spent('没有'),
    })
    await fill(2, 1_000)
    const small = await measure()
    await fill(1_001, 100_000)
    expect(await measure()).toEqual(small)
    expect(small).toEqual({
      word: 129,
      inSection: 130,
      falsePhrase: 369,
      neverTogether: 4,
      nothing: 4,
    })
  })
})

describe('whatever is asked', () => {
  beforeEach(async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    newsroom = await openNewsroom()
    await newsroom.post({ slug: 'a', title: 'The ferry 渡轮' })
  })

  test.each([
    '"',
    '""',
    '"""',
    "'",
    '*',
    'ferry*',
    '^ferry',
    'NEAR(ferry boat, 2)',
    'NEAR(',
    'ferry AND',
    'AND OR NOT',
    'tokens: ferry',
    '{tokens}:ferry',
    '- tokens : ferry',
    'section:1',
    '"section:1"',
    'ferry + boat',
    'ferry) OR (boat',
    '((((((',
    ';DROP TABLE search;--',
    "' OR '1'='1",
    '%',
    '\\',
    '\u0000',
    'ferry\u0000boat',
    '\u0007\u001b[31m',
    '\ud800',
    '\ufffe\uffff',
    '🙂',
    '🛳️⛴️🚢',
    '👨‍👩‍👧‍👦',
    '。，、；：？！',
    '…………',
    '“',
    '「渡轮',
    'е́'.repeat(50),
    'ﷺ'.repeat(11),
    '渡'.repeat(200),
    '渡轮'.repeat(100),
    'a '.repeat(100),
    '\u202e渡轮',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
  ])('%j gets a page', async (typed) => {
    const response = await newsroom.fetch(pathOf(typed))
    expect(response.status).toBe(200)
    const page = await response.text()
    expect(page).toContain('<meta name="robots" content="noindex">')
    expect(page).not.toMatch(/<script|<img/)
    expect(page).toMatch(/没有找到|可以查找的字词|多个词用空格隔开|<ol class="list">/)
  })

  test('operators are words: nothing of the index’s own language gets through', async () => {
    await newsroom.post({ slug: 'b', title: 'near and not or' })
    expect(await find('ferry OR near')).toEqual([])
    expect(await find('ferry NOT near')).toEqual([])
    expect(await find('NOT AND OR')).toEqual(['b'])
    for (const typed of ['section:1', '"section:1"', 'ferr*']) expect(await find(typed)).toEqual([])
  })

  test('10 KB: a 400 that says how much is taken, without asking the index', async () => {
    for (const typed of ['渡'.repeat(3_500), 'a" '.repeat(3_500)]) {
      const response = await newsroom.fetch(pathOf(typed))
      expect(response.status).toBe(400)
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      expect(await response.text()).toContain('不要超过 200 个字符')
    }
  })

  test.each([
    '/search?q=%E6%B8&section=%',
    '/search?q[]=1&before=abc',
    '/search?q=ferry&q=boat&before=-1',
    '/search?q=ferry&before=99999999999999999999',
    '/search?q=ferry&section=%00%ff',
    `/search?q=ferry&section=${'s'.repeat(9_000)}`,
  ])('%s: a page too', async (path) => {
    expect((await newsroom.fetch(path)).status).toBe(200)
  })

  test('nothing asked: the form, and how to use it, which is no search', async () => {
    const limit = vi.fn(async () => ({ success: false }))
    newsroom = await openNewsroom({ SEARCHES: { limit } })
    for (const path of ['/search', '/search?q=', '/search?q=%20&section=']) {
      const page = await newsroom.read(path)
      expect(page).toContain('<form class="search" role="search" action="/search">')
      expect(page).toContain('<option value="culture">文化教育</option>')
      expect(page).toContain('多个词用空格隔开')
    }
    expect(limit).not.toHaveBeenCalled()
    expect(await newsroom.read('/')).toContain('<a href="/search">搜索</a>')
  })

  test('too often: 429, by address, without asking D1', async () => {
    const limit = vi.fn(async () => ({ success: false }))
    newsroom = await openNewsroom({ SEARCHES: { limit } })
    const headers = { 'CF-Connecting-IP': '203.0.113.7' }
    const cost = await newsroom.spent(async () => {
      const response = await newsroom.fetch(pathOf('ferry'), { headers })
      expect(response.status).toBe(429)
      expect(response.headers.get('Retry-After')).toBe('60')
      expect(response.headers.get('Cache-Control')).toBe('no-store')
      expect(await response.text()).toContain('搜索得太频繁了')
    })
    expect(cost.statements).toBe(0)
    expect(limit).toHaveBeenCalledExactlyOnceWith({ key: '203.0.113.7' })
  })

  test('kept nowhere: not at the edge, not in KV', async () => {
    const cost = await newsroom.spent(async () => {
      const { headers } = await newsroom.fetch(pathOf('ferry'))
      expect(headers.get('Cloudflare-CDN-Cache-Control')).toBe('no-store')
      expect(headers.get('Cache-Control')).toBe('public, max-age=0, must-revalidate')
    })
    expect(cost).toMatchObject({ kvReads: 0, kvWrites: 0, rowsWritten: 0 })
  })

  test('in English where the site is', async () => {
    newsroom = await openNewsroom({ SITE_LANGUAGE: 'en' })
    await newsroom.post({ slug: 'a', title: '渡轮', language: 'zh-CN' })
    const page = await newsroom.read(pathOf('渡轮'))
    expect(page).toContain('<title>Search: 渡轮')
    expect(page).toContain('<h2 lang="zh-CN"><a href="/articles/a"><mark>渡轮</mark></a></h2>')
    expect(count(page, '<mark>')).toBe(1)
    expect(await newsroom.read(pathOf('nothing'))).toContain('No article was found.')
  })

  test('D1 down or too slow: 503 with Retry-After', async () => {
    newsroom.onD1 = () => {
      throw new Error('D1_ERROR: out of reach')
    }
    for (const path of [pathOf('ferry'), '/search']) {
      const response = await newsroom.fetch(path)
      expect(response.status).toBe(503)
      expect(response.headers.get('Retry-After')).toBe('10')
    }
    newsroom.onD1 = hang
    expect((await newsroom.fetch(pathOf('ferry'))).status).toBe(503)
  })
})
