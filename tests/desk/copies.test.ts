import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { newToken } from '../../src/desk/door/sessions'
import { atDesk, Desk, formOn, makeKey } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk
beforeEach(async () => {
  newsroom = await openNewsroom({ IMAGES: undefined as never })
  desk = await atDesk(newsroom)
})

type Fields = Record<string, string | string[]>

const JSON_ONLY = { Accept: 'application/json' }
const formOf = async (path: string) => formOn(await desk.read(path), 'article')

/** Keeps what a form holds, as the script does. */
const keep = (at: string, fields: Fields, version: number, who = desk, person = '1') =>
  who.post(`${at}/copy`, { ...fields, person, version: String(version) }, JSON_ONLY)

const rows = async () =>
  (await env.DB.prepare('SELECT * FROM working_copies').run()).results as Record<string, unknown>[]

const kept = async (answer: Response) => (await answer.json()) as Record<string, unknown>

describe('what is typed in an article', () => {
  let path: string
  let form: Fields
  beforeEach(async () => {
    await newsroom.post({ title: '旧标题', body: '第一段。', keywords: ['甲'] })
    path = '/desk/articles/1'
    form = await formOf(path)
  })

  test('is kept as it stands, and is there when the article is opened next', async () => {
    const answer = await keep(path, { ...form, body: '第一段。\r\n\r\n刚写', note: 'x' }, 11)
    expect(answer.status).toBe(200)
    expect(await kept(answer)).toMatchObject({ version: 11, at: expect.stringMatching(/^\d{4}-/) })
    const page = await desk.read(path)
    expect(page).toContain('it is not saved yet')
    expect(formOn(page, 'article')).toMatchObject({
      body: '第一段。\n\n刚写',
      revision: '1',
      copy: '11',
      keywords: ['甲', '', '', '', ''],
    })
    // On another device, without script.
    expect(await (await atDesk(newsroom)).read(path)).toContain('刚写')
  })

  test('is one copy, which the next takes the place of; nothing else is written', async () => {
    const audit = async () => env.DB.prepare('SELECT count(*) AS n FROM audit').first()
    const before = await audit()
    await keep(path, { ...form, title: '一' }, 11)
    await keep(path, { ...form, title: '二', copy: '11' }, 12)
    expect(await rows()).toMatchObject([{ subject: '1', version: 12, title: '二', revision: 1 }])
    expect(await audit()).toEqual(before)
    expect(await (await newsroom.call('GET', '/api/articles/1')).json()).toMatchObject({
      revision: 1,
      title: '旧标题',
    })
  })

  test('is seen by nobody else', async () => {
    await keep(path, { ...form, title: '只有我看得到' }, 11)
    const { key } = await makeKey(newsroom, ['articles:write', 'articles:publish'])
    const other = await atDesk(newsroom, key)
    for (const at of [path, '/desk', '/desk/articles/new']) {
      expect(await other.read(at)).not.toContain('只有我看得到')
    }
  })

  test('is not written over by another tab that has not seen it', async () => {
    await keep(path, { ...form, title: '这一页' }, 11)
    const answer = await keep(path, { ...form, title: '另一页' }, 21)
    expect(answer.status).toBe(409)
    expect(await kept(answer)).toMatchObject({ version: 11, typed: { title: '这一页' } })
    expect(await rows()).toMatchObject([{ version: 11, title: '这一页' }])
    // Unless it says so, having seen it.
    expect((await keep(path, { ...form, title: '另一页', copy: '11' }, 22)).status).toBe(200)
  })

  test('is no conflict where both tabs hold the same', async () => {
    await keep(path, { ...form, title: '一样' }, 11)
    const answer = await keep(path, { ...form, title: '一样' }, 21)
    expect(answer.status).toBe(200)
    expect(await kept(answer)).toMatchObject({ version: 11 })
  })

  test('is no conflict with one’s own text whose answer was lost', async () => {
    await keep(path, { ...form, title: '一' }, 11)
    await keep(path, { ...form, title: '二', copy: '11' }, 12)
    const answer = await keep(path, { ...form, title: '三', copy: '12 11' }, 13)
    expect(answer.status).toBe(200)
    // What comes late is told from what is newer.
    expect((await keep(path, { ...form, title: '二', copy: '11' }, 12)).status).toBe(409)
    expect(await rows()).toMatchObject([{ title: '三' }])
  })

  test('is no conflict with nothing, where one’s first text never came', async () => {
    expect((await keep(path, { ...form, title: '二', copy: '0 11' }, 12)).status).toBe(200)
  })

  test('does not come back by itself once it was saved or discarded in another tab', async () => {
    await keep(path, { ...form, title: '一' }, 11)
    await desk.post(path, { ...form, title: '一', copy: '11', do: 'save' })
    const answer = await keep(path, { ...form, title: '一二', copy: '11' }, 12)
    expect(answer.status).toBe(409)
    expect(await kept(answer)).toEqual({ version: null, at: null, typed: null })
    expect(await rows()).toEqual([])
  })

  test('goes once it is saved, and is said to have gone', async () => {
    await keep(path, { ...form, title: '新标题' }, 11)
    const shown = await formOf(path)
    const answer = await desk.post(path, { ...shown, do: 'save' })
    expect(answer.headers.get('Location')).toBe('/desk/articles/1?done=pending&settled=11')
    expect(await rows()).toEqual([])
    expect(await desk.read('/desk/articles/1?done=pending&settled=11')).toContain(
      'data-settled="11"',
    )
  })

  test('stays when it is not what was saved', async () => {
    await keep(path, { ...form, title: '另一页写的' }, 21)
    await desk.post(path, { ...form, title: '这一页写的', copy: '', do: 'save' })
    expect(await rows()).toHaveLength(1)
    const page = await desk.read(path)
    expect(page).toContain('另一页写的')
    expect(page).toContain('Since then something else was saved')
  })

  test('stays when saving is refused, and the form still knows it', async () => {
    await keep(path, { ...form, title: '' }, 11)
    const answer = await desk.post(path, { ...form, title: '', copy: '11', do: 'save' })
    expect(answer.status).toBe(422)
    expect(formOn(await answer.text(), 'article').copy).toBe('11')
    expect(await rows()).toHaveLength(1)
  })

  test('leads to the comparison where somebody saved meanwhile, and nothing is written over', async () => {
    await keep(path, { ...form, title: '我的标题' }, 11)
    await newsroom.patch(1, { title: '别人的标题', body: '别人的第一段。' })
    const page = await desk.read(path)
    expect(page).toContain('Since then something else was saved')
    const shown = formOn(page, 'article')
    expect(shown).toMatchObject({ title: '我的标题', revision: '1' })
    const answer = await desk.post(path, { ...shown, do: 'save' })
    expect(answer.status).toBe(412)
    const compared = await answer.text()
    expect(compared).toContain('Somebody saved before you')
    expect(formOn(compared, 'article')).toMatchObject({ copy: '11', body: '别人的第一段。' })
    expect(await rows()).toHaveLength(1)
  })

  test('is dropped without a word where it says what is saved', async () => {
    await keep(path, { ...form, title: '新标题' }, 11)
    await newsroom.patch(1, { title: '新标题' })
    expect(await desk.read(path)).not.toContain('You typed this')
    expect(await rows()).toEqual([])
  })

  test('is still there after D1 failed to remove it, until it is opened', async () => {
    await keep(path, { ...form, title: '新标题' }, 11)
    newsroom.onD1 = (sql) => {
      if (sql.some((one) => one.includes('DELETE FROM working_copies')))
        throw new Error('D1_ERROR: network')
    }
    const answer = await desk.post(path, { ...form, title: '新标题', copy: '11', do: 'save' })
    expect(answer.status).toBe(303)
    newsroom.onD1 = () => {}
    expect(await rows()).toHaveLength(1)
    expect(await desk.read(answer.headers.get('Location') ?? '')).not.toContain('You typed this')
    expect(await rows()).toEqual([])
  })

  test('can be discarded, without script too', async () => {
    await keep(path, { ...form, title: '新标题' }, 11)
    const fields = formOn(await desk.read(path), 'discard-copy')
    const page = await (await desk.follow(`${path}/copy/discard`, fields)).text()
    expect(page).toContain('Discarded.')
    expect(page).toContain('旧标题')
    expect(await rows()).toEqual([])
  })

  test('is not discarded with what was seen, when it was typed later', async () => {
    await keep(path, { ...form, title: '一' }, 11)
    const fields = formOn(await desk.read(path), 'discard-copy')
    await keep(path, { ...form, title: '二', copy: '11' }, 12)
    await desk.post(`${path}/copy/discard`, fields)
    expect(await rows()).toHaveLength(1)
  })

  test('is refused with a sentence where it is too long, or has no number', async () => {
    const long = await keep(path, { ...form, body: '长'.repeat(90_000) }, 11)
    expect(long.status).toBe(422)
    expect(await kept(long)).toMatchObject({ detail: expect.stringContaining('256 KiB') })
    const others = await keep(path, { ...form, summary: '长'.repeat(30_000) }, 11)
    expect(others.status).toBe(422)
    const without = await desk.post(`${path}/copy`, { ...form, person: '1' }, JSON_ONLY)
    expect(without.status).toBe(422)
    expect(await rows()).toEqual([])
  })

  test('is kept for nobody but who typed it', async () => {
    const gone = await keep(path, form, 11, new Desk(newsroom))
    expect(gone.status).toBe(401)
    expect(gone.headers.get('Content-Type')).toContain('application/json')
    const { key } = await makeKey(newsroom, ['articles:write'])
    const answer = await keep(path, form, 11, await atDesk(newsroom, key))
    expect(answer.status).toBe(401)
    expect(await kept(answer)).toMatchObject({ detail: expect.stringContaining('Somebody else') })
    expect(await rows()).toEqual([])
  })
})

describe('a new article', () => {
  test('that was begun is found on Today and where articles are written, until it is saved', async () => {
    const form = await formOf('/desk/articles/new')
    await keep('/desk/articles', { ...form, title: '开了个头', section: 'news', body: '一' }, 11)
    const link = `/desk/articles/new?copy=${form.once}`
    for (const path of ['/desk', '/desk/articles/new']) {
      const page = await desk.read(path)
      expect(page).toContain(`href="${link}"`)
      expect(page).toContain('开了个头')
    }
    const shown = await formOf(link)
    expect(shown).toMatchObject({ title: '开了个头', once: form.once, copy: '11' })
    const answer = await desk.post('/desk/articles', { ...shown, do: 'save' })
    expect(answer.headers.get('Location')).toBe('/desk/articles/1?done=saved&settled=11')
    expect(await rows()).toEqual([])
    expect(await desk.read('/desk')).not.toContain('Begun, and not saved yet')
  })

  test('keeps its token, though nothing of it has come to the server', async () => {
    const once = newToken()
    expect(await formOf(`/desk/articles/new?copy=${once}`)).toMatchObject({ once, title: '' })
    expect((await formOf('/desk/articles/new?copy=x')).once).not.toBe('x')
  })

  test('is one of fifty at most, and then it is said', async () => {
    const form = await formOf('/desk/articles/new')
    const begin = (version: number) =>
      keep('/desk/articles', { ...form, once: newToken(), title: '一' }, version)
    for (let i = 1; i <= 50; i++) expect((await begin(i)).status).toBe(200)
    const answer = await begin(51)
    expect(answer.status).toBe(422)
    expect(await kept(answer)).toMatchObject({ detail: expect.stringContaining('50 new articles') })
    // What was begun can be gone on with, and so can articles.
    const [first] = await rows()
    const once = String(first?.subject).slice(4)
    const fields = { ...form, once, title: '二', copy: String(first?.version) }
    expect((await keep('/desk/articles', fields, 61)).status).toBe(200)
    await newsroom.post()
    const path = '/desk/articles/1'
    expect((await keep(path, { ...(await formOf(path)), title: '三' }, 62)).status).toBe(200)
  })

  test('can be discarded', async () => {
    const form = await formOf('/desk/articles/new')
    await keep('/desk/articles', { ...form, title: '开了个头' }, 11)
    const page = await desk.read(`/desk/articles/new?copy=${form.once}`)
    await desk.post('/desk/articles/copy/discard', formOn(page, 'discard-copy'))
    expect(await rows()).toEqual([])
  })
})

test('erasing a revision takes along what was typed over it, which may hold the same', async () => {
  await newsroom.post({ body: '不该留下的。' })
  const form = await formOf('/desk/articles/1')
  await keep('/desk/articles/1', { ...form, title: '改了一半' }, 11)
  await newsroom.patch(1, { body: '留下的。' })
  await newsroom.call('DELETE', '/api/articles/1/revisions/1')
  expect(await rows()).toEqual([])
})

describe('pictures that are named only in what is typed', () => {
  const [one, two] = ['a'.repeat(64), 'b'.repeat(64)]
  const named = async () =>
    (await env.DB.prepare('SELECT article_id, hash FROM draft_pictures ORDER BY hash').run())
      .results

  test('are not removed until it is saved or says something else', async () => {
    await newsroom.post({ body: '一。' })
    const at = '/desk/articles/1'
    const form = await formOf(at)
    await keep(at, { ...form, body: `![图](picture:${one})`, lead: two as string }, 11)
    expect(await named()).toEqual([
      { article_id: 1, hash: one },
      { article_id: 1, hash: two },
    ])
    await keep(at, { ...form, body: `![图](picture:${one})`, copy: '11' }, 12)
    expect(await named()).toEqual([{ article_id: 1, hash: one }])
    await desk.post(`${at}/copy/discard`, { copy: '12' })
    expect(await named()).toEqual([])
  })

  test('are not removed while any new article names them', async () => {
    const forms = [await formOf('/desk/articles/new'), await formOf('/desk/articles/new')] as const
    const body = `![图](picture:${one})`
    await keep('/desk/articles', { ...forms[0], body }, 11)
    await keep('/desk/articles', { ...forms[1], body }, 21)
    const discard = (form: Fields, copy: string) =>
      desk.post('/desk/articles/copy/discard', { once: form.once as string, copy })
    await discard(forms[0], '11')
    expect(await named()).toEqual([{ article_id: 0, hash: one }])
    await discard(forms[1], '21')
    expect(await named()).toEqual([])
  })
})

test('what is typed over a pending change knows from which one it began', async () => {
  await newsroom.post({ title: '旧标题' })
  const at = '/desk/articles/1'
  await desk.post(at, { ...(await formOf(at)), title: '待发布的标题', do: 'save' })
  const form = await formOf(at)
  expect(form.draft).not.toBe('')
  await keep(at, { ...form, title: '又改' }, 11)
  expect(await formOf(at)).toMatchObject({ title: '又改', draft: form.draft })
  // Somebody else saves the change anew.
  await desk.post(at, { ...form, author: '张三', do: 'save' })
  const page = await desk.read(at)
  expect(page).toContain('Since then something else was saved')
  const answer = await desk.post(at, { ...formOn(page, 'article'), do: 'save' })
  expect(answer.status).toBe(412)
})
