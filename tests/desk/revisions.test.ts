import { beforeEach, describe, expect, test } from 'vitest'
import { atDesk, type Desk, formOn, makeKey } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk
let id: number

beforeEach(async () => {
  newsroom = await openNewsroom()
  desk = await atDesk(newsroom)
  id = (await newsroom.post({ title: '旧的标题', body: '会议今天召开。\n\n第二段。' })).id
  await newsroom.patch(id, { title: '新的标题', body: '会议昨天召开。\n\n第二段。' })
})

const list = () => `/desk/articles/${id}/revisions`
const one = (number: number) => `${list()}/${number}`
const stored = async () =>
  (await (await newsroom.call('GET', `/api/articles/${id}`)).json()) as Record<string, unknown>
const restoring = async (number: number) => formOn(await desk.read(one(number)), 'restore')

describe('the past of an article', () => {
  test('is listed, and the last two are compared side by side', async () => {
    const page = await desk.read(list())
    expect(page).toContain(`href="${one(1)}"`)
    expect(page).toContain('Revision 1 compared with 2')
    expect(page).toMatch(/<del>[\s\S]*今[\s\S]*<\/del>/)
    expect(page).toMatch(/<ins>[\s\S]*昨[\s\S]*<\/ins>/)
    expect(page).toContain('旧')
  })

  test('compares any two that are chosen, in whatever order', async () => {
    await newsroom.patch(id, { author: '张三' })
    expect(await desk.read(`${list()}?from=3&to=1`)).toContain('Revision 1 compared with 3')
    expect(await desk.read(`${list()}?from=1&to=99`)).toContain('is not there')
    expect(await desk.read(`${list()}?from=x&to=y`)).toContain('Revision 2 compared with 3')
  })

  test('goes on to older revisions, page by page', async () => {
    for (let n = 0; n < 25; n++) await newsroom.patch(id, { author: `作者${n}` })
    const page = await desk.read(list())
    expect(page).toContain(`href="${one(27)}"`)
    expect(page).not.toContain(`href="${one(2)}"`)
    const older = /href="([^"]*\?before=\d+)"/.exec(page)?.[1] ?? ''
    expect(await desk.read(older)).toContain(`href="${one(2)}"`)
  })

  test('is brought back as a new revision, and readers see it', async () => {
    const answer = await desk.post(one(1), { ...(await restoring(1)), act: 'restore' })
    expect(answer.headers.get('Location')).toBe(`${list()}?done=restored`)
    expect(await stored()).toMatchObject({ title: '旧的标题', revision: 3, status: 'published' })
    expect(await newsroom.read('/')).toContain('旧的标题')
  })

  test('is brought back once, however often the button is pressed', async () => {
    const form = { ...(await restoring(1)), act: 'restore' }
    await desk.post(one(1), form)
    expect((await desk.post(one(1), form)).status).toBe(303)
    expect(await stored()).toMatchObject({ revision: 3 })
  })

  test('is not brought back over what nobody has seen', async () => {
    const form = { ...(await restoring(1)), act: 'restore' }
    const { key } = await makeKey(newsroom, ['articles:write', 'articles:publish'])
    const other = await atDesk(newsroom, key)
    const theirs = formOn(await other.read(`/desk/articles/${id}`), 'article')
    await other.post(`/desk/articles/${id}`, { ...theirs, title: '别人的标题', do: 'save' })
    const answer = await desk.post(one(1), form)
    expect(answer.status).toBe(412)
    expect(await answer.text()).toContain('saved revision 3')
    expect(await stored()).toMatchObject({ title: '别人的标题' })
  })

  test('is erased for good by who manages keys, and by nobody else', async () => {
    const { key } = await makeKey(newsroom, ['articles:write', 'articles:publish'])
    const writer = await atDesk(newsroom, key)
    expect(await writer.read(one(1))).not.toContain('id="erase"')
    expect((await writer.post(one(1), { act: 'erase' })).status).toBe(403)
    expect((await desk.post(one(1), { act: 'erase' })).headers.get('Location')).toBe(
      `${list()}?done=erased`,
    )
    expect(await desk.read(one(1))).not.toContain('会议今天召开')
    expect(await desk.read(`${list()}?from=1&to=2`)).toContain('Nothing is left')
  })
})

test('what stood in another section, or stands there, is not there', async () => {
  await newsroom.patch(id, { section: 'culture' })
  const scopes = ['articles:write', 'articles:publish']
  const culture = await atDesk(
    newsroom,
    (await makeKey(newsroom, scopes, { sections: ['culture'] })).key,
  )
  const news = await atDesk(newsroom, (await makeKey(newsroom, scopes, { sections: ['news'] })).key)
  expect((await news.get(list())).status).toBe(404)
  expect((await news.get(one(1))).status).toBe(404)
  expect((await culture.get(one(1))).status).toBe(404)
  expect(await culture.read(list())).not.toContain('旧的标题')
  expect((await culture.post(one(1), { act: 'restore', revision: '3' })).status).toBe(404)
})

test('nobody brings anything back from another site', async () => {
  const form = { ...(await restoring(1)), act: 'restore' }
  expect((await desk.post(one(1), form, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
  expect(await stored()).toMatchObject({ revision: 2 })
})
