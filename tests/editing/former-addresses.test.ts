import { beforeEach, describe, expect, test, vi } from 'vitest'
import { article, KEY, type Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
  newsroom = await openNewsroom()
})

const get = async (id: number) =>
  (await newsroom.call('GET', `/api/articles/${id}`)).json<{ formerAddresses: string[] }>()

const postAgain = (fields: object) => newsroom.call('POST', '/api/articles', article({ ...fields }))

async function bring(...lines: object[]) {
  const response = await newsroom.fetch('/api/import', {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' },
    body: lines.map((line) => JSON.stringify(line)).join('\n'),
  })
  const results = (await response.text()).trim().split('\n')
  return results.map((line) => JSON.parse(line) as { status: number; id: number; detail?: string })
}

describe('the former addresses of an article', () => {
  test('are answered in one spelling, each once', async () => {
    const { id, formerAddresses } = await newsroom.post({
      formerAddresses: ['/2019/05/%e6%a0%87/', '/2019/05/标', '/?p=123', '/a b/../c?z=1&a=2#top'],
    })
    expect(formerAddresses).toEqual(['/2019/05/标', '/?p=123', '/c?a=2&z=1'])
    expect((await get(id)).formerAddresses).toEqual(formerAddresses)
  })

  test('are none unless they are given', async () => {
    const { formerAddresses } = await newsroom.post()
    expect(formerAddresses).toEqual([])
  })

  test('are part of a revision: a change makes one, and the same again makes none', async () => {
    const { id } = await newsroom.post({ formerAddresses: ['/a'] })
    expect((await newsroom.patch(id, { formerAddresses: ['/a', '/b'] })).revision).toBe(2)
    expect((await newsroom.patch(id, { formerAddresses: ['/a/', '/b#x'] })).revision).toBe(2)
    expect((await newsroom.patch(id, { formerAddresses: null })).formerAddresses).toEqual([])
  })

  test('stay where a replacement leaves them out, and go where it says so', async () => {
    const { id } = await newsroom.post({ slug: 'one', formerAddresses: ['/a'] })
    const put = async (fields: object, revision: number) => {
      const document = article({ slug: 'one', ...fields })
      const headers = { 'If-Match': `"${revision}"` }
      const response = await newsroom.call('PUT', `/api/articles/${id}`, document, headers)
      return (await response.json<{ formerAddresses: string[] }>()).formerAddresses
    }
    expect(await put({ title: '新题' }, 1)).toEqual(['/a'])
    expect(await put({ title: '新题', formerAddresses: [] }, 2)).toEqual([])
  })

  test.each([
    ['/', 'names /, where the newsroom itself answers'],
    ['/search?q=1', 'names /search?q=1, where the newsroom itself answers'],
    ['/api/articles', 'names /api/articles, where the newsroom itself answers'],
    ['/desk', 'names /desk, where the newsroom itself answers'],
    ['/feed.xml', 'names /feed.xml, where the newsroom itself answers'],
    ['https://old.example.com/a', 'must be a path of the old site'],
    ['//old.example.com/a', 'must be a path of the old site'],
    ['2019/05/a', 'must be a path of the old site'],
    [`/${'长'.repeat(400)}`, 'at most 1000 bytes'],
    [7, 'must be a string'],
  ])('cannot be %s, and the answer says why', async (address, why) => {
    const { errors } = await newsroom.refused(article({ formerAddresses: ['/good', address] }))
    expect(errors).toEqual([
      { field: 'formerAddresses.1', detail: expect.stringContaining(`formerAddresses.1 ${''}`) },
    ])
    expect(errors?.[0]?.detail).toContain(why)
  })

  test('are fifty at most', async () => {
    const some = (count: number) => Array.from({ length: count }, (_, i) => `/old/${i}`)
    expect((await newsroom.post({ formerAddresses: some(50) })).formerAddresses).toHaveLength(50)
    const { errors } = await newsroom.refused(article({ formerAddresses: some(51) }))
    expect(errors?.[0]?.field).toBe('formerAddresses')
  })
})

describe('an address that leads to another article', () => {
  const refused = async (response: Response) => {
    const { type, detail } = await response.json<ProblemAnswer>()
    return [response.status, type.split('/').at(-1), detail]
  }
  const TAKEN = (address: string) => [
    409,
    'address-taken',
    `The former address "${address}" leads to another article. Take it away from that one first, or leave it out here.`,
  ]

  test('is refused, however it is spelt', async () => {
    await newsroom.post({ formerAddresses: ['/标题/'] })
    const again = await postAgain({ formerAddresses: ['/%E6%A0%87%E9%A2%98'] })
    expect(await refused(again)).toEqual(TAKEN('/标题'))
  })

  test('is refused to a change, too', async () => {
    await newsroom.post({ formerAddresses: ['/a'] })
    const { id } = await newsroom.post()
    const patch = { formerAddresses: ['/a'] }
    const headers = { 'If-Match': '"1"' }
    const response = await newsroom.call('PATCH', `/api/articles/${id}`, patch, headers)
    expect(await refused(response)).toEqual(TAKEN('/a'))
  })

  test('is refused where that article stands now, or stood here', async () => {
    const { id } = await newsroom.post({ slug: 'there' })
    await newsroom.patch(id, { slug: 'elsewhere' })
    for (const slug of ['there', 'elsewhere']) {
      const response = await postAgain({ formerAddresses: [`/articles/${slug}`] })
      expect(await refused(response)).toEqual(TAKEN(`/articles/${slug}`))
    }
  })

  test('is no slug for another one', async () => {
    const { id } = await newsroom.post({ slug: 'new', formerAddresses: ['/articles/old'] })
    expect((await refused(await postAgain({ slug: 'old' })))[1]).toBe('slug-taken')
    expect((await newsroom.post({ title: 'Old' })).slug).toMatch(/^old-\d+$/)
    expect((await newsroom.patch(id, { slug: 'old' })).slug).toBe('old')
  })

  test('is refused with an older revision that is made current again', async () => {
    const { id } = await newsroom.post({ formerAddresses: ['/a'] })
    await newsroom.patch(id, { formerAddresses: [] })
    await newsroom.post({ formerAddresses: ['/a'] })
    const headers = { 'If-Match': '"2"' }
    const path = `/api/articles/${id}/revisions/1/restore`
    expect((await refused(await newsroom.call('POST', path, undefined, headers)))[1]).toBe(
      'address-taken',
    )
  })

  test('that somebody else takes meanwhile is refused, and nothing stored', async () => {
    let isFirst = true
    newsroom.onD1 = async (sql) => {
      if (!isFirst || !sql.some((one) => one.includes('INTO revisions'))) return
      isFirst = false
      await newsroom.post({ slug: 'faster', formerAddresses: ['/a'] })
    }
    const slow = await postAgain({ slug: 'slower', formerAddresses: ['/a'] })
    expect(await refused(slow)).toEqual(TAKEN('/a'))
    expect((await newsroom.fetch('/articles/slower')).status).toBe(404)
  })
})

describe('an import', () => {
  const line = (fields: object) => article({ ...fields })

  test('brings them along, and an export takes them out again', async () => {
    await bring(line({ slug: 'one', formerAddresses: ['/%E6%A0%87/', '/?p=1'] }))
    const exported = await newsroom.call('GET', '/api/export')
    const lines = (await exported.text()).trim().split('\n')
    const [one] = lines.map((text) => JSON.parse(text)).filter(({ slug }) => slug === 'one')
    expect(one.formerAddresses).toEqual(['/标', '/?p=1'])
    const again = await bring(one)
    expect(again[0]?.status).toBe(200)
  })

  test('leaves those of an article alone that it says nothing of', async () => {
    const origin = { system: 'cms', id: '1' }
    await newsroom.post({ origin, formerAddresses: ['/a'] })
    const [{ id } = { id: 0 }] = await bring(line({ origin, title: '新题' }))
    expect((await get(id)).formerAddresses).toEqual(['/a'])
  })

  test('gives an address to one line of two, and says so to the other', async () => {
    const results = await bring(
      line({ slug: 'one', formerAddresses: ['/a'] }),
      line({ slug: 'two', formerAddresses: ['/a/'] }),
      line({ slug: 'three', formerAddresses: ['/articles/one'] }),
    )
    expect(results.map(({ status }) => status)).toEqual([201, 409, 409])
  })

  test('lets an article have what another gives up in the line before', async () => {
    const [one, two] = [1, 2].map((id) => ({ system: 'cms', id: String(id) }))
    await newsroom.post({ origin: one, formerAddresses: ['/a'] })
    await newsroom.post({ origin: two })
    const results = await bring(
      line({ origin: one, formerAddresses: ['/b'] }),
      line({ origin: two, formerAddresses: ['/a'] }),
    )
    expect(results.map(({ status }) => status)).toEqual([200, 200])
    expect((await get(2)).formerAddresses).toEqual(['/a'])
  })
})
