/** What a form cannot carry, and what happens when the database fails in the middle of it. */
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { waiting } from '../../src/articles/writing/once'
import { atDesk, type Desk, formOn } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'
import { png } from '../support/pictures'

let newsroom: Newsroom
let desk: Desk
const { limit } = waiting

beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
  vi.spyOn(waiting, 'pause').mockResolvedValue()
  newsroom = await openNewsroom({ IMAGES: undefined as never })
  desk = await atDesk(newsroom)
})

afterEach(() => {
  waiting.limit = limit
  vi.restoreAllMocks()
})

const stored = async (id: number) =>
  (await (await newsroom.call('GET', `/api/articles/${id}`)).json()) as Record<string, unknown>

const ODD: Record<string, Record<string, unknown>> = {
  'line ends of every kind': { body: '一\r\n\r\n二\n\n三\r\n' },
  'blank lines before and after': { body: '\n\n  一\n\n\n' },
  'tabs and spaces at ends of lines': { body: '一  \n二\t\n\n\t码' },
  'separators that are no line ends': { body: '一\u2028二\u2029三' },
  'what looks like the end of the form': {
    body: '</textarea><script>1</script>&amp;&lt;',
    format: 'text',
  },
  'a body of HTML': { body: '<p>一</p>\n<p>&amp; 二</p>', format: 'html' },
  'keywords with what stands between keywords': { keywords: ['a,b', '甲、乙', 'x;y', '甲'] },
  'twenty keywords': { keywords: Array.from({ length: 20 }, (_, i) => `词${i}`) },
  'seconds in its date': { publishedAt: '2020-01-02T03:04:05Z' },
  'a date before clocks': { publishedAt: '0001-01-02T03:04:05Z' },
  'a date of 1900, on the sun’s time': { publishedAt: '1900-06-01T00:00:07Z' },
  'a source without an address': { source: { name: '某处', url: null } },
  'an origin': { origin: { system: 'cms', id: '7' } },
  'a language of its own': { language: 'ug' },
  'an odd slug': { slug: '标题-2' },
  'marks and quotation marks': { title: '“引号” \'a\' "b" <i> & &amp;', summary: '"<>&' },
}

describe('an article whose author alone is changed at the desk', () => {
  test.each(Object.entries(ODD))('keeps %s', async (_, fields) => {
    const { id } = await newsroom.post(fields)
    const before = await stored(id)
    const form = formOn(await desk.read(`/desk/articles/${id}`), 'article')
    const sent = Object.fromEntries(
      Object.entries(form).map(([name, value]) => [
        name,
        typeof value === 'string' ? value.replace(/\r?\n/g, '\r\n') : value,
      ]),
    )
    const answer = await desk.post(`/desk/articles/${id}`, {
      ...sent,
      author: '李四',
      do: 'publish',
    })
    expect(answer.status).toBe(303)
    const after = await stored(id)
    for (const changed of ['author', 'revision', 'updatedAt']) delete before[changed]
    expect(after).toMatchObject({ ...before, author: '李四', revision: 2 })
  })

  test('keeps a lead picture and a card that were taken down meanwhile', async () => {
    const sent = await newsroom.fetch('/api/pictures?alt=', {
      method: 'POST',
      headers: { Authorization: `Bearer bs_${'k'.repeat(43)}`, 'Content-Type': 'image/png' },
      body: png(4, 4),
    })
    const { hash } = (await sent.json()) as { hash: string }
    const { id } = await newsroom.post({ lead: { picture: hash, caption: '图' }, card: hash })
    await newsroom.call('POST', `/api/pictures/${hash}/takedown`)
    const { lead, card } = await stored(id)
    expect(card).toBe(hash)
    const form = formOn(await desk.read(`/desk/articles/${id}`), 'article')
    await desk.post(`/desk/articles/${id}`, { ...form, author: '李四', do: 'publish' })
    expect(await stored(id)).toMatchObject({ author: '李四', lead, card })
  })

  test('keeps a plan to the second', async () => {
    const { id } = await newsroom.post({ publishAt: '2999-01-02T03:04:05Z' })
    const form = formOn(await desk.read(`/desk/articles/${id}`), 'article')
    await desk.post(`/desk/articles/${id}`, { ...form, author: '李四', do: 'save' })
    expect(await stored(id)).toMatchObject({ publishAt: '2999-01-02T03:04:05Z', author: '李四' })
  })
})

describe('a save during which D1 fails at any one call', () => {
  const WRITTEN = { title: '街道书房', section: 'news', body: '第一段 <b>。', once: 'b'.repeat(43) }
  const breakOff = (): never => {
    throw new Error('Network connection lost.')
  }

  test.each([0, 1, 2, 3, 4, 5])(
    'number %i: is done, or gives the text back; and stored once in the end',
    async (nth) => {
      for (const [name, isAfter] of [
        ['before it is done', false],
        ['after it', true],
      ] as const) {
        let call = 0
        waiting.limit = 0
        const fail = () => {
          if (call++ === nth) breakOff()
        }
        if (isAfter) newsroom.onD1Answer = fail
        else newsroom.onD1 = fail
        const fields = { ...WRITTEN, once: (isAfter ? 'c' : 'd').repeat(43), title: name }
        const answer = await desk.post('/desk/articles', { ...fields, do: 'publish' })
        if (answer.status !== 303) expect(await answer.text(), name).toContain('第一段 &lt;b&gt;。')
        newsroom.onD1 = () => {}
        newsroom.onD1Answer = () => {}
        const again = await desk.post('/desk/articles', { ...fields, do: 'publish' })
        expect(again.status, name).toBe(303)
        const count = await env.DB.prepare('SELECT count(*) AS n FROM articles WHERE title = ?1')
          .bind(name)
          .first()
        expect(count, name).toEqual({ n: 1 })
      }
    },
  )
})

describe('in a newsroom as large as it may be', () => {
  test('no page reads more than 200 rows, whoever looks', async () => {
    const numbers = (to: number) =>
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`
    const { id } = await newsroom.post({ status: 'draft' })
    await env.DB.batch(
      [
        `INSERT INTO keys (name, hash, created_at) ${numbers(1500)} SELECT 'Key ' || i, 'h' || i, i FROM n`,
        `INSERT INTO sections (id, slug, name) ${numbers(98)} SELECT i + 2, 's' || i, 'S' || i FROM n`,
        `INSERT INTO articles (id, revision, slug, section_id, status, title, excerpt, keywords, created_at, updated_at)
         ${numbers(3000)} SELECT i + 100, 1, 'd' || i, 1, 'draft', 'D' || i, '', '[]', i, i FROM n`,
        `INSERT INTO hand_ins (article_id, revision, key_id, at) ${numbers(3000)} SELECT i + 100, 1, 1, i FROM n`,
        `INSERT INTO audit (at, key_id, action, subject) ${numbers(3000)} SELECT i, 1 + i % 1500, 'article.create', CAST(i + 100 AS TEXT) FROM n`,
        `INSERT INTO sessions (hash, key_id, created_at, seen_at, way) ${numbers(500)} SELECT 'x' || i, 1, unixepoch(), unixepoch(), 'key' FROM n`,
      ].map((sql) => env.DB.prepare(sql)),
    )
    const scopes = ['articles:write', 'articles:publish']
    const made = await newsroom.call('POST', '/api/keys', {
      name: 'Culture',
      scopes,
      sections: ['culture'],
    })
    const limited = await atDesk(newsroom, ((await made.json()) as { key: string }).key)
    const paths = [
      '/desk',
      '/desk/articles',
      '/desk/articles?words=D1&status=draft',
      '/desk/articles/new',
      `/desk/articles/${id}`,
      '/desk/front',
      '/desk/front/home',
      '/desk/front/culture',
      '/desk/pictures',
      '/desk/people',
      '/desk/people?before=900',
      '/desk/people/1',
      '/desk/account',
      '/desk/audit',
    ]
    for (const who of [desk, limited]) {
      for (const path of paths) {
        const { rowsRead, roundTrips } = await newsroom.spent(() => who.get(path))
        expect(rowsRead, path).toBeLessThanOrEqual(200)
        expect(roundTrips, path).toBeLessThanOrEqual(3)
      }
    }
  })
})
