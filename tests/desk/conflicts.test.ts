import { beforeEach, describe, expect, test } from 'vitest'
import { atDesk, type Desk, formOn, makeKey } from '../support/desk'
import { KEY, type Newsroom, openNewsroom } from '../support/newsroom'
import { png } from '../support/pictures'

let newsroom: Newsroom
let one: Desk
let other: Desk
let id: number

const BODY = '第一段。\n\n第二段。\n\n第三段。\n\n第四段。'

beforeEach(async () => {
  newsroom = await openNewsroom({ IMAGES: undefined as never })
  one = await atDesk(newsroom)
  const { key } = await makeKey(newsroom, ['articles:write', 'articles:publish'], { name: 'Zhang' })
  other = await atDesk(newsroom, key)
  id = (await newsroom.post({ body: BODY, keywords: ['甲', '乙'], author: '张三' })).id
})

const formOf = async (desk: Desk) => formOn(await desk.read(`/desk/articles/${id}`), 'article')
const save = (desk: Desk, fields: Record<string, string | string[]>) =>
  desk.post(`/desk/articles/${id}`, { ...fields, do: 'publish' })
const stored = async () =>
  (await (await newsroom.call('GET', `/api/articles/${id}`)).json()) as Record<string, unknown>

describe('two editors who change one article', () => {
  test('in different places lose nothing: the second sees both together, and saves', async () => {
    const [mine, theirs] = [await formOf(one), await formOf(other)]
    await save(other, {
      ...theirs,
      title: '别人的标题',
      body: BODY.replace('第一段', '别人的第一段'),
    })
    const answer = await save(one, {
      ...mine,
      body: BODY.replace('第四段', '我的第四段').replaceAll('\n', '\r\n'),
      keywords: ['甲', '丙'],
    })
    expect(answer.status).toBe(412)
    const page = await answer.text()
    expect(page).toContain('Zhang has saved a new revision')
    expect(page).toContain('they fit together')
    expect(page).not.toContain('By now it is')
    expect(await stored()).toMatchObject({ revision: 2 })
    const form = formOn(page, 'article')
    expect(form).toMatchObject({ title: '别人的标题', revision: '2' })
    expect(form.keywords).toContain('丙')
    await save(one, form)
    expect(await stored()).toMatchObject({
      revision: 3,
      title: '别人的标题',
      body: BODY.replace('第一段', '别人的第一段').replace('第四段', '我的第四段'),
      keywords: ['甲', '丙'],
    })
  })

  test('in the same place see both versions, and neither is saved over the other unseen', async () => {
    const [mine, theirs] = [await formOf(one), await formOf(other)]
    await save(other, {
      ...theirs,
      title: '别人的标题',
      body: BODY.replace('第二段', '别人 <b> 写的'),
    })
    const answer = await save(one, {
      ...mine,
      title: '我的标题',
      body: BODY.replace('第二段', '我写的'),
    })
    const page = await answer.text()
    expect(page).toContain('Both of you changed these')
    expect(page).toMatch(/class="theirs">[\s\S]*别人的标题/)
    expect(page).toMatch(/class="theirs">[\s\S]*别人 &lt;b&gt; 写的/)
    expect(formOn(page, 'article')).toMatchObject({
      title: '我的标题',
      body: BODY.replace('第二段', '我写的'),
    })
    expect(await stored()).toMatchObject({ title: '别人的标题', revision: 2 })
  })

  test('who made the same change are told of no conflict in it', async () => {
    const [mine, theirs] = [await formOf(one), await formOf(other)]
    await save(other, { ...theirs, title: '同一个标题' })
    const page = await (await save(one, { ...mine, title: '同一个标题', author: '李四' })).text()
    expect(page).toContain('they fit together')
    expect(formOn(page, 'article')).toMatchObject({ title: '同一个标题', author: '李四' })
  })

  test('one publishing while the other writes: what is published is not changed unseen', async () => {
    const draft = await newsroom.post({ status: 'draft', title: '草稿' })
    const path = `/desk/articles/${draft.id}`
    const [mine, theirs] = [
      formOn(await one.read(path), 'article'),
      formOn(await other.read(path), 'article'),
    ]
    await other.post(path, { ...theirs, do: 'publish' })
    const answer = await one.post(path, { ...mine, title: '我又改了', do: 'save' })
    expect(answer.status).toBe(412)
    const page = await answer.text()
    expect(page).toContain('By now it is: Published.')
    expect(formOn(page, 'article')).toMatchObject({
      title: '我又改了',
      revision: '2',
    })
  })

  test('and one withdraws what the other has changed: only once that was seen', async () => {
    const [mine, theirs] = [await formOf(one), await formOf(other)]
    await save(other, { ...theirs, title: '别人的标题' })
    const answer = await one.post(`/desk/articles/${id}`, { ...mine, do: 'withdraw' })
    expect(answer.status).toBe(412)
    expect(await stored()).toMatchObject({ status: 'published' })
  })

  test('see all that differs where the revision that one began with is gone', async () => {
    const [mine, theirs] = [await formOf(one), await formOf(other)]
    await save(other, { ...theirs, title: '别人的标题', summary: '摘要', keywords: ['甲', '丁'] })
    await newsroom.call('DELETE', `/api/articles/${id}/revisions/1`)
    const answer = await save(one, { ...mine, body: '我写的。', keywords: ['甲', '丙'] })
    expect(answer.status).toBe(412)
    const page = await answer.text()
    for (const text of ['Both of you changed these', '别人的标题', '摘要', '甲, 丁', '第一段。']) {
      expect(page).toContain(text)
    }
    expect(formOn(page, 'article')).toMatchObject({ title: mine.title, body: '我写的。' })
    expect(page).not.toContain('they fit together')
    expect(await stored()).toMatchObject({ title: '别人的标题', revision: 2 })
  })

  test('get no mixture of two sources, or of two pictures with their words', async () => {
    id = (await newsroom.post({ source: { name: '旧', url: null } })).id
    const [mine, theirs] = [await formOf(one), await formOf(other)]
    await save(other, { ...theirs, sourceUrl: 'https://old.example/' })
    const answer = await save(one, { ...mine, sourceName: '新' })
    const page = await answer.text()
    expect(page).toContain('Both of you changed these')
    expect(page).toMatch(/class="theirs">[\s\S]*https:\/\/old\.example\//)
    expect(formOn(page, 'article')).toMatchObject({ sourceName: '新', sourceUrl: '' })
  })

  test('see what the other chose as people know it: sections by name, pictures as pictures', async () => {
    const [a, b] = await Promise.all(
      [8, 9].map(async (size) => {
        const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'image/png' }
        const body = png(size, size)
        const sent = await newsroom.fetch('/api/pictures?alt=x', { method: 'POST', headers, body })
        return ((await sent.json()) as { hash: string }).hash
      }),
    )
    await newsroom.call('PUT', '/api/sections/sports', { name: '体育' })
    const [mine, theirs] = [await formOf(one), await formOf(other)]
    await save(other, { ...theirs, section: 'sports', lead: b as string })
    const answer = await save(one, { ...mine, section: 'culture', lead: a as string })
    const [, ...besides] = (await answer.text()).split('<div class="theirs">')
    expect(besides).toHaveLength(2)
    expect(besides[0]).toMatch(/^.*体育/)
    expect(besides[1]).toMatch(new RegExp(`^.*<img src="[^"]*${b}`))
  })
})
