import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { waiting } from '../../src/articles/writing/once'
import { makeKey } from '../support/desk'
import { KEY, type Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'
import { png } from '../support/pictures'

let newsroom: Newsroom
/** May write. */
let writer: string
/** May write and publish. */
let editor: string

interface Draft {
  id: number
  title: string
  body: string
  section: string
  slug: string
  status: string
  revision: number
  isPending: boolean
  isBehind: boolean
  by: { id: number; name: string } | null
  createdAt: string | null
  updatedAt: string | null
  notes?: string[]
}

const PATH = '/api/articles/1/draft'
const DAY = 86_400
const { limit } = waiting

beforeEach(async () => {
  newsroom = await openNewsroom({ IMAGES: undefined as never })
  writer = (await makeKey(newsroom, ['articles:write'])).key
  const publishing = ['articles:write', 'articles:publish']
  editor = (await makeKey(newsroom, publishing, { name: 'Editor' })).key
  await newsroom.post({ title: '原来的题目', slug: 'piece', body: '原来的正文。' })
})

afterEach(() => {
  waiting.limit = limit
  vi.restoreAllMocks()
})

const call = (by: string, method: string, path: string, body?: unknown, ifMatch?: string | null) =>
  newsroom.call(method, path, body, {
    Authorization: `Bearer ${by}`,
    ...(ifMatch && { 'If-Match': ifMatch }),
  })

const patch = (fields: object, ifMatch: string | null = '"1"', by = writer, path = PATH) =>
  call(by, 'PATCH', path, fields, ifMatch)
const put = (fields: object, ifMatch: string | null = '"1"', by = writer) =>
  call(by, 'PUT', PATH, fields, ifMatch)
const get = (by = writer) => call(by, 'GET', PATH)
const discard = (ifMatch: string | null, by = writer) =>
  call(by, 'DELETE', PATH, undefined, ifMatch)
const publish = (ifMatch: string | null, by = editor) =>
  call(by, 'POST', `${PATH}/publish`, undefined, ifMatch)
const list = async (query = '', by = writer) =>
  (await call(by, 'GET', `/api/drafts${query}`)).json<{
    drafts: (Omit<Draft, 'id'> & { article: { id: number; title: string } })[]
    next: string | null
  }>()

/** A draft that must be accepted: what was answered, and its ETag. */
async function begin(fields: object = { title: '新的题目' }, ifMatch = '"1"', by = writer) {
  const response = await patch(fields, ifMatch, by)
  if (!response.ok) throw new Error(await response.text())
  return { draft: await response.json<Draft>(), etag: response.headers.get('ETag') ?? '' }
}

const article = async () =>
  (await newsroom.call('GET', '/api/articles/1')).json<{ title: string; revision: number }>()

/** Why it was refused, once the status is what is expected. */
async function refused(response: Response, status: number): Promise<ProblemAnswer> {
  expect(response.status).toBe(status)
  return response.json()
}

const rows = async (sql: string) => (await env.DB.prepare(sql).run()).results
const trail = async () =>
  (
    await rows("SELECT action FROM audit WHERE action LIKE 'draft.%' OR action LIKE 'article.%'")
  ).map(({ action }) => action)

describe('a change of a published article', () => {
  test('is saved by who may write, and shown to whoever edits', async () => {
    const response = await patch({ title: '新的题目', summary: '摘要' })
    expect(response.status).toBe(201)
    const draft = await response.json<Draft>()
    expect(draft).toMatchObject({
      id: 1,
      title: '新的题目',
      summary: '摘要',
      body: '原来的正文。',
      slug: 'piece',
      status: 'published',
      revision: 1,
      isPending: true,
      isBehind: false,
      by: { name: 'Writer' },
    })
    const got = await get(editor)
    expect(got.headers.get('ETag')).toBe(response.headers.get('ETag'))
    expect(await got.json()).toEqual(draft)
    expect(await list()).toMatchObject({
      drafts: [{ article: { id: 1, title: '原来的题目' }, revision: 1, isBehind: false }],
      next: null,
    })
  })

  test('is seen by no reader, on no page, and tells nobody of anything', async () => {
    const pages = [
      '/articles/piece',
      '/',
      '/feed.xml',
      '/sections/news',
      '/sitemap.xml',
      '/search?q=题目',
    ]
    const read = () => Promise.all(pages.map((page) => newsroom.read(page)))
    const state = async () => [
      await rows('SELECT * FROM editions ORDER BY page'),
      await rows('SELECT * FROM outbox'),
      await rows('SELECT * FROM articles'),
      await rows('SELECT article_id, number FROM revisions'),
      await rows('SELECT * FROM slugs'),
    ]
    const before = [await read(), await state()]
    const { etag } = await begin({ title: '秘密的题目', slug: 'secret', section: 'culture' })
    await begin({ body: '秘密的正文。' }, etag)
    expect([await read(), await state()]).toEqual(before)
    expect((await newsroom.fetch('/articles/secret')).status).toBe(404)
    expect(await article()).toMatchObject({ title: '原来的题目', revision: 1 })
  })

  test('is one, whoever goes on with it: each from what the one before has saved', async () => {
    const { etag } = await begin()
    const second = await begin({ body: '编辑改的正文。' }, etag, editor)
    expect(second.etag).not.toBe(etag)
    expect(second.draft).toMatchObject({
      title: '新的题目',
      body: '编辑改的正文。',
      by: { name: 'Editor' },
    })
    expect(await trail()).toEqual(['article.create', 'draft.save', 'draft.save'])
  })

  test('can be sent as a whole: what is left out is gone, save for where and when it stands', async () => {
    const { etag, draft } = await begin({ summary: '摘要', slug: 'elsewhere' })
    const whole = { title: '全新', section: 'news', body: '全新。' }
    const made = await (await put(whole, etag)).json<Draft>()
    expect(made).toMatchObject({ ...whole, summary: null, slug: 'elsewhere', status: 'published' })
    // As GET gives it, it is taken back.
    const got = await get()
    const again = await put(await got.json(), got.headers.get('ETag'))
    expect([again.status, await again.json()]).toEqual([200, made])
    expect(draft.createdAt).toBe(made.createdAt)
  })

  test('that comes to nothing makes no draft, and takes away the one there is', async () => {
    const none = await patch({ title: '原来的题目' })
    expect([none.status, none.headers.get('ETag')]).toEqual([200, '"1"'])
    expect(await none.json()).toMatchObject({ isPending: false, by: null, updatedAt: null })
    const { etag } = await begin()
    const back = await patch({ title: '原来的题目' }, etag)
    expect(await back.json()).toMatchObject({ isPending: false, revision: 1 })
    expect(back.headers.get('ETag')).toBe('"1"')
    expect((await get()).status).toBe(404)
    // Sent again, it is still so.
    expect(await (await patch({ title: '原来的题目' }, etag)).json()).toMatchObject({
      isPending: false,
    })
    expect(await trail()).toEqual(['article.create', 'draft.save', 'draft.discard'])
  })

  test('that changes nothing of the draft leaves it as it is', async () => {
    const { etag, draft } = await begin()
    const same = await patch({ title: '新的题目' }, etag, editor)
    expect([same.status, same.headers.get('ETag'), await same.json()]).toEqual([200, etag, draft])
  })

  test('is told of what was not kept as it was sent', async () => {
    expect((await begin({ title: '零\u200b宽' })).draft.notes).toEqual([
      'title lost U+200B, which cannot be seen',
    ])
  })

  test('costs nothing to who reads or changes the article itself', async () => {
    const cost = () => newsroom.spent(() => newsroom.call('GET', '/api/articles/1'))
    const before = await cost()
    await begin()
    expect(await cost()).toEqual(before)
  })
})

describe('the rules are those of any save', () => {
  test.each([
    [{ title: '' }, 'title'],
    [{ section: 'nowhere' }, 'section'],
    [{ section: null }, 'section'],
    [{ body: `![x](picture:${'0'.repeat(64)})` }, 'body'],
    [{ status: 'withdrawn' }, 'status'],
    [{ status: 'draft' }, 'status'],
    [{ publishAt: '2999-01-01T00:00:00Z' }, 'publishAt'],
    [{ publishedAt: '2999-01-01T00:00:00Z' }, 'publishedAt'],
    [{ origin: { system: 'x', id: '1' } }, 'origin'],
    [{ revision: 'x' }, 'revision'],
    [{ isBehind: true }, 'isBehind'],
    [{ nonsense: 1 }, 'nonsense'],
  ])('%j is refused, by its name', async (fields, field) => {
    const { errors } = await refused(await patch(fields), 422)
    expect(errors?.map((fault) => fault.field)).toContain(field)
    expect((await get()).status).toBe(404)
  })

  test('an address that is another article’s is refused, one of its own is not', async () => {
    await newsroom.post({ slug: 'other' })
    expect((await refused(await patch({ slug: 'other' }), 409)).type).toContain('slug-taken')
    expect((await patch({ slug: 'mine' })).status).toBe(201)
  })

  test('what is no article that readers can see is changed itself', async () => {
    await newsroom.post({ slug: 'plan', status: 'draft' })
    const { detail } = await refused(
      await patch({ title: 'x' }, '"1"', writer, '/api/articles/2/draft'),
      409,
    )
    expect(detail).toBe(
      'Drafts are for what readers can see, and the article is draft. Change it with PATCH /api/articles/{id}.',
    )
  })

  test('the right method and type', async () => {
    expect((await call(writer, 'POST', PATH)).headers.get('Allow')).toBe('GET, PUT, PATCH, DELETE')
    expect((await call(writer, 'GET', `${PATH}/publish`)).headers.get('Allow')).toBe('POST')
    expect((await call(writer, 'POST', '/api/drafts')).headers.get('Allow')).toBe('GET')
    const headers = { 'Content-Type': 'text/plain', 'If-Match': '"1"' }
    expect((await newsroom.call('PATCH', PATH, {}, headers)).status).toBe(415)
  })
})

describe('nobody overwrites what they have not seen', () => {
  test('a draft is begun over the article that was read', async () => {
    expect((await patch({ title: 'x' }, null)).status).toBe(428)
    expect((await patch({ title: 'x' }, '*')).status).toBe(428)
    await newsroom.patch(1, { summary: '别人改了' })
    const late = await patch({ title: 'x' })
    expect([late.status, late.headers.get('ETag')]).toEqual([412, '"2"'])
  })

  test('and saved over the draft that was read, never over the article once there is one', async () => {
    const { etag } = await begin()
    const second = await begin({ body: '改。' }, etag, editor)
    for (const [old, by] of [
      ['"1"', editor],
      [etag, writer],
    ] as const) {
      const late = await patch({ title: '晚了' }, old, by)
      expect([late.status, late.headers.get('ETag')]).toEqual([412, second.etag])
      expect((await late.json<ProblemAnswer>()).detail).toContain('saved by Editor')
    }
  })

  test('a draft that was discarded and begun anew is another one', async () => {
    const { etag } = await begin()
    expect((await discard(etag)).status).toBe(200)
    expect((await refused(await patch({ title: 'x' }, etag), 412)).detail).toContain('revision 1')
    const anew = await begin()
    expect(anew.etag).not.toBe(etag)
    expect((await patch({ title: 'x' }, etag)).status).toBe(412)
    expect((await publish(etag)).status).toBe(412)
    expect((await discard(etag)).status).toBe(412)
  })

  test('of editors who race, exactly one begins it', async () => {
    const racers = Array.from({ length: 6 }, (_, i) => patch({ title: `第 ${i} 位` }))
    const statuses = (await Promise.all(racers)).map(({ status }) => status).sort()
    expect(statuses).toEqual([201, 412, 412, 412, 412, 412])
    expect(await trail()).toEqual(['article.create', 'draft.save'])
  })

  test('of publishing and saving at once, one comes first and the other is told', async () => {
    const { etag } = await begin()
    const [saved, published] = await Promise.all([patch({ title: '又改' }, etag), publish(etag)])
    const { title } = await article()
    if (published.status === 200) {
      expect([title, saved.status]).toEqual(['新的题目', 412])
      expect((await get()).status).toBe(404)
    } else {
      expect([title, saved.status, published.status]).toEqual(['原来的题目', 200, 412])
      expect((await get()).status).toBe(200)
    }
  })
})

describe('publishing it', () => {
  test('is one revision, which readers see, and the draft is gone', async () => {
    const { etag } = await begin({ title: '新的题目', slug: 'moved' })
    const response = await publish(etag)
    expect([response.status, response.headers.get('ETag')]).toEqual([200, '"2"'])
    expect(await response.json()).toMatchObject({ title: '新的题目', revision: 2 })
    expect(await newsroom.read('/articles/moved')).toContain('新的题目')
    expect((await get()).status).toBe(404)
    expect(await list()).toEqual({ drafts: [], next: null })
    expect(await rows('SELECT * FROM draft_pictures')).toEqual([])
    expect(await trail()).toEqual(['article.create', 'draft.save', 'article.change'])
  })

  test('is answered the same again, and never done twice', async () => {
    const { etag } = await begin()
    const first = await (await publish(etag)).json()
    const again = await publish(etag)
    expect([again.status, await again.json()]).toEqual([200, first])
    const next = await begin({ title: '再改' }, '"2"')
    expect(await (await publish(etag)).json()).toEqual(first)
    expect((await get()).headers.get('ETag')).toBe(next.etag)
    // Another key has published nothing.
    expect((await publish(etag, KEY)).status).toBe(412)
  })

  test('sent twice at once is done once', async () => {
    const { etag } = await begin()
    const both = await Promise.all([publish(etag), publish(etag)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    expect(await article()).toMatchObject({ revision: 2 })
  })

  test('waits where the article has moved on, until somebody has looked at both', async () => {
    const { etag } = await begin()
    await newsroom.patch(1, { summary: '急改' })
    expect(await (await get()).json()).toMatchObject({ revision: 1, isBehind: true })
    const late = await publish(etag)
    expect(late.headers.get('ETag')).toBe(etag)
    expect((await refused(late, 412)).detail).toBe(
      'The article is at revision 2 now, and the draft began from an earlier one. Compare both, save the draft with that `revision`, and publish it then.',
    )
    expect((await patch({ revision: 7 }, etag)).status).toBe(412)
    const seen = await begin({ revision: 2, summary: '急改' }, etag)
    expect(seen.draft).toMatchObject({ revision: 2, isBehind: false })
    expect(await (await publish(seen.etag)).json()).toMatchObject({
      title: '新的题目',
      summary: '急改',
      revision: 3,
    })
  })

  test('takes the draft that was read', async () => {
    const { etag } = await begin()
    expect((await publish(null)).status).toBe(428)
    const now = await begin({ body: '改。' }, etag)
    expect((await publish(etag)).status).toBe(412)
    expect((await publish(now.etag)).status).toBe(200)
    expect((await publish('"nothing"')).status).toBe(404)
  })

  test('fails as any change would, and keeps the draft', async () => {
    const { etag } = await begin({ slug: 'wanted' })
    await newsroom.post({ slug: 'wanted' })
    expect((await refused(await publish(etag), 409)).type).toContain('slug-taken')
    expect((await get()).headers.get('ETag')).toBe(etag)
  })

  test('is not for what was withdrawn: the draft waits until it is public again', async () => {
    const { etag } = await begin()
    await newsroom.withdraw(1)
    expect(await (await get()).json()).toMatchObject({ status: 'withdrawn', title: '新的题目' })
    expect((await publish(etag)).status).toBe(409)
    expect((await patch({ title: 'x' }, etag)).status).toBe(409)
    await newsroom.patch(1, { status: 'published' })
    const { etag: seen } = await begin({ revision: 3 }, etag)
    expect((await publish(seen)).status).toBe(200)
    expect(await newsroom.read('/articles/piece')).toContain('新的题目')
  })
})

describe('an answer that gets lost', () => {
  const breakOff = (): never => {
    throw new Error('Network connection lost.')
  }
  const isWrite = (sql: string[]) => sql.some((one) => /INTO audit/.test(one))

  /** The write is stored, nobody hears of it, and nothing can be asked. */
  function loseAll() {
    vi.spyOn(console, 'warn').mockReturnValue()
    vi.spyOn(waiting, 'pause').mockResolvedValue()
    let isLost = false
    newsroom.onD1 = () => isLost && breakOff()
    newsroom.onD1Answer = (sql) => {
      if (isWrite(sql)) isLost = true
      if (isLost) breakOff()
    }
  }
  function hearAgain() {
    newsroom.onD1 = () => {}
    newsroom.onD1Answer = () => {}
  }

  test.each([
    ['begun', 201],
    ['changed', 200],
  ])('of a draft %s: the same request again is answered as it was', async (how, status) => {
    const etag = how === 'changed' ? (await begin({ body: '一。' })).etag : '"1"'
    loseAll()
    expect((await patch({ title: '新的题目' }, etag)).status).toBe(503)
    hearAgain()
    const again = await patch({ title: '新的题目' }, etag)
    expect(again.status).toBe(status)
    expect(await again.json()).toMatchObject({ title: '新的题目', isPending: true })
    // To others it is what somebody else did.
    expect((await patch({ title: '新的题目' }, etag, editor)).status).toBe(412)
    expect((await patch({ title: '别的' }, etag)).status).toBe(412)
  })

  test('of a publication: the same again', async () => {
    const { etag } = await begin()
    loseAll()
    expect((await publish(etag)).status).toBe(503)
    hearAgain()
    expect(await (await publish(etag)).json()).toMatchObject({ revision: 2, title: '新的题目' })
    expect(await article()).toMatchObject({ revision: 2 })
  })

  test('of what was discarded: nothing is pending', async () => {
    const { etag } = await begin()
    loseAll()
    expect((await discard(etag)).status).toBe(503)
    hearAgain()
    expect((await discard(etag)).status).toBe(404)
  })
})

describe('what a key may do', () => {
  test.each([
    [['articles:write'], undefined, 201, 200, 403],
    [['articles:write', 'articles:publish'], ['news'], 201, 200, 200],
    [['articles:publish'], undefined, 403, 200, 403],
    [['export:read'], undefined, 403, 200, 403],
    [['sections:write'], undefined, 403, 403, 403],
    [['articles:write', 'articles:publish'], ['culture'], 404, 404, 404],
  ] as const)(
    '%j in %j: saving %d, reading %d, publishing %d',
    async (scopes, sections, ...expected) => {
      const { key } = await makeKey(newsroom, [...scopes], sections && { sections })
      const saved = (await patch({ title: 'x' }, '"1"', key)).status
      if (saved !== 201) await begin()
      const etag = (await get(editor)).headers.get('ETag')
      const statuses = [saved, (await get(key)).status, (await publish(etag, key)).status]
      expect(statuses).toEqual(expected)
    },
  )

  test('out of its sections, nor into others', async () => {
    const { key } = await makeKey(newsroom, ['articles:write'], { sections: ['news'] })
    expect((await patch({ section: 'culture' }, '"1"', key)).status).toBe(403)
    const { etag } = await begin({ section: 'culture' })
    for (const response of [get(key), patch({ title: 'x' }, etag, key), discard(etag, key)]) {
      expect((await refused(await response, 403)).detail).toContain('"culture"')
    }
    expect((await list('', key)).drafts).toHaveLength(1)
  })
})

describe('the list of what is pending', () => {
  beforeEach(async () => {
    for (const n of [2, 3]) {
      await newsroom.post({ slug: `piece-${n}`, section: n === 2 ? 'culture' : 'news' })
      await patch({ title: '新' }, '"1"', writer, `/api/articles/${n}/draft`)
    }
    await begin()
  })

  const numbers = ({ drafts }: Awaited<ReturnType<typeof list>>) =>
    drafts.map(({ article: { id } }) => id)

  test('has the last change first, page by page', async () => {
    await env.DB.prepare('UPDATE pending_drafts SET updated_at = 1000 + article_id').run()
    const first = await list('?limit=2')
    expect(numbers(first)).toEqual([3, 2])
    expect(numbers(await list(`?limit=2&cursor=${first.next}`))).toEqual([1])
  })

  test('has those of the key’s sections', async () => {
    const { key } = await makeKey(newsroom, ['articles:write'], { sections: ['culture'] })
    expect(numbers(await list('', key))).toEqual([2])
  })

  test('reads an index and no more', async () => {
    const plan = await rows(
      'EXPLAIN QUERY PLAN SELECT * FROM pending_drafts WHERE (updated_at, article_id) < (5, 5) ORDER BY updated_at DESC, article_id DESC LIMIT 9',
    )
    expect(JSON.stringify(plan)).toContain('pending_drafts_updated')
    expect(JSON.stringify(plan)).not.toContain('TEMP B-TREE')
  })
})

describe('a picture that only a draft shows', () => {
  const now = () => Math.floor(Date.now() / 1000)
  let hash = ''

  beforeEach(async () => {
    vi.spyOn(console, 'info').mockReturnValue()
    const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'image/png' }
    const init = { method: 'POST', headers, body: png(64, 48, 3) }
    hash = (
      await (await newsroom.fetch('/api/pictures?alt=%E8%8D%89', init)).json<{ hash: string }>()
    ).hash
  })

  const isThere = async () => (await newsroom.call('GET', `/api/pictures/${hash}`)).status === 200
  const late = (days: number) => newsroom.tick(now() + days * DAY)

  test.each([
    ['its body', () => ({ body: `前文。\n\n![草](picture:${hash})` })],
    ['its head', () => ({ lead: { picture: hash } })],
  ])('in %s is kept as long as it waits, and a month longer', async (_, fields) => {
    const { etag } = await begin(fields())
    await late(31)
    await late(63)
    expect(await isThere()).toBe(true)
    expect((await newsroom.call('DELETE', `/api/pictures/${hash}`)).status).toBe(409)
    await discard(etag)
    await late(64)
    expect(await isThere()).toBe(true)
    await late(95)
    expect(await isThere()).toBe(false)
    expect(await rows('SELECT * FROM draft_pictures')).toEqual([])
  })

  test('is kept by the article once it is published', async () => {
    const { etag } = await begin({ lead: { picture: hash } })
    expect((await publish(etag)).status).toBe(200)
    await late(70)
    expect(await isThere()).toBe(true)
    expect(await rows('SELECT * FROM draft_pictures')).toEqual([])
  })

  test('is let go when the draft shows it no more', async () => {
    const { etag } = await begin({ lead: { picture: hash } })
    await begin({ lead: null, title: '没有图' }, etag)
    await late(31)
    expect(await isThere()).toBe(false)
  })
})

test('erasing a revision takes what is pending with it, whatever it began from', async () => {
  await newsroom.patch(1, { title: '改过' })
  const { etag } = await begin({ body: '诽谤某人。' }, '"2"')
  expect((await newsroom.call('DELETE', '/api/articles/1/revisions/1')).status).toBe(200)
  expect((await get()).status).toBe(404)
  expect(await rows('SELECT * FROM pending_drafts')).toEqual([])
  expect((await publish(etag)).status).toBe(404)
})

test('an answer kept for a publication is erased with the text', async () => {
  const { etag } = await begin({ body: '诽谤某人。' })
  await publish(etag)
  await newsroom.patch(1, { body: '改过。' })
  await newsroom.call('DELETE', '/api/articles/1/revisions/2')
  expect((await refused(await publish(etag), 409)).type).toContain('answer-erased')
})
