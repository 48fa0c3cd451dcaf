import { readFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ENGINES } from '../../../src/delivery/engines/all'
import { baidu } from '../../../src/delivery/engines/baidu'
import { type Engine, type Reply, retryAfter } from '../../../src/delivery/engines/engine'
import { indexNow, keyAt } from '../../../src/delivery/engines/indexnow'
import { webSub } from '../../../src/delivery/engines/websub'
import { openapi } from '../../../src/editing/contract/openapi'
import type { Site } from '../../../src/site'
import { StandIns } from '../../support/engines'

const site = { origin: 'https://news.test' } as Site
const at = Date.parse('2026-11-22T13:00:00Z') / 1000
const vars = {
  INDEXNOW_KEY: 'abcdef12',
  BAIDU_PUSH_TOKEN: 'T0kenT0kenT0kenT',
  WEBSUB_HUB: 'https://hub.test/hub',
}
const answer = (status: number, text = '', headers: Record<string, string> = {}): Reply => ({
  status,
  text,
  headers: new Headers(headers),
  at,
})

describe('what an answer means', () => {
  const done = { is: 'done', remain: null, invalid: [] }
  const { read: readIndexNow } = indexNow
  const { read: readBaidu } = baidu
  const { read: readHub } = webSub
  const said = (status: number, body: object) => answer(status, JSON.stringify(body))

  test.each<[number, string]>([
    [200, 'done'],
    [202, 'done'],
    [400, 'refused'],
    [403, 'misconfigured'],
    [422, 'misconfigured'],
    [404, 'misconfigured'],
    [302, 'misconfigured'],
    [429, 'later'],
    [500, 'later'],
    [503, 'later'],
  ])('IndexNow: %i is %s', (status, is) => {
    expect(readIndexNow(answer(status)).is).toBe(is)
  })

  test('IndexNow: an hour’s wait is an hour’s wait', () => {
    const busy = answer(429, 'slow down', { 'Retry-After': '3600' })
    expect(readIndexNow(busy)).toEqual({ is: 'later', seconds: 3600, fault: '429 slow down' })
  })

  test.each<[number, object, object]>([
    [200, { remain: 9, success: 1 }, { ...done, remain: 9 }],
    [200, { remain: 9, success: 0, not_valid: ['x'] }, { ...done, remain: 9, invalid: ['x'] }],
    [200, { remain: 9, success: 0, not_same_site: ['x'] }, { is: 'misconfigured' }],
    [400, { error: 400, message: 'over quota' }, { is: 'spent', fault: '400 over quota' }],
    [400, { error: 400, message: 'site error' }, { is: 'misconfigured', fault: '400 site error' }],
    [401, { error: 401, message: 'token is not valid' }, { is: 'misconfigured' }],
    [404, { error: 404, message: 'not found' }, { is: 'misconfigured' }],
    [500, { error: 500, message: 'internal error, please try later' }, { is: 'later' }],
    [200, { error: 400, message: 'over quota' }, { is: 'spent' }],
    [200, {}, { is: 'later', fault: 'no JSON' }],
    [200, { success: 1, not_valid: 7, not_same_site: null }, done],
  ])('Baidu: %i %j', (status, body, verdict) => {
    expect(readBaidu(said(status, body))).toMatchObject(verdict)
  })

  test.each([
    ['', 502, 'later'],
    ['<html>', 200, 'later'],
    ['null', 200, 'later'],
    ['7', 200, 'later'],
    ['', 403, 'misconfigured'],
  ])('Baidu: what is not its own (%j, %i) is %s', (text, status, is) => {
    expect(readBaidu(answer(status, text)).is).toBe(is)
  })

  test.each<[number, string]>([
    [200, 'done'],
    [202, 'done'],
    [204, 'done'],
    [400, 'refused'],
    [422, 'refused'],
    [401, 'misconfigured'],
    [404, 'misconfigured'],
    [429, 'later'],
    [500, 'later'],
  ])('a hub: %i is %s', (status, is) => {
    expect(readHub(answer(status)).is).toBe(is)
  })

  test.each<[string | null, number | null]>([
    ['120', 120],
    ['0', 0],
    ['Sun, 22 Nov 2026 13:01:30 GMT', 90],
    ['Sun, 22 Nov 2026 12:00:00 GMT', null],
    ['999999999', 86_400],
    ['soon', null],
    ['-5', null],
    [null, null],
  ])('Retry-After: %s is %s seconds', (value, seconds) => {
    expect(retryAfter(value, at)).toBe(seconds)
  })

  test('Baidu’s day begins at midnight in Beijing, and a little later for us', () => {
    const next = (time: string) =>
      new Date((baidu.quota?.nextDay(Date.parse(time) / 1000) ?? 0) * 1000)
    expect(next('2026-11-22T13:00:00Z').toISOString()).toBe('2026-11-22T16:05:00.000Z')
    expect(next('2026-11-22T16:04:59Z').toISOString()).toBe('2026-11-22T16:05:00.000Z')
    expect(next('2026-11-22T16:05:00Z').toISOString()).toBe('2026-11-23T16:05:00.000Z')
    expect(next('2026-12-31T20:00:00Z').toISOString()).toBe('2027-01-01T16:05:00.000Z')
  })
})

describe('each engine there is', () => {
  test('is a kind of debt that GET /api/outbox may show', () => {
    const { Outbox } = openapi(site).components.schemas
    expect(Outbox).toHaveProperty(
      'properties.owed.items.properties.kind.enum',
      expect.arrayContaining(ENGINES.map(({ name }) => name)),
    )
  })

  test('has a row in docs/operations.md that names the variable that switches it on', () => {
    const [, chapter] = readFileSync('docs/operations.md', 'utf8').split(
      '## Telling search engines',
    )
    const [, table] = chapter?.split(/^\|---.*\n/m) ?? []
    const rows = table?.split('\n\n')[0]?.split('\n') ?? []
    expect(rows.map((row) => row.split('|')[2]?.match(/`(.+?)`/)?.[1])).toEqual(
      ENGINES.map(({ variable }) => variable),
    )
  })
})

describe('configuration', () => {
  test.each(['short12', 'x'.repeat(129), 'abc_defgh', '12345678\n', 'schlüssel'])(
    'INDEXNOW_KEY = %j is refused by name, and has no file',
    (key) => {
      expect(() => indexNow.requester(site, { INDEXNOW_KEY: key })).toThrow('INDEXNOW_KEY')
      expect(keyAt(`/${key}.txt`, { INDEXNOW_KEY: key })).toBeNull()
    },
  )
  test.each(['abcd1234', 'a-b-c-d-', 'x'.repeat(128)])('INDEXNOW_KEY = %s is one', (key) => {
    expect(keyAt(`/${key}.txt`, { INDEXNOW_KEY: key })).toBe(key)
  })
  test('a token pasted with its address, and an address that is none, are refused by name', () => {
    const token = { BAIDU_PUSH_TOKEN: 'http://data.zz.baidu.com/urls?site=x&token=abc' }
    expect(() => baidu.requester(site, token)).toThrow('BAIDU_PUSH_TOKEN')
    expect(() => webSub.requester(site, { WEBSUB_HUB: 'hub.test' })).toThrow('WEBSUB_HUB')
    const ftp = { ...vars, INDEXNOW_ENDPOINT: 'ftp://x/', BAIDU_PUSH_ENDPOINT: '/x' }
    expect(() => indexNow.requester(site, ftp)).toThrow('INDEXNOW_ENDPOINT')
    expect(() => baidu.requester(site, ftp)).toThrow('BAIDU_PUSH_ENDPOINT')
  })
})

describe('over a socket', () => {
  interface Received {
    line: string
    headers: IncomingHttpHeaders
    body: string
  }
  let received: Received[]
  let standIns: StandIns
  let base: string
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString('utf8')
    const { method = '', url = '', headers } = request
    received.push({ line: `${method} ${url}`, headers, body })
    const answer = await standIns.answer(
      new Request(new URL(url, base), { method, body, headers: headers as Record<string, string> }),
    )
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    response.end(await answer.text())
  })

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => server.close())
  beforeEach(() => {
    received = []
    standIns = new StandIns()
  })

  const local = () => ({
    ...vars,
    INDEXNOW_ENDPOINT: `${base}/indexnow`,
    BAIDU_PUSH_ENDPOINT: base,
    WEBSUB_HUB: `${base}/hub`,
  })
  async function tell(engine: Engine, urls: string[], isGone = false, from = site) {
    const response = await fetch(engine.requester(from, local())(urls, isGone))
    const { status, headers } = response
    return engine.read({ status, headers, text: await response.text(), at })
  }
  const urls = ['https://news.test/articles/a', 'https://news.test/articles/%E6%97%A7']

  test('IndexNow gets its JSON, and what it answers is understood', async () => {
    expect(await tell(indexNow, urls)).toMatchObject({ is: 'done' })
    const [call] = received
    expect(call?.line).toBe('POST /indexnow')
    expect(call?.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(call?.body).toBe(
      '{"host":"news.test","key":"abcdef12","keyLocation":"https://news.test/abcdef12.txt",' +
        '"urlList":["https://news.test/articles/a","https://news.test/articles/%E6%97%A7"]}',
    )
    expect([...standIns.indexnow.times.keys()]).toEqual(urls)

    standIns.keyFile = null
    expect(await tell(indexNow, urls)).toMatchObject({ is: 'misconfigured' })
    const elsewhere = { ...site, origin: 'https://other.test' }
    expect(await tell(indexNow, urls, false, elsewhere)).toMatchObject({ is: 'misconfigured' })
    standIns.dislikes = () => true
    expect(await tell(indexNow, urls)).toMatchObject({ is: 'refused' })
  })

  test('Baidu gets lines of text at two addresses, and what it answers is understood', async () => {
    standIns.remain = 5
    expect(await tell(baidu, urls)).toEqual({ is: 'done', remain: 3, invalid: [] })
    expect(await tell(baidu, urls, true)).toEqual({ is: 'done', remain: 1, invalid: [] })
    const query = '?site=https://news.test&token=T0kenT0kenT0kenT'
    expect(received.map(({ line }) => line)).toEqual([`POST /urls${query}`, `POST /del${query}`])
    expect(received[0]?.headers['content-type']).toBe('text/plain')
    expect(received[0]?.body).toBe(urls.join('\n'))

    expect(await tell(baidu, urls)).toEqual({ is: 'spent', fault: '400 over quota' })
    standIns.token = 'another'
    expect(await tell(baidu, urls)).toEqual({
      is: 'misconfigured',
      fault: '401 token is not valid',
    })
  })

  test('a hub gets a form, and what it answers is understood', async () => {
    expect(await tell(webSub, ['https://news.test/feed.xml'])).toMatchObject({ is: 'done' })
    const [call] = received
    expect(call?.line).toBe('POST /hub')
    expect(call?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(call?.body).toBe('hub.mode=publish&hub.url=https%3A%2F%2Fnews.test%2Ffeed.xml')
    standIns.dislikes = () => true
    expect(await tell(webSub, ['https://news.test/feed.xml'])).toMatchObject({ is: 'refused' })
  })

  test('a redirect is not followed: it would lose what is sent', async () => {
    standIns.instead = () => Response.redirect(`${base}/elsewhere`, 302)
    const verdict = await tell(webSub, ['https://news.test/feed.xml'])
    expect(verdict).toEqual({ is: 'misconfigured', fault: `302 ${base}/elsewhere` })
    expect(received).toHaveLength(1)
  })
})
