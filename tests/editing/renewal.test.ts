import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { pack, unpack } from '../../src/articles/pack'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

interface Slice {
  done: number
  renewed: number
  left: number[]
  next: number | null
}

const slice = async (cursor: number | string) => {
  const response = await newsroom.call('POST', `/api/renewal?cursor=${cursor}`, {})
  expect(response.status).toBe(200)
  return (await response.json()) as Slice
}

/** Renews all there is; gives back what the slices came to. */
async function renewAll() {
  const all = { done: 0, renewed: 0, left: [] as number[] }
  for (let cursor: number | null = 0; cursor !== null; ) {
    const { next, ...part }: Slice = await slice(cursor)
    all.done += part.done
    all.renewed += part.renewed
    all.left.push(...part.left)
    cursor = next
  }
  return all
}

/** Has an article as an earlier version stored it: other HTML, or other content. */
async function asOnce(id: number, { html, ...fields }: Record<string, unknown>) {
  const text = await env.DB.prepare(
    `SELECT r.number, hex(r.content) AS content, hex(r.html) AS html FROM articles a
     JOIN revisions r ON r.article_id = a.id AND r.number = a.revision WHERE a.id = ?1`,
  )
    .bind(id)
    .first<{ number: number; content: string; html: string }>()
  const shown = await unpack(text?.html ?? '')
  const content = { ...JSON.parse(await unpack(text?.content ?? '', shown)), ...fields }
  const then = String(html ?? shown)
  await env.DB.prepare(
    'UPDATE revisions SET content = ?3, html = ?4 WHERE article_id = ?1 AND number = ?2',
  )
    .bind(id, text?.number, await pack(JSON.stringify(content), then), await pack(then))
    .run()
  const { title, keywords } = content
  await env.DB.prepare('UPDATE articles SET title = ?2, keywords = ?3 WHERE id = ?1')
    .bind(id, title, JSON.stringify(keywords))
    .run()
}

const article = async (id: number) =>
  (await newsroom.call('GET', `/api/articles/${id}`)).json<Record<string, unknown>>()

describe('what was accepted under other rules is put right:', () => {
  test('a body is rendered as it is today, and stays the revision it was', async () => {
    const { id } = await newsroom.post({ slug: 'a', body: '渡轮**停航**。' })
    await asOnce(id, { html: '<p>渡轮**停航**。</p>' })
    await env.DB.prepare("UPDATE articles SET excerpt = '渡轮**停航**。' WHERE id = ?1")
      .bind(id)
      .run()
    expect(await newsroom.read('/articles/a')).toContain('**停航**')
    const before = await article(id)
    expect(await renewAll()).toEqual({ done: 1, renewed: 1, left: [] })
    for (const path of ['/articles/a', '/feed.xml', '/search?q=停航']) {
      const page = await newsroom.read(path)
      expect(page, path).toContain('停航')
      expect(page, path).not.toContain('**')
    }
    expect(await newsroom.read('/')).not.toContain('**')
    expect(await article(id)).toEqual({ ...before, excerpt: '渡轮停航。' })
  })

  test('a name is kept in one spelling, as a new revision of the same editor', async () => {
    const { id } = await newsroom.post({ slug: 'a' })
    await asOnce(id, { title: 'Cafe\u0301', keywords: ['e\u0301', '\u00e9', '码头'] })
    expect(await renewAll()).toEqual({ done: 1, renewed: 1, left: [] })
    expect(await article(id)).toMatchObject({
      title: 'Caf\u00e9',
      keywords: ['\u00e9', '码头'],
      revision: 2,
    })
    expect(await newsroom.read('/articles/a')).toContain('<h1>Caf\u00e9</h1>')
    expect((await newsroom.fetch('/keywords/%C3%A9')).status).toBe(200)
  })

  test('a section is named in one spelling', async () => {
    await env.DB.prepare("UPDATE sections SET name = 'Cafe\u0301' WHERE slug = 'news'").run()
    await renewAll()
    expect(await newsroom.read('/sections/news')).toContain('Caf\u00e9')
  })

  test('drafts, plans and what was withdrawn too', async () => {
    const posted = [
      await newsroom.post({ status: 'draft' }),
      await newsroom.post({ publishAt: '2099-01-01T00:00:00Z' }),
      await newsroom.post(),
    ]
    await newsroom.withdraw(posted[2]?.id ?? 0)
    for (const { id } of posted) await asOnce(id, { html: '<p>Once.</p>' })
    expect(await renewAll()).toEqual({ done: 3, renewed: 3, left: [] })
    expect(await renewAll()).toEqual({ done: 3, renewed: 0, left: [] })
  })

  test('what cannot be rendered today is left as it is, and named', async () => {
    const { id } = await newsroom.post({ slug: 'a' })
    await asOnce(id, { body: '<!-- -->', format: 'html' })
    const other = await newsroom.post({ slug: 'b' })
    await asOnce(other.id, { html: '<p>Once.</p>' })
    expect(await renewAll()).toEqual({ done: 2, renewed: 1, left: [id] })
    expect(await newsroom.read('/articles/a')).toContain('会议今天召开')
  })
})

describe('renewing', () => {
  test('writes nothing where all is right, and costs the same everywhere', async () => {
    for (let i = 0; i < 60; i++) await newsroom.post()
    const before = await env.DB.prepare('SELECT * FROM editions ORDER BY page').all()
    expect((await slice(0)).next).toBe(25)
    const cost = await newsroom.spent(() => slice(25))
    expect(cost).toMatchObject({ roundTrips: 2, statements: 2, rowsWritten: 0 })
    expect(await renewAll()).toEqual({ done: 60, renewed: 0, left: [] })
    expect((await env.DB.prepare('SELECT * FROM editions ORDER BY page').all()).results).toEqual(
      before.results,
    )
  })

  test('keeps what an editor writes between reading and writing', async () => {
    const { id } = await newsroom.post({ slug: 'a' })
    await asOnce(id, { html: '<p>Once.</p>' })
    const rival = new (newsroom.constructor as typeof Newsroom)({})
    newsroom.onD1 = async (sql) => {
      if (!sql.some((statement) => statement.startsWith('UPDATE revisions'))) return
      newsroom.onD1 = () => {}
      await rival.patch(id, { body: '电车。' })
    }
    expect(await renewAll()).toEqual({ done: 1, renewed: 0, left: [] })
    expect(await newsroom.read('/articles/a')).toContain('电车')
    expect(await article(id)).toMatchObject({ body: '电车。', revision: 2 })
  })

  test('is in the trail, under the key that asked for it', async () => {
    const { id } = await newsroom.post()
    await asOnce(id, { html: '<p>Once.</p>' })
    await renewAll()
    const { entries } = await (await newsroom.call('GET', '/api/audit?limit=1')).json<{
      entries: { action: string; subject: string; keyId: number }[]
    }>()
    expect(entries[0]).toMatchObject({
      action: 'article.render',
      subject: String(id),
      keyId: 1,
    })
  })

  test('is for managers of all sections', async () => {
    for (const fields of [
      { scopes: ['articles:write'] },
      { scopes: ['keys:manage'], sections: ['news'] },
    ]) {
      const made = await newsroom.call('POST', '/api/keys', { name: 'x', ...fields })
      const { key } = await made.json<{ key: string }>()
      const headers = { Authorization: `Bearer ${key}` }
      expect((await newsroom.call('POST', '/api/renewal', {}, headers)).status).toBe(403)
    }
    expect((await newsroom.call('POST', '/api/renewal?cursor=x', {})).status).toBe(422)
    expect((await newsroom.call('GET', '/api/renewal')).headers.get('Allow')).toBe('POST')
  })
})
