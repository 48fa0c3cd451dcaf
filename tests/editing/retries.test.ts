import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { article, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  vi.useRealTimers()
  newsroom = await openNewsroom()
})

const post = (fields: object = {}, key = 'abc', headers = {}) =>
  newsroom.call('POST', '/api/articles', article({ ...fields }), {
    'Idempotency-Key': key,
    ...headers,
  })

const countArticles = async () =>
  (await env.DB.prepare('SELECT count(*) AS n FROM articles').first<{ n: number }>())?.n

describe('the same Idempotency-Key and body', () => {
  test('once more: the same answer, and still one article', async () => {
    const first = await post()
    const again = await post()
    expect(again.status).toBe(201)
    for (const name of ['ETag', 'Location']) {
      expect(again.headers.get(name)).toBe(first.headers.get(name))
    }
    expect(await again.text()).toBe(await first.text())
    expect(await countArticles()).toBe(1)
  })

  test('a hundred times at once: one article, a hundred equal answers', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => post()))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(bodies).size).toBe(1)
    expect(new Set(answers.map(({ headers }) => headers.get('Location'))).size).toBe(1)
    expect(await countArticles()).toBe(1)
  }, 20_000)

  test('after the article has changed: still the first answer', async () => {
    const first = await (await post()).text()
    await newsroom.patch(1, { title: '改' })
    expect(await (await post()).text()).toBe(first)
  })

  test('a given slug does not get in its own way', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => post({ slug: 'mine' })))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201))
  })

  test('after 24 hours it is a new request', async () => {
    await post()
    vi.setSystemTime(Date.now() + 24 * 3600_000 + 1000)
    expect(await (await post()).json()).toMatchObject({ id: 2 })
    expect(await countArticles()).toBe(2)
  })
})

describe('what a key stands for', () => {
  test('another body under it is 422, down to a space', async () => {
    await post()
    expect((await post({ title: '别的' })).status).toBe(422)
    const spaced = await newsroom.fetch('/api/articles', {
      method: 'POST',
      headers: {
        Authorization: `Bearer bs_${'k'.repeat(43)}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': 'abc',
      },
      body: ` ${JSON.stringify(article())}`,
    })
    expect(spaced.status).toBe(422)
    expect(await countArticles()).toBe(1)
  })

  test('it belongs to the API key that sent it', async () => {
    await post()
    const scopes = ['articles:write', 'articles:publish']
    const made = await newsroom.call('POST', '/api/keys', { name: 'Other', scopes })
    const { key } = await made.json<{ key: string }>()
    const other = await post({}, 'abc', { Authorization: `Bearer ${key}` })
    expect(await other.json()).toMatchObject({ id: 2 })
  })

  test('a refused request claims nothing: mended, it goes through under the same key', async () => {
    expect((await post({ section: 'nowhere' })).status).toBe(422)
    expect((await post()).status).toBe(201)
  })

  test.each(['', 'x'.repeat(256)])('a key like "%.10s" is refused by name', async (key) => {
    const response = await post({}, key)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ errors: [{ field: 'Idempotency-Key' }] })
  })
})

describe('the same origin', () => {
  const origin = { system: 'cms', id: '4711' }
  const sync = (fields: object = {}) =>
    newsroom.call('POST', '/api/articles', article({ origin, ...fields }))

  test('makes an article once, and updates it from then on', async () => {
    expect((await sync()).status).toBe(201)
    const again = await sync({ title: '改过的题目' })
    expect(again.status).toBe(200)
    expect(await again.json()).toMatchObject({ id: 1, revision: 2, title: '改过的题目', origin })
    expect(await countArticles()).toBe(1)
  })

  test('keeps address, date and status unless they are given', async () => {
    await sync({ slug: 'kept', publishedAt: '2024-01-01T00:00:00Z' })
    expect(await (await sync({ title: '改' })).json()).toMatchObject({
      slug: 'kept',
      publishedAt: '2024-01-01T00:00:00Z',
    })
    await newsroom.withdraw(1)
    expect(await (await sync({ title: '再改' })).json()).toMatchObject({ status: 'withdrawn' })
    const back = await sync({ title: '再改', status: 'published' })
    expect(await back.json()).toMatchObject({ status: 'published' })
  })

  test('with nothing new makes no revision and takes no number', async () => {
    await sync()
    expect(await (await sync()).json()).toMatchObject({ revision: 1 })
    expect((await newsroom.post()).id).toBe(2)
  })

  test('many at once: one article, and nobody is refused', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => sync()))
    const statuses = answers.map(({ status }) => status).sort()
    expect(statuses).toEqual([...Array(9).fill(200), 201])
    expect(await countArticles()).toBe(1)
  })

  test('many at once with different texts: each is taken, one after the other', async () => {
    await sync()
    const sends = Array.from({ length: 12 }, (_, i) => sync({ title: `第 ${i} 版` }))
    const statuses = (await Promise.all(sends)).map(({ status }) => status)
    expect(statuses).toEqual(Array(12).fill(200))
    expect(await countArticles()).toBe(1)
  })

  test('null leaves address, date and status as they are', async () => {
    await sync({ slug: 'kept', status: 'draft', publishedAt: '2024-01-01T00:00:00Z' })
    const nothing = { slug: null, status: null, publishedAt: null, publishAt: null }
    const again = await sync({ ...nothing, title: '改' })
    expect(await again.json()).toMatchObject({
      slug: 'kept',
      status: 'draft',
      publishedAt: '2024-01-01T00:00:00Z',
    })
  })

  test('the same plan sent again after it was carried out changes nothing', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['Date'] })
    const plan = { publishAt: '2026-01-01T01:00:00Z', status: 'scheduled' }
    await sync(plan)
    vi.setSystemTime(Date.UTC(2026, 0, 1, 2))
    await newsroom.tick(Date.UTC(2026, 0, 1, 2) / 1000)
    const again = await sync(plan)
    expect(again.status).toBe(200)
    expect(await again.json()).toMatchObject({ status: 'published', revision: 2 })
  })

  test('spaces around it do not make another', async () => {
    await sync({ origin: { system: ' cms ', id: '4711 ' } })
    expect((await sync({ origin: { system: 'cms', id: ' 4711' } })).status).toBe(200)
    expect(await countArticles()).toBe(1)
  })

  test('a request that changed nothing is remembered under its key too', async () => {
    await sync()
    const headers = { 'Idempotency-Key': 'k' }
    const send = (fields: object) =>
      newsroom.call('POST', '/api/articles', article({ origin, ...fields }), headers)
    expect((await send({})).status).toBe(200)
    await newsroom.patch(1, { title: '人改的' })
    expect(await (await send({})).json()).toMatchObject({ revision: 1 })
    expect((await send({ title: '别的' })).status).toBe(422)
    expect(await (await newsroom.call('GET', '/api/articles/1')).json()).toMatchObject({
      title: '人改的',
    })
  })

  test('cannot be changed', async () => {
    await sync()
    const patch = { origin: { system: 'cms', id: 'other' } }
    const response = await newsroom.call('PATCH', '/api/articles/1', patch, { 'If-Match': '"1"' })
    expect(response.status).toBe(422)
  })

  test('given later counts from then on, and is nobody else’s', async () => {
    await newsroom.post({ slug: 'first' })
    await newsroom.post({ slug: 'second' })
    expect((await newsroom.patch(1, { origin })).origin).toEqual(origin)
    const taken = await newsroom.call('PATCH', '/api/articles/2', { origin }, { 'If-Match': '"1"' })
    expect(taken.status).toBe(409)
    const again = await sync({ title: '改过的题目' })
    expect([again.status, (await again.json<{ id: number }>()).id]).toEqual([200, 1])
  })

  test('given to two articles at once is one’s', async () => {
    await newsroom.post({ slug: 'first' })
    await newsroom.post({ slug: 'second' })
    const give = (id: number) =>
      newsroom.call('PATCH', `/api/articles/${id}`, { origin }, { 'If-Match': '"1"' })
    const both = await Promise.all([give(1), give(2)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('together with an Idempotency-Key answers the same again', async () => {
    await sync()
    const headers = { 'Idempotency-Key': 'k' }
    const send = () =>
      newsroom.call('POST', '/api/articles', article({ origin, title: '改' }), headers)
    const first = await send()
    const again = await send()
    expect([first.status, again.status]).toEqual([200, 200])
    expect(await again.text()).toBe(await first.text())
  })
})
