import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { atDesk, type Desk, formOn, makeKey } from '../support/desk'
import { type Newsroom, openNewsroom } from '../support/newsroom'
import { png } from '../support/pictures'

let newsroom: Newsroom
let desk: Desk
beforeEach(async () => {
  newsroom = await openNewsroom({ IMAGES: undefined as never })
  desk = await atDesk(newsroom)
})

const WRITTEN = {
  title: '街道书房开放',
  section: 'news',
  body: '第一段。\r\n\r\n第二段。',
  keywords: ['读书', ''],
}

/** The form of an article, as it stands on its page. */
const formOf = async (id: number) => formOn(await desk.read(`/desk/articles/${id}`), 'article')

const stored = async (id: number) =>
  (await newsroom.call('GET', `/api/articles/${id}`)).json() as Promise<Record<string, unknown>>

const articles = async () =>
  ((await (await newsroom.call('GET', '/api/articles')).json()) as { articles: { id: number }[] })
    .articles.length

describe('a new article', () => {
  test('is saved as a draft, with everything that was filled in', async () => {
    const blank = formOn(await desk.read('/desk/articles/new'), 'article')
    const answer = await desk.post('/desk/articles', {
      ...blank,
      ...WRITTEN,
      keywords: ['读书，街道', '阅读', ''],
      summary: '一句话\r\n摘要',
      author: '张三',
      sourceName: '区融媒体中心',
      sourceUrl: 'https://example.com/a',
      language: 'zh-CN',
      slug: 'shu-fang',
      do: 'save',
    })
    expect(answer.headers.get('Location')).toBe('/desk/articles/1?done=saved')
    expect(await desk.read('/desk/articles/1?done=saved')).toContain('Saved.')
    expect(await stored(1)).toMatchObject({
      title: '街道书房开放',
      body: '第一段。\n\n第二段。',
      status: 'draft',
      keywords: ['读书', '街道', '阅读'],
      summary: '一句话 摘要',
      author: '张三',
      source: { name: '区融媒体中心', url: 'https://example.com/a' },
      language: 'zh-CN',
      slug: 'shu-fang',
    })
  })

  test('is published by another button, and readers see it', async () => {
    await desk.post('/desk/articles', { ...WRITTEN, do: 'publish' })
    expect(await stored(1)).toMatchObject({ status: 'published' })
    expect(await newsroom.read('/')).toContain('街道书房开放')
  })

  test('is planned in the site’s own time', async () => {
    const answer = await desk.post('/desk/articles', {
      ...WRITTEN,
      publishAt: '2999-01-02T08:30',
      do: 'plan',
    })
    expect(answer.headers.get('Location')).toBe('/desk/articles/1?done=planned')
    expect(await stored(1)).toMatchObject({
      status: 'scheduled',
      publishAt: '2999-01-02T00:30:00Z',
    })
    expect((await formOf(1)).publishAt).toBe('2999-01-02T08:30')
  })

  test('is made once, however often its button is pressed', async () => {
    const fields = { ...WRITTEN, once: 'a'.repeat(43), do: 'save' }
    const pressed = await Promise.all([1, 2, 3].map(() => desk.post('/desk/articles', fields)))
    pressed.push(await desk.post('/desk/articles', fields))
    expect(new Set(pressed.map((answer) => answer.headers.get('Location')))).toEqual(
      new Set(['/desk/articles/1?done=saved']),
    )
    expect(await articles()).toBe(1)
  })

  test('that is changed after going back becomes a change, not another article', async () => {
    const fields = { ...WRITTEN, once: 'a'.repeat(43), do: 'save' }
    await desk.post('/desk/articles', fields)
    const answer = await desk.post('/desk/articles', { ...fields, title: '书房今天开放' })
    const page = await answer.text()
    expect(page).toContain('made article 1 already')
    const form = formOn(page, 'article')
    expect(form).toMatchObject({ title: '书房今天开放', revision: '1' })
    expect(page).toContain('action="/desk/articles/1"')
    await desk.post('/desk/articles/1', { ...form, do: 'save' })
    expect(await stored(1)).toMatchObject({ title: '书房今天开放', revision: 2 })
    expect(await articles()).toBe(1)
  })

  test('that cannot be saved comes back as it was typed, with what is wrong at each field', async () => {
    const answer = await desk.post('/desk/articles', {
      ...WRITTEN,
      title: '',
      body: '正文 <b>& "引号"\n',
      sourceUrl: 'javascript:alert(1)',
      sourceName: '某处',
      do: 'publish',
    })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(formOn(page, 'article')).toMatchObject({
      title: '',
      body: '正文 <b>& "引号"\n',
      sourceUrl: 'javascript:alert(1)',
    })
    expect(page).toMatch(/<input id="title"[^>]*aria-invalid="true"/)
    expect(page).toMatch(/<input id="sourceUrl"[^>]*aria-invalid="true"/)
    expect(await articles()).toBe(0)
  })
})

describe('an article that is there', () => {
  test('keeps what nobody touched, to the byte', async () => {
    const body = '第一段。\r\n\r\n第二段。\r\n'
    const { id } = await newsroom.post({
      body,
      keywords: ['a,b'],
      publishedAt: '2020-01-02T03:04:05Z',
      lead: null,
    })
    await desk.post(`/desk/articles/${id}`, {
      ...(await formOf(id)),
      title: '新标题',
      do: 'publish',
    })
    expect(await stored(id)).toMatchObject({
      title: '新标题',
      body,
      keywords: ['a,b'],
      publishedAt: '2020-01-02T03:04:05Z',
      revision: 2,
    })
  })

  test('makes no revision of what did not change', async () => {
    const { id } = await newsroom.post()
    const answer = await desk.post(`/desk/articles/${id}`, { ...(await formOf(id)), do: 'save' })
    expect(answer.headers.get('Location')).toBe(`/desk/articles/${id}?done=same`)
    expect(await stored(id)).toMatchObject({ revision: 1 })
  })

  test('saved twice by a double click has one revision more, and nobody is told of a conflict', async () => {
    const { id } = await newsroom.post()
    const fields = { ...(await formOf(id)), title: '新标题', do: 'publish' }
    const pressed = [await desk.post(`/desk/articles/${id}`, fields)]
    pressed.push(await desk.post(`/desk/articles/${id}`, fields))
    expect(pressed.map(({ status }) => status)).toEqual([303, 303])
    expect(await stored(id)).toMatchObject({ revision: 2 })
  })

  test('is withdrawn, and published again', async () => {
    const { id, slug } = await newsroom.post()
    await desk.post(`/desk/articles/${id}`, { ...(await formOf(id)), do: 'withdraw' })
    expect((await newsroom.fetch(`/articles/${slug}`)).status).toBe(410)
    await desk.post(`/desk/articles/${id}`, { ...(await formOf(id)), do: 'publish' })
    expect((await newsroom.fetch(`/articles/${slug}`)).status).toBe(200)
  })

  test('takes its plan back', async () => {
    const { id } = await newsroom.post({ publishAt: '2999-01-01T00:00:00Z' })
    await desk.post(`/desk/articles/${id}`, { ...(await formOf(id)), do: 'unplan' })
    expect(await stored(id)).toMatchObject({ status: 'draft', publishAt: null })
  })

  test('is published earlier than it was, when its date is changed', async () => {
    const { id } = await newsroom.post()
    const form = await formOf(id)
    await desk.post(`/desk/articles/${id}`, {
      ...form,
      publishedAt: '2019-05-06T07:08',
      do: 'publish',
    })
    expect(await stored(id)).toMatchObject({ publishedAt: '2019-05-05T23:08:00Z' })
  })

  test('tells what was not kept as it was sent', async () => {
    const { id } = await newsroom.post({ status: 'draft' })
    const answer = await desk.post(`/desk/articles/${id}`, {
      ...(await formOf(id)),
      format: 'html',
      body: '<p style="color:red" onclick="x()">红</p><script>1</script>',
      do: 'save',
    })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('not all of it as you sent it')
  })
})

describe('a picture', () => {
  const file = () => new File([png(40, 30)], '书房.png', { type: 'image/png' })

  test('goes to the head of the article that it is sent with', async () => {
    const fields = { ...WRITTEN, picture: file(), pictureAlt: '一间书房', place: 'lead' }
    await desk.post('/desk/articles', { ...fields, do: 'save' })
    const { lead } = (await stored(1)) as { lead: { picture: string } }
    expect(lead.picture).toMatch(/^[0-9a-f]{64}$/)
    expect((await formOf(1)).lead).toBe(lead.picture)
  })

  test('goes into the text by a button of its own, which saves nothing yet', async () => {
    const fields = { ...WRITTEN, picture: file(), pictureAlt: '[书房]', place: 'body' }
    const answer = await desk.post('/desk/articles', { ...fields, do: 'add-picture' })
    const form = formOn(await answer.text(), 'article')
    expect(form.body).toMatch(
      /^第一段。\n\n第二段。\n\n!\[\\\[书房\\\]\]\(picture:[0-9a-f]{64}\)\n$/,
    )
    expect(await articles()).toBe(0)
    await desk.post('/desk/articles', { ...form, do: 'publish' })
    expect(await newsroom.read(`/articles/${(await stored(1)).slug}`)).toContain('alt="[书房]"')
  })

  test('that was sent becomes the social card, shows as that, and is taken away again', async () => {
    const sent = await desk.post('/desk/pictures/upload', { file: file() })
    const { hash } = (await sent.json()) as { hash: string }
    await desk.post('/desk/articles', { ...WRITTEN, card: hash, do: 'publish' })
    expect(await stored(1)).toMatchObject({ card: hash, lead: null })
    expect((await formOf(1)).card).toBe(hash)
    for (let n = 0; n < 12; n++) {
      await desk.post('/desk/pictures/upload', { file: new File([png(8, 8, n)], 'a.png') })
    }
    const page = await desk.read('/desk/articles/1')
    expect(page).toMatch(
      new RegExp(`name="card" value="${hash}" checked><img src="/desk/pictures/${hash}/file"`),
    )
    const seen = await desk.get(`/desk/pictures/${hash}/file`)
    expect(seen.headers.get('Location')).toBe(`/pictures/${hash}/40.png`)
    await desk.post('/desk/articles/1', { ...(await formOf(1)), card: '', do: 'publish' })
    expect(await stored(1)).toMatchObject({ card: null, revision: 2 })
  })

  test('that is not there is no social card, and the form says so at its place', async () => {
    const gone = { ...WRITTEN, card: 'a'.repeat(64), do: 'save' }
    const answer = await desk.post('/desk/articles', gone)
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toMatch(/<fieldset[^>]* id="card" aria-describedby="card-hint card-fault"/)
    expect(page).toContain('<p class="fault" id="card-fault">Social card is not there')
    expect(formOn(page, 'article').card).toBe('a'.repeat(64))
  })

  test('that nobody described is not published, and the text comes back with it', async () => {
    const answer = await desk.post('/desk/articles', { ...WRITTEN, picture: file(), do: 'publish' })
    expect(answer.status).toBe(422)
    const form = formOn(await answer.text(), 'article')
    expect(form).toMatchObject({
      title: WRITTEN.title,
      lead: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const again = await desk.post('/desk/articles', { ...form, leadAlt: '一间书房', do: 'publish' })
    const id = Number(/articles\/(\d+)/.exec(again.headers.get('Location') ?? '')?.[1])
    expect(await stored(id)).toMatchObject({ status: 'published', lead: { alt: '一间书房' } })
  })

  test('that is none is refused, and the text comes back', async () => {
    const picture = new File(['no picture'], 'a.png', { type: 'image/png' })
    const said = { pictureAlt: '一间"书房"', pictureDecorates: 'yes', place: 'body' }
    const answer = await desk.post('/desk/articles', { ...WRITTEN, ...said, picture, do: 'save' })
    expect(answer.status).toBe(422)
    expect(formOn(await answer.text(), 'article')).toMatchObject({ title: WRITTEN.title, ...said })
    expect(await articles()).toBe(0)
  })
})

describe('a preview', () => {
  test('shows what is typed, and saves nothing', async () => {
    const answer = await desk.post('/desk/preview', { ...WRITTEN, title: '还没有保存' })
    expect(await answer.text()).toContain('<h1>还没有保存</h1>')
    expect(answer.headers.get('Content-Security-Policy')).toContain("frame-ancestors 'self'")
    expect(answer.headers.get('Cache-Control')).toContain('no-store')
    expect(await articles()).toBe(0)
  })

  test('shows a change of what is saved', async () => {
    const { id } = await newsroom.post()
    const answer = await desk.post(`/desk/articles/${id}/preview`, {
      ...(await formOf(id)),
      title: '改过的',
    })
    expect(await answer.text()).toContain('改过的')
    expect(await desk.read(`/desk/articles/${id}/preview`)).toContain('区政协召开推进会')
  })

  test('says what is in the way', async () => {
    const answer = await desk.post('/desk/preview', { ...WRITTEN, title: '' })
    expect(await answer.text()).toContain('title')
  })
})

describe('who may do what', () => {
  test('a writer writes drafts, and cannot publish by pressing what is not there', async () => {
    const { key } = await makeKey(newsroom, ['articles:write'])
    const writer = await atDesk(newsroom, key)
    const page = await writer.read('/desk/articles/new')
    expect(page).not.toContain('value="publish"')
    expect(page).toContain('value="hand-in"')
    expect((await writer.post('/desk/articles', { ...WRITTEN, do: 'save' })).status).toBe(303)
    const pressed = await writer.post('/desk/articles/1', {
      ...formOn(await writer.read('/desk/articles/1'), 'article'),
      do: 'publish',
    })
    expect(pressed.status).toBe(403)
    expect(await stored(1)).toMatchObject({ status: 'draft' })
  })

  test('a writer sees what is planned and cannot change it', async () => {
    const { id } = await newsroom.post({ publishAt: '2999-01-01T00:00:00Z' })
    const { key } = await makeKey(newsroom, ['articles:write'])
    const writer = await atDesk(newsroom, key)
    const page = await writer.read(`/desk/articles/${id}`)
    // Why, before the fields; and no bar of buttons over them.
    expect(page).toMatch(/you may not publish: so you cannot[\s\S]*<fieldset class="all" disabled>/)
    expect(page).not.toContain('class="buttons reach"')
    expect(page).not.toContain('value="withdraw"')
  })

  test('what lies in another section is not there', async () => {
    const { id } = await newsroom.post({ section: 'culture', status: 'draft' })
    const { key } = await makeKey(newsroom, ['articles:write', 'articles:publish'], {
      sections: ['news'],
    })
    const elsewhere = await atDesk(newsroom, key)
    for (const path of [`/desk/articles/${id}`, `/desk/articles/${id}/preview`]) {
      expect((await elsewhere.get(path)).status, path).toBe(404)
      expect((await elsewhere.post(path, { ...WRITTEN, revision: '1' })).status, path).toBe(404)
    }
    expect(await elsewhere.read('/desk/articles/new')).not.toContain('文化教育')
    const posted = await elsewhere.post('/desk/articles', { ...WRITTEN, section: 'culture' })
    expect(posted.status).toBe(403)
  })

  test('nobody from another site', async () => {
    const { id } = await newsroom.post()
    const fields = { ...(await formOf(id)), title: '来自别处', do: 'save' }
    for (const path of ['/desk/articles', `/desk/articles/${id}`, '/desk/preview']) {
      const answer = await desk.post(path, fields, { 'Sec-Fetch-Site': 'cross-site' })
      expect(answer.status, path).toBe(403)
    }
    expect(await stored(id)).toMatchObject({ revision: 1 })
    expect(await articles()).toBe(1)
  })
})

test('the audit trail names who did it', async () => {
  await desk.post('/desk/articles', { ...WRITTEN, do: 'publish' })
  const { results } = await env.DB.prepare(
    `SELECT action, key_id FROM audit WHERE subject = '1' AND action LIKE 'article%'`,
  ).all()
  expect(results).toEqual([{ action: 'article.create', key_id: 1 }])
})
