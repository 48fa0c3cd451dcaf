/** What becomes of what is posted, changed and asked for, beyond what micropub.rocks looks at. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Newsroom, ORIGIN, openNewsroom } from '../../support/newsroom'
import { jpeg, png } from '../../support/pictures'
import {
  BEARER,
  entry,
  errorOf,
  form,
  json,
  keyWith,
  locationOf,
  pageAt,
  query,
  sourceOf,
} from './asking'

let newsroom: Newsroom
beforeEach(async () => {
  newsroom = await openNewsroom({ CLIENTS: 'micropub', IMAGES: undefined as never })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** The article at an address, as the API has it. */
async function articleAt(url: string) {
  const list = await newsroom.call('GET', '/api/articles')
  const { articles } = await list.json<{ articles: { id: number; url: string }[] }>()
  const found = articles.find((article) => article.url === url)
  const answer = await newsroom.call('GET', `/api/articles/${found?.id}`)
  return answer.json<Record<string, unknown>>()
}

const updated = (url: string, changes: Record<string, unknown>) =>
  json(newsroom, { action: 'update', url, ...changes })

describe('an entry', () => {
  test('with a name, a summary, an author and a slug is an article with these', async () => {
    const url = await locationOf(
      await form(newsroom, {
        name: '展览开幕',
        content: '第一段\n\n第二段',
        summary: '摘要',
        author: '王芳',
        category: '文化教育',
        'mp-slug': 'opening',
        published: '2024-07-13T13:51:02+08:00',
      }),
    )
    expect(url).toBe(`${ORIGIN}/articles/opening`)
    expect(await articleAt(url)).toMatchObject({
      title: '展览开幕',
      section: 'culture',
      format: 'text',
      body: '第一段\n\n第二段',
      summary: '摘要',
      author: '王芳',
      keywords: [],
      status: 'published',
      publishedAt: '2024-07-13T05:51:02Z',
    })
    expect(await pageAt(newsroom, url)).toContain('<p>第一段</p>\n<p>第二段</p>')
  })

  test('in Markdown is shown as Markdown, and stays it when something else changes', async () => {
    const content = '# 标题\n\n会议**（试行）**通过'
    const url = await locationOf(await entry(newsroom, { content: [content] }))
    expect((await updated(url, { add: { category: ['a'] } })).status).toBe(204)
    expect(await articleAt(url)).toMatchObject({ title: '标题', format: 'markdown', body: content })
    expect((await updated(url, { replace: { content: ['plain'] } })).status).toBe(204)
    expect(await articleAt(url)).toMatchObject({ format: 'markdown', body: 'plain' })
  })

  test('in HTML is read back as HTML', async () => {
    const html = '<p>a <em>b</em></p>'
    const url = await locationOf(await entry(newsroom, { content: [{ html }] }))
    expect((await sourceOf(newsroom, url)).content).toEqual([{ html }])
  })

  test('in HTML of a form is HTML, where the form says so', async () => {
    const fields = { name: 'a', 'content[html]': '<p>a <em>b</em></p>' }
    const url = await locationOf(await form(newsroom, fields))
    expect(await pageAt(newsroom, url)).toContain('<p>a <em>b</em></p>')
  })

  test('to come is planned, accepted for then', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-27T00:00:00Z'), toFake: ['Date'] })
    const fields = { content: 'tomorrow', published: '2026-11-28T08:00:00+08:00' }
    const url = await locationOf(await form(newsroom, fields), 202)
    expect(await articleAt(url)).toMatchObject({
      status: 'scheduled',
      publishAt: '2026-11-28T00:00:00Z',
    })
    expect(await sourceOf(newsroom, url)).toMatchObject({
      published: ['2026-11-28T08:00:00+08:00'],
      'post-status': ['published'],
    })
    const replace = { published: ['2026-11-29'] }
    expect((await updated(url, { replace })).status).toBe(204)
    expect(await articleAt(url)).toMatchObject({ publishAt: '2026-11-28T16:00:00Z' })
    await updated(url, { replace: { 'post-status': ['draft'] } })
    expect(await articleAt(url)).toMatchObject({ status: 'draft', publishAt: null })
  })

  test('dated by a clock that is ahead of ours is published now', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-27T00:00:00Z'), toFake: ['Date'] })
    const fields = { content: 'now', published: '2026-11-27T00:00:20Z' }
    const url = await locationOf(await form(newsroom, fields))
    expect(await articleAt(url)).toMatchObject({ publishedAt: '2026-11-27T00:00:00Z' })
  })

  test('says what of it is not kept', async () => {
    const response = await form(newsroom, {
      content: '通报社(she)情',
      'mp-slug': 'Hello World!',
      'in-reply-to': 'https://example.org/',
      'mp-syndicate-to': 'https://example.org/',
      author: 'https://example.org/me',
    })
    const { url, notes } = await response.json<{ url: string; notes: string[] }>()
    expect(url).toBe(`${ORIGIN}/articles/hello-world`)
    expect(notes).toEqual([
      'author is left out: it has to be a name',
      'mp-slug was made hello-world',
      'Left out, as articles have no such thing: in-reply-to, mp-syndicate-to',
      expect.stringContaining('社(she)'),
    ])
  })

  test('of a summary alone says that', async () => {
    const url = await locationOf(
      await entry(newsroom, { summary: ['Weighed 70 kg'], weight: [70] }),
    )
    expect(await articleAt(url)).toMatchObject({ title: 'Weighed 70 kg', body: 'Weighed 70 kg' })
  })

  test('with a slug that was another’s is refused, by that name', async () => {
    await newsroom.post({ slug: 'taken' })
    const refused = await errorOf(await form(newsroom, { content: 'a', 'mp-slug': 'taken' }))
    expect(refused).toMatchObject({ status: 400, error: 'invalid_request' })
    expect(refused.error_description).toContain('"taken"')
  })

  test('that is too long is refused with all that is wrong, in the words of who sent it', async () => {
    const refused = await errorOf(
      await form(newsroom, { name: 'a'.repeat(201), content: 'a', summary: 'b'.repeat(501) }),
    )
    expect(refused.error_description).toBe(
      'name is too long; at most 200 characters are allowed; summary is too long; at most 500 characters are allowed',
    )
  })

  test('goes into the trail as come by Micropub', async () => {
    await form(newsroom, { content: 'a' })
    const { entries } = await (await newsroom.call('GET', '/api/audit')).json<{
      entries: { action: string; client: string | null }[]
    }>()
    expect(entries[0]).toMatchObject({ action: 'article.create', client: 'micropub' })
  })
})

describe('an entry that comes twice', () => {
  const numbers = async () => {
    const list = await newsroom.call('GET', '/api/articles')
    return (await list.json<{ articles: { id: number }[] }>()).articles.length
  }

  test('within ten minutes is one article', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-27T00:01:00Z'), toFake: ['Date'] })
    const first = await locationOf(await form(newsroom, { content: 'a' }))
    vi.setSystemTime(Date.now() + 60_000)
    expect(await locationOf(await form(newsroom, { content: 'a' }))).toBe(first)
    expect(await locationOf(await form(newsroom, { content: 'b' }))).not.toBe(first)
    vi.setSystemTime(Date.now() + 600_000)
    expect(await locationOf(await form(newsroom, { content: 'a' }))).not.toBe(first)
    expect(await numbers()).toBe(3)
  })

  test('after the first was deleted is another', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-27T00:01:00Z'), toFake: ['Date'] })
    const first = await locationOf(await form(newsroom, { content: 'a' }))
    await form(newsroom, { action: 'delete', url: first })
    vi.setSystemTime(Date.now() + 5_000)
    const second = await locationOf(await form(newsroom, { content: 'a' }))
    expect(second).not.toBe(first)
    expect((await newsroom.fetch(new URL(second).pathname)).status).toBe(200)
  })

  test('with an Idempotency-Key is one for as long as the key is known', async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-27T00:01:00Z'), toFake: ['Date'] })
    const headers = { ...BEARER, 'Idempotency-Key': 'one' }
    const first = await locationOf(await form(newsroom, { content: 'a' }, headers))
    vi.setSystemTime(Date.now() + 3_600_000)
    expect(await locationOf(await form(newsroom, { content: 'a' }, headers))).toBe(first)
    const other = await errorOf(await form(newsroom, { content: 'b' }, headers))
    expect(other).toMatchObject({ status: 400, error: 'invalid_request' })
  })
})

describe('photos', () => {
  const upload = async (alt?: string) => {
    const body = new FormData()
    body.set('file', new File([png(64, 48, alt ? 1 : 0)], 'a.png', { type: 'image/png' }))
    const init = { method: 'POST', headers: BEARER, body }
    return locationOf(await newsroom.fetch('/micropub/media', init))
  }

  test('sent ahead lead the article, and say what they show', async () => {
    const value = await upload()
    const properties = { content: ['a'], photo: [{ value, alt: '一只渡船' }] }
    const url = await locationOf(await entry(newsroom, properties))
    expect(await articleAt(url)).toMatchObject({ lead: { alt: '一只渡船' }, format: 'text' })
    expect((await sourceOf(newsroom, url)).photo).toEqual([{ value, alt: '一只渡船' }])
  })

  test('of a form say what they show in their order', async () => {
    const fields: [string, string][] = [
      ['content', 'a'],
      ['photo[]', await upload()],
      ['photo[]', await upload('b')],
      ['mp-photo-alt[]', '一'],
      ['mp-photo-alt[]', '二'],
    ]
    const url = await locationOf(await form(newsroom, fields))
    const { photo } = await sourceOf(newsroom, url)
    expect(photo?.map((one) => (one as { alt: string }).alt)).toEqual(['一', '二'])
    expect(await pageAt(newsroom, url)).toMatch(/alt="一".*alt="二"/s)
  })

  test('of which nobody said what they show are taken, and that is said', async () => {
    const response = await form(newsroom, { content: 'a', photo: await upload() })
    expect(await response.json()).toMatchObject({
      notes: [expect.stringContaining('nobody has said what it shows')],
    })
  })

  test('alone are an article with the name that comes with them', async () => {
    const fields = { name: '渡船', photo: await upload(), 'mp-photo-alt': '一只渡船' }
    const url = await locationOf(await form(newsroom, fields))
    const page = await pageAt(newsroom, url)
    expect(page.match(/<figure/g)).toHaveLength(1)
    const { content, photo } = await sourceOf(newsroom, url)
    expect({ content, photo: photo?.length }).toEqual({ content: undefined, photo: 1 })
  })

  test('in the text stand where it has them', async () => {
    const address = await upload()
    const content = `a\n\n![一只渡船](${address})\n\nb`
    const url = await locationOf(await entry(newsroom, { content: [content], photo: [address] }))
    expect((await pageAt(newsroom, url)).match(/<figure/g)).toHaveLength(1)
    expect((await sourceOf(newsroom, url)).content).toEqual([content])
  })

  test('stay when the text changes, come and go when they do', async () => {
    const [first, second] = [await upload(), await upload('b')]
    const photo = [first, second].map((value) => ({ value, alt: 'x' }))
    const url = await locationOf(await entry(newsroom, { content: ['a'], photo }))
    await updated(url, { replace: { content: ['b'] } })
    expect(await sourceOf(newsroom, url)).toMatchObject({ content: ['b'], photo })
    await updated(url, { delete: { photo: [first] } })
    expect((await sourceOf(newsroom, url)).photo).toEqual([photo[1]])
    await updated(url, { add: { photo: [{ value: first, alt: 'y' }] } })
    expect((await sourceOf(newsroom, url)).photo).toEqual([photo[1], { value: first, alt: 'y' }])
    await updated(url, { delete: ['photo'] })
    const bare = await sourceOf(newsroom, url)
    expect(bare.photo).toBeUndefined()
    expect(bare.content).toEqual(['b'])
  })

  test('that are not to be had are refused with the reason', async () => {
    vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response('', { status: 404 }))
    const refuse = async (photo: string) =>
      (await errorOf(await form(newsroom, { content: 'a', photo }))).error_description
    expect(await refuse('https://photos.test/a.jpg')).toMatch(/^photo answers 404/)
    expect(await refuse('http://127.0.0.1/a.jpg')).toMatch(/^photo is not on the public internet/)
    expect(await refuse(`${ORIGIN}/pictures/${'0'.repeat(64)}/64.png`)).toMatch(/no picture at/)
  })

  test('stay where they are where the newsroom keeps none', async () => {
    const bare = await openNewsroom({ CLIENTS: 'micropub', PICTURES: undefined as never })
    const photo = 'https://photos.test/a.jpg'
    const url = await locationOf(await form(bare, { content: 'a', photo, 'mp-photo-alt': 'x' }))
    expect(await pageAt(bare, url)).toContain(`src="${photo}" alt="x"`)
    const config = await query(bare, { q: 'config' })
    expect(await config.json()).not.toHaveProperty('media-endpoint')
  })

  test.each([
    ['no file', new FormData()],
    ['two files', withFiles('file', 'file')],
    ['a file of another name', withFiles('photo')],
  ])('are refused by the media endpoint with %s', async (_, body) => {
    const response = await newsroom.fetch('/micropub/media', {
      method: 'POST',
      headers: BEARER,
      body,
    })
    expect(await errorOf(response)).toMatchObject({ status: 400, error: 'invalid_request' })
  })

  function withFiles(...names: string[]) {
    const body = new FormData()
    for (const name of names) body.append(name, new File([jpeg(8, 8)], 'a.jpg'))
    return body
  }

  test('that are none are refused by the media endpoint', async () => {
    const body = new FormData()
    body.set('file', new File(['<svg/>'], 'a.svg', { type: 'image/svg+xml' }))
    const init = { method: 'POST', headers: BEARER, body }
    const refused = await errorOf(await newsroom.fetch('/micropub/media', init))
    expect(refused).toMatchObject({ status: 400, error: 'invalid_request' })
    expect(refused.error_description).toMatch(/^photo /)
  })
})

describe('an update', () => {
  test('of the slug says where the post is now, and finds it by both addresses', async () => {
    const url = await locationOf(await form(newsroom, { name: '区政协', content: 'a' }))
    const moved = await updated(url, { replace: { 'mp-slug': ['moved'] } })
    expect(await locationOf(moved)).toBe(`${ORIGIN}/articles/moved`)
    for (const address of [url, decodeURI(url), `${ORIGIN}/articles/moved`]) {
      expect((await sourceOf(newsroom, address)).name).toEqual(['区政协'])
    }
    expect((await updated(url, { replace: { name: ['新'] } })).status).toBe(204)
  })

  test('of all that an entry has', async () => {
    const url = await locationOf(await form(newsroom, { content: 'a', summary: 's' }))
    const replace = {
      name: ['新'],
      author: ['王芳'],
      published: ['2024-07-13T13:51:02+08:00'],
      'mp-channel': ['culture'],
    }
    const response = await updated(url, { replace, delete: ['summary'] })
    expect(response.status).toBe(204)
    const { summary, ...source } = await sourceOf(newsroom, url)
    expect(source).toMatchObject(replace)
    expect(summary).toBeUndefined()
  })

  test('that takes away what an article cannot be without leaves that, and says so', async () => {
    const url = await locationOf(await form(newsroom, { content: 'a' }))
    const response = await updated(url, { delete: ['name', 'content', 'url', 'syndication'] })
    expect(response.status).toBe(200)
    const { notes } = await response.json<{ notes: string[] }>()
    expect(notes.join()).toMatch(/name stays.*content stays.*url stays/)
    expect((await sourceOf(newsroom, url)).content).toEqual(['a'])
  })

  test('that changes nothing makes no revision', async () => {
    const url = await locationOf(await form(newsroom, { content: 'a' }))
    expect((await updated(url, { add: { category: [] } })).status).toBe(204)
    expect(await articleAt(url)).toMatchObject({ revision: 1 })
  })

  test('meets another’s, and both stay', async () => {
    const url = await locationOf(await form(newsroom, { content: 'a' }))
    const { id } = await articleAt(url)
    let isFirst = true
    newsroom.onD1 = async (sql) => {
      if (!isFirst || !sql.some((one) => one.includes('INSERT INTO revisions'))) return
      isFirst = false
      await newsroom.patch(Number(id), { keywords: ['x'] })
    }
    expect((await updated(url, { add: { category: ['y'] } })).status).toBe(204)
    expect((await sourceOf(newsroom, url)).category).toEqual(['x', 'y'])
  })

  test('of what others keep overtaking ends, and says that it was not done', async () => {
    const url = await locationOf(await form(newsroom, { content: 'a' }))
    const { id } = await articleAt(url)
    let n = 0
    let isOurs = false
    newsroom.onD1 = async (sql) => {
      if (isOurs || !sql.some((one) => one.includes('INSERT INTO revisions'))) return
      isOurs = true
      await newsroom.patch(Number(id), { keywords: [`x${n++}`] })
      isOurs = false
    }
    const response = await updated(url, { add: { category: ['y'] } })
    expect(await errorOf(response)).toMatchObject({ status: 400, error: 'invalid_request' })
    expect(n).toBe(4)
  })
})

describe('deleting', () => {
  test('twice, or bringing back what is there, is done already', async () => {
    const url = await locationOf(await form(newsroom, { content: 'a' }))
    expect((await form(newsroom, { action: 'undelete', url })).status).toBe(204)
    for (const _ of [1, 2]) {
      expect((await form(newsroom, { action: 'delete', url })).status).toBe(204)
    }
    expect(await articleAt(url)).toMatchObject({ revision: 2, status: 'withdrawn' })
  })

  test('a draft and bringing it back publishes nothing', async () => {
    const draft = { content: 'a', 'post-status': 'draft' }
    const url = await locationOf(await form(newsroom, draft))
    await form(newsroom, { action: 'delete', url })
    await form(newsroom, { action: 'undelete', url })
    expect(await articleAt(url)).toMatchObject({ status: 'draft' })
    expect((await newsroom.fetch(new URL(url).pathname)).status).toBe(404)
  })

  test('what was published, and bringing it back without the right to is refused', async () => {
    const headers = await keyWith(newsroom, ['articles:write', 'articles:withdraw'])
    const url = await locationOf(await form(newsroom, { content: 'a' }))
    expect((await form(newsroom, { action: 'delete', url }, headers)).status).toBe(204)
    const back = await form(newsroom, { action: 'undelete', url }, headers)
    expect(await errorOf(back)).toMatchObject({ scope: 'articles:publish' })
  })
})

describe('a query', () => {
  test('names sections as channels, and what there is to ask', async () => {
    const channels = [
      { uid: 'news', name: '业界动态' },
      { uid: 'culture', name: '文化教育' },
    ]
    expect(await (await query(newsroom, { q: 'channel' })).json()).toEqual({ channels })
    expect(await (await query(newsroom, { q: 'config' })).json()).toMatchObject({
      channels,
      q: ['config', 'source', 'syndicate-to', 'category', 'channel', 'post-types'],
      'post-types': [{ type: 'article' }, { type: 'note' }, { type: 'photo' }],
    })
  })

  test('names categories: sections, and keywords in use', async () => {
    await newsroom.post({ keywords: ['发展', '市政协'] })
    const asked = async (more = {}) =>
      (await query(newsroom, { q: 'category', ...more })).json<{ categories: string[] }>()
    expect(await asked()).toEqual({ categories: ['业界动态', '文化教育', '发展', '市政协'] })
    expect(await asked({ filter: '政' })).toEqual({ categories: ['市政协'] })
  })

  test('lists posts from the newest on, in steps, without those that are deleted', async () => {
    for (const n of [1, 2, 3]) await form(newsroom, { content: `post ${n}` })
    const gone = await locationOf(await form(newsroom, { content: 'gone' }))
    await form(newsroom, { action: 'delete', url: gone })
    await form(newsroom, { content: 'draft', 'post-status': 'draft' })
    interface List {
      items: { type: string[]; properties: Record<string, string[]> }[]
      paging?: { after: string }
    }
    const list = async (more: Record<string, string>) =>
      (await query(newsroom, { q: 'source', ...more })).json<List>()
    const said = ({ items }: List) => items.flatMap(({ properties }) => properties.content)
    const seen: unknown[] = []
    let after: string | undefined
    do {
      const page: List = await list({ limit: '2', ...(after && { after }) })
      seen.push(...said(page))
      after = page.paging?.after
    } while (after)
    expect(seen).toEqual(['draft', 'post 3', 'post 2', 'post 1'])
    expect(said(await list({ 'post-status': 'draft' }))).toEqual(['draft'])
    expect(said(await list({ limit: '1', offset: '2' }))).toEqual(['post 3'])
    const { items } = await list({ limit: '1', 'properties[]': 'url' })
    expect(items).toEqual([
      { type: ['h-entry'], properties: { url: [expect.stringContaining(ORIGIN)] } },
    ])
  })
})

describe('a change of the text alone', () => {
  test('leaves what leads and what stands below as they are', async () => {
    const hashes: string[] = []
    for (const size of [8, 9, 10]) {
      const kept = await newsroom.fetch('/api/pictures?alt=江景', {
        method: 'POST',
        headers: { ...BEARER, 'Content-Type': 'image/png' },
        body: png(size, size),
      })
      hashes.push((await kept.json<{ hash: string }>()).hash)
    }
    const [lead = '', ...below] = hashes
    const tail = below.map((hash) => `\n\n![桥](picture:${hash})`).join('')
    const { url } = await newsroom.post({
      body: `**原来**的文字。${tail}`,
      lead: { picture: lead, alt: null, caption: '老桥' },
    })
    const answer = await updated(url, { replace: { content: ['**新的**文字。'] } })
    expect(answer.status).toBe(204)
    expect(await articleAt(url)).toMatchObject({
      body: `**新的**文字。${tail}`,
      lead: { picture: lead, alt: null, caption: '老桥' },
    })
  })

  test('a date to come of a draft is left out, and named', async () => {
    const url = await locationOf(await form(newsroom, { content: 'x', 'post-status': 'draft' }))
    const answer = await updated(url, { replace: { published: ['2099-01-01T00:00:00Z'] } })
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('published is left out')
  })
})
