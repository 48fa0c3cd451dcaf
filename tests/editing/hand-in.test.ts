import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { selectReturned, toHandedIn } from '../../src/articles/hand-ins'
import { waiting } from '../../src/articles/writing/once'
import { article, KEY, type Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'

let newsroom: Newsroom
/** May write. */
let writer: Key
/** May write and publish. */
let editor: Key

interface Key {
  id: number
  key: string
}

interface Shown {
  article: { id: number; title: string; section: string; revision: number; url: string }
  revision: number
  by: { id: number; name: string }
  at: string
  note: string | null
  returned: { by: { id: number; name: string }; at: string; note: string | null } | null
}

const TEST: Key = { id: 1, key: KEY }

async function makeKey(name: string, scopes: string[], sections?: string[]): Promise<Key> {
  const made = await newsroom.call('POST', '/api/keys', { name, scopes, sections })
  return made.json()
}

beforeEach(async () => {
  newsroom = await openNewsroom()
  writer = await makeKey('Reporter', ['articles:write'])
  editor = await makeKey('Editor', ['articles:write', 'articles:publish'])
  await newsroom.post({ status: 'draft', title: '稿子', slug: 'piece' })
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const call = (by: Key, method: string, path: string, body?: unknown, ifMatch = '') =>
  newsroom.call(method, path, body, {
    Authorization: `Bearer ${by.key}`,
    ...(ifMatch && { 'If-Match': ifMatch }),
  })

const HAND_IN = '/api/articles/1/hand-in'
const handIn = (by = writer, body: object = {}, ifMatch = '"1"', id = 1) =>
  call(by, 'PUT', `/api/articles/${id}/hand-in`, body, ifMatch)
const sendBack = (by = editor, note: unknown = '请核对数字', ifMatch = '"1"', id = 1) =>
  call(by, 'POST', `/api/articles/${id}/hand-in/return`, { note }, ifMatch)
const takeBack = (by = writer) => call(by, 'DELETE', HAND_IN)
const get = (by = writer) => call(by, 'GET', HAND_IN)

async function list(query = '', by = editor) {
  const response = await call(by, 'GET', `/api/hand-ins${query}`)
  expect(response.status).toBe(200)
  return response.json<{ handIns: Shown[]; next: string | null }>()
}

const numbers = ({ handIns }: { handIns: Shown[] }) => handIns.map(({ article: { id } }) => id)
const waits = async () => numbers(await list())
const cameBack = async () => numbers(await list('?returned=true'))

/** The text of the answer, once its status is what is expected. */
async function refused(response: Response, status: number): Promise<string> {
  expect(response.status).toBe(status)
  return (await response.json<ProblemAnswer>()).detail
}

async function trail() {
  const { entries } = await (await newsroom.call('GET', '/api/audit')).json<{
    entries: { action: string; subject: string; keyId: number; revision: number }[]
  }>()
  return entries
    .filter(({ action }) => /hand-in|take-back|send-back/.test(action))
    .map(({ action, subject, keyId, revision }) => [action, subject, keyId, revision])
}

const left = async () => (await env.DB.prepare('SELECT * FROM hand_ins').run()).results

const inTime = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000)

describe('who may write but not publish', () => {
  test('hands a draft in, and who may publish finds it, with what the writer says', async () => {
    const response = await handIn(writer, { note: '数字已核对' })
    expect(response.status).toBe(201)
    const shown = await response.json<Shown>()
    expect(shown).toMatchObject({
      article: { id: 1, title: '稿子', section: 'news', revision: 1, status: 'draft' },
      revision: 1,
      by: { id: writer.id, name: 'Reporter' },
      note: '数字已核对',
      returned: null,
    })
    expect(await list()).toEqual({ handIns: [shown], next: null })
    expect(await (await get()).json()).toEqual(shown)
  })

  test('need not say anything', async () => {
    expect(await (await handIn()).json()).toMatchObject({ note: null })
  })

  test('cannot publish it by handing it in: readers see nothing', async () => {
    await handIn()
    expect((await newsroom.fetch('/articles/piece')).status).toBe(404)
    const patch = await newsroom.call(
      'PATCH',
      '/api/articles/1',
      { status: 'published' },
      {
        Authorization: `Bearer ${writer.key}`,
        'If-Match': '"1"',
      },
    )
    expect(patch.status).toBe(403)
  })

  test('takes it back, once', async () => {
    await handIn(writer, { note: '还没完' })
    const response = await takeBack()
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ note: '还没完', returned: null })
    expect(await waits()).toEqual([])
    expect(await refused(await takeBack(), 404)).toBe('The article is not handed in.')
    expect((await get()).status).toBe(404)
  })

  test('hands in once, however often the same is sent', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 26), toFake: ['Date'] })
    const first = await (await handIn(writer, { note: '好了' })).json()
    inTime(60)
    const again = await handIn(writer, { note: '好了' })
    expect(again.status).toBe(200)
    expect(await again.json()).toEqual(first)
    expect(await trail()).toHaveLength(1)
  })

  test('hands in anew what was changed since, or with other words: the last counts', async () => {
    await handIn(writer, { note: '一' })
    await newsroom.patch(1, { title: '改过' })
    expect((await list()).handIns).toMatchObject([{ revision: 1, article: { revision: 2 } }])
    const anew = await handIn(writer, { note: '二' }, '"2"')
    expect(anew.status).toBe(200)
    await handIn(writer, {}, '"2"')
    expect((await list()).handIns).toMatchObject([
      { revision: 2, note: null, article: { title: '改过' } },
    ])
  })

  test('is told what came back, and by whom', async () => {
    await handIn(writer, { note: '好了' })
    await sendBack(editor, '请补出处')
    expect(await waits()).toEqual([])
    expect(await (await get()).json()).toMatchObject({
      revision: 1,
      note: '好了',
      returned: { by: { id: editor.id, name: 'Editor' }, note: '请补出处' },
    })
    expect(numbers(await list('?returned=true', writer))).toEqual([1])
  })

  test('hands in again what came back: then it waits, and what was said is gone', async () => {
    await handIn()
    await sendBack()
    await newsroom.patch(1, { body: '补上了出处。' })
    expect((await handIn(writer, { note: '补了' }, '"2"')).status).toBe(200)
    expect((await list()).handIns).toMatchObject([{ revision: 2, note: '补了', returned: null }])
    expect(await cameBack()).toEqual([])
    expect(JSON.stringify(await left())).not.toContain('核对')
  })
})

describe('who may publish', () => {
  test('approves by publishing: it waits no more, and readers see it', async () => {
    await handIn()
    await newsroom.patch(1, { status: 'published' })
    expect(await newsroom.read('/articles/piece')).toContain('稿子')
    expect(await left()).toEqual([])
    expect((await get()).status).toBe(404)
  })

  test.each([
    [
      'planning',
      () => newsroom.patch(1, { status: 'scheduled', publishAt: '2999-01-01T00:00:00Z' }),
    ],
    ['withdrawing', () => newsroom.withdraw(1)],
    ['an import that publishes', () => bring({ status: 'published' })],
  ])('settles it by %s, too, be it sent back or not', async (_, settle) => {
    await newsroom.patch(1, { title: '导入的' })
    await handIn(writer, {}, '"2"')
    await sendBack(editor, '请改', '"2"')
    await settle()
    expect(await left()).toEqual([])
  })

  async function bring(fields: object) {
    const line = JSON.stringify(article({ type: 'article', slug: 'piece', id: 1, ...fields }))
    const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' }
    const response = await newsroom.fetch('/api/import', { method: 'POST', headers, body: line })
    const answer = new TextDecoder().decode(await response.arrayBuffer())
    expect(answer).toContain('"status":200')
  }

  test('leaves it waiting by changing the draft', async () => {
    await handIn()
    await newsroom.patch(1, { title: '编辑改过' })
    expect(await waits()).toEqual([1])
  })

  test('settles nothing of other articles', async () => {
    await newsroom.post({ status: 'draft', slug: 'other' })
    await handIn()
    await handIn(writer, {}, '"1"', 2)
    await newsroom.patch(2, { status: 'published' })
    expect(await waits()).toEqual([1])
  })

  test('sends it back once: the same again is answered alike, other words are not', async () => {
    await handIn()
    const first = await (await sendBack()).json()
    const again = await sendBack()
    expect([again.status, await again.json()]).toEqual([200, first])
    expect(await refused(await sendBack(editor, '再看'), 409)).toContain('was sent back already')
    expect(await refused(await sendBack(TEST), 409)).toContain('was sent back already')
    expect(await trail()).toHaveLength(2)
  })

  test('cannot send back what is not handed in', async () => {
    expect(await refused(await sendBack(), 409)).toBe('The article is not handed in.')
    await newsroom.patch(1, { status: 'published' })
    expect((await sendBack(editor, '请改', '"2"')).status).toBe(409)
  })

  test('cannot send back what has changed since it was read', async () => {
    await handIn()
    await newsroom.patch(1, { title: '作者又改了' })
    const late = await sendBack()
    expect(late.headers.get('ETag')).toBe('"2"')
    expect(await refused(late, 412)).toContain('at revision 2 now')
    expect((await sendBack(editor, '请改', '"2"')).status).toBe(200)
  })
})

describe('handing in takes', () => {
  test('the revision that was read, in If-Match', async () => {
    expect((await call(writer, 'PUT', HAND_IN, {})).status).toBe(428)
    expect((await handIn(writer, {}, '*')).status).toBe(428)
    await newsroom.patch(1, { title: '别人改了' })
    const late = await handIn()
    expect([late.status, late.headers.get('ETag')]).toEqual([412, '"2"'])
    expect((await call(editor, 'POST', `${HAND_IN}/return`, { note: 'x' })).status).toBe(428)
  })

  test.each([
    ['published', () => newsroom.patch(1, { status: 'published' })],
    [
      'scheduled',
      () => newsroom.patch(1, { status: 'scheduled', publishAt: '2999-01-01T00:00:00Z' }),
    ],
    ['withdrawn', () => newsroom.withdraw(1)],
  ])('a draft: an article that is %s is refused', async (status, change) => {
    await change()
    const detail = await refused(await handIn(writer, {}, '"2"'), 409)
    expect(detail).toBe(`Only drafts are handed in, and the article is ${status}.`)
  })

  test.each([
    [{ note: '字'.repeat(501) }, 'too long'],
    [{ note: '' }, 'is empty'],
    [{ note: '一\n二' }, 'one line'],
    [{ note: 5 }, 'must be a string'],
    [{ text: 'x' }, 'not a known field'],
  ])('a note of one line, if any: %j is refused', async (body, fault) => {
    const response = await handIn(writer, body)
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(fault)
    expect(await left()).toEqual([])
  })

  test('500 characters at most, and sending back a note of as many', async () => {
    expect((await handIn(writer, { note: '字'.repeat(500) })).status).toBe(201)
    expect((await sendBack(editor, undefined)).status).toBe(200)
    for (const note of [null, '', '字'.repeat(501)]) {
      expect((await sendBack(editor, note)).status).toBe(422)
    }
  })

  test('JSON, and the right method', async () => {
    expect((await call(writer, 'POST', HAND_IN, {})).headers.get('Allow')).toBe('GET, PUT, DELETE')
    expect((await call(editor, 'PUT', `${HAND_IN}/return`, {})).headers.get('Allow')).toBe('POST')
    expect((await call(editor, 'POST', '/api/hand-ins', {})).headers.get('Allow')).toBe('GET')
    const headers = { 'Content-Type': 'text/plain', 'If-Match': '"1"' }
    expect((await newsroom.call('PUT', HAND_IN, {}, headers)).status).toBe(415)
  })
})

describe('what a key may do with hand-ins', () => {
  const KEYS: Record<string, [scopes: string[], sections?: string[]]> = {
    'a writer': [['articles:write']],
    'a publisher': [['articles:write', 'articles:publish']],
    'one who only publishes': [['articles:publish']],
    'one who only withdraws': [['articles:withdraw']],
    'one who exports': [['export:read']],
    'one for sections alone': [['sections:write']],
    'a writer of its section': [['articles:write'], ['news']],
    'a publisher of another section': [['articles:write', 'articles:publish'], ['culture']],
  }

  test.each([
    ['a writer', 201, 200, 403, 200, [1]],
    ['a publisher', 201, 200, 200, 200, [1]],
    ['one who only publishes', 403, 200, 200, 403, [1]],
    ['one who only withdraws', 403, 200, 403, 403, [1]],
    ['one who exports', 403, 200, 403, 403, [1]],
    ['one for sections alone', 403, 403, 403, 403, null],
    ['a writer of its section', 201, 200, 403, 200, [1]],
    ['a publisher of another section', 404, 404, 404, 404, []],
  ] as const)(
    '%s: handing in %d, reading %d, sending back %d, taking back %d',
    async (who, handing, reading, sending, taking, seen) => {
      const key = await makeKey(who, ...(KEYS[who] as [string[], string[]?]))
      expect((await handIn(key)).status).toBe(handing)
      if (handing !== 201) await handIn()
      expect((await get(key)).status).toBe(reading)
      const listed = await call(key, 'GET', '/api/hand-ins')
      expect(listed.status).toBe(seen ? 200 : 403)
      if (seen) expect(numbers(await listed.json())).toEqual(seen)
      expect((await sendBack(key)).status).toBe(sending)
      expect((await takeBack(key)).status).toBe(taking)
      expect((await left()).length).toBe(taking === 200 ? 0 : 1)
    },
  )

  test('follows the article into its section: who has lost sight of it is told of nothing', async () => {
    const limited = await makeKey('Stringer', ['articles:write'], ['news'])
    await handIn(limited)
    await newsroom.patch(1, { section: 'culture' })
    expect((await get(limited)).status).toBe(404)
    expect(numbers(await list('', limited))).toEqual([])
    expect(await waits()).toEqual([1])
  })
})

describe('the list', () => {
  /** Drafts in these sections, handed in a minute apart; the first article is not among them. */
  async function handInAll(sections: string[]) {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 26), toFake: ['Date'] })
    for (const section of sections) {
      const { id } = await newsroom.post({ status: 'draft', section })
      inTime(60)
      await handIn(writer, {}, '"1"', id)
    }
  }

  test('has what waits longest first, page by page', async () => {
    await handInAll(['news', 'news', 'news', 'news'])
    inTime(60)
    await handIn()
    const pages: number[][] = []
    for (let next: string | null = ''; next !== null; ) {
      const page = await list(`?limit=2${next && `&cursor=${next}`}`)
      pages.push(numbers(page))
      next = page.next
    }
    expect(pages).toEqual([[2, 3], [4, 5], [1]])
  })

  test('goes on rightly among those that were handed in in one second', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 26), toFake: ['Date'] })
    for (let id = 2; id <= 4; id++) await newsroom.post({ status: 'draft' })
    for (const id of [3, 1, 4, 2]) await handIn(writer, {}, '"1"', id)
    const first = await list('?limit=3')
    expect(numbers(first)).toEqual([1, 2, 3])
    expect(numbers(await list(`?cursor=${first.next}`))).toEqual([4])
  })

  test('has what was sent back in the order in which it came back', async () => {
    await handInAll(['news', 'culture', 'news'])
    for (const id of [3, 2]) {
      inTime(60)
      await sendBack(editor, '请改', '"1"', id)
    }
    expect(await waits()).toEqual([4])
    const first = await list('?returned=true&limit=1')
    expect(numbers(first)).toEqual([3])
    expect(numbers(await list(`?returned=true&cursor=${first.next}`))).toEqual([2])
  })

  test('of one writer has what came back to that one, where the key still reaches', async () => {
    await handInAll(['news', 'culture', 'news'])
    await handIn(TEST)
    for (const id of [3, 2, 1]) await sendBack(editor, '请改', '"1"', id)
    const own = async (key: Key, sections: string[] | null, limit = 9) =>
      toHandedIn(await selectReturned(env.DB, key.id, sections, limit).run()).map(
        ({ article: { id }, handIn: { returned } }) => [id, returned?.by.name],
      )
    expect(await own(TEST, null)).toEqual([[1, 'Editor']])
    expect((await own(writer, null)).map(([id]) => id)).toEqual([2, 3])
    expect(await own(writer, ['culture'])).toEqual([[3, 'Editor']])
    expect(await own(writer, null, 1)).toHaveLength(1)
    expect(await own(editor, null)).toEqual([])
  })

  test('of a key limited to sections has theirs alone, on pages as full as of any other', async () => {
    await handInAll(['culture', 'news', 'culture', 'news', 'culture'])
    const key = await makeKey('Culture', ['articles:publish'], ['culture'])
    const first = await list('?limit=2', key)
    expect(numbers(first)).toEqual([2, 4])
    const rest = await list(`?limit=2&cursor=${first.next}`, key)
    expect([numbers(rest), rest.next]).toEqual([[6], null])
  })

  test('of a key limited to sections looks at 1,000 at a time, and says how far it came', async () => {
    const key = await makeKey('Culture', ['articles:publish'], ['culture'])
    await env.DB.batch([
      env.DB.prepare(
        `WITH RECURSIVE n (i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 1199)
         INSERT INTO articles (id, revision, slug, section_id, status, title, excerpt, keywords,
           created_at, updated_at)
         SELECT i, 1, 's' || i, 1, 'draft', 't', '', '[]', 0, 0 FROM n`,
      ),
      env.DB.prepare(
        `INSERT INTO hand_ins (article_id, revision, key_id, at)
         SELECT id, 1, 1, id FROM articles WHERE id >= 100`,
      ),
    ])
    const { id } = await newsroom.post({ status: 'draft', section: 'culture' })
    await handIn(writer, {}, '"1"', id)
    const first = await list('', key)
    expect([numbers(first), first.next]).toEqual([[], '1099.1099'])
    const rest = await list(`?cursor=${first.next}`, key)
    expect([numbers(rest), rest.next]).toEqual([[id], null])
    const cost = await newsroom.spent(() => list('', key))
    // One to enter, one for the page.
    expect(cost.roundTrips).toBe(2)
    const wide = await newsroom.spent(() => list('?limit=100', TEST))
    expect(wide.roundTrips).toBe(2)
    expect(wide.rowsRead).toBeLessThan(1_000)
  })

  test.each(['?limit=0', '?limit=101', '?cursor=x', '?returned=yes', '?status=draft'])(
    '%s is refused',
    async (query) => {
      expect((await call(editor, 'GET', `/api/hand-ins${query}`)).status).toBe(422)
    },
  )
})

describe('of those who meet', () => {
  /** Does something once, between the look at D1 and the write that leaves this in the trail. */
  function meanwhile(work: () => Promise<unknown>) {
    let done: Promise<unknown> | undefined
    newsroom.onD1 = (sql) => {
      if (done || !sql.some((one) => one.includes('hand_ins') && !/^\s*SELECT/.test(one))) return
      done = work()
      return done
    }
  }

  test('whoever hands in what is being published comes too late, and nothing is left of it', async () => {
    meanwhile(() => newsroom.patch(1, { status: 'published' }))
    const late = await handIn()
    expect([late.status, late.headers.get('ETag')]).toEqual([412, '"2"'])
    expect(await left()).toEqual([])
    expect(await trail()).toEqual([])
  })

  test('whoever hands in what is being changed has not handed in what nobody read', async () => {
    meanwhile(() => newsroom.patch(1, { title: '改' }))
    expect((await handIn()).status).toBe(412)
    expect(await left()).toEqual([])
  })

  test.each([
    ['is changed', 412, () => newsroom.patch(1, { title: '改' })],
    ['is published', 412, () => newsroom.patch(1, { status: 'published' })],
    ['is taken back', 409, () => takeBack()],
    ['is handed in with other words', 409, () => handIn(writer, { note: '又' })],
    ['is sent back by another', 409, () => sendBack(TEST, '先到')],
  ])('who sends back what just then %s is told so', async (_, status, work) => {
    await handIn()
    meanwhile(work)
    expect((await sendBack()).status).toBe(status)
    expect(JSON.stringify(await left())).not.toContain('请核对数字')
  })

  test('of two who send back, one is heard', async () => {
    await handIn()
    const answers = await Promise.all([sendBack(editor, '甲'), sendBack(TEST, '乙')])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('an editor who publishes while the writer edits: If-Match decides as ever', async () => {
    await handIn()
    await newsroom.patch(1, { title: '作者改' })
    const publish = { status: 'published' }
    expect((await call(editor, 'PATCH', '/api/articles/1', publish, '"1"')).status).toBe(412)
    expect(await waits()).toEqual([1])
  })

  test('one who takes back what is being published is told that there is nothing', async () => {
    await handIn()
    meanwhile(() => newsroom.patch(1, { status: 'published' }))
    expect((await takeBack()).status).toBe(404)
    expect((await trail()).map(([action]) => action)).toEqual(['article.hand-in'])
  })
})

describe('when D1’s answer gets lost', () => {
  const isWrite = (sql: string[]) => sql.some((one) => /INTO audit/.test(one))

  test.each([1, 2])('%d times, each deed is done and written down once', async (times) => {
    vi.spyOn(console, 'warn').mockReturnValue()
    vi.spyOn(waiting, 'pause').mockResolvedValue()
    const lose = () => {
      let n = times
      newsroom.onD1Answer = (sql) => {
        if (isWrite(sql) && n-- > 0) throw new Error('Network connection lost.')
      }
    }
    lose()
    expect((await handIn(writer, { note: '好了' })).status).toBe(201)
    lose()
    expect((await sendBack()).status).toBe(200)
    lose()
    expect((await takeBack()).status).toBe(200)
    expect(await left()).toEqual([])
    expect(await trail()).toEqual([
      ['article.take-back', '1', writer.id, 1],
      ['article.send-back', '1', editor.id, 1],
      ['article.hand-in', '1', writer.id, 1],
    ])
  })

  test('and D1 is out of reach, nothing is stored, and the answer says so', async () => {
    vi.spyOn(console, 'warn').mockReturnValue()
    vi.spyOn(console, 'error').mockReturnValue()
    vi.spyOn(waiting, 'pause').mockResolvedValue()
    newsroom.onD1 = (sql) => {
      if (isWrite(sql)) throw new Error('Network connection lost.')
    }
    expect((await handIn()).status).toBe(503)
    newsroom.onD1 = () => {}
    expect(await left()).toEqual([])
    expect((await handIn()).status).toBe(201)
  })
})

test('erasing a revision erases what was said when the article was handed in and sent back', async () => {
  await handIn(writer, { note: '张三的住址已核对' })
  await sendBack(editor, '请删去张三的住址')
  await newsroom.patch(1, { body: '已删。' })
  expect((await newsroom.call('DELETE', '/api/articles/1/revisions/1')).status).toBe(200)
  expect(JSON.stringify(await left())).not.toContain('张三')
  expect(await (await get()).json()).toMatchObject({
    revision: 1,
    note: null,
    returned: { by: { name: 'Editor' }, note: null },
  })
})

test('what readers see is left alone, and nothing is owed to the outside', async () => {
  const STATE = 'SELECT kind, subject, version FROM outbox'
  const before = await env.DB.prepare(STATE).run()
  const cost = await newsroom.spent(async () => {
    await handIn()
    await sendBack()
    await takeBack()
  })
  expect(cost).toMatchObject({ kvReads: 0, kvWrites: 0 })
  expect((await env.DB.prepare(STATE).run()).results).toEqual(before.results)
})
