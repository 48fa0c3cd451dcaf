/** What the log holds when everything fails: enough to look for why, and nothing that opens a door or names a reader. */
import { afterEach, expect, test, vi } from 'vitest'
import { secondsNow } from '../../src/time'
import { atDesk } from '../support/desk'
import { KEY, ORIGIN, openNewsroom } from '../support/newsroom'

afterEach(() => {
  vi.restoreAllMocks()
})

test('no line holds a key, a session, a link, a reader’s address or what was searched for', async () => {
  const lines: string[] = []
  for (const level of ['info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line) => void lines.push(String(line)))
  }
  const newsroom = await openNewsroom({ INDEXNOW_KEY: 'abcdef1234567890' } as Partial<Env>)
  const desk = await atDesk(newsroom)
  const { id } = await newsroom.post({ slug: 'piece', status: 'draft' })
  const made = await newsroom.call('POST', `/api/articles/${id}/previews`, {})
  const preview = new URL((await made.json<{ url: string }>()).url, ORIGIN).pathname
  const link = `/desk/enter/${'l'.repeat(43)}`
  const reader = {
    'CF-Connecting-IP': '203.0.113.7',
    'User-Agent': 'Reader/7',
    Cookie: desk.cookie,
    Authorization: `Bearer ${KEY}`,
  }
  const ways = [
    '/',
    preview,
    link,
    '/search?q=%E7%A7%98%E5%AF%86',
    '/articles/piece?token=querysecret',
    '/desk',
    '/desk/articles?words=querysecret',
    '/api/articles?cursor=querysecret',
    '/api/health?key=querysecret',
    '/pictures/none/64.png',
  ]
  const visitAll = async () => {
    for (const path of ways) {
      newsroom.time.pass(10_000)
      await newsroom.fetch(path, { headers: reader, redirect: 'manual' })
      await newsroom.fetch(path, { headers: reader, method: 'POST', body: '{"a":"querysecret"}' })
    }
    await newsroom.tick(secondsNow())
  }
  await visitAll()
  newsroom.reborn()
  newsroom.onKV = () => {
    throw new Error('KV GET failed: 503')
  }
  newsroom.onD1 = () => {
    throw new Error('D1_ERROR: Network connection lost.')
  }
  await visitAll()
  newsroom.onD1 = () => {
    throw new Error('a fault of ours')
  }
  await visitAll()

  const events = new Set(lines.map((line) => JSON.parse(line).event))
  for (const event of ['api', 'd1-unreachable', 'kv-read-failed', 'tick-failed', 'unhealthy']) {
    expect(events).toContain(event)
  }
  const secrets = [
    ...[KEY, desk.cookie.split('=')[1], preview.split('/').pop(), 'l'.repeat(43)],
    ...['203.0.113.7', 'Reader/7', 'querysecret', '秘密', '%E7%A7%98', 'abcdef1234567890'],
  ] as string[]
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(1)
  for (const line of lines) for (const secret of secrets) expect(line).not.toContain(secret)
})
