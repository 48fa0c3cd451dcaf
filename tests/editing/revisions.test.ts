import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { article, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
  await newsroom.post({ slug: 'piece', title: '第一版', body: '甲\n\n乙\n' })
  await newsroom.patch(1, { title: '第二版', slug: 'moved' })
  await newsroom.patch(1, { body: '甲\n\n丙\n', keywords: ['新'] })
})

const get = async <T>(path: string) =>
  (await newsroom.call('GET', `/api/articles/1${path}`)).json<T>()

describe('the past of an article', () => {
  test('is listed, the latest first, with who wrote it', async () => {
    const { revisions, next } = await get<{ revisions: object[]; next: null }>('/revisions')
    expect(revisions).toMatchObject([
      { number: 3, key: { id: 1, name: 'Test' }, erasedAt: null },
      { number: 2 },
      { number: 1 },
    ])
    expect(next).toBeNull()
  })

  test('is listed in pages', async () => {
    expect(await get('/revisions?limit=2')).toMatchObject({ next: '2' })
    expect(await get('/revisions?limit=2&cursor=2')).toMatchObject({
      revisions: [{ number: 1 }],
      next: null,
    })
  })

  test('is all there', async () => {
    expect(await get('/revisions/1')).toMatchObject({
      number: 1,
      content: { title: '第一版', slug: 'piece', body: '甲\n\n乙\n', keywords: [] },
    })
  })

  test('can be compared: the fields that differ, and a diff of the body', async () => {
    const { changes } = await get<{ changes: { field: string; diff?: string }[] }>(
      '/revisions/3?compare=1',
    )
    expect(changes.map(({ field }) => field).sort()).toEqual(['body', 'keywords', 'slug', 'title'])
    expect(changes.find(({ field }) => field === 'title')).toEqual({
      field: 'title',
      before: '第一版',
      after: '第二版',
    })
    expect(changes.find(({ field }) => field === 'body')?.diff).toContain('-乙\n+丙')
  })

  test('what is not there is not found', async () => {
    for (const path of ['/revisions/9', '/revisions/3?compare=9']) {
      expect((await newsroom.call('GET', `/api/articles/1${path}`)).status).toBe(404)
    }
    expect((await newsroom.call('GET', '/api/articles/9/revisions')).status).toBe(404)
  })
})

describe('restoring a revision', () => {
  const restore = (n: number, headers = {}) =>
    newsroom.call('POST', `/api/articles/1/revisions/${n}/restore`, undefined, headers)

  test('makes its content current, in a new revision, at the present address', async () => {
    const response = await restore(1, { 'If-Match': '"3"' })
    expect(await response.json()).toMatchObject({ revision: 4, title: '第一版', slug: 'moved' })
    expect(await newsroom.read('/articles/moved')).toContain('第一版')
  })

  test('takes If-Match like any change', async () => {
    expect((await restore(1)).status).toBe(428)
    expect((await restore(1, { 'If-Match': '"2"' })).status).toBe(412)
  })

  test('does not publish what was withdrawn', async () => {
    await newsroom.withdraw(1)
    const response = await restore(1, { 'If-Match': '"4"' })
    expect(await response.json()).toMatchObject({ status: 'withdrawn', title: '第一版' })
  })
})

describe('erasing a revision', () => {
  const erase = (n: number) => newsroom.call('DELETE', `/api/articles/1/revisions/${n}`)

  test('leaves a tombstone, and nothing of its content anywhere in the database', async () => {
    await newsroom.call('POST', '/api/articles', article({ title: '另一篇' }), {
      'Idempotency-Key': 'kept',
    })
    expect((await erase(1)).status).toBe(200)
    expect(await get('/revisions/1')).toMatchObject({
      number: 1,
      key: { name: 'Test' },
      erasedAt: expect.any(String),
      content: null,
    })
    const row = await env.DB.prepare(
      'SELECT length(content) AS size, html FROM revisions WHERE article_id = 1 AND number = 1',
    ).first()
    expect(row).toEqual({ size: 0, html: null })
    expect((await newsroom.call('GET', '/api/articles/1/revisions/2?compare=1')).status).toBe(409)
    const headers = { 'If-Match': '"3"' }
    const restore = '/api/articles/1/revisions/1/restore'
    expect((await newsroom.call('POST', restore, undefined, headers)).status).toBe(409)
  })

  test('empties the answers kept for retries, and the request sent again brings nothing back', async () => {
    const send = () =>
      newsroom.call('POST', '/api/articles', article({ title: '诽谤' }), { 'Idempotency-Key': 'k' })
    await send()
    await newsroom.patch(2, { title: '改' })
    await newsroom.call('DELETE', '/api/articles/2/revisions/1')
    const row = await env.DB.prepare('SELECT length(answer) AS size FROM idempotency_keys').first()
    expect(row).toEqual({ size: 0 })
    expect((await send()).status).toBe(409)
    expect((await newsroom.call('GET', '/api/articles/3')).status).toBe(404)
  })

  test('overwrites the copies in KV, and takes keys:manage alone', async () => {
    await newsroom.fetch('/articles/moved')
    const made = await newsroom.call('POST', '/api/keys', { name: 'Law', scopes: ['keys:manage'] })
    const { key } = await made.json<{ key: string }>()
    const path = '/api/articles/1/revisions/2'
    const headers = { Authorization: `Bearer ${key}` }
    const cost = await newsroom.spent(async () => {
      expect((await newsroom.call('DELETE', path, undefined, headers)).status).toBe(200)
    })
    // Its own, home and its block there, six feeds, its section and month and its blocks there.
    expect(cost.kvWrites).toBe(13)
    const again = await newsroom.spent(() => newsroom.call('DELETE', path, undefined, headers))
    expect(again.rowsWritten).toBe(0)
  })

  test('spares the current one', async () => {
    expect((await erase(3)).status).toBe(409)
    expect(await get('')).toMatchObject({ title: '第二版' })
  })
})

describe('PUT replaces an article', () => {
  const put = (document: object, ifMatch = '"3"') =>
    newsroom.call('PUT', '/api/articles/1', document, { 'If-Match': ifMatch })

  test('fields left out go, address, date and status stay', async () => {
    const before = await get<{ publishedAt: string }>('')
    const response = await put({ title: '全新', section: 'culture', body: '新' })
    expect(await response.json()).toMatchObject({
      revision: 4,
      title: '全新',
      section: 'culture',
      keywords: [],
      slug: 'moved',
      status: 'published',
      publishedAt: before.publishedAt,
    })
  })

  test('what was read can be sent back as it is: nothing changes', async () => {
    const response = await put(await get(''))
    expect(response.status).toBe(200)
    expect(response.headers.get('ETag')).toBe('"3"')
  })

  test('a draft replaced without a status stays one', async () => {
    const { id } = await newsroom.post({ status: 'draft' })
    const headers = { 'If-Match': '"1"' }
    const response = await newsroom.call('PUT', `/api/articles/${id}`, article(), headers)
    expect(await response.json()).toMatchObject({ status: 'draft' })
  })

  test('takes If-Match, and refuses faults', async () => {
    expect((await put(article(), '"1"')).status).toBe(412)
    expect((await put({ title: 'x' })).status).toBe(422)
  })
})
