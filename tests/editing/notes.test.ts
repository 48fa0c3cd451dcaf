import { beforeEach, describe, expect, test } from 'vitest'
import { article, KEY, type Newsroom, openNewsroom } from '../support/newsroom'

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom()
})

interface Answer {
  id: number
  notes?: string[]
  [field: string]: unknown
}

const post = async (fields: object, headers: Record<string, string> = {}) =>
  (await newsroom.call('POST', '/api/articles', article({ ...fields }), headers)).json<Answer>()

async function imported(...documents: object[]) {
  const body = documents.map((one) => JSON.stringify(one)).join('\n')
  const headers = { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/x-ndjson' }
  const response = await newsroom.fetch('/api/import', { method: 'POST', headers, body })
  return (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer)
}

const SENT = {
  title: '停\u200b水通知',
  keywords: ['⽂化', '文化', 'a'],
  author: 'Jose\u0301',
  source: { name: '新\u2060闻', url: 'HTTPS://example.org/a' },
  format: 'html',
  body: '<p style="color:red" onclick="x()">文</p><svg></svg><script>x</script><img data-src="https://example.org/a.jpg" alt="">',
}

const TOLD = [
  'title lost U+200B, which cannot be seen',
  'author was composed (Unicode NFC)',
  'keywords has 1 fewer: those that are alike were kept once',
  'source.name lost U+2060, which cannot be seen',
  'source.url was kept as “https://example.org/a”',
  'body has pictures at addresses that were kept for a script: https://example.org/a.jpg',
  'body lost what pages do not show: style, onclick, <svg>, <script>',
]

describe('an answer tells what was not kept as it was sent:', () => {
  test('left out, composed, put right', async () => {
    expect((await post(SENT)).notes).toEqual(TOLD)
  })

  test('read as pinyin', async () => {
    const { notes } = await post({
      format: 'text',
      body: '社(she)情与政协(zhèng xié)，图(a)。社(she)',
    })
    expect(notes).toEqual([
      'body has pinyin above its text where parentheses were: 社(she), 政协(zhèng xié)',
    ])
  })

  test('and nothing where nothing is to be told', async () => {
    expect(await post({ keywords: ['a', 'b'], author: 'Zoë', slug: 'a' })).not.toHaveProperty(
      'notes',
    )
    const { id } = await post(SENT)
    expect(await (await newsroom.call('GET', `/api/articles/${id}`)).json()).not.toHaveProperty(
      'notes',
    )
  })

  test('of a body only when it is another', async () => {
    const { id } = await post(SENT)
    expect(await newsroom.patch(id, { title: '二\u200b' })).toMatchObject({ notes: [TOLD[0]] })
    expect((await newsroom.patch(id, { body: '<p style="x">二</p>' })).notes).toEqual([
      'body lost what pages do not show: style',
    ])
  })

  test('again when the same request comes again', async () => {
    const again = { 'Idempotency-Key': '"1"' }
    const [first, second] = [await post(SENT, again), await post(SENT, again)]
    expect(second).toEqual(first)
    expect(second.notes).toEqual(TOLD)
  })

  test('to a line of an import, as to a post', async () => {
    const origin = { system: 'cms', id: '1' }
    const lines = await imported(article({ ...SENT, origin }), article({ slug: 'plain' }))
    expect(lines.map(({ notes }) => notes)).toEqual([TOLD, undefined])
    expect((await imported(article({ ...SENT, origin })))[0]?.notes).toEqual(TOLD.slice(0, 5))
  })

  test('in a few sentences, however much there is to tell', async () => {
    const keywords = Array.from({ length: 20 }, (_, i) => `k\u200b${i}`)
    const { notes } = await post({ ...SENT, keywords })
    expect(notes).toHaveLength(21)
    expect(notes?.at(-1)).toBe('and 6 more like these')
    const body = [...'社省图书馆里有很多人来看新书'].map((one) => `${one}(ā)`).join('')
    const many = await post({ format: 'text', body })
    expect(many.notes).toEqual([expect.stringMatching(/^body has pinyin .{1,100} and 3 more$/)])
  })

  test('and may be sent back with the rest of it', async () => {
    const answer = await post(SENT)
    const response = await newsroom.call('PUT', `/api/articles/${answer.id}`, answer, {
      'If-Match': '"1"',
    })
    expect(response.status).toBe(200)
  })
})
