import { beforeEach, describe, expect, test } from 'vitest'
import { atDesk, type Desk, formOn, makeKey } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk
let ids: number[]

beforeEach(async () => {
  newsroom = await openNewsroom()
  desk = await atDesk(newsroom)
  ids = []
  for (const title of ['甲', '乙', '丙'])
    ids.push((await newsroom.post({ title: `第${title}篇` })).id)
})

const formOf = async (list = 'home') => formOn(await desk.read(`/desk/front/${list}`), 'front')

const front = async (list = 'home') => {
  const answer = await newsroom.call('GET', `/api/front/${list}`)
  return ((await answer.json()) as { articles: { id: number; until: string | null }[] }).articles
}

const put = (list: string, articles: object[], version: number) =>
  newsroom.call('PUT', `/api/front/${list}`, { articles }, { 'If-Match': `"${version}"` })

describe('the front page at the desk', () => {
  test('puts articles first, in their order, and readers see it', async () => {
    const [one, other] = ids as [number, number]
    const saved = await desk.post('/desk/front/home', {
      ...(await formOf()),
      add: [String(one), String(other)],
      do: 'save',
    })
    expect(saved.headers.get('Location')).toBe('/desk/front/home?done=saved')
    expect((await front()).map(({ id }) => id)).toEqual([one, other])
    await desk.post('/desk/front/home', { ...(await formOf()), do: `up.${other}` })
    expect((await front()).map(({ id }) => id)).toEqual([other, one])
    expect(await newsroom.read('/')).toMatch(/第乙篇[\s\S]*第甲篇[\s\S]*第丙篇/)
    expect(await desk.read('/desk/front')).toMatch(/第乙篇[\s\S]*第甲篇/)
  })

  test('takes numbers for places, an end on the site’s clocks, and takes out', async () => {
    const [one, two, three] = ids as [number, number, number]
    await put(
      'home',
      ids.map((id) => ({ id })),
      1,
    )
    await desk.post('/desk/front/home', {
      ...(await formOf()),
      [`position.${three}`]: '1',
      [`position.${one}`]: '2',
      [`until.${three}`]: '2999-01-02T08:00',
      [`remove.${two}`]: 'yes',
      do: 'save',
    })
    expect(await front()).toMatchObject([
      { id: three, until: '2999-01-02T00:00:00Z' },
      { id: one, until: null },
    ])
  })

  test('finds an article by its number, its address or its words', async () => {
    const { id, url } = await newsroom.post({ title: '龙舟比赛开桨' })
    for (const other of [String(id), url, '龙舟']) {
      const form = await formOf()
      await desk.post('/desk/front/home', { ...form, other, do: 'save' })
      expect(
        (await front()).map((one) => one.id),
        other,
      ).toEqual([id])
      await desk.post('/desk/front/home', {
        ...(await formOf()),
        [`remove.${id}`]: 'yes',
        do: 'save',
      })
    }
    const draft = await newsroom.post({ title: '草稿', status: 'draft' })
    const answer = await desk.post('/desk/front/home', {
      ...(await formOf()),
      other: String(draft.id),
    })
    expect(answer.status).toBe(422)
    expect(formOn(await answer.text(), 'front')).toMatchObject({ other: String(draft.id) })
  })

  test('shows what somebody else chose meanwhile, and overwrites nothing unseen', async () => {
    const [one, two] = ids as [number, number]
    const form = { ...(await formOf()), add: String(one), do: 'save' }
    await put('home', [{ id: two }], 1)
    const answer = await desk.post('/desk/front/home', form)
    expect(answer.status).toBe(412)
    const page = await answer.text()
    expect(page).toMatch(/Somebody changed this before you[\s\S]*第乙篇/)
    expect((await front()).map(({ id }) => id)).toEqual([two])
    await desk.post('/desk/front/home', { ...formOn(page, 'front'), do: 'save' })
    expect((await front()).map(({ id }) => id)).toEqual([one])
  })

  test('saved twice by a double click is saved once', async () => {
    const form = { ...(await formOf()), add: String(ids[0]), do: 'save' }
    const pressed = [
      await desk.post('/desk/front/home', form),
      await desk.post('/desk/front/home', form),
    ]
    expect(pressed.map(({ status }) => status)).toEqual([303, 303])
  })

  test('with more than six is refused, and nothing of the choice is lost', async () => {
    const more = []
    for (let n = 0; n < 4; n++) more.push((await newsroom.post({ title: `更多${n}` })).id)
    const add = [...ids, ...more].map(String)
    const answer = await desk.post('/desk/front/home', { ...(await formOf()), add, do: 'save' })
    expect(answer.status).toBe(422)
    expect(formOn(await answer.text(), 'front').article).toEqual(add)
  })

  test('is laid out by those who may publish there, and by nobody from another site', async () => {
    const scopes = ['articles:write', 'articles:publish']
    const limited = await atDesk(
      newsroom,
      (await makeKey(newsroom, scopes, { sections: ['news'] })).key,
    )
    const writer = await atDesk(newsroom, (await makeKey(newsroom, ['articles:write'])).key)
    expect((await limited.get('/desk/front/home')).status).toBe(404)
    expect((await limited.get('/desk/front/culture')).status).toBe(404)
    expect((await limited.get('/desk/front/news')).status).toBe(200)
    expect(await limited.read('/desk/front')).not.toContain('文化教育')
    const form = { ...(await formOf()), add: String(ids[0]), do: 'save' }
    expect((await limited.post('/desk/front/home', form)).status).toBe(404)
    expect((await writer.post('/desk/front/home', form)).status).toBe(403)
    const elsewhere = { 'Sec-Fetch-Site': 'cross-site' }
    expect((await desk.post('/desk/front/home', form, elsewhere)).status).toBe(403)
    expect((await desk.get('/desk/front/nowhere')).status).toBe(404)
    expect(await front()).toEqual([])
  })
})
