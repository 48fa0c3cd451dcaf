import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Failure, Host, hashOf, runCommand } from './host.ts'

let host: Host
let folder: string

beforeEach(async () => {
  host = new Host()
  await host.open()
  folder = mkdtempSync(join(tmpdir(), 'broadside-'))
})

afterEach(() => {
  host.close()
  rmSync(folder, { recursive: true })
})

const article = (title: string, more = '') =>
  `---\ntitle: ${title}\nsection: news\n${more}---\n今晚停水。\n`

function write(files: Record<string, string | Uint8Array>) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

const post = (...args: string[]) => runCommand(host, 'post', args, folder)
const titles = () => host.articles.map(({ title }) => title)

/** 停水通知, 社区 in GB18030. */
const GB = Buffer.concat([
  Buffer.from('---\nsection: news\ntitle: '),
  Buffer.from([0xcd, 0xa3, 0xcb, 0xae, 0xcd, 0xa8, 0xd6, 0xaa, 0xc9, 0xe7, 0xc7, 0xf8]),
  Buffer.from('\n---\nx\n'),
])

describe('a file that is not UTF-8', () => {
  test('is refused with its name, the line and the remedy, and the rest is posted', async () => {
    write({ 'gb.md': GB, 'good.md': article('好') })
    const { code, said } = await post('gb.md', 'good.md')
    expect(code).toBe(1)
    expect(said).toContain('gb.md:3: this is not UTF-8: byte')
    expect(said).toContain('--encoding gb18030')
    expect(titles()).toEqual(['好'])
  })

  test('is read when its encoding is said, and another encoding is refused', async () => {
    write({ 'gb.md': GB })
    expect(await post('gb.md', '--encoding', 'gb18030')).toMatchObject({ code: 0 })
    expect(titles()).toEqual(['停水通知社区'])
    write({ 'odd.md': Buffer.concat([GB, Buffer.from([0xff])]) })
    const { said } = await post('odd.md', '--encoding', 'gbk')
    expect(said).toContain('odd.md:6: this is not gbk')
    const odd = await post('gb.md', '--encoding', 'klingon')
    expect(odd).toMatchObject({ code: 2 })
    expect(odd.said).toContain('--encoding "klingon" is not known')
  })

  test('is read when it is UTF-16 and says so', async () => {
    const wide = Buffer.from(`\uFEFF${article('宽')}`, 'utf16le')
    write({ 'little.md': wide, 'big.md': Buffer.from(wide).swap16() })
    expect(await post('little.md')).toMatchObject({ code: 0 })
    expect(await post('big.md')).toMatchObject({ code: 0 })
    expect(titles()).toEqual(['宽'])
  })
})

describe('a folder', () => {
  test('becomes articles that are known by their paths, wherever one stands', async () => {
    write({
      'articles/b.md': article('乙'),
      'articles/2026/a.md': article('甲'),
      'articles/own.md': article('丙', 'origin: { system: cms, id: 7 }\n'),
      'articles/map.png': 'x',
      'articles/.draft.md': 'x',
    })
    const first = await post('articles')
    expect(first).toMatchObject({ code: 0 })
    expect(first.said).toContain('Passed over: 1 files')
    const second = await runCommand(host, 'post', ['../articles/'], join(folder, 'articles'))
    expect(second).toMatchObject({ code: 0 })
    expect(host.articles.map(({ title, origin }) => [title, origin])).toEqual([
      ['甲', { system: 'files', id: 'articles/2026/a.md' }],
      ['乙', { system: 'files', id: 'articles/b.md' }],
      ['丙', { system: 'cms', id: '7' }],
    ])
  })

  test('that was changed and changed back is as it is now', async () => {
    for (const title of ['一', '二', '一']) {
      write({ 'articles/a.md': article(title) })
      await post('articles', '--origin', 'me/site')
    }
    expect(host.articles).toMatchObject([{ title: '一', origin: { system: 'me/site' } }])
  })

  test('with nothing to post is an error, and so is one that is not there', async () => {
    write({ 'empty/x.png': '' })
    expect(await post('empty')).toMatchObject({ code: 2 })
    expect((await post('nowhere')).said).toContain('nowhere: there is no such file or folder')
    expect(host.requests).toEqual([])
  })
})

describe('a file by itself', () => {
  test('sent twice is one article', async () => {
    write({ 'a.md': article('一') })
    await post('a.md')
    await post('a.md')
    expect(titles()).toEqual(['一'])
  })

  test('is refused with its line and field', async () => {
    write({ 'a.md': '---\ntitle: 好\nsection: nowhere\n---\nx' })
    const { code, said } = await post('a.md')
    expect(code).toBe(1)
    expect(said.trim()).toBe('a.md:3: section "nowhere" does not exist')
  })

  test('comes with what the newsroom notes about it', async () => {
    write({ 'a.md': article('第 #5 号') })
    host.notes = ['社(she) became pinyin']
    const { said } = await post('a.md')
    expect(said).toContain('a.md: note: 社(she) became pinyin')
    expect(said).toMatch(/line 2: what stands after # is a comment, and not in title/)
  })
})

describe('a host that fails', () => {
  const CASES: [Failure, boolean][] = [
    ['a 503', false],
    ['a page of HTML with 521', false],
    ['too many requests', false],
    ['a line that is cut before any answer', true],
    ['an answer that breaks off', true],
    ['half an answer that looks whole', true],
    ['no answer', true],
  ]
  test('is asked again under the same key, and there is one article', async () => {
    const attempts = CASES.map(async ([failure, isCarriedOut], i) => {
      const own = new Host()
      await own.open()
      write({ [`${i}.md`]: article(failure) })
      own.fails(failure, isCarriedOut)
      const ran = await runCommand(own, 'post', [`${i}.md`, '--timeout', '3'], folder)
      own.close()
      expect(ran.said, failure).toContain('asking again in')
      expect(ran.code, failure).toBe(0)
      expect(own.articles, failure).toHaveLength(1)
      const keys = new Set(own.requests.map(({ idempotencyKey }) => idempotencyKey))
      expect([...keys], failure).toEqual([expect.stringMatching(/^post-[0-9a-f]{64}$/)])
    })
    await Promise.all(attempts)
  })

  test('for good ends the command with 3, and says how far it came', async () => {
    write({ 'a/1.md': article('一'), 'a/2.md': article('二') })
    host.always = (response) => response.writeHead(502).end('<html>')
    const { code, said } = await post('a', '--retries', '1')
    expect(code).toBe(3)
    expect(said).toContain('status 502')
    expect(said).toContain('0 of 2 files are done')
  })

  test('or is no newsroom, or sends on, is not believed', async () => {
    write({ 'a.md': article('一') })
    host.always = (response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Welcome</html>')
    const page = await post('a.md')
    expect(page).toMatchObject({ code: 3 })
    expect(page.said).toContain('not as a newsroom does (200, text/html)')
    host.always = (response) =>
      response.writeHead(301, { Location: 'https://news.example.com/api/articles' }).end()
    const moved = await post('a.md')
    expect(moved).toMatchObject({ code: 2 })
    expect(moved.said).toContain('Say --url https://news.example.com')
  })

  test('or is not there, is told at once with the remedy', async () => {
    write({ 'a.md': article('一') })
    const { code, said } = await post('a.md', '--url', 'http://127.0.0.1:8')
    expect(code).toBe(3)
    expect(said).toContain('Is npm start running?')
  })
})

describe('pictures that an article names by where they lie', () => {
  const pictured = (title: string, body: string, more = '') =>
    `---\ntitle: ${title}\nsection: news\n${more}---\n${body}\n`

  test('are sent first, each once in a run, and named by their hashes', async () => {
    write({
      'a/pictures/b c.jpg': 'one',
      'a/pictures/甲.png': 'two',
      'a/1.md': pictured('一', '![甲](pictures/b%20c.jpg "题") [链](pictures/b%20c.jpg)'),
      'a/2026/2.md': pictured('二', '<img src="../pictures/甲.png" alt="x">'),
      'a/3.md': pictured('三', 'x', 'lead: { picture: pictures/b c.jpg, alt: 甲, caption: 乙 }\n'),
      'a/4.md': pictured('四', 'x', 'card: pictures/甲.png\n'),
    })
    expect(await post('a')).toMatchObject({ code: 0 })
    expect(host.pictures.sort()).toEqual(['b c.jpg', '甲.png'])
    const [one, two] = [hashOf('one'), hashOf('two')]
    expect(
      Object.fromEntries(
        host.articles.map(({ title, body, lead, card }) => [title, lead ?? card ?? body]),
      ),
    ).toEqual({
      一: `![甲](picture:${one} "题") [链](pictures/b%20c.jpg)`,
      二: `<img src="picture:${two}" alt="x">`,
      三: { picture: one, alt: '甲', caption: '乙' },
      四: two,
    })
  })

  test('are refused by file, line and picture, and the rest is posted', async () => {
    write({
      'secret.jpg': 'x',
      'a/bad.jpg': 'bad',
      'a/1.md': pictured(
        '一',
        '![](none.jpg)\n\n![](../secret.jpg)\n\n![](/etc/hosts)\n\n![](bad.jpg)',
      ),
      'a/2.md': article('二'),
      'a/3.md': pictured('三', 'x', 'lead: { picture: "file:///etc/hosts" }\n'),
    })
    symlinkSync(join(folder, 'secret.jpg'), join(folder, 'a/link.jpg'))
    write({
      'a/4.md': pictured('四', '![](link.jpg)'),
      'a/5.md': pictured('五', 'x', 'card: none.png\n'),
    })
    const { code, said } = await post('a')
    expect(code).toBe(1)
    expect(titles()).toEqual(['二'])
    expect(said).toContain('a/1.md:5: picture none.jpg: there is no such file')
    expect(said).toContain(
      'a/1.md:7: picture ../secret.jpg: it lies outside of the folder a; move it',
    )
    expect(said).toContain('a/1.md:9: picture /etc/hosts: name it by its path from the file')
    expect(said).toContain('a/1.md:11: picture bad.jpg: Refused (422): picture is damaged')
    expect(said).toContain('a/3.md:4: picture file:///etc/hosts: name it by its path')
    expect(said).toContain('a/4.md:5: picture link.jpg: it lies outside')
    expect(said).toContain('a/5.md:4: picture none.png: there is no such file')
    expect(host.pictures).toEqual([])
  })

  test('are left out, with one warning, where the newsroom takes none', async () => {
    host.takesPictures = false
    write({
      'a/p.jpg': 'one',
      'a/1.md': pictured('一', '文 ![甲](p.jpg "题")', 'lead: { picture: p.jpg }\ncard: p.jpg\n'),
      'a/2.md': pictured('二', '![甲](p.jpg) ![乙](https://x.org/a.jpg)'),
    })
    const { code, said } = await post('a')
    expect(code).toBe(0)
    expect(said.split('takes no pictures')).toHaveLength(2)
    expect(host.articles.map(({ body, lead, card }) => [body, lead, card])).toEqual([
      ['文 ', undefined, undefined],
      [' ![乙](https://x.org/a.jpg)', undefined, undefined],
    ])
  })

  test('are left alone when they are on the web or named by their hashes', async () => {
    const body = `![甲](https://x.org/a.jpg) ![乙](/a.svg) ![丙](picture:${'a'.repeat(64)})`
    write({ 'a.md': pictured('一', body, `lead: { picture: ${'a'.repeat(64)} }\n`) })
    expect(await post('a.md')).toMatchObject({ code: 0 })
    expect(host.articles).toMatchObject([{ body, lead: { picture: 'a'.repeat(64) } }])
    expect(host.pictures).toEqual([])
  })
})

test('what the newsroom says when it takes no pictures is what the commands look for', () => {
  expect(readFileSync('src/editing/receiving/receive.ts', 'utf8')).toContain('takes no pictures')
})
