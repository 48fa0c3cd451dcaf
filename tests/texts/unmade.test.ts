/** A text database between the deployment that brings it and the migrations that give it its tables. */
import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { openNewsroom } from '../support/newsroom'

const count = (db: D1Database) => db.prepare('SELECT count(*) AS n FROM texts').first('n')

test('while the newest text database has no tables, texts go into the catalogue', async () => {
  const newsroom = await openNewsroom({}, 2)
  const before = await newsroom.post({ title: '渡轮复航', body: '明天复航。' })
  await env.SPARE_2.prepare('ALTER TABLE texts RENAME TO unmade').run()
  try {
    const { url, id } = await newsroom.post({ title: '图书馆开放', body: '今晚开放。' })
    expect(await newsroom.read(url)).toContain('今晚开放。')
    const size = env.DB.prepare('SELECT length(content) AS n FROM revisions WHERE article_id = ?')
    expect(await size.bind(id).first('n')).toBeGreaterThan(6)
    expect(await count(env.SPARE_1)).toBe(0)
  } finally {
    await env.SPARE_2.prepare('ALTER TABLE unmade RENAME TO texts').run()
  }
  await newsroom.patch(before.id, { body: '今天复航。' })
  expect(await newsroom.read(before.url)).toContain('今天复航。')
  expect(await count(env.SPARE_2)).toBe(2)
})
