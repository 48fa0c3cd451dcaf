/** Old addresses, asked for one by one: which of them lead nowhere. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { check } from '../../../scripts/move/check.ts'

/** The newsroom's own address, at which it does not stand yet. */
const SITE = 'https://news.example.com'

let folder: string
let url: string
/** What was asked for, as it came. */
let asked: string[]
let connections: number
let atOnce: { now: number; most: number }
/** What stands where: a status, where it sends on to, or how it answers. */
let pages: Record<string, number | [number, string] | ((response: ServerResponse) => unknown)>
let said: string[]

const server = createServer(async ({ url: path = '' }, response) => {
  if (path === '/feed.json') {
    response.setHeader('Content-Type', 'application/feed+json')
    return response.end(JSON.stringify({ home_page_url: `${SITE}/` }))
  }
  asked.push(path)
  atOnce.most = Math.max(atOnce.most, ++atOnce.now)
  await new Promise((resolve) => setTimeout(resolve, 2))
  atOnce.now--
  const page = pages[path] ?? 404
  if (typeof page === 'function') return page(response)
  const [status, to] = typeof page === 'number' ? [page, undefined] : page
  response.writeHead(status, to === undefined ? {} : { Location: to }).end('page')
})
server.on('connection', () => connections++)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'broadside-'))
  asked = []
  connections = 0
  atOnce = { now: 0, most: 0 }
  pages = { '/': 200, '/articles/a': 200 }
  said = []
  for (const way of ['log', 'error'] as const) {
    vi.spyOn(console, way).mockImplementation((line) => void said.push(String(line)))
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  vi.restoreAllMocks()
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

const at = (name: string) => join(folder, name)
const file = (name: string, content: string | Uint8Array) => {
  writeFileSync(at(name), content)
  return at(name)
}
const xml = (...locs: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${locs.map((loc) => `<url><loc>${loc}</loc><lastmod>2019-05-01</lastmod></url>`).join('\n')}</urlset>`
const indexOf = (...locs: string[]) =>
  `<sitemapindex>${locs.map((loc) => `<sitemap><loc>${loc}</loc></sitemap>`).join('')}</sitemapindex>`
const run = (...names: string[]) => check({ url, key: 'k', retries: 1, timeout: 10 }, names)
/** What is said of one address. */
async function of(address: string) {
  await run(file('one.txt', address))
  const failed = at('one.txt.failed')
  return existsSync(failed) ? readFileSync(failed, 'utf8').split('\n')[1] : null
}

describe('an old address is in order', () => {
  test.each([
    ['that redirects for good to a page', [301, '/articles/a']],
    ['that redirects by 308', [308, '/articles/a']],
    ['that redirects to the site by its name', [301, `${SITE}/articles/a`]],
    ['that redirects to what is gone', [301, '/articles/gone']],
    ['that is gone', 410],
    ['at which a page stands', 200],
  ] as const)('%s', async (_, answer) => {
    pages['/2019/05/a.html'] = answer as number | [number, string]
    pages['/articles/gone'] = 410
    expect(await of('https://old.example.com/2019/05/a.html')).toBe(null)
  })
})

describe('an old address leads nowhere', () => {
  test.each([
    ['where nothing is', '/x', 404, '/x,404'],
    [
      'whose redirect may end',
      '/x',
      [302, '/articles/a'],
      '/x,"redirects, but not for good (302)"',
    ],
    [
      'that redirects to a third site',
      '/x',
      [301, 'https://a.example/b'],
      '/x,redirects elsewhere: https://a.example/b',
    ],
    [
      'that redirects to nothing',
      '/x',
      [301, '/articles/no'],
      '/x,"redirects to /articles/no, which answers 404"',
    ],
    [
      'that redirects twice',
      '/x',
      [301, '/y'],
      '/x,"redirects more than once: to /y, then to /articles/a"',
    ],
    ['that redirects to itself', '/x', [301, '/x'], '/x,redirects to itself'],
    ['that redirects in a circle', '/x', [301, '/z'], '/x,"redirects in a circle, by /z"'],
    ['that is refused', '/x', 403, '/x,answers 403'],
    [
      'that redirects to no address',
      '/x',
      [301, 'http://'],
      '/x,answers 301 without an address to go to',
    ],
    ['that only shows the home page', '/?p=12', 200, '/?p=12,leads to the home page only'],
  ] as const)('%s', async (_, address, answer, line) => {
    pages['/y'] = [301, '/articles/a']
    pages['/z'] = [301, '/x']
    pages[address] = answer as number | [number, string]
    expect(await of(address)).toBe(line)
  })

  test('that is none: the word is told, and the rest is asked for', async () => {
    const sum = await run(file('a.txt', 'old.example.com/a\n/articles/a\n'))
    expect(sum).toMatchObject({ addresses: 2, standing: 1, failed: 1 })
    expect(readFileSync(at('a.txt.failed'), 'utf8')).toBe(
      'address,what\nold.example.com/a,"this is no address: one begins with http://, https:// or /"\n',
    )
  })
})

describe('addresses are asked for', () => {
  test('as they are in the file: percent-encoded in UTF-8 or GBK, raw, and with their query', async () => {
    await run(
      file(
        'a.xml',
        xml(
          'https://old.example.com/2019/%E6%A0%87%E9%A2%98/',
          'http://old.example.com/%D6%D0.html',
          '/标题?a=1&amp;b=%d6',
        ),
      ),
    )
    expect(asked.toSorted()).toEqual([
      '/%D6%D0.html',
      '/%E6%A0%87%E9%A2%98?a=1&b=%d6',
      '/2019/%E6%A0%87%E9%A2%98/',
    ])
  })

  test('eight at a time, over connections that are used again, and each target once', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => `/${i}`)
    for (const line of lines) pages[line] = [301, '/articles/a']
    expect(await run(file('a.txt', lines.join('\n')))).toMatchObject({ redirected: 200 })
    expect(asked.filter((path) => path === '/articles/a')).toHaveLength(1)
    expect(atOnce.most).toBe(8)
    expect(connections).toBeLessThan(20)
  })

  test('again when the newsroom fails, after the time it asks for', async () => {
    let times = 0
    const began = Date.now()
    pages['/x'] = (response) =>
      times++ === 0
        ? response.writeHead(503, { 'Retry-After': '1' }).end()
        : response.writeHead(410).end()
    expect(await run(file('a.txt', '/x'))).toMatchObject({ gone: 1, failed: 0 })
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_000)
  })

  test('and what fails each time is told', async () => {
    pages['/x'] = 500
    expect(await of('/x')).toBe('/x,answers 500')
    expect(asked).toEqual(['/x', '/x'])
  })

  test('and a newsroom that is out of reach ends it', async () => {
    pages['/x'] = (response) => response.destroy()
    await expect(run(file('a.txt', '/articles/a\n/x'))).rejects.toMatchObject({ exit: 3 })
    expect(said.join('\n')).toContain(
      '1 addresses: 0 redirected, 0 gone (410), 1 stand there still',
    )
  })
})

describe('it reads', () => {
  const standing = async (...names: string[]) => (await run(...names)).standing
  beforeEach(() => {
    for (const path of ['/1', '/2', '/3', '/4?a=1&copy=2']) pages[path] = 200
  })

  test('a sitemap, also packed', async () => {
    expect(await standing(file('a.xml.gz', gzipSync(xml('/1', '/2'))))).toBe(2)
  })

  test('an index with the sitemaps that lie beside it, and tells which do not', async () => {
    file('s1.xml', xml('/1'))
    file('s2.xml.gz', gzipSync(xml('/2')))
    file('s4.xml', '<html></html>')
    const locs = ['s1.xml', 's2.xml', 's3.xml', 's4.xml'].map(
      (name) => `https://old.example.com/maps/${name}`,
    )
    const sum = await run(file('index.xml', indexOf(...locs)))
    expect(sum).toMatchObject({ addresses: 4, standing: 2, failed: 2 })
    const failed = readFileSync(at('index.xml.failed'), 'utf8')
    expect(failed).toContain('s3.xml,this sitemap is not beside index.xml')
    expect(failed).toContain('s4.xml: this is <html>, and no sitemap')
  })

  test('an index and its sitemaps where they are on the web', async () => {
    pages['/s.xml'] = (response) => response.end(indexOf(`${url}/s1.xml`, '/s2.xml'))
    pages['/s1.xml'] = (response) => response.end(xml('/1', '/2'))
    const before = process.env.INIT_CWD
    vi.spyOn(process, 'cwd').mockReturnValue(folder)
    process.env.INIT_CWD = folder
    const sum = await run(`${url}/s.xml`)
    process.env.INIT_CWD = before
    expect(sum).toMatchObject({ standing: 2, failed: 1 })
    expect(readFileSync(at('s.xml.failed'), 'utf8')).toContain(
      `/s2.xml answers 404: save it as a file`,
    )
  })

  test('what old systems write: GBK, blanks before the XML, bare ampersands, CDATA, prefixes, pictures', async () => {
    const loc =
      '<s:url><s:loc><![CDATA[ /4?a=1&copy=2 ]]></s:loc><i:image><i:loc>/no.jpg</i:loc></i:image></s:url>'
    const text = `\n <?xml version="1.0" encoding="gb2312"?><s:urlset xmlns:s="a" xmlns:i="b">${loc}<s:url><s:loc>/4?a=1&copy=2</s:loc></s:url><s:url><s:loc>/`
    const bytes = Buffer.concat([
      Buffer.from(text),
      Buffer.from([0xd6, 0xd0]),
      Buffer.from('</s:loc></s:url></s:urlset>'),
    ])
    pages['/%E4%B8%AD'] = 200
    expect(await run(file('a.xml', bytes))).toMatchObject({ addresses: 3, standing: 3 })
  })

  test('CSV by its first column, and what a check left', async () => {
    expect(
      await standing(
        file(
          'addresses.csv',
          '\ufeffold,new,how\r\n"/1",/articles/a,article\r\n/2,,\r\n/tag/:name,/keywords/:name,rule\r\n',
        ),
      ),
    ).toBe(2)
    await run(file('b.txt', '/1\n/no'))
    pages['/no'] = 410
    expect(await run(at('b.txt.failed'))).toMatchObject({ addresses: 1, gone: 1 })
  })

  test('lines, without comments and blank ones, in whatever Windows saved', async () => {
    expect(await standing(file('a.txt', '# old\r\n\r\n/1\r\nhttps://old.example.com/2\r\n'))).toBe(
      2,
    )
    expect(await standing(file('b.txt', Buffer.from('\ufeff/1\r\n/2', 'utf16le')))).toBe(2)
  })

  test.each([
    ['no file', null, /there is no such file/],
    ['nothing', ' \n', /it is empty/],
    ['a page', '<!DOCTYPE html><html><p>404</html>', /this is <html>, and no sitemap/],
    ['half a sitemap', xml('/1').slice(0, -12), /a\.xml:2:\d+: /],
    ['a damaged archive', gzipSync(xml('/1')).subarray(0, 60), /the gzip is damaged or cut short/],
    [
      'a text that is not UTF-8',
      Buffer.from([47, 0xd6, 0xd0]),
      /this is not utf-8, near byte 0\. Save/,
    ],
  ])('%s: it says so', async (_, content, message) => {
    if (content !== null) file('a.xml', content)
    await expect(run(at('a.xml'))).rejects.toThrow(message)
  })
})

test('tells how it went, the first failures, and where all of them are', async () => {
  pages['/gone'] = 410
  pages['/old'] = [301, '/articles/a']
  const lines = [
    '/gone',
    '/old',
    '/articles/a',
    ...Array.from({ length: 60 }, (_, i) => `/no/${i}`),
  ]
  await run(file('a.txt', lines.join('\n')), file('b.txt', '/gone'))
  expect(said[0]).toBe(
    `${at('a.txt')}: 63 addresses: 1 redirected, 1 gone (410), 1 stand there still, 60 lead nowhere`,
  )
  expect(said[1]).toBe('  /no/0: 404')
  expect(said[51]).toBe('  … and 10 more')
  expect(said.at(-1)).toBe(
    'all: 64 addresses: 1 redirected, 2 gone (410), 1 stand there still, 60 lead nowhere',
  )
  expect(readFileSync(at('a.txt.failed'), 'utf8').trim().split('\n')).toHaveLength(61)
  pages = Object.fromEntries(lines.map((line) => [line, 410]))
  await run(at('a.txt'))
  expect(existsSync(at('a.txt.failed'))).toBe(false)
})
