import { beforeEach, describe, expect, test } from 'vitest'
import { atDesk, type Desk, formOn, makeKey } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom
let desk: Desk

beforeEach(async () => {
  newsroom = await openNewsroom()
  await newsroom.post({ slug: 'piece', title: '第一版', body: '甲说了<一>件事。\n\n乙\n' })
  await newsroom.patch(1, { title: '第二版' })
  await newsroom.patch(1, { body: '甲说了<两>件事。\n\n丙\n', keywords: ['新'] })
  desk = await atDesk(newsroom)
})

const LIST = '/desk/articles/1/revisions'

const articleNow = async () =>
  (await newsroom.call('GET', '/api/articles/1')).json<{ title: string; revision: number }>()

/** A page without what is said to screen readers only. */
const seen = (page: string) => page.replace(/<span class="unseen">[^<]*<\/span>/g, '')

const restore = async (number: number, at = desk) => {
  const path = `${LIST}/${number}`
  const fields: Record<string, string> = {
    ...formOn(await at.read(path), 'restore'),
    act: 'restore',
  }
  return { fields, send: () => at.post(path, fields) }
}

describe('the past of an article at the desk', () => {
  test('is listed, the latest first, with who wrote it and which is current', async () => {
    const page = await desk.read(LIST)
    expect([...page.matchAll(/revisions\/(\d)">Revision/g)].map(([, n]) => n)).toEqual([
      '3',
      '2',
      '1',
    ])
    expect(page.match(/<strong>current<\/strong>/g)).toHaveLength(1)
    expect(page).toContain('<span>Test</span>')
    expect(page).toContain('Revisions of “第二版”')
  })

  test('begins with what the last revision changed', async () => {
    const page = seen(await desk.read(LIST))
    expect(formOn(page, 'choose')).toEqual({ from: '2', to: '3' })
    expect(page).toContain('Revision 2 compared with 3')
    expect(page).toContain('甲说了&lt;<del>一</del>&gt;件事。')
    expect(page).toContain('甲说了&lt;<ins>两</ins>&gt;件事。')
    expect(page).toContain('Keywords')
    expect(page).not.toContain('scope="row">Title')
  })

  test('can be compared, any two, whichever is chosen first', async () => {
    for (const query of ['from=1&to=2', 'from=2&to=1']) {
      const page = seen(await desk.read(`${LIST}?${query}`))
      expect(page).toContain('第<del>一</del>版')
      expect(page).toContain('第<ins>二</ins>版')
      expect(page).not.toContain('scope="row">Keywords')
      expect(formOn(page, 'choose')).toEqual({ from: '1', to: '2' })
    }
  })

  test('tells screen readers in words what was removed and what was added', async () => {
    const page = await desk.read(LIST)
    expect(page).toContain('<del><span class="unseen">(removed: </span>')
    expect(page).toContain('<ins><span class="unseen">(added: </span>')
  })

  test('says so where a chosen revision is not there', async () => {
    expect(await desk.read(`${LIST}?from=1&to=9`)).toContain('is not there')
    expect(await desk.read(`${LIST}?from=x&to=%3Cb%3E&before=-1`)).toContain('compared with 3')
  })

  test('is listed in pages, which keep what was chosen', async () => {
    for (let i = 4; i <= 23; i++) await newsroom.patch(1, { title: `第${i}版` })
    const page = await desk.read(LIST)
    expect(page).toContain(`${LIST}?before=4">Older`)
    const older = await desk.read(`${LIST}?before=4`)
    expect(older).toContain('revisions/1">Revision 1<')
    expect(older).not.toContain('revisions/20">')
    expect(formOn(older, 'choose')).toEqual({ before: '4', from: '22', to: '23' })
  })

  test('of one revision has nothing to compare', async () => {
    await newsroom.post({ slug: 'other' })
    const page = await desk.read('/desk/articles/2/revisions')
    expect(page).toContain('one revision only')
    expect(page).not.toContain('compared with')
  })

  test('shows each revision, its source, and how it differs from the current one', async () => {
    const page = seen(await desk.read(`${LIST}/1`))
    expect(page).toContain('Revision 1 of “第一版”')
    expect(page).toContain('<pre class="source">\n甲说了&lt;一&gt;件事。\n\n乙')
    expect(page).toContain('Compared with the current revision, 3')
    const current = await desk.read(`${LIST}/3`)
    expect(current).toContain('This is the current revision')
    expect(formOn(current, 'restore')).toEqual({})
  })

  test('folds what is unchanged', async () => {
    const body = Array.from({ length: 12 }, (_, i) => `第 ${i} 段`).join('\n\n')
    await newsroom.patch(1, { body })
    await newsroom.patch(1, { body: `${body}\n\n新的` })
    const page = await desk.read(LIST)
    expect(page).toContain('<summary>10 paragraphs are unchanged</summary>')
  })

  test('speaks Chinese as well', async () => {
    await desk.post('/desk/language', { language: 'zh', to: '/desk' })
    const page = await desk.read(LIST)
    expect(page).toContain('各个版本：第二版')
    expect(page).toContain('第 2 版与第 3 版比较')
    expect(page).toContain('关键词')
    expect(await desk.read(`${LIST}/1`)).toContain('恢复这一版')
  })

  test('takes two round trips to the database to read', async () => {
    for (const path of [LIST, `${LIST}/1`]) {
      const before = newsroom.cost.roundTrips
      await desk.read(path)
      expect(newsroom.cost.roundTrips - before).toBe(2)
    }
  })
})

describe('bringing a revision back', () => {
  test('makes it current again, and says so', async () => {
    const { send } = await restore(1)
    const done = await send()
    expect(done.headers.get('Location')).toBe(`${LIST}?done=restored`)
    expect(await articleNow()).toMatchObject({ title: '第一版', revision: 4 })
    expect(await desk.read(`${LIST}?done=restored`)).toContain('Brought back')
  })

  test('twice with one form does it once', async () => {
    const { send } = await restore(1)
    await send()
    expect((await send()).status).toBe(303)
    expect(await articleNow()).toMatchObject({ title: '第一版', revision: 4 })
  })

  test('shows what came in between, and lets one decide anew', async () => {
    const { fields, send } = await restore(1)
    await newsroom.patch(1, { title: '别人的' })
    const answer = await send()
    expect(answer.status).toBe(412)
    const page = await answer.text()
    expect(page).toContain('Somebody saved revision 4')
    expect(page).toContain(`${LIST}?from=3&amp;to=4#compared`)
    expect(page).toContain('别人的')
    expect(await articleNow()).toMatchObject({ title: '别人的', revision: 4 })
    expect(fields.revision).toBe('3')
    const again = { ...formOn(page, 'restore'), act: 'restore' }
    expect(again).toMatchObject({ revision: '4' })
    expect((await desk.post(`${LIST}/1`, again)).status).toBe(303)
    expect(await articleNow()).toMatchObject({ title: '第一版', revision: 5 })
  })

  test('takes the right to write, and to publish where it is published', async () => {
    const { key } = await makeKey(newsroom, ['articles:publish'])
    const page = await (await atDesk(newsroom, key)).read(`${LIST}/1`)
    expect(formOn(page, 'restore')).toEqual({})
    const writer = await makeKey(newsroom, ['articles:write'])
    const { send } = await restore(1, await atDesk(newsroom, writer.key))
    const refused = await send()
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain('role="alert"')
    expect(await articleNow()).toMatchObject({ revision: 3 })
  })

  test('does nothing without the revision the page began with, or from elsewhere', async () => {
    expect((await desk.post(`${LIST}/1`, { act: 'restore' })).status).toBe(428)
    const { fields } = await restore(1)
    const elsewhere = await desk.post(`${LIST}/1`, fields, { 'Sec-Fetch-Site': 'cross-site' })
    expect(elsewhere.status).toBe(403)
    expect(await articleNow()).toMatchObject({ revision: 3 })
  })
})

describe('erasing a revision', () => {
  test('leaves that there was one, and nothing of what it held', async () => {
    const page = await desk.read(`${LIST}/1`)
    expect(page).toContain('id="erase"')
    const done = await desk.post(`${LIST}/1`, { act: 'erase' })
    expect(done.headers.get('Location')).toBe(`${LIST}?done=erased`)
    expect((await desk.post(`${LIST}/1`, { act: 'erase' })).status).toBe(303)
    const one = await desk.read(`${LIST}/1`)
    expect(one).not.toContain('第一版')
    expect(one).toContain('was erased at')
    expect(one).not.toMatch(/id="(restore|erase)"/)
    const list = await desk.read(`${LIST}?from=1&to=2`)
    expect(list).toContain('<strong>erased</strong>')
    expect(list).toContain('Nothing is left of it to compare')
  })

  test('is for who manages keys, and never of the current one', async () => {
    const { key } = await makeKey(newsroom, ['articles:write', 'articles:publish'])
    const writer = await atDesk(newsroom, key)
    expect(await writer.read(`${LIST}/1`)).not.toContain('id="erase"')
    expect((await writer.post(`${LIST}/1`, { act: 'erase' })).status).toBe(403)
    const current = await desk.post(`${LIST}/3`, { act: 'erase' })
    expect(current.status).toBe(409)
    expect(await current.text()).toContain('The current revision cannot be erased')
    expect(await desk.read(`${LIST}/1`)).toContain('第一版')
  })
})

describe('who does not reach a section', () => {
  const only = async (section: string) => {
    const scopes = ['articles:write', 'articles:publish']
    const { key } = await makeKey(newsroom, scopes, { sections: [section] })
    return atDesk(newsroom, key)
  }

  test('finds nothing of its articles', async () => {
    const away = await only('culture')
    for (const path of [LIST, `${LIST}/1`]) expect((await away.get(path)).status).toBe(404)
    const fields = { act: 'restore', revision: '3' }
    expect((await away.post(`${LIST}/1`, fields)).status).toBe(404)
    expect(await articleNow()).toMatchObject({ revision: 3 })
  })

  test('finds no revision that stood there, though its article has moved on', async () => {
    await newsroom.patch(1, { section: 'culture' })
    const there = await only('culture')
    expect(await there.read(LIST)).not.toContain('甲')
    expect(await there.read(`${LIST}?from=1&to=2`)).toContain('beyond what you may see')
    expect((await there.get(`${LIST}/1`)).status).toBe(404)
    expect((await there.post(`${LIST}/1`, { act: 'restore', revision: '4' })).status).toBe(404)
    expect((await there.get(`${LIST}/4`)).status).toBe(200)
  })

  test('or may read no articles at all, finds nothing, and nobody finds what is not there', async () => {
    const { key } = await makeKey(newsroom, ['sections:write'])
    expect((await (await atDesk(newsroom, key)).get(LIST)).status).toBe(403)
    for (const path of ['/desk/articles/9/revisions', `${LIST}/9`, `${LIST}/0`]) {
      expect((await desk.get(path)).status, path).toBe(404)
    }
  })
})
