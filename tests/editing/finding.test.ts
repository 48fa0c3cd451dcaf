import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Status } from '../../src/articles/article'
import { type Found, findArticles, selectFound, toFound } from '../../src/articles/finding/found'
import { selectRecentTerms, toRecentTerms } from '../../src/articles/finding/known'
import { MAX_WORDS_LENGTH, timeOf, type Wanted } from '../../src/articles/finding/wanted'
import { fold, segment } from '../../src/articles/search/segment'
import { MAX_SECTIONS } from '../../src/articles/writing/sections'
import { siteOf } from '../../src/site'
import { type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

const site = siteOf({ ...env, SITE_URL: ORIGIN })

const ANYTHING: Wanted = {
  words: null,
  status: null,
  section: null,
  author: null,
  from: null,
  before: null,
  order: 'changed',
  sections: null,
  cursor: null,
}

const find = (wanted: Partial<Wanted> = {}) =>
  findArticles({ db: env.DB, stores: new Map() }, site, { ...ANYTHING, ...wanted })

const ids = async (wanted: Partial<Wanted>) => (await find(wanted)).articles.map(({ id }) => id)

describe('in a newsroom', () => {
  let newsroom: Newsroom

  beforeEach(async () => {
    newsroom = await openNewsroom()
  })

  test('whatever was changed last stands first, of any status', async () => {
    await newsroom.post({ title: '一' })
    await newsroom.post({ title: '二', status: 'draft' })
    await newsroom.post({ title: '三', publishAt: '2999-01-01T00:00:00Z' })
    await setTimes('updated_at', [30, 10, 20])
    const { articles, ...rest } = await find()
    expect(articles.map(({ title, status }) => [title, status])).toEqual([
      ['一', 'published'],
      ['三', 'scheduled'],
      ['二', 'draft'],
    ])
    expect(articles[0]).toEqual({
      id: 1,
      revision: 1,
      title: '一',
      slug: '一',
      section: { id: 1, slug: 'news', name: '业界动态' },
      status: 'published',
      author: null,
      updatedAt: 30,
      publishedAt: expect.any(Number),
      publishAt: null,
      lead: null,
      language: null,
    })
    expect(rest).toMatchObject({ order: 'changed', next: null, reached: null, looked: 3 })
  })

  test('what is planned: the soonest first, when the planned moment is asked for', async () => {
    await newsroom.post({ publishAt: '2999-01-02T00:00:00Z' })
    await newsroom.post({ publishAt: '2999-01-01T00:00:00Z' })
    await newsroom.post({ status: 'draft' })
    const found = await find({ status: 'scheduled', order: 'published' })
    expect(found.articles.map(({ id }) => id)).toEqual([2, 1])
    expect(found.order).toBe('planned')
    expect(await ids({ status: 'scheduled', order: 'changed' })).toEqual([2, 1])
    const before = Date.parse('2999-01-02T00:00:00Z') / 1000
    expect(await ids({ status: 'scheduled', order: 'published', before })).toEqual([2])
  })

  test('words: in what readers see wherever they stand, in the rest in titles', async () => {
    await newsroom.post({ title: '预算案通过', body: '区政协讨论。' })
    await newsroom.post({ title: '天气', body: '与预算无关。' })
    await newsroom.post({ title: '２０２６年预算草案', status: 'draft' })
    await newsroom.post({ title: '别的', body: '预算', status: 'draft' })
    const { articles, order } = await find({ words: '预算' })
    expect(articles.map(({ id }) => id)).toEqual([3, 2, 1])
    expect(order).toBeNull()
    expect(await ids({ words: '预算 2026' })).toEqual([3])
    expect(await ids({ words: '预算 区政协' })).toEqual([1])
    expect(await ids({ words: '预算', status: 'published', section: 'news' })).toEqual([2, 1])
    expect(await ids({ words: '预算', status: 'published', section: 'culture' })).toEqual([])
    expect(await ids({ words: '预算', order: 'published' })).toEqual([2, 1])
  })

  test('words in titles in any case, width and with any accents; their signs are only signs', async () => {
    await newsroom.post({ title: 'Café ＯＰＥＮＳ at 100%_sure', status: 'draft' })
    await newsroom.post({ title: 'Something else', status: 'draft' })
    for (const words of [
      'cafe',
      'CAFÉ opens',
      'ｏｐｅｎｓ',
      '“opens” 100%',
      "pens' OR 1=1",
      '_sure',
    ]) {
      const found = words.includes('OR') ? [] : [1]
      expect(await ids({ words }), words).toEqual(found)
      expect(await ids({ words, status: 'draft' }), words).toEqual(found)
    }
  })

  test('an emoji is found in titles, whatever the status', async () => {
    await newsroom.post({ title: '新年 🎉🎉' })
    await newsroom.post({ title: '新年 🎉', status: 'draft' })
    await newsroom.post({ title: '新年' })
    expect(new Set(await ids({ words: '🎉' }))).toEqual(new Set([1, 2]))
    expect(await ids({ words: '🎉', status: 'draft' })).toEqual([2])
  })

  test.each(['', '  \n ', '\u200b'])('words that are blank (%j) find everything', async (words) => {
    await newsroom.post()
    expect(await ids({ words })).toEqual([1])
  })

  test.each([
    '"',
    '" OR "',
    "'",
    '%',
    '\\',
    '\0',
    '\ud800',
    'NEAR(a b)',
    'section:1',
    '*',
    '--',
    'ก็',
    'a_b',
  ])('words like %j are no error', async (words) => {
    await newsroom.post({ title: 'x' })
    for (const status of [null, 'published', 'draft'] as const) {
      expect(await ids({ words, status })).toEqual([])
    }
  })

  test.each(['字', 'word ', '＂', '🎉', 'https://news.test/articles/'])(
    'ten thousand characters of %j are looked at as far as the bound, and are no error',
    async (part) => {
      await newsroom.post({ title: 'x' })
      const words = part.repeat(10_000 / part.length)
      expect(words.length).toBeGreaterThan(MAX_WORDS_LENGTH)
      expect(await ids({ words })).toEqual([])
    },
  )

  test('an article’s number finds it first, then what holds the number', async () => {
    await newsroom.post({ title: '第2次会议' })
    await newsroom.post({ title: '二' })
    await newsroom.post({ title: '2 drafts', status: 'draft' })
    for (const words of ['2', ' ２ ']) expect(await ids({ words })).toEqual([2, 3, 1])
    expect(await ids({ words: '2', status: 'draft' })).toEqual([3])
    expect(await ids({ words: '2', sections: ['culture'] })).toEqual([])
  })

  test('an article that its number names is not found again by it', async () => {
    await newsroom.post({ title: '1 and only' })
    await newsroom.post({ title: '1 more' })
    expect(await ids({ words: '1' })).toEqual([1, 2])
  })

  test('an address, a path, a slug, and one it had before find the article', async () => {
    const { id, url } = await newsroom.post({ title: '渡轮停航', slug: 'du-lun' })
    await newsroom.patch(id, { slug: '渡轮' })
    await newsroom.post({ title: '渡轮' })
    expect(url).toBe(`${ORIGIN}/articles/du-lun`)
    const path = `/articles/${encodeURIComponent('渡轮')}`
    for (const words of [
      url,
      ` ${ORIGIN}${path}?utm_source=x#y `,
      path,
      '/articles/渡轮',
      'news.test/articles/du-lun',
      'HTTPS://NEWS.TEST/articles/du-lun/',
      'http://news.test/articles/DU-LUN',
      'du-lun',
      `${ORIGIN}/api/articles/${id}`,
    ]) {
      expect(await ids({ words }), words).toEqual([id])
    }
    expect(await ids({ words: url, sections: ['culture'] })).toEqual([])
    expect(await ids({ words: url, status: 'draft' })).toEqual([])
    expect(await ids({ words: 'https://example.org/articles/du-lun' })).toEqual([])
    expect((await ids({ words: '渡轮' }))[0]).toBe(id)
  })

  test('an author’s, of any status', async () => {
    await newsroom.post({ author: '林若兰' })
    await newsroom.post({ author: '林若兰', status: 'draft' })
    await newsroom.post({ author: '陈渡' })
    await newsroom.withdraw((await newsroom.post({ author: '林若兰' })).id)
    const { id } = await newsroom.post({ author: '林若兰' })
    await newsroom.patch(id, { author: '陈渡' })
    expect(await ids({ author: '林若兰' })).toEqual([4, 2, 1])
    expect(await ids({ author: ' 林若兰 ', order: 'published' })).toEqual([1])
    expect(await ids({ author: '林若兰', status: 'draft' })).toEqual([2])
    expect(await ids({ author: '谁' })).toEqual([])
  })

  test('a caller finds nothing outside of its sections', async () => {
    await newsroom.post()
    await newsroom.post({ section: 'culture' })
    expect(await ids({ sections: ['culture'] })).toEqual([2])
    expect(await ids({ sections: ['culture'], section: 'news' })).toEqual([])
    expect(await ids({ sections: ['culture'], words: '1' })).toEqual([])
    expect(await ids({ sections: [] })).toEqual([])
    expect(await ids({ section: 'nowhere' })).toEqual([])
  })

  test('knows what the newest articles were given, the most recent first', async () => {
    const source = { name: '临江融媒', url: null }
    for (const [i, keywords] of [['甲'], ['乙', '甲'], ['丙']].entries()) {
      await newsroom.post({
        keywords,
        author: '林若兰',
        publishedAt: `2024-01-0${i + 1}T00:00:00Z`,
      })
    }
    await newsroom.post({ keywords: ['丁'], source, publishedAt: '2023-01-01T00:00:00Z' })
    const result = await selectRecentTerms(env.DB).run()
    expect(toRecentTerms(result)).toEqual({
      keywords: ['丙', '乙', '甲', '丁'],
      authors: ['林若兰'],
      sources: ['临江融媒'],
    })
  })

  test('a cursor that is none begins at the beginning', async () => {
    await newsroom.post()
    for (const cursor of [
      '',
      'x',
      '1',
      '1.1_',
      '1.1_1.1_1.1',
      '99999999999999999999.1',
      '1.1; DROP',
    ]) {
      expect(await ids({ cursor })).toEqual([1])
      expect(await ids({ cursor, words: '1' })).toEqual([1])
    }
  })

  test('the next page goes on where the last ended, though there are changes in between', async () => {
    for (let i = 1; i <= 30; i++) await newsroom.post({ status: 'draft' })
    await env.DB.prepare('UPDATE articles SET updated_at = 1000').run()
    const first = await find({ status: 'draft' })
    expect(first.articles.map(({ id }) => id)).toEqual(down(30, 6))
    await newsroom.post({ status: 'draft' })
    await newsroom.patch(30, { title: '改了' })
    expect(await ids({ status: 'draft', cursor: first.next })).toEqual(down(5, 1))
  })

  const down = (from: number, to: number) =>
    Array.from({ length: from - to + 1 }, (_, i) => from - i)
})

describe('in an archive of 3,500 articles', () => {
  const rows = archive(3_500)

  beforeAll(async () => {
    await openNewsroom()
    await store(rows)
  })

  const CHOICES: { [field in keyof Wanted]?: Wanted[field][] } = {
    words: [null, '预算', 'Budget 会议', '⚡', '77'],
    status: [null, 'draft', 'scheduled', 'published', 'withdrawn'],
    section: [null, 's1', 's8'],
    author: [null, '林若兰', '生客'],
    from: [null, 5_000],
    before: [null, 7_000],
    order: ['changed', 'published'],
    sections: [null, ['s8'], ['s1', 's2', 's7', 's8', 'news'], SECTIONS.filter((s) => s !== 's1')],
  }

  /** Every combination: 4,800. */
  const combinations = Object.entries(CHOICES).reduce<Wanted[]>(
    (all, [field, values]) =>
      all.flatMap((one) => values.map((value) => ({ ...one, [field]: value }))),
    [ANYTHING],
  )

  const read = async (wanted: Wanted) => {
    const results = await env.DB.batch(selectFound(env.DB, site, wanted))
    const rowsRead = results.reduce((sum, { meta }) => sum + meta.rows_read, 0)
    return { ...toFound(results, site, wanted), rowsRead }
  }

  test('no page reads more than 170 rows, whatever is wanted', { timeout: 240_000 }, async () => {
    for (const wanted of combinations) {
      expect((await read(wanted)).rowsRead, JSON.stringify(wanted)).toBeLessThanOrEqual(170)
    }
  })

  test('page by page, whatever is wanted is found once, and nothing else', async () => {
    let pages = 0
    for (const wanted of combinations.filter((_, i) => i % 13 === 0)) {
      const name = JSON.stringify(wanted)
      const found: Found['articles'] = []
      let cursor: string | null = null
      do {
        const page: Found & { rowsRead: number } = await read({ ...wanted, cursor })
        expect(page.rowsRead, name).toBeLessThanOrEqual(170)
        expect(page.articles.length).toBeLessThanOrEqual(25)
        const isShort = page.next !== null && page.articles.length < 25
        expect(page.reached !== null, name).toBe(isShort)
        found.push(...page.articles)
        cursor = page.next
        pages++
      } while (cursor !== null)
      expect(
        found.map(({ id }) => id).sort((a, b) => a - b),
        name,
      ).toEqual(rows.filter((row) => isWanted(row, wanted)).map(({ id }) => id))
    }
    expect(pages).toBeGreaterThan(1_000)
  })

  test.each([
    ['changed', {}, 'updatedAt'],
    ['changed', { sections: ['s1', 's2', 's8'] }, 'updatedAt'],
    ['changed', { status: 'withdrawn' }, 'updatedAt'],
    ['published', {}, 'publishedAt'],
    ['published', { section: 's1' }, 'publishedAt'],
  ] as const)('by what was %s last, %j', async (order, wanted, time) => {
    const times: number[] = []
    let cursor: string | null = null
    do {
      const page: Found = await read({
        ...ANYTHING,
        ...wanted,
        sections: 'sections' in wanted ? [...wanted.sections] : null,
        order,
        cursor,
      })
      expect(page.order).toBe(order)
      times.push(...page.articles.map((article) => article[time] ?? 0))
      cursor = page.next
    } while (cursor !== null)
    expect(times).toEqual(times.toSorted((a, b) => b - a))
  })

  test('says how far it has looked for what is rare', async () => {
    const { articles, reached, looked } = await read({
      ...ANYTHING,
      words: 'zebra',
      status: 'withdrawn',
    })
    expect(articles.length).toBeLessThan(25)
    expect(looked).toBeGreaterThan(100)
    const seen = rows.filter(
      ({ status, updatedAt }) => status === 'withdrawn' && updatedAt >= (reached ?? 0),
    )
    expect(seen.length).toBeGreaterThanOrEqual(looked)
  })

  test('reads what is in use from fifty rows', async () => {
    expect((await selectRecentTerms(env.DB).run()).meta.rows_read).toBeLessThanOrEqual(60)
  })

  test('looks at fewer articles where there are as many sections as a newsroom may have', async () => {
    const all = `WITH RECURSIVE n (i) AS (SELECT 11 UNION ALL SELECT i + 1 FROM n WHERE i < ${MAX_SECTIONS})`
    await env.DB.prepare(
      `INSERT INTO sections (id, slug, name) ${all} SELECT i, 'n' || i, i FROM n`,
    ).run()
    for (const wanted of combinations.filter((_, i) => i % 13 === 0)) {
      const { rowsRead, next } = await read(wanted)
      expect(rowsRead, JSON.stringify(wanted)).toBeLessThanOrEqual(170)
      const second = await read({ ...wanted, cursor: next })
      expect(second.rowsRead, JSON.stringify(wanted)).toBeLessThanOrEqual(170)
    }
  })
})

interface ArchiveRow {
  id: number
  sequence: number | null
  title: string
  section: string
  status: Status
  author: string | null
  updatedAt: number
  publishedAt: number | null
  publishAt: number | null
}

const SECTIONS = ['news', 'culture', 's1', 's2', 's3', 's4', 's5', 's6', 's7', 's8']
const TITLES = ['预算会议', '2026 budget 会议', '渡轮停航', '７７路公交', 'Ｂｕｄｇｅｔ']

/** The same each time. A thousand articles were imported in the same second. */
function archive(length: number): ArchiveRow[] {
  let state = 7
  const random = (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
  let sequence = 0
  return Array.from({ length }, (_, i) => {
    const status: Status = (['draft', 'scheduled', 'withdrawn'] as const)[random(12)] ?? 'published'
    const wasPublic = status === 'published' || status === 'withdrawn'
    return {
      id: i + 1,
      sequence: wasPublic ? ++sequence : null,
      title: `${TITLES[random(TITLES.length)]}${random(900) === 0 ? ' Zebra' : ''}${random(40) === 0 ? ' ⚡' : ''}`,
      section: SECTIONS[random(300) === 0 ? 9 : random(9)] ?? 'news',
      status,
      author: i % 700 === 5 ? '生客' : ([null, '林若兰', '陈渡'][random(3)] ?? null),
      updatedAt: i < 1_000 ? 4_000 : random(10_000),
      publishedAt: wasPublic ? random(10_000) : null,
      publishAt: status === 'scheduled' ? random(10_000) : null,
    }
  })
}

/** With all the write path leaves of it that is looked at here. */
async function store(rows: ArchiveRow[]) {
  const tokens = (row: ArchiveRow) => [
    ...segment([row.title], []),
    `section:${SECTIONS.indexOf(row.section) + 1}`,
  ]
  const json = JSON.stringify(rows.map((row) => ({ ...row, tokens: tokens(row).join(' ') })))
  const statements = [
    `INSERT OR IGNORE INTO sections (id, slug, name)
     SELECT key + 1, value, value FROM json_each('${JSON.stringify(SECTIONS)}') WHERE ?1 <> ''`,
    `INSERT INTO articles (id, revision, sequence, slug, section_id, status, title, excerpt, keywords,
       author, published_at, publish_at, created_at, updated_at)
     SELECT value ->> 'id', 1, value ->> 'sequence', 'a' || (value ->> 'id'), s.id, value ->> 'status',
       value ->> 'title', '', '[]', value ->> 'author', value ->> 'publishedAt', value ->> 'publishAt', 0,
       value ->> 'updatedAt'
     FROM json_each(?1) JOIN sections s ON s.slug = value ->> 'section'`,
    `INSERT INTO search (rowid, tokens)
     SELECT value ->> 'sequence', value ->> 'tokens' FROM json_each(?1) WHERE value ->> 'status' = 'published'`,
    `INSERT OR IGNORE INTO lists (name) SELECT DISTINCT 'author/' || (value ->> 'author') FROM json_each(?1)
     WHERE value ->> 'author' IS NOT NULL`,
    `INSERT INTO list_entries (list_id, position, article_id, shown)
     SELECT l.id, l.length + row_number() OVER (PARTITION BY l.id ORDER BY value ->> 'sequence'), value ->> 'id',
       value ->> 'status' = 'published'
     FROM json_each(?1) JOIN lists l ON l.name = 'author/' || (value ->> 'author')
     WHERE value ->> 'sequence' IS NOT NULL`,
  ]
  await env.DB.batch(statements.map((sql) => env.DB.prepare(sql).bind(json)))
}

/** What the filters mean, told another way. */
function isWanted(row: ArchiveRow, wanted: Wanted): boolean {
  const status = wanted.status ?? (wanted.order === 'published' ? 'published' : null)
  const time = row[timeOf(wanted)]
  const words = fold(wanted.words ?? '')
  const isNamed = words === String(row.id)
  return (
    (status === null || row.status === status) &&
    [row.section, null].includes(wanted.section) &&
    (wanted.sections?.includes(row.section) ?? true) &&
    [row.author, null].includes(wanted.author) &&
    (time ?? -1) >= (wanted.from ?? -1) &&
    (time ?? -1) < (wanted.before ?? 1e9) &&
    (isNamed || words.split(' ').every((word) => fold(row.title).includes(word)))
  )
}

/** Of the first articles. */
const setTimes = (column: string, times: number[]) =>
  env.DB.batch(
    times.map((time, i) =>
      env.DB.prepare(`UPDATE articles SET ${column} = ?1 WHERE id = ?2`).bind(time, i + 1),
    ),
  )
