/** Published articles, changed at the desk: what is saved is not public until it is published. */
import { beforeEach, describe, expect, test } from 'vitest'
import { atDesk, Desk, formOn, makeKey } from '../support/desk'
import { KEY, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
/** May write and publish. */
let editor: Desk
/** May write. */
let writer: Desk
let id: number
let path: string

const BODY = '第一段。\n\n第二段。\n\n第三段。'

beforeEach(async () => {
  newsroom = await openNewsroom()
  editor = await atDesk(newsroom)
  const { key } = await makeKey(newsroom, ['articles:write'], { name: 'Zhang' })
  writer = await atDesk(newsroom, key)
  id = (await newsroom.post({ title: '原来的题目', slug: 'piece', body: BODY })).id
  path = `/desk/articles/${id}`
})

type Fields = Record<string, string | string[]>

const formOf = async (desk: Desk) => formOn(await desk.read(path), 'article')
const press = async (desk: Desk, act: string, fields: Fields) =>
  desk.post(path, { ...(await formOf(desk)), ...fields, do: act })
const stored = async () =>
  (await newsroom.call('GET', `/api/articles/${id}`)).json<{
    title: string
    body: string
    revision: number
    status: string
  }>()
const draft = async () => {
  const response = await newsroom.call('GET', `/api/articles/${id}/draft`)
  return response.status === 404 ? null : response.json<Record<string, unknown>>()
}
const doneIn = (answer: Response) => /done=([\w-]+)/.exec(answer.headers.get('Location') ?? '')?.[1]

describe('a change of a published article', () => {
  test('is saved, and shown to whoever opens it; readers see the former text', async () => {
    const answer = await press(editor, 'save', { title: '新的题目' })
    expect(doneIn(answer)).toBe('pending')
    const page = await writer.read(`${path}?done=pending`)
    expect(page).toContain('readers still see the former text')
    expect(page).toContain('Test saved a change at')
    expect(page).toContain('href="/articles/piece"')
    expect(page).toContain(`href="${path}/draft"`)
    expect(formOn(page, 'article')).toMatchObject({ title: '新的题目', revision: '1' })
    expect(await newsroom.read('/articles/piece')).toContain('原来的题目')
    expect(await editor.read(`${path}/preview`)).toContain('新的题目')
    expect(await stored()).toMatchObject({ title: '原来的题目', revision: 1 })
  })

  test('is what Enter saves: the first button does not publish', async () => {
    const page = await editor.read(path)
    const buttons = [...page.matchAll(/name="do" value="([\w-]+)"[^>]*>([^<]*)/g)]
    expect(buttons.map(([, act, label]) => [act, label])).toEqual([
      ['save', 'Save'],
      ['add-picture', 'Add a picture'],
      ['save', 'Save change'],
      ['publish', 'Publish change'],
      ['withdraw', 'Withdraw this article'],
    ])
    const zh = await new Desk(newsroom, 'zh').signIn()
    expect(await zh.read(path)).toMatch(/保存修改（暂不公开）[\s\S]*发布修改/)
  })

  test('is published at once, in one revision and without a draft', async () => {
    const answer = await press(editor, 'publish', { title: '新的题目' })
    expect(doneIn(answer)).toBe('published')
    expect(await stored()).toMatchObject({ title: '新的题目', revision: 2 })
    expect(await draft()).toBe(null)
    expect(await newsroom.read('/articles/piece')).toContain('新的题目')
  })

  test('is published later, with what was typed since, in one revision', async () => {
    await press(editor, 'save', { title: '新的题目' })
    const answer = await press(editor, 'publish', { body: '又改。\r\n' })
    expect(doneIn(answer)).toBe('published')
    expect(await stored()).toMatchObject({ title: '新的题目', body: '又改。\n', revision: 2 })
    expect(await draft()).toBe(null)
  })

  test('pressed twice is done once, and nobody is told of a conflict', async () => {
    for (const act of ['save', 'publish']) {
      const form = { ...(await formOf(editor)), title: '新的题目', do: act }
      const pressed = [await editor.post(path, form), await editor.post(path, form)]
      expect(pressed.map(({ status }) => status)).toEqual([303, 303])
      expect(doneIn(pressed[1] as Response)).toBe(act === 'save' ? 'pending' : 'published')
    }
    expect(await stored()).toMatchObject({ title: '新的题目', revision: 2 })
  })

  test('that changes nothing makes nothing, and one that is taken back is gone', async () => {
    expect(doneIn(await press(editor, 'save', {}))).toBe('same')
    await press(editor, 'save', { title: '新的题目' })
    expect(doneIn(await press(editor, 'save', { title: '原来的题目' }))).toBe('same')
    expect(await draft()).toBe(null)
  })

  test('is refused for its faults, and stays in the form', async () => {
    await press(editor, 'save', { title: '新的题目' })
    const { draft: began } = await formOf(editor)
    const answer = await press(editor, 'save', { title: '', body: '写了很多。' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toMatch(/<input id="title"[^>]*aria-invalid="true"/)
    expect(formOn(page, 'article')).toMatchObject({ body: '写了很多。', draft: began })
  })

  test('is told of what was not kept as it was sent, and shown as it is kept', async () => {
    const answer = await press(editor, 'save', {
      format: 'html',
      body: '<p>红</p><script>1</script>',
    })
    expect(answer.status).toBe(200)
    const page = await answer.text()
    expect(page).toContain('not public yet')
    expect(page).toContain('not all of it as you sent it')
    expect(formOn(page, 'article')).toMatchObject({ format: 'html' })
  })

  test('shows in a preview as it is typed', async () => {
    await press(editor, 'save', { title: '新的题目' })
    const form = { ...(await formOf(editor)), body: '正在写的。' }
    const preview = await (await editor.post(`${path}/preview`, form)).text()
    expect(preview).toContain('新的题目')
    expect(preview).toContain('正在写的。')
  })
})

describe('a writer who may not publish', () => {
  test('proposes a change, which an editor publishes', async () => {
    const page = await writer.read(path)
    expect(page).toContain('whoever may publish makes it public')
    expect(page).not.toContain('Publish change')
    expect(page).not.toMatch(/<fieldset class="all" disabled>/)
    expect(doneIn(await press(writer, 'save', { title: '记者改的' }))).toBe('pending')
    expect(await editor.read('/desk')).toMatch(/Changes not public yet[\s\S]*saved by Zhang/)
    expect(await editor.read('/desk/articles')).toContain('change not public yet')
    expect(doneIn(await press(editor, 'publish', {}))).toBe('published')
    expect(await stored()).toMatchObject({ title: '记者改的', revision: 2 })
    expect(await editor.read('/desk')).not.toContain('Changes not public yet')
    expect(await editor.read('/desk/articles')).not.toContain('change not public yet')
  })

  test('cannot publish by sending what no button does', async () => {
    expect((await press(writer, 'publish', { title: 'x' })).status).toBe(403)
    await press(writer, 'save', { title: '记者改的' })
    expect((await press(writer, 'publish', {})).status).toBe(403)
    expect(await stored()).toMatchObject({ title: '原来的题目', revision: 1 })
  })
})

describe('compared and discarded', () => {
  test('it stands beside what readers see', async () => {
    await press(editor, 'save', { title: '新的题目', body: BODY.replace('第二段', '改过的段') })
    const page = await writer.read(`${path}/draft`)
    expect(page).toContain('What readers see')
    expect(page).toContain('With the change')
    expect(page).toMatch(/<ins>[\s\S]*改过的/)
  })

  test('where nothing is pending there is nothing to compare', async () => {
    expect((await editor.get(`${path}/draft`)).status).toBe(404)
  })

  test('it goes by a button, once it was seen', async () => {
    await press(editor, 'save', { title: '新的题目' })
    const seen = formOn(await editor.read(path), 'discard')
    await press(writer, 'save', { title: '更新的题目' })
    const late = await editor.post(`${path}/discard`, seen)
    expect(late.status).toBe(412)
    expect(await late.text()).toContain('Zhang saved a change after you opened it')
    expect(await draft()).toMatchObject({ title: '更新的题目' })
    const now = formOn(await editor.read(path), 'discard')
    for (let press = 0; press < 2; press++) {
      expect(doneIn(await editor.post(`${path}/discard`, now))).toBe('discarded')
    }
    expect(await draft()).toBe(null)
  })
})

describe('two who change one article', () => {
  test('and both save: the second sees both together, and saves that', async () => {
    const mine = await formOf(writer)
    await press(editor, 'save', { title: '编辑的题目' })
    const form = { ...mine, body: BODY.replace('第三段', '记者的段'), do: 'save' }
    const answer = await writer.post(path, form)
    expect(answer.status).toBe(412)
    const page = await answer.text()
    expect(page).toContain('Test has saved a change of it')
    expect(page).toContain('they fit together')
    const merged = formOn(page, 'article')
    expect(merged).toMatchObject({ title: '编辑的题目', body: form.body })
    expect(doneIn(await writer.post(path, { ...merged, do: 'save' }))).toBe('pending')
    expect(await draft()).toMatchObject({ title: '编辑的题目', body: form.body })
    expect(await stored()).toMatchObject({ revision: 1 })
  })

  test('one goes on with what the other has saved over meanwhile', async () => {
    await press(editor, 'save', { title: '第一稿' })
    const mine = await formOf(writer)
    await press(editor, 'save', { title: '第二稿', summary: '摘要' })
    const answer = await writer.post(path, { ...mine, title: '记者的题目', do: 'save' })
    const page = await answer.text()
    expect([answer.status, page.includes('Both of you changed these')]).toEqual([412, true])
    expect(page).toMatch(/class="theirs">[\s\S]*第二稿/)
    expect(formOn(page, 'article')).toMatchObject({ title: '记者的题目', summary: '摘要' })
  })

  test('one publishes what the other is still at: nothing is published unseen', async () => {
    await press(editor, 'save', { title: '新的题目' })
    const mine = await formOf(writer)
    await press(editor, 'publish', {})
    const answer = await writer.post(path, { ...mine, body: '记者写的。', do: 'save' })
    const page = await answer.text()
    expect(answer.status).toBe(412)
    expect(page).toContain('published or discarded that change')
    const form = formOn(page, 'article')
    expect(form).toMatchObject({ title: '新的题目', body: '记者写的。', revision: '2', draft: '' })
    expect(doneIn(await writer.post(path, { ...form, do: 'save' }))).toBe('pending')
  })

  test('one has changed the article itself: the draft is published with that, once both were seen', async () => {
    await press(editor, 'save', { body: BODY.replace('第三段', '改过的段') })
    await newsroom.patch(id, { title: '急改的题目' })
    expect(await editor.read(path)).toContain('has been changed since this change began')
    const answer = await press(editor, 'publish', {})
    expect(answer.status).toBe(412)
    const page = await answer.text()
    expect(page).toContain('has changed the article itself')
    const form = formOn(page, 'article')
    expect(form).toMatchObject({ title: '急改的题目', revision: '2' })
    expect(doneIn(await editor.post(path, { ...form, do: 'publish' }))).toBe('published')
    expect(await stored()).toMatchObject({
      title: '急改的题目',
      body: BODY.replace('第三段', '改过的段'),
      revision: 3,
    })
    expect(await draft()).toBe(null)
  })

  test('what is withdrawn is withdrawn at once, and what was typed is kept', async () => {
    await press(editor, 'save', { title: '新的题目' })
    await newsroom.patch(id, { summary: '急改' })
    expect(doneIn(await press(editor, 'withdraw', { body: '还在写。' }))).toBe('withdrawn')
    expect(await stored()).toMatchObject({ status: 'withdrawn', title: '原来的题目' })
    expect(await draft()).toMatchObject({ title: '新的题目', body: '还在写。' })
  })
})

test('what would move to a section out of reach is not shown, nor saved over', async () => {
  const { key } = await makeKey(newsroom, ['articles:write'], { sections: ['news'] })
  const limited = await atDesk(newsroom, key)
  await press(editor, 'save', { title: '秘密的题目', section: 'culture' })
  expect(await limited.read(path)).not.toContain('秘密的题目')
  expect((await limited.get(`${path}/draft`)).status).toBe(404)
  expect((await press(limited, 'save', { title: 'x' })).status).toBe(403)
  expect(await newsroom.read('/')).not.toContain('秘密')
  expect(KEY).not.toBe(key)
})
