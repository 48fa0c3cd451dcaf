import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Newsroom, openNewsroom, type Posted } from '../support/newsroom'

let newsroom: Newsroom
let posted: Posted
let address: string

beforeEach(async () => {
  newsroom = await openNewsroom()
  posted = await newsroom.post({ title: '第一版', slug: 'piece', summary: '摘要', author: '王' })
  address = `/api/articles/${posted.id}`
})

const patch = (body: unknown, ifMatch = '"1"') =>
  newsroom.call('PATCH', address, body, { 'If-Match': ifMatch })

async function revisions() {
  const rows = await env.DB.prepare('SELECT number, html IS NULL AS bare FROM revisions').run()
  return rows.results
}

describe('If-Match decides', () => {
  test('without it, or with *, nobody edits or withdraws', async () => {
    for (const method of ['PATCH', 'DELETE']) {
      for (const headers of [{}, { 'If-Match': '*' }]) {
        expect((await newsroom.call(method, address, {}, headers)).status).toBe(428)
      }
    }
  })

  test('with an old revision neither, and the answer names the current one', async () => {
    await patch({ title: '第二版' })
    for (const method of ['PATCH', 'DELETE']) {
      const late = await newsroom.call(method, address, { title: 'x' }, { 'If-Match': '"1"' })
      expect(late.status).toBe(412)
      expect(late.headers.get('ETag')).toBe('"2"')
    }
  })

  test('an ETag weakened by a compressing proxy still counts', async () => {
    expect((await patch({ title: '第二版' }, 'W/"1"')).status).toBe(200)
  })

  test('of editors who race, exactly one wins', async () => {
    const racers = Array.from({ length: 10 }, (_, i) => patch({ title: `第 ${i} 位` }))
    const statuses = (await Promise.all(racers)).map(({ status }) => status).sort()
    expect(statuses).toEqual([200, ...Array(9).fill(412)])
    expect(await revisions()).toHaveLength(2)
  })

  test('an article that does not exist is not found', async () => {
    const none = '/api/articles/99'
    expect((await newsroom.call('GET', none)).status).toBe(404)
    expect((await newsroom.call('DELETE', none)).status).toBe(404)
    expect((await newsroom.call('PATCH', none, {}, { 'If-Match': '"1"' })).status).toBe(404)
  })
})

describe('PATCH', () => {
  test('changes what it names and leaves the rest', async () => {
    const response = await patch({ title: '第二版', keywords: ['新'] })
    expect(response.status).toBe(200)
    expect(response.headers.get('ETag')).toBe('"2"')
    expect(await response.json()).toMatchObject({
      title: '第二版',
      keywords: ['新'],
      slug: 'piece',
      summary: '摘要',
      author: '王',
      revision: 2,
      publishedAt: posted.publishedAt,
    })
  })

  test('null takes a field away', async () => {
    expect(await (await patch({ author: null, summary: null })).json()).toMatchObject({
      author: null,
      summary: null,
      excerpt: '会议今天召开。',
    })
  })

  test('reaches into the source', async () => {
    await newsroom.patch(posted.id, { source: { name: '甲', url: 'https://example.org/' } })
    const { source } = await newsroom.patch(posted.id, { source: { name: '乙' } })
    expect(source).toEqual({ name: '乙', url: 'https://example.org/' })
    expect((await newsroom.patch(posted.id, { source: { url: null } })).source).toEqual({
      name: '乙',
      url: null,
    })
    expect((await newsroom.patch(posted.id, { source: null })).source).toBeNull()
  })

  test('keeps past revisions as the editor wrote them, without their rendering', async () => {
    await patch({ title: '第二版' })
    expect(await revisions()).toEqual([
      { number: 1, bare: 1 },
      { number: 2, bare: 0 },
    ])
  })

  test('that changes nothing makes no revision', async () => {
    const response = await patch({ title: '第一版', author: '王' })
    expect(response.status).toBe(200)
    expect(response.headers.get('ETag')).toBe('"1"')
    expect(await response.json()).toEqual(posted)
    expect(await revisions()).toHaveLength(1)
  })

  test('is refused whole when any of it is bad', async () => {
    const response = await patch({ title: '第二版', section: 'nowhere', sumary: null })
    expect(response.status).toBe(422)
    expect(await (await newsroom.call('GET', address)).json()).toEqual(posted)
  })

  test('must be sent as a merge patch', async () => {
    const headers = { 'If-Match': '"1"', 'Content-Type': 'application/json' }
    const response = await newsroom.call('PATCH', address, {}, headers)
    expect(response.status).toBe(415)
    expect(response.headers.get('Accept-Patch')).toBe('application/merge-patch+json')
  })

  test('null does not take a status away', async () => {
    const draft = await newsroom.post({ status: 'draft' })
    const path = `/api/articles/${draft.id}`
    const response = await newsroom.call('PATCH', path, { status: null }, { 'If-Match': '"1"' })
    expect(response.status).toBe(422)
  })

  test('brings a draft that was withdrawn unseen back as a draft', async () => {
    const draft = await newsroom.post({ status: 'draft' })
    await newsroom.withdraw(draft.id)
    expect((await newsroom.patch(draft.id, { status: 'draft' })).status).toBe('draft')
  })

  test('cannot make a published article a draft again', async () => {
    expect((await patch({ status: 'draft' })).status).toBe(422)
  })
})

describe('a new slug', () => {
  beforeEach(() => newsroom.patch(posted.id, { slug: 'renamed' }))

  test('moves the page, and the old address redirects', async () => {
    expect((await newsroom.fetch('/articles/renamed')).status).toBe(200)
    const old = await newsroom.fetch('/articles/piece')
    expect(old.status).toBe(301)
    expect(old.headers.get('Location')).toBe('https://news.test/articles/renamed')
    const sitemap = await newsroom.read('/sitemap1.xml')
    expect(sitemap).toContain('/articles/renamed<')
    expect(sitemap).not.toContain('/articles/piece<')
  })

  test('however often it moves, each old address leads straight to the present one', async () => {
    await newsroom.fetch('/articles/piece')
    await newsroom.patch(posted.id, { slug: 'third' })
    for (const slug of ['piece', 'renamed']) {
      const old = await newsroom.fetch(`/articles/${slug}`)
      expect(old.headers.get('Location')).toBe('https://news.test/articles/third')
    }
  })

  test('may be a former one of its own', async () => {
    await newsroom.patch(posted.id, { slug: 'piece' })
    expect((await newsroom.fetch('/articles/piece')).status).toBe(200)
    expect((await newsroom.fetch('/articles/renamed')).status).toBe(301)
  })

  test('may not be another article’s', async () => {
    await newsroom.post({ slug: 'other' })
    expect((await patch({ slug: 'other' }, '"2"')).status).toBe(409)
  })

  test('null has it made from the title again', async () => {
    expect((await newsroom.patch(posted.id, { slug: null })).slug).toBe('第一版')
  })
})

describe('DELETE', () => {
  beforeEach(async () => {
    await newsroom.post({ slug: 'other' })
    await newsroom.fetch('/articles/piece')
    expect((await newsroom.withdraw(posted.id)).status).toBe(200)
  })

  test('readers get 410, and no list or sitemap names it', async () => {
    const page = await newsroom.fetch('/articles/piece')
    expect(page.status).toBe(410)
    expect(await page.text()).not.toContain('第一版')
    for (const path of ['/', '/sections/news', '/sitemap1.xml']) {
      expect(await newsroom.read(path)).not.toContain('/articles/piece')
    }
  })

  test('editors still find it, withdrawn', async () => {
    const found = await (await newsroom.call('GET', address)).json()
    expect(found).toMatchObject({ status: 'withdrawn', title: '第一版', revision: 2 })
  })

  test('once more changes nothing', async () => {
    const again = await newsroom.withdraw(posted.id)
    expect(again.status).toBe(200)
    expect(again.headers.get('ETag')).toBe('"2"')
  })

  test('published again, it is back at its place, with its first date', async () => {
    const back = await newsroom.patch(posted.id, { status: 'published' })
    expect(back.publishedAt).toBe(posted.publishedAt)
    expect((await newsroom.fetch('/articles/piece')).status).toBe(200)
    const locs = (await newsroom.read('/sitemap1.xml')).match(/(?<=articles\/)[^<]+/g)
    expect(locs).toEqual(['piece', 'other'])
  })
})

test('a patch that is nested beyond reason is refused like any other', async () => {
  let source: unknown = 'x'
  for (let i = 0; i < 5_000; i++) source = { source }
  expect((await patch({ source })).status).toBe(422)
})

test('a title of letters and emoji makes an article like any other', async () => {
  const { id } = await newsroom.post({ title: '开放❤️日' })
  expect((await newsroom.patch(id, { summary: '改' })).slug).toBe('开放-日')
  expect((await newsroom.withdraw(id)).status).toBe(200)
})

test('what was accepted under older rules can still be withdrawn', async () => {
  const { pack } = await import('../../src/articles/pack')
  const content = { ...posted, slug: 'Old--Slug', title: '', publishedAt: 2e11, body: '<script>' }
  await env.DB.prepare('UPDATE revisions SET content = ?1')
    .bind(await pack(JSON.stringify({ ...content, format: 'html' })))
    .run()
  expect((await newsroom.withdraw(posted.id)).status).toBe(200)
  expect((await newsroom.fetch('/articles/Old--Slug')).status).not.toBe(200)
})

test('a site that moved to a longer address can still edit and withdraw what it had', async () => {
  const { slug, id } = await newsroom.post({ slug: '字'.repeat(22) })
  const { Newsroom } = await import('../support/newsroom')
  const moved = new Newsroom({ SITE_URL: `https://${'long.'.repeat(12)}example` })
  expect((await moved.patch(id, { title: '新题目' })).slug).toBe(slug)
  expect((await moved.withdraw(id)).status).toBe(200)
})
