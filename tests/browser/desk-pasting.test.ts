/** What becomes of what people paste at the desk, from whichever program, and of what they copy for 公众号. */
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import fc from 'fast-check'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openBrowser } from './browser.ts'
import type { Harness } from './pasted/harness.ts'

const folder = join(import.meta.dirname, 'pasted')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.clip'))
  .map((name) => name.replace('.clip', ''))

/** As src/desk/layout.ts has it. */
const POLICY = [
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob: https:",
  "connect-src 'self'; base-uri 'none'; require-trusted-types-for 'script'",
].join('; ')

/** What pages are made of, and look like: for random ones. */
const TAGS = [
  ...[
    'p',
    'div',
    'section',
    'span',
    'b',
    'strong',
    'em',
    'h1',
    'h3',
    'ul',
    'ol',
    'li',
    'blockquote',
  ],
  ...[
    'table',
    'tr',
    'td',
    'th',
    'a',
    'pre',
    'code',
    'figure',
    'figcaption',
    'ruby',
    'font',
    'o:p',
    'center',
  ],
]
const STYLES = [
  '',
  'font-weight:700',
  'mso-list:l0 level2 lfo1',
  'color:red',
  'mso-outline-level:2',
  'vertical-align:super',
]

/** Without white space, and characters for others (m² for m2). */
const bare = (text: string) => text.normalize('NFKC').replace(/[\s\u200b-\u200d]/g, '')

const HASH = 'a'.repeat(64)
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const picture = (name: string): [string, string, string] => [name, 'image/png', PNG]

let browser: Browser
let server: Server
let page: Page
let complaints: string[]
let answers: Record<string, { status?: number; body: unknown }[]>
/** Answers that wait until a test lets them go. */
let held: (() => void)[]
let isHolding: boolean

beforeAll(async () => {
  browser = await openBrowser()
  const script = buildSync({
    entryPoints: [join(folder, 'harness.ts')],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    charset: 'utf8',
  }).outputFiles[0]?.text
  server = createServer((request, response) => {
    const isScript = request.url === '/script.js'
    response.setHeader(
      'Content-Type',
      `${isScript ? 'text/javascript' : 'text/html'};charset=utf-8`,
    )
    response.setHeader('Content-Security-Policy', POLICY)
    response.end(
      isScript
        ? script
        : '<!doctype html><html lang="en"><title>.</title><form><textarea name="body">字</textarea><input name="format" value="markdown"><div id="text"></div></form><script src="/script.js"></script></html>',
    )
  }).listen(0)
})

afterAll(async () => {
  await browser.close()
  server.close()
})

beforeEach(async () => {
  const context = await browser.newContext()
  page = await context.newPage()
  complaints = []
  answers = {}
  held = []
  isHolding = false
  page.on('console', (said) => said.type() === 'error' && complaints.push(said.text()))
  page.on('pageerror', (fault) => complaints.push(String(fault)))
  await page.route('https://**', (route) => route.abort())
  for (const path of ['/desk/pictures/upload', '/desk/pictures/bring', '/desk/articles/rendered']) {
    await page.route(`**${path}`, async (route) => {
      if (isHolding) await new Promise<void>((resolve) => held.push(resolve))
      const { status = 200, body } = answers[path]?.shift() ?? { body: kept(HASH) }
      await route.fulfill({ status, json: body })
    })
  }
  await page.route('**/desk/pictures/*/file', (route) =>
    route.fulfill({ contentType: 'image/png', body: Buffer.from(PNG, 'base64') }),
  )
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`)
  await at('begin', '')
  return () => context.close()
})

const kept = (hash: string, alt: string | null = 'A ferry') => ({
  hash,
  width: 1,
  height: 1,
  alt,
  path: `/desk/pictures/${hash}/file`,
})

/** Has the page do something. */
const at = <K extends keyof Harness>(name: K, ...given: unknown[]) =>
  page.evaluate(
    ([name, given]) => {
      const { desk } = window as unknown as { desk: Record<string, (...all: unknown[]) => unknown> }
      return desk[name]?.(...given)
    },
    [name, given] as const,
  ) as Promise<Awaited<ReturnType<Harness[K]>>>

const markdown = async () => (await at('markdown')).trim()
const paste = (html: string, files: unknown[] = []) => at('paste', { 'text/html': html }, files)
const said = (words: string) => page.getByRole('status').filter({ hasText: words }).waitFor()
const until = (expected: string) => expect.poll(markdown).toBe(expected)

describe('what is pasted', () => {
  test.each(names)('from %s is the article, and nothing of how it looked', async (name) => {
    answers['/desk/pictures/bring'] = Array.from({ length: 9 }, () => ({
      status: 422,
      body: { faults: ['Gone.'] },
    }))
    await paste(read(`${name}.clip`))
    expect(await markdown()).toBe(read(`${name}.md`).trim())
  })

  test.each(names)('from %s has all words that could be seen', async (name) => {
    const html = read(`${name}.clip`)
    const left = bare((await at('seen', await at('cleanPasted', html))) ?? '')
    const other = await page.context().newPage()
    await other.setContent(html.replace(/<script.*?<\/script>/gs, ''))
    // Markers of lists and numbers of notes are text in Word, and none of ours.
    const lines = await other.evaluate(() => {
      const ours = '[style*="mso-list:Ignore" i], a[href^="#_ftn"]'
      for (const one of document.querySelectorAll(ours)) one.remove()
      // biome-ignore lint/performance/useDomNodeTextContent: What is drawn is what is asked.
      return document.body.innerText.split(/[\n\t]/)
    })
    for (const line of lines) expect(left).toContain(bare(line))
  })

  test('of any nesting has all words, in their order', async () => {
    const tree = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 6, withCrossShrink: true },
        fc.constant('§'),
        fc
          .tuple(
            fc.constantFrom(...TAGS),
            fc.constantFrom(...STYLES),
            fc.array(tie('node'), { maxLength: 4 }),
          )
          .map(([tag, style, inner]) => `<${tag} style="${style}">${inner.join('')}</${tag}>`),
      ),
    })).node
    const trees = fc.sample(fc.array(tree, { minLength: 1, maxLength: 5 }), {
      numRuns: 1000,
      seed: 20261127,
    })
    const pages = trees.map((one) => {
      let count = 0
      return one.join('').replace(/§/g, () => `w${++count}w `)
    })
    const words = (text: string | null) => text?.match(/w\d+w/g) ?? []
    const seen = await at('seenAndLeft', pages)
    for (const [i, [before, after]] of seen.entries()) {
      expect(words(after), pages[i]).toEqual(words(before))
    }
  })

  test('does nothing by itself, whatever it holds', async () => {
    await paste(read('hostile.clip'))
    const html = await at('cleanPasted', read('hostile.clip'))
    expect(html).not.toMatch(/script|on\w+=|javascript:|style|svg|iframe|<form|<base/i)
    expect(await page.evaluate('window.hit')).toBeUndefined()
    expect(complaints).toEqual([])
  })

  test.each([
    ['style sheets without end', '<style>', 'x', ''],
    ['boxes within boxes', '<div>', '字', '字'],
    ['drawings within drawings', '<svg><text>', '字', '字'],
    ['tags without end', '<a "', '', ''],
    ['lists within lists', '<ul><li>', '字', '字'],
    ['cells over all rows and columns', '<table><tr><td rowspan=65000 colspan=1000>', '字', '字'],
  ])('of thousands of %s comes all the same', async (_, part, words, left) => {
    const html = await at('cleanPasted', part.repeat(5_000) + words)
    expect(await at('seen', html)).toBe(left)
  })

  test('from Word comes as text, though a drawing of it is there too', async () => {
    await paste(read('word-lists.clip'), [picture('image.png')])
    expect(await markdown()).toBe(read('word-lists.md').trim())
  })

  test('says that Word keeps its pictures to itself', async () => {
    await paste(read('word-article.clip'))
    await said('The document has a picture whose file a browser cannot have')
  })

  test('is undone in one step', async () => {
    await at('begin', '前文')
    await paste(read('word-table.clip'))
    await at('undo')
    expect(await markdown()).toBe('前文')
  })

  test('has notes that do not take the names of others', async () => {
    await at('begin', '前[^1]\n\n[^1]: 旧注')
    await at('select', 2)
    await paste(read('word-footnotes.clip'))
    const text = await markdown()
    expect(text).toContain('[^1]: 旧注')
    expect(text).toContain('人口为62万[^2]')
    expect(text).toContain('[^2]: 见**年鉴**。')
    expect(text).toContain('[^3]: 同上。')
  })

  test('goes on in the line that it is put into', async () => {
    await at('begin', '甲乙')
    await at('select', 2)
    await paste('<p>丙<b>丁</b></p>')
    expect(await markdown()).toBe('甲丙**丁**乙')
  })
})

describe('what is copied here and pasted here', () => {
  const SOURCE =
    '# 一\n\n{临|lín}江 **粗** [^1]\n\n- 甲\n  - 乙\n\n| 一 | 二 |\n| --- | --- |\n| 三 | 四 |\n\n[^1]: 注'

  test('is the same', async () => {
    await at('begin', SOURCE)
    await at('selectAll')
    const html = await at('copied')
    await at('begin', '')
    await paste(html)
    const now = await at('markdown')
    await at('begin', SOURCE)
    expect(now).toBe(await at('markdown'))
  })
})

describe('plain text', () => {
  const plain = (text: string) => at('paste', { 'text/plain': text })

  test.each(['plain-text', 'markdown-text'])('like %s comes in as it is meant', async (name) => {
    await plain(read(`${name}.txt`))
    expect(await markdown()).toBe(read(`${name}.md`).trim())
  })

  test.each([
    ['2 * 3 * 4 = 24', '2 * 3 * 4 = 24'],
    ['# 号', '# 号'],
    ['5. 日', '5\\. 日'],
  ])('that is only a little like Markdown: %s', async (text, expected) => {
    await plain(text)
    expect(await markdown()).toBe(expected)
  })
})

describe('a picture', () => {
  test('alone on the clipboard is sent, and stands where it was pasted', async () => {
    await at('begin', '前文')
    await at('paste', {}, [picture('a.png')])
    await until(`前文\n\n![](picture:${HASH})`)
    await at('undo')
    expect(await markdown()).toBe('前文')
    await at('redo')
    expect(await markdown()).toBe(`前文\n\n![](picture:${HASH})`)
  })

  test('shows that it is on its way, and comes to where its place is by then', async () => {
    await at('begin', '前文\n\n后文')
    await at('select', 3)
    isHolding = true
    await at('paste', {}, [picture('a.png')])
    await page.getByRole('progressbar', { name: 'Sending the picture a.png' }).waitFor()
    expect(await markdown()).toBe('前文\n\n后文')
    await at('select', 0)
    await at('type', '新')
    await expect.poll(() => held.length).toBe(1)
    held[0]?.()
    await until(`新前文\n\n![](picture:${HASH})\n\n后文`)
    expect(await page.getByRole('progressbar').count()).toBe(0)
  })

  test('of several comes in their order, two at a time', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [string, string, string]
    isHolding = true
    answers['/desk/pictures/upload'] = [b, a, c].map((hash) => ({ body: kept(hash) }))
    await at(
      'insert',
      ['a', 'b', 'c'].map((name) => picture(`${name}.png`)),
    )
    await expect.poll(() => held.length).toBe(2)
    // The second is answered first.
    held[1]?.()
    await expect.poll(() => held.length).toBe(3)
    held[0]?.()
    held[2]?.()
    await until([a, b, c].map((hash) => `![](picture:${hash})`).join('\n\n'))
  })

  test('whose place was removed meanwhile does not come', async () => {
    isHolding = true
    await at('begin', '前文\n\n中间\n\n后文')
    await at('select', 7)
    await at('paste', {}, [picture('a.png')])
    await expect.poll(() => held.length).toBe(1)
    await at('selectAll')
    await at('type', '另一篇')
    const answered = page.waitForResponse('**/desk/pictures/upload')
    held[0]?.()
    await answered
    await at('paste', {}, [picture('b.png')])
    await expect.poll(() => held.length).toBe(2)
    held[1]?.()
    await until(`另一篇\n\n![](picture:${HASH})`)
  })

  test('that comes when only the source is shown stands at its end', async () => {
    isHolding = true
    await at('paste', {}, [picture('a.png')])
    await expect.poll(() => held.length).toBe(1)
    await at('close')
    held[0]?.()
    await expect.poll(() => at('source')).toBe(`字\n\n![](picture:${HASH})\n`)
  })

  test('that the newsroom does not take is told', async () => {
    answers['/desk/pictures/upload'] = [{ status: 422, body: { faults: ['It is no picture.'] } }]
    await at('paste', {}, [picture('a.png')])
    await said('The picture a.png was not taken: It is no picture.')
    expect(await markdown()).toBe('')
  })

  test('that is dropped comes to where it was let go, other files do not', async () => {
    await at('begin', '前文\n\n后文')
    await at('drop', [picture('a.png'), ['notes.txt', 'text/plain', 'QQ==']], 2)
    await said('No pictures, and not put in: notes.txt')
    await until(`前文\n\n![](picture:${HASH})\n\n后文`)
  })

  test('with all its bytes in what is pasted is sent, and undone with it', async () => {
    await at('begin', '前')
    await paste(`<p>甲</p><p><img alt="渡轮" src="data:image/png;base64,${PNG}"></p><p>乙</p>`)
    await until(`前甲\n\n![](picture:${HASH})\n\n乙`)
    await at('undo')
    await at('undo')
    expect(await markdown()).toBe('前')
  })

  test('from the web is brought into the library', async () => {
    await paste(read('weixin-article.clip'))
    await until(
      read('weixin-article.md')
        .trim()
        .replace(/https:\/\/mmbiz[^)]*/, `picture:${HASH}`),
    )
    await said('All pictures from the web are in the library.')
    // What is undone and done again does not have the old address.
    await at('undo')
    expect(await markdown()).toBe('')
    await at('redo')
    expect(await markdown()).toContain(`![](picture:${HASH})`)
  })

  test('from the web that cannot be brought keeps its address, and is named', async () => {
    answers['/desk/pictures/bring'] = [{ status: 422, body: { faults: ['url answers 403.'] } }]
    await paste(read('xiumi.clip'))
    await said('One picture could not be brought into the library')
    await page.locator('.not-brought').waitFor({ state: 'attached' })
    expect(await markdown()).toBe(read('xiumi.md').trim())
  })

  test('that was in the text before is left where it is', async () => {
    await at('begin', '![旧](https://pictures.example/old.png)')
    await paste('<p>新</p>')
    expect(await markdown()).toContain('https://pictures.example/old.png')
  })

  test('is asked for what it shows, without taking the keyboard', async () => {
    answers['/desk/pictures/upload'] = [{ body: kept(HASH, null) }]
    await at('begin', '前文')
    await at('paste', {}, [picture('a.png')])
    const field = page.getByLabel('What does this picture show?')
    await field.waitFor()
    await page.keyboard.type('!')
    expect(await markdown()).toContain('前文!')
    await field.focus()
    const client = await page.context().newCDPSession(page)
    await client.send('Input.imeSetComposition', { text: '渡', selectionStart: 1, selectionEnd: 1 })
    await page.keyboard.press('Enter')
    expect(await field.isVisible()).toBe(true)
    await client.send('Input.insertText', { text: '渡轮' })
    await page.keyboard.press('Enter')
    await until(`前文!\n\n![渡轮](picture:${HASH})`)
    expect(await field.count()).toBe(0)
  })
})

describe('an article for 公众号', () => {
  const SITE = { origin: 'https://news.example', accent: '#a31621' }

  test('has its looks in itself, and nothing that is taken out there', async () => {
    const html = await at('dressed', read('rendered.txt'), SITE)
    expect(`${html}\n`.replaceAll('><', '>\n<')).toBe(read('for-weixin.txt'))
  })

  test('is on the clipboard as text and as a page', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    answers['/desk/articles/rendered'] = [
      { body: { html: '<h2 id="a">题</h2>\n<p>{字}</p>', ...SITE } },
    ]
    await page.locator('.ProseMirror').click()
    await at('copyForWeixin')
    await said('Copied: paste it into the editor of 公众号.')
    const held = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read()
      const text = async (type: string) => (await item?.getType(type))?.text()
      return [await text('text/plain'), await text('text/html')]
    })
    expect(held[0]).toBe('题\n\n{字}')
    expect(held[1]).toContain('border-left:4px solid')
    expect(held[1]).not.toContain('id=')
  })

  test('that cannot be rendered is not copied, and the reason said', async () => {
    answers['/desk/articles/rendered'] = [{ status: 422, body: { faults: ['The body is empty.'] } }]
    await page.locator('.ProseMirror').click()
    await at('copyForWeixin')
    await said('Nothing was copied: The body is empty.')
  })
})
