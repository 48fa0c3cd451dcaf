/** Articles whose texts lie in databases of their own. */
import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { openNewsroom } from '../support/newsroom'

const texts = async (db: D1Database) =>
  (await db.prepare('SELECT article_id, number FROM texts ORDER BY 1, 2').raw()).map((row) => row)

describe('an article with its text in a text database', () => {
  test('reads, changes and compares like any other', async () => {
    const newsroom = await openNewsroom({}, 2)
    const { id, url } = await newsroom.post({ title: '渡轮复航', body: '渡轮明天{复航|fùháng}。' })
    expect(await texts(env.SPARE_1)).toEqual([])
    expect(await texts(env.SPARE_2)).toEqual([[id, 1]])
    const held = await env.DB.prepare(
      'SELECT length(content) AS c, length(html) AS h FROM revisions',
    ).first()
    expect(held).toEqual({ c: 6, h: 6 })
    expect(await newsroom.read(url)).toContain('<ruby>复航<rp>')
    await newsroom.patch(id, { body: '渡轮今天复航。' })
    expect(await newsroom.read(url)).toContain('渡轮今天复航。')
    const past = await newsroom.call('GET', `/api/articles/${id}/revisions/1`)
    expect(await past.json()).toMatchObject({ content: { body: '渡轮明天{复航|fùháng}。' } })
  })
})
