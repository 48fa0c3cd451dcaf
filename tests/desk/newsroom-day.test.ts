import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { secondsNow } from '../../src/time'
import { atDesk, type Desk, formOn, makeKey } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let editor: Desk
let writer: Desk
beforeEach(async () => {
  newsroom = await openNewsroom()
  editor = await atDesk(newsroom)
  writer = await atDesk(newsroom, (await makeKey(newsroom, ['articles:write'])).key)
})

const WRITTEN = { title: '街道书房开放', section: 'news', body: '正文。' }

const formOf = async (desk: Desk, id: number, form = 'article') =>
  formOn(await desk.read(`/desk/articles/${id}`), form)

const statusOf = async (id: number) =>
  ((await (await newsroom.call('GET', `/api/articles/${id}`)).json()) as { status: string }).status

describe('a writer who may not publish', () => {
  beforeEach(async () => {
    await writer.post('/desk/articles', { ...WRITTEN, note: '请看第二段', do: 'hand-in' })
  })

  test('hands in, and the editor finds it on the page Today and publishes it', async () => {
    expect(await editor.read('/desk')).toMatch(
      /Waiting for an editor[\s\S]*街道书房开放[\s\S]*请看第二段/,
    )
    const page = await editor.read('/desk/articles/1')
    expect(page).toContain('Writer handed it in')
    await editor.post('/desk/articles/1', { ...(await formOf(editor, 1)), do: 'publish' })
    expect(await statusOf(1)).toBe('published')
    expect(await editor.read('/desk')).not.toContain('Waiting for an editor')
  })

  test('finds it sent back with a note, mends it and hands it in again', async () => {
    const form = await formOf(editor, 1, 'send-back')
    const sent = await editor.post('/desk/articles/1/send-back', { ...form, reply: '标题太长' })
    expect(sent.headers.get('Location')).toBe('/desk/articles/1?done=sent-back')
    expect(await writer.read('/desk')).toMatch(/Sent back to you[\s\S]*标题太长/)
    expect(await writer.read('/desk/articles/1')).toContain('标题太长')
    const mended = { ...(await formOf(writer, 1)), title: '书房开放', do: 'hand-in' }
    expect((await writer.post('/desk/articles/1', mended)).status).toBe(303)
    expect(await writer.read('/desk')).not.toContain('Sent back to you')
    expect(await editor.read('/desk')).toContain('书房开放')
  })

  test('is sent a note of several lines as one', async () => {
    const form = await formOf(editor, 1, 'send-back')
    const reply = '标题太长。\r\n\r\n\t第二段要有来源。\r\n'
    expect((await editor.post('/desk/articles/1/send-back', { ...form, reply })).status).toBe(303)
    expect(await writer.read('/desk')).toContain('标题太长。 第二段要有来源。')
  })

  test('takes it back, however often the button is pressed', async () => {
    for (let press = 0; press < 2; press++) {
      const answer = await writer.post('/desk/articles/1/take-back')
      expect(answer.headers.get('Location')).toBe('/desk/articles/1?done=taken-back')
    }
    expect(await editor.read('/desk')).not.toContain('Waiting for an editor')
  })

  test('has what changed meanwhile read before it is sent back, and no word of the reply is lost', async () => {
    const form = await formOf(editor, 1, 'send-back')
    await writer.post('/desk/articles/1', {
      ...(await formOf(writer, 1)),
      title: '改过',
      do: 'save',
    })
    const answer = await editor.post('/desk/articles/1/send-back', { ...form, reply: '标题太长' })
    expect(answer.status).toBe(412)
    expect(formOn(await answer.text(), 'send-back')).toMatchObject({
      reply: '标题太长',
      revision: '2',
    })
  })

  test('loses no word to the editor when the text is refused, or was changed meanwhile', async () => {
    const form = { ...(await formOf(writer, 1)), note: '请看 "第三段"', do: 'hand-in' }
    const refused = await writer.post('/desk/articles/1', { ...form, title: '' })
    expect(formOn(await refused.text(), 'article')).toMatchObject({ note: '请看 "第三段"' })
    await editor.post('/desk/articles/1', { ...(await formOf(editor, 1)), title: '改过' })
    const conflict = await writer.post('/desk/articles/1', { ...form, author: '张三' })
    expect(formOn(await conflict.text(), 'article')).toMatchObject({ note: '请看 "第三段"' })
    const long = { ...(await formOf(writer, 1)), note: 'x'.repeat(501), do: 'hand-in' }
    const told = await writer.post('/desk/articles/1', long)
    const page = await told.text()
    expect(formOn(page, 'article')).toMatchObject({ note: long.note })
    expect(page).toContain('Saved, but not handed in:')
    expect(page).toContain('Note is too long')
    expect(page).not.toContain('Nothing was saved')
  })

  test('sends nothing back, and nobody does from another site', async () => {
    expect(
      (await writer.post('/desk/articles/1/send-back', { reply: 'x', revision: '1' })).status,
    ).toBe(403)
    const form = { ...(await formOf(editor, 1, 'send-back')), reply: 'x' }
    const elsewhere = { 'Sec-Fetch-Site': 'cross-site' }
    expect((await editor.post('/desk/articles/1/send-back', form, elsewhere)).status).toBe(403)
    expect((await writer.post('/desk/articles/1/take-back', {}, elsewhere)).status).toBe(403)
    expect(await editor.read('/desk')).toContain('Waiting for an editor')
  })
})

describe('the page Today', () => {
  test('shows what is planned, and says when it is late', async () => {
    await newsroom.post({ title: '明天见', publishAt: '2999-01-01T00:00:00Z' })
    expect(await editor.read('/desk')).toMatch(/明天见[\s\S]*at 2999-01-01 08:00/)
    await env.DB.prepare('UPDATE articles SET publish_at = ?1')
      .bind(secondsNow() - 600)
      .run()
    expect(await editor.read('/desk')).toContain('and has not')
  })

  test('says whether the clock runs', async () => {
    // Other tests may have had this database for many minutes.
    await env.DB.prepare("UPDATE d1_migrations SET applied_at = datetime('now')").run()
    expect(await editor.read('/desk')).toContain('has not ticked yet')
    await newsroom.tick(secondsNow())
    expect(await editor.read('/desk')).toContain('The clock runs')
    await env.DB.prepare("UPDATE counters SET value = value - 600 WHERE name = 'tick'").run()
    expect(await editor.read('/desk')).toContain('The clock has stopped')
  })

  test('tells what was given up', async () => {
    await env.DB.prepare(
      "INSERT INTO outbox (kind, subject, version, next_at, dead_at) VALUES ('purge', 'home', 'x', 1, 1)",
    ).run()
    expect(await editor.read('/desk')).toMatch(/Given up[\s\S]*purge home/)
  })

  test('keeps what is not theirs from those who are limited to sections', async () => {
    await newsroom.post({ title: '别的栏目', section: 'culture', status: 'draft' })
    await newsroom.post({
      title: '也是别的',
      section: 'culture',
      publishAt: '2999-01-01T00:00:00Z',
    })
    const { key } = await makeKey(newsroom, ['articles:publish', 'articles:write'], {
      sections: ['news'],
    })
    const page = await (await atDesk(newsroom, key)).read('/desk')
    expect(page).not.toContain('别的栏目')
    expect(page).not.toContain('也是别的')
    expect(page).not.toContain('Is everything running')
  })

  test('shows nothing of articles to who has nothing to do with them', async () => {
    await newsroom.post({ title: '草稿一篇', status: 'draft' })
    const { key } = await makeKey(newsroom, ['sections:write'])
    expect(await (await atDesk(newsroom, key)).read('/desk')).not.toContain('草稿一篇')
  })
})

describe('the list of articles', () => {
  test('finds them by word, state, section and day', async () => {
    await newsroom.post({ title: '龙舟比赛', publishedAt: '2020-05-01T00:00:00Z' })
    await newsroom.post({ title: '龙舟草稿', status: 'draft', section: 'culture' })
    await newsroom.post({ title: '别的事' })
    const titles = async (query: string) =>
      [
        ...(await editor.read(`/desk/articles?${query}`)).matchAll(
          /<a class="headline" [^>]*>(.*?)</g,
        ),
      ]
        .map(([, title]) => title)
        .sort()
    expect(await titles('')).toHaveLength(3)
    expect(await titles(`words=${encodeURIComponent('龙舟')}`)).toEqual(['龙舟比赛', '龙舟草稿'])
    expect(await titles('status=draft')).toEqual(['龙舟草稿'])
    expect(await titles('section=culture')).toEqual(['龙舟草稿'])
    expect(await titles('order=published&from=2020-05-01&to=2020-05-01')).toEqual(['龙舟比赛'])
    expect(await titles('status=nonsense&from=nonsense')).toHaveLength(3)
    expect(await titles('from=2026-02-31&to=9999-99-99')).toHaveLength(3)
  })

  test('does one thing with many, and tells of each', async () => {
    const ids = []
    for (const title of ['一', '二', '三']) {
      ids.push((await newsroom.post({ title: `第${title}篇`, status: 'draft' })).id)
    }
    await newsroom.patch(ids[2] as number, { title: '有人改过' })
    const chosen = ids.map((id) => `${id}.1`)
    const fields = { article: chosen, do: 'publish' }
    const told = await (await editor.post('/desk/articles/many', fields)).text()
    expect(told).toContain('2 of 3 done.')
    expect(await Promise.all(ids.map(statusOf))).toEqual(['published', 'published', 'draft'])
    expect(await (await editor.post('/desk/articles/many', fields)).text()).toContain(
      '2 of 3 done.',
    )
  })

  test('moves many, and gives them a keyword', async () => {
    const { id, revision } = await newsroom.post({ keywords: ['旧词'] })
    await editor.post('/desk/articles/many', {
      article: `${id}.${revision}`,
      target: 'culture',
      do: 'move',
    })
    await editor.post('/desk/articles/many', { article: `${id}.2`, keyword: '新词', do: 'keyword' })
    const article = await (await newsroom.call('GET', `/api/articles/${id}`)).json()
    expect(article).toMatchObject({ section: 'culture', keywords: ['旧词', '新词'], revision: 3 })
  })

  test('takes several keywords with commas, and says what is wrong with each article', async () => {
    const { id } = await newsroom.post({ keywords: ['旧词'] })
    const send = async (fields: Record<string, string>) =>
      (await editor.post('/desk/articles/many', { article: `${id}.1`, ...fields })).text()
    expect(await send({ do: 'keyword', keyword: 'x'.repeat(51) })).toContain(
      'Keyword 2 is too long',
    )
    expect(await send({ do: 'move', target: 'nowhere' })).toContain('nowhere')
    expect(await send({ do: 'keyword', keyword: ' ，' })).toContain('0 of 1 done.')
    await send({ do: 'keyword', keyword: '甲，乙、 旧词' })
    const article = await (await newsroom.call('GET', `/api/articles/${id}`)).json()
    expect(article).toMatchObject({ keywords: ['旧词', '甲', '乙'] })
  })

  test('lets nobody do to many what they may not do to one', async () => {
    const { id } = await newsroom.post({ status: 'draft' })
    const answer = await writer.post('/desk/articles/many', { article: `${id}.1`, do: 'publish' })
    expect(await answer.text()).toContain('0 of 1 done.')
    const elsewhere = { 'Sec-Fetch-Site': 'cross-site' }
    const sent = { article: `${id}.1`, do: 'publish' }
    expect((await editor.post('/desk/articles/many', sent, elsewhere)).status).toBe(403)
    expect(await statusOf(id)).toBe('draft')
  })
})
