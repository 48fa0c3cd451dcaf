import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { CALLS } from '../../../src/delivery/hooks/tell'
import { KEY } from '../../support/newsroom'
import { isSignedBy, openReceiving, type Receiving, SECRET } from '../../support/receiving'

let receiving: Receiving

beforeEach(async () => {
  receiving = await openReceiving()
})

const last = () => receiving.told.at(-1)?.event

describe('a webhook', () => {
  test('is told of an article that is published, signed, with what readers see of it', async () => {
    await receiving.add()
    const { id } = await receiving.newsroom.post({ keywords: ['发展'], slug: 'meeting' })
    await receiving.tick()
    expect(receiving.told).toHaveLength(1)
    const [told] = receiving.told
    expect(last()).toMatchObject({
      type: 'article.published',
      data: {
        id,
        url: 'https://news.test/articles/meeting',
        slug: 'meeting',
        revision: 1,
        status: 'published',
        section: 'news',
        keywords: ['发展'],
        title: '区政协召开推进会',
        excerpt: '会议今天召开。',
        language: 'zh-CN',
      },
    })
    expect(last()?.data).not.toHaveProperty('body')
    expect(told && (await isSignedBy(SECRET, told))).toBe(true)
    expect(told?.headers['content-type']).toBe('application/json')
    expect(await receiving.owed()).toEqual([])
    await receiving.tick()
    expect(receiving.told).toHaveLength(1)
  })

  test('is told of changes, of a new address with the old one, and of withdrawals', async () => {
    await receiving.add()
    const { id } = await receiving.newsroom.post({ slug: 'a' })
    await receiving.tick()
    await receiving.newsroom.patch(id, { title: '新的标题' })
    await receiving.tick()
    expect(last()).toMatchObject({
      type: 'article.changed',
      data: { title: '新的标题', revision: 2 },
    })
    await receiving.newsroom.patch(id, { slug: 'b' })
    await receiving.tick()
    expect(last()).toMatchObject({
      type: 'article.changed',
      data: { slug: 'b', formerUrl: 'https://news.test/articles/a' },
    })
    await receiving.newsroom.withdraw(id)
    await receiving.tick()
    expect(last()).toEqual({
      type: 'article.withdrawn',
      timestamp: expect.any(String),
      data: {
        id,
        url: 'https://news.test/articles/b',
        slug: 'b',
        section: 'news',
        status: 'withdrawn',
        revision: 4,
      },
    })
    expect(new Set(receiving.told.map((told) => told.id)).size).toBe(4)
  })

  test('is told nothing of drafts, plans and what happens to what is withdrawn', async () => {
    await receiving.add()
    const { id } = await receiving.newsroom.post({ status: 'draft' })
    await receiving.newsroom.patch(id, { title: '还没有定' })
    const { id: shown } = await receiving.newsroom.post({ slug: 'shown' })
    await receiving.newsroom.withdraw(shown)
    await receiving.tick()
    await receiving.newsroom.patch(shown, { title: '秘密', slug: 'secret' })
    await receiving.tick()
    expect(receiving.types()).toEqual(['article.withdrawn'])
    expect(JSON.stringify(receiving.told)).not.toMatch(/秘密|secret"/)
  })

  test('is told of what the clock publishes, and of what is imported', async () => {
    await receiving.add()
    const publishAt = new Date(Date.now() + 3_000).toISOString()
    await receiving.newsroom.post({ slug: 'planned', publishAt })
    const lines = ['one', 'two'].map((slug) =>
      JSON.stringify({ title: slug, slug, section: 'news', body: '文' }),
    )
    const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' }
    await receiving.newsroom.fetch('/api/import', {
      method: 'POST',
      headers,
      body: lines.join('\n'),
    })
    await env.DB.prepare('UPDATE webhooks SET next_at = 9e12').run()
    await receiving.newsroom.tick(Math.floor(Date.now() / 1000) + 10)
    await env.DB.prepare('UPDATE webhooks SET next_at = 0').run()
    await receiving.tick()
    expect(receiving.told.map(({ event }) => event.data.slug).sort()).toEqual([
      'one',
      'planned',
      'two',
    ])
  })

  test('that is told late is told the final state alone', async () => {
    await receiving.add()
    const { id } = await receiving.newsroom.post({ slug: 'a' })
    await receiving.newsroom.patch(id, { title: '第二版' })
    await receiving.newsroom.patch(id, { slug: 'b' })
    await receiving.tick()
    expect(receiving.types()).toEqual(['article.published'])
    expect(last()?.data).toMatchObject({ title: '第二版', revision: 3, slug: 'b' })
    await receiving.newsroom.patch(id, { title: '第四版' })
    await receiving.newsroom.withdraw(id)
    await receiving.tick()
    expect(receiving.types()).toEqual(['article.published', 'article.withdrawn'])
  })

  test('keeps the address that was told last, over any number of new ones', async () => {
    await receiving.add()
    const { id } = await receiving.newsroom.post({ slug: 'a' })
    await receiving.tick()
    await receiving.newsroom.patch(id, { slug: 'b' })
    await receiving.newsroom.patch(id, { slug: 'c' })
    await receiving.tick()
    expect(last()?.data).toMatchObject({ slug: 'c', formerUrl: 'https://news.test/articles/a' })
    await receiving.newsroom.patch(id, { slug: 'd' })
    await receiving.newsroom.patch(id, { slug: 'c' })
    await receiving.tick()
    expect(last()?.data).toMatchObject({ slug: 'c' })
    expect(last()?.data).not.toHaveProperty('formerUrl')
  })

  test('of some events is told those alone', async () => {
    await receiving.add({ events: ['article.withdrawn'] })
    const { id } = await receiving.newsroom.post()
    await receiving.newsroom.patch(id, { title: '改' })
    expect(await receiving.owed()).toEqual([])
    await receiving.newsroom.withdraw(id)
    await receiving.tick()
    expect(receiving.types()).toEqual(['article.withdrawn'])
  })

  test('that takes publications alone is not told of one that is over', async () => {
    await receiving.add({ events: ['article.published'] })
    const { id } = await receiving.newsroom.post()
    await receiving.newsroom.withdraw(id)
    await receiving.tick()
    expect(receiving.told).toEqual([])
    expect(await receiving.owed()).toEqual([])
  })

  test('of one section sees articles come and go as they move', async () => {
    await receiving.add({ sections: ['culture'] })
    const { id } = await receiving.newsroom.post()
    await receiving.tick()
    expect(receiving.told).toEqual([])
    await receiving.newsroom.patch(id, { section: 'culture' })
    await receiving.tick()
    await receiving.newsroom.patch(id, { title: '改' })
    await receiving.tick()
    await receiving.newsroom.patch(id, { section: 'news' })
    await receiving.tick()
    expect(receiving.types()).toEqual(['article.published', 'article.changed', 'article.withdrawn'])
    expect(last()?.data).toMatchObject({ status: 'published', section: 'news' })
  })

  test('signs with the secret before, too, while that is to work', async () => {
    const id = await receiving.add()
    const before = `whsec_${btoa('f'.repeat(24))}`
    await env.DB.prepare('UPDATE webhooks SET former_secret = ?2, former_until = ?3 WHERE id = ?1')
      .bind(id, before, receiving.now + 61)
      .run()
    for (let n = 0; n < 3; n++) {
      await receiving.newsroom.post()
      await receiving.tick()
    }
    const signed = receiving.told.map(async (told) => [
      await isSignedBy(SECRET, told),
      await isSignedBy(before, told),
    ])
    expect(await Promise.all(signed)).toEqual([
      [true, true],
      [true, true],
      [true, false],
    ])
  })
})

describe('a receiver', () => {
  test('that fails is asked less and less often, with the same id, and told all when it is well', async () => {
    const id = await receiving.add()
    await receiving.newsroom.post()
    await receiving.newsroom.post()
    receiving.answer = () => new Response('oops', { status: 503 })
    for (let minute = 0; minute < 32; minute++) await receiving.tick()
    expect(receiving.told).toHaveLength(6) // at 0, 1, 3, 7, 15 and 31 minutes
    expect(new Set(receiving.told.map((told) => told.id)).size).toBe(1)
    const stamps = receiving.told.map(({ headers }) => headers['webhook-timestamp'])
    expect(new Set(stamps).size).toBe(6)
    expect(await receiving.webhook(id)).toMatchObject({ attempts: 6, fault: '503 oops' })
    receiving.answer = () => null
    for (let minute = 0; minute < 60; minute++) await receiving.tick()
    expect(receiving.told).toHaveLength(8)
    expect(await receiving.owed()).toEqual([])
    expect(await receiving.webhook(id)).toMatchObject({ attempts: 0, fault: null })
  })

  test('that says when to come back is left alone until then, for a day at the most', async () => {
    const id = await receiving.add()
    await receiving.newsroom.post()
    const start = receiving.now
    receiving.answer = () => new Response(null, { status: 429, headers: { 'Retry-After': '600' } })
    await receiving.tick()
    expect(await receiving.webhook(id)).toMatchObject({ next_at: start + 600 })
    receiving.answer = () =>
      new Response(null, { status: 503, headers: { 'Retry-After': '999999999' } })
    receiving.now = start + 600
    await receiving.tick()
    expect(await receiving.webhook(id)).toMatchObject({ next_at: start + 600 + 86_400 })
  })

  test('that is down for days loses nothing', async () => {
    await receiving.add()
    await receiving.newsroom.post()
    receiving.answer = () => {
      throw new TypeError('Network connection lost')
    }
    for (let hour = 0; hour < 24 * 3; hour++, receiving.now += 3_540) await receiving.tick()
    receiving.answer = () => null
    await receiving.tick()
    expect(receiving.types().at(-1)).toBe('article.published')
    expect(await receiving.owed()).toEqual([])
  })

  test('that is gone is told nothing more, and what it is owed is kept', async () => {
    const id = await receiving.add()
    await receiving.newsroom.post()
    receiving.answer = () => new Response(null, { status: 410 })
    for (let minute = 0; minute < 5; minute++) await receiving.tick()
    expect(receiving.told).toHaveLength(1)
    expect(await receiving.webhook(id)).toMatchObject({ stopped: 'gone', fault: '410' })
    expect(await receiving.owed()).toHaveLength(1)
  })

  test('that refuses one article is told the others, and the one is given up in the end', async () => {
    await receiving.add()
    const { id: bad } = await receiving.newsroom.post({ slug: 'bad' })
    await receiving.newsroom.post({ slug: 'good' })
    receiving.answer = ({ event }) =>
      event.data.id === bad ? new Response('no', { status: 422 }) : null
    for (let hour = 0; hour < 14; hour++, receiving.now += 3_600) await receiving.tick()
    const asked = receiving.told.filter(({ event }) => event.data.id === bad)
    expect(asked).toHaveLength(12)
    expect(receiving.told.filter(({ event }) => event.data.id !== bad)).toHaveLength(1)
    const owed = await receiving.owed()
    expect(owed).toMatchObject([{ subject: String(bad), attempts: 12 }])
    expect(owed[0]?.dead_at).not.toBeNull()
    await receiving.newsroom.patch(bad, { title: '好了' })
    receiving.answer = () => null
    await receiving.tick()
    expect(await receiving.owed()).toEqual([])
  })

  test('that refuses all is given a rest after three', async () => {
    const id = await receiving.add()
    for (let n = 0; n < 5; n++) await receiving.newsroom.post()
    receiving.answer = () => new Response(null, { status: 400 })
    await receiving.tick()
    expect(receiving.told).toHaveLength(3)
    expect(await receiving.webhook(id)).toMatchObject({ attempts: 1 })
  })

  test('that hangs keeps nobody else', async () => {
    await receiving.add({ url: 'https://slow.example.com/' })
    await receiving.add({ url: 'https://quick.example.com/' })
    await receiving.newsroom.post()
    receiving.answer = ({ url }) => (url.includes('slow') ? new Promise(() => {}) : null)
    await receiving.tick(20)
    const owed = await receiving.owed()
    expect(owed).toHaveLength(1)
    const slow = await receiving.webhook(1)
    expect(slow?.fault).toBe('no answer in time')
  })
})

test('what changes while it is told is told again, as it is then', async () => {
  await receiving.add()
  const { id } = await receiving.newsroom.post()
  receiving.answer = async () => {
    receiving.answer = () => null
    await receiving.newsroom.patch(id, { title: '又改了' })
    return new Response(null, { status: 204 })
  }
  await receiving.tick()
  expect(await receiving.owed()).toHaveLength(1)
  await receiving.tick()
  expect(receiving.told.map(({ event }) => event.data.revision)).toEqual([1, 2])
  expect(await receiving.owed()).toEqual([])
})

test('two ticks at once never tell the same webhook', async () => {
  await receiving.add()
  await receiving.newsroom.post()
  const now = receiving.now
  receiving.answer = async () => {
    receiving.answer = () => null
    receiving.now = now + 60
    await receiving.tick()
    return new Response(null, { status: 204 })
  }
  await receiving.tick()
  expect(receiving.told).toHaveLength(1)
})

test('a write whose request is still under way is told once it is over', async () => {
  await receiving.add()
  await receiving.newsroom.post()
  const now = Math.floor(Date.now() / 1000)
  await env.DB.prepare('UPDATE outbox SET paid = 0, attempts = 0, next_at = ?1').bind(now).run()
  receiving.now = now + 1
  await receiving.tick()
  expect(receiving.told).toEqual([])
  receiving.now = now + 60
  await receiving.tick()
  expect(receiving.told).toHaveLength(1)
})

test('a thousand articles wait their turn: so many calls a tick, the newest and those that left first', async () => {
  await receiving.add()
  const { id } = await receiving.newsroom.post({ slug: 'leaves' })
  await env.DB.prepare("DELETE FROM outbox WHERE kind LIKE 'webhook/%'").run()
  await env.DB.prepare(
    `INSERT INTO outbox (kind, subject, version, next_at, is_gone, news)
     WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 1999)
     SELECT 'webhook/1', i, 'v' || i, i, 0,
       json_object('type', 'article.published', 'at', i, 'slug', 's', 'section', 'news', 'status', 'published', 'revision', 1)
     FROM n`,
  ).run()
  await receiving.newsroom.withdraw(id)
  await receiving.tick()
  expect(receiving.told).toHaveLength(CALLS)
  expect(receiving.told.slice(0, 3).map(({ event }) => event.data.id)).toEqual([id, 1999, 1998])
})

test('a webhook that was removed leaves nothing behind', async () => {
  const id = await receiving.add()
  await receiving.newsroom.post()
  await env.DB.prepare('UPDATE webhooks SET removed_at = 1 WHERE id = ?1').bind(id).run()
  await receiving.newsroom.post()
  await receiving.tick()
  expect(receiving.told).toEqual([])
  expect(await receiving.owed()).toEqual([])
})

test('twenty of the longest articles’ fields stay within twenty kilobytes', async () => {
  await receiving.add()
  await receiving.newsroom.post({
    title: '题'.repeat(200),
    summary: '要'.repeat(500),
    author: '作'.repeat(100),
    slug: '长'.repeat(22),
    keywords: Array.from({ length: 20 }, (_, i) => String.fromCodePoint(0x20000 + i).repeat(50)),
    source: { name: '源'.repeat(100), url: `https://example.org/${'x'.repeat(1900)}` },
  })
  await receiving.tick()
  const bytes = new TextEncoder().encode(receiving.told[0]?.body).length
  expect(bytes).toBeGreaterThan(8_000)
  expect(bytes).toBeLessThan(20_000)
})
