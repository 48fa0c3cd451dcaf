import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { atDesk, type Desk, formOn, makeKey } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk

beforeEach(async () => {
  newsroom = await openNewsroom()
  vi.spyOn(console, 'info').mockReturnValue()
  desk = await atDesk(newsroom)
})

interface Section {
  slug: string
  name: string
  position: number
  description: string | null
}

async function all(): Promise<Section[]> {
  const answer = await newsroom.call('GET', '/api/sections')
  return (await answer.json<{ sections: Section[] }>()).sections
}

const order = async () => (await all()).map(({ slug }) => slug).join(' ')
const know = async (slug: string) => (await all()).find((one) => one.slug === slug)
const form = async (id: string, path = '/desk/sections') => formOn(await desk.read(path), id)
const change = (slug: string, fields: object) =>
  newsroom.call('PUT', `/api/sections/${slug}`, fields)

describe('the order of sections', () => {
  beforeEach(async () => {
    await change('sport', { name: '体育' })
  })

  test('is changed by numbers', async () => {
    const typed = { ...(await form('order')), 'position.sport': '0' }
    const saved = await desk.follow('/desk/sections', typed)
    expect(await saved.text()).toContain('Saved.')
    expect(await order()).toBe('sport news culture')
  })

  test('is changed by buttons, which change nothing more when they are pressed twice', async () => {
    const pressed = { ...(await form('order')), move: 'up:sport' }
    const [one, other] = [
      await desk.post('/desk/sections', pressed),
      await desk.post('/desk/sections', pressed),
    ]
    expect([one.status, other.status]).toEqual([303, 303])
    expect(await order()).toBe('news sport culture')
    await desk.post('/desk/sections', { ...(await form('order')), move: 'down:news' })
    expect(await order()).toBe('sport news culture')
  })

  test('keeps what was typed when a button is pressed', async () => {
    const typed = { ...(await form('order')), 'position.news': '50', move: 'up:news' }
    await desk.post('/desk/sections', typed)
    expect(await order()).toBe('culture news sport')
  })

  test('keeps names and descriptions', async () => {
    await change('culture', { name: '文化', description: '书与戏。' })
    await desk.post('/desk/sections', { ...(await form('order')), move: 'up:culture' })
    expect(await know('culture')).toMatchObject({ name: '文化', description: '书与戏。' })
  })

  test('is refused with what was typed where that is no number', async () => {
    const typed = { ...(await form('order')), 'position.sport': 'first <&>', 'position.news': '7' }
    const refused = await desk.post('/desk/sections', typed)
    expect(refused.status).toBe(422)
    const page = await refused.text()
    expect(page).toContain('aria-invalid="true" aria-describedby="place-3-fault"')
    expect(formOn(page, 'order')).toMatchObject({
      'position.sport': 'first <&>',
      'position.news': '7',
    })
    expect(await order()).toBe('news culture sport')
  })

  test('that somebody else changed meanwhile is shown, and overwritten only when asked again', async () => {
    const typed = { ...(await form('order')), 'position.sport': '0', 'position.culture': '40' }
    await change('sport', { name: '体育', position: 77 })
    const answer = await desk.post('/desk/sections', typed)
    expect(answer.status).toBe(409)
    const page = await answer.text()
    expect(page).toContain('Somebody set it to 77 meanwhile; you, to 0.')
    expect((await know('sport'))?.position).toBe(77)
    expect((await know('culture'))?.position).toBe(40)
    expect((await desk.post('/desk/sections', formOn(page, 'order'))).status).toBe(303)
    expect((await know('sport'))?.position).toBe(0)
  })

  test('stays as somebody else made it where it was not touched', async () => {
    const typed = { ...(await form('order')), 'position.news': '9' }
    await change('sport', { name: '体育', position: 77 })
    expect((await desk.post('/desk/sections', typed)).status).toBe(303)
    expect((await know('sport'))?.position).toBe(77)
  })
})

describe('a new section', () => {
  const fields = { act: 'new', slug: '街坊', name: '街坊 <邻里>', description: '' }

  test('stands behind the others, and is made once', async () => {
    expect(Object.keys(await form('new'))).toEqual(Object.keys(fields))
    const page = await (await desk.follow('/desk/sections', fields)).text()
    expect(page).toContain('The section is there.')
    expect(page).toContain('街坊 &lt;邻里&gt;')
    expect((await desk.post('/desk/sections', fields)).status).toBe(303)
    expect(await order()).toBe('news culture 街坊')
  })

  test('takes the place of none that is there', async () => {
    const answer = await desk.post('/desk/sections', { ...fields, slug: 'news' })
    expect(answer.status).toBe(409)
    const page = await answer.text()
    expect(page).toContain('There is a section at this address: 业界动态')
    expect(formOn(page, 'new')).toMatchObject({ slug: 'news', name: '街坊 <邻里>' })
    expect((await know('news'))?.name).toBe('业界动态')
  })

  test.each(['', '..', 'A B', 'a/b', '?'])('is not made at the address "%s"', async (slug) => {
    const answer = await desk.post('/desk/sections', { ...fields, slug })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(formOn(page, 'new')).toMatchObject({ slug, name: '街坊 <邻里>' })
    expect(page).toContain('id="new-slug-fault"')
    expect(await order()).toBe('news culture')
  })

  test('is not made with a name that is too long, which is given back', async () => {
    const name = '长'.repeat(51)
    const answer = await desk.post('/desk/sections', { ...fields, name })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('id="new-name-fault"')
    expect(formOn(page, 'new')).toMatchObject({ name })
  })
})

describe('one section', () => {
  const path = '/desk/sections/news'

  test('is renamed and described, and stays where it is', async () => {
    const typed = { ...(await form('section', path)), name: '要闻', description: '城里的事。' }
    expect(await (await desk.follow(path, typed)).text()).toContain('Saved.')
    expect(await know('news')).toMatchObject({ name: '要闻', description: '城里的事。' })
    expect(await order()).toBe('news culture')
    expect((await desk.post(path, typed)).status).toBe(303)
  })

  test('that somebody else renamed meanwhile is not overwritten, but shown', async () => {
    const typed = { ...(await form('section', path)), name: '我的名称', description: '我的简介' }
    await change('news', { name: '他的名称' })
    const answer = await desk.post(path, typed)
    expect(answer.status).toBe(409)
    const page = await answer.text()
    expect(page).toContain('他的名称')
    expect(formOn(page, 'section')).toMatchObject({
      'from.name': '他的名称',
      name: '我的名称',
      description: '我的简介',
    })
    expect(await know('news')).toMatchObject({ name: '他的名称', description: null })
    expect((await desk.post(path, formOn(page, 'section'))).status).toBe(303)
    expect(await know('news')).toMatchObject({ name: '我的名称', description: '我的简介' })
  })

  test('keeps what somebody else wrote into another field', async () => {
    const typed = { ...(await form('section', path)), description: '我的简介' }
    await change('news', { name: '他的名称' })
    expect((await desk.post(path, typed)).status).toBe(303)
    expect(await know('news')).toMatchObject({ name: '他的名称', description: '我的简介' })
  })

  test('is refused with what was typed', async () => {
    const typed = { ...(await form('section', path)), name: '', description: '没有名称' }
    const answer = await desk.post(path, typed)
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('id="name-fault"')
    expect(formOn(page, 'section')).toMatchObject({ name: '', description: '没有名称' })
    expect((await know('news'))?.name).toBe('业界动态')
  })

  test('is removed when it never had an article, once', async () => {
    const typed = await form('remove', path)
    expect(await (await desk.follow(`${path}/remove`, typed)).text()).toContain('is removed')
    expect((await desk.post(`${path}/remove`, typed)).status).toBe(303)
    expect(await order()).toBe('culture')
    expect((await desk.get(path)).status).toBe(404)
  })

  test('that had an article says why it stays', async () => {
    const before = await form('remove', path)
    await newsroom.post({ status: 'draft' })
    const page = await desk.read(path)
    expect(page).toContain('It cannot be removed: it has or had an article')
    expect(page).not.toContain('id="remove"')
    expect((await desk.post(`${path}/remove`, before)).status).toBe(409)
    expect(await order()).toBe('news culture')
  })

  test('that was renamed meanwhile is not removed', async () => {
    const before = await form('remove', path)
    await change('news', { name: '另有所用' })
    expect((await desk.post(`${path}/remove`, before)).status).toBe(409)
    expect(await order()).toBe('news culture')
  })

  test('tells who is limited to it, by name to those who manage keys', async () => {
    await makeKey(newsroom, ['articles:write'], {
      name: '王记者',
      sections: ['culture', 'news'],
    })
    await makeKey(newsroom, ['articles:write'], { name: '李记者', sections: ['new'] })
    const gone = await makeKey(newsroom, ['articles:write'], { name: '旧人', sections: ['news'] })
    await newsroom.call('DELETE', `/api/keys/${gone.id}`)
    const page = await desk.read(path)
    expect(page).toContain('limited to it: 王记者.')
    const { key } = await makeKey(newsroom, ['sections:write'])
    const other = await (await atDesk(newsroom, key)).read(path)
    expect(other).toContain('one person is limited to it')
    expect(other).not.toContain('王记者')
  })
})

describe('sections', () => {
  test('are for those who may change them', async () => {
    const { key } = await makeKey(newsroom, ['articles:write'])
    const writer = await atDesk(newsroom, key)
    for (const path of ['/desk/sections', '/desk/sections/news']) {
      expect((await writer.get(path)).status).toBe(403)
      expect((await writer.post(path, { act: 'new', slug: 'x', name: 'x' })).status).toBe(403)
    }
    expect(await order()).toBe('news culture')
  })

  test('beyond those that a key is limited to are not there', async () => {
    const { key } = await makeKey(newsroom, ['sections:write'], { sections: ['culture'] })
    const limited = await atDesk(newsroom, key)
    const page = await limited.read('/desk/sections')
    expect(page).toContain('/desk/sections/culture')
    expect(page).not.toContain('/desk/sections/news')
    expect((await limited.get('/desk/sections/news')).status).toBe(404)
    expect((await limited.post('/desk/sections/news', { name: 'x' })).status).toBe(404)
    const made = { act: 'new', slug: 'other', name: 'x', description: '' }
    expect((await limited.post('/desk/sections', made)).status).toBe(403)
    expect(await order()).toBe('news culture')
  })

  test('are not changed from elsewhere', async () => {
    const elsewhere = { 'Sec-Fetch-Site': 'cross-site' }
    const moved = { ...(await form('order')), move: 'up:culture' }
    expect((await desk.post('/desk/sections', moved, elsewhere)).status).toBe(403)
    const removed = await form('remove', '/desk/sections/news')
    expect((await desk.post('/desk/sections/news/remove', removed, elsewhere)).status).toBe(403)
    expect(await order()).toBe('news culture')
  })

  test('are told in Chinese, too', async () => {
    await desk.post('/desk/language', { language: 'zh', to: '/desk' })
    expect(await desk.read('/desk/sections')).toContain('把“文化教育”上移')
    expect(await desk.read('/desk/sections/news')).toContain('<h1 dir="auto">业界动态</h1>')
    const refused = await desk.post('/desk/sections', { act: 'new', slug: '', name: '' })
    expect(await refused.text()).toContain('没有保存，因为：')
  })

  test('cost two round trips and at most 200 rows, however many articles there are', async () => {
    for (let i = 0; i < 30; i++) await change(`s${i}`, { name: `栏目${i}` })
    await newsroom.post()
    const cost = await newsroom.spent(() => desk.read('/desk/sections'))
    expect(cost.roundTrips).toBeLessThanOrEqual(2)
    expect(cost.rowsRead).toBeLessThanOrEqual(200)
    // As an import leaves them: a key for each author, which opens nothing.
    await env.DB.prepare(
      `INSERT INTO keys (name, hash, scopes, created_at, revoked_at)
       SELECT 'A' || value, 'imported:' || value, '[]', 0, 0 FROM json_each(?1)`,
    )
      .bind(JSON.stringify([...Array(300).keys()]))
      .run()
    const one = await newsroom.spent(() => desk.read('/desk/sections/news'))
    expect(one.roundTrips).toBeLessThanOrEqual(2)
    expect(one.rowsRead).toBeLessThanOrEqual(30)
  })
})
