import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { pagesAt } from './pages.ts'
import { report } from './specimens.ts'

const url = inject('chinese')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(() => browser.close())

async function open(path: string, width = 1280): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 900 } })
  await page.goto(url + path)
  return page
}

describe('what comes over the wire', () => {
  test('the first view of an article of 1,500 characters takes 14 KB at most, style included', async () => {
    expect(report.match(/\p{Script=Han}/gu)).toHaveLength(1_500)
    const answer = await fetch(`${url}/articles/report`)
    const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('')
    const page = await answer.text()
    const size = gzipSync(page).length + headers.length
    console.log(`1,500 characters: ${size} bytes with headers, compressed by gzip`)
    expect(size).toBeLessThanOrEqual(14 * 1024)
    expect(page).not.toMatch(/<script(?! type="application\/ld\+json")|<link rel="stylesheet"/)
  })

  test('nothing comes from elsewhere, and nothing is remembered', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const complaints: string[] = []
    const requested = new Set<string>()
    page.on('request', (request) => requested.add(new URL(request.url()).origin))
    page.on('console', (message) => complaints.push(message.text()))
    for (const { path, status } of Object.values(pagesAt(url))) {
      await page.goto(url + path, { waitUntil: 'networkidle' })
      if (status) complaints.pop()
      const stored = await page.evaluate(() => localStorage.length + sessionStorage.length)
      expect(stored).toBe(0)
    }
    expect([...requested]).toEqual([url])
    expect(complaints).toEqual([])
    expect(await context.cookies()).toEqual([])
    await context.close()
  })
})

/** The tops of the lines of the longest paragraph, pinyin left aside. */
const lines = (page: Page) =>
  page.evaluate(() => {
    const paragraphs = [...document.querySelectorAll('.body p')]
    const [longest] = paragraphs.sort(
      (a, b) => (b.textContent ?? '').length - (a.textContent ?? '').length,
    )
    const walker = document.createTreeWalker(longest as Element, NodeFilter.SHOW_TEXT)
    const tops: number[] = []
    while (walker.nextNode()) {
      if (walker.currentNode.parentElement?.closest('rt, rp')) continue
      const range = document.createRange()
      range.selectNodeContents(walker.currentNode)
      for (const { top } of range.getClientRects()) {
        if (!tops.some((known) => Math.abs(known - top) < 8)) tops.push(top)
      }
    }
    return tops.sort((a, b) => a - b)
  })

const spacing = (tops: number[]) => tops.slice(1).map((top, i) => Math.round(top - (tops[i] ?? 0)))

describe('type', () => {
  test('a line holds about 38 Han characters, and fewer on a phone', async () => {
    const perLine = (page: Page) =>
      page.evaluate(() => {
        const body = document.querySelector('.body') as HTMLElement
        return body.clientWidth / Number.parseFloat(getComputedStyle(body).fontSize)
      })
    for (const width of [1024, 1280, 1920]) {
      expect(Math.round(await perLine(await open('/articles/report', width)))).toBe(38)
    }
    expect(await perLine(await open('/articles/report', 390))).toBeGreaterThan(18)
  })

  test.each([390, 1280])('pinyin does not push lines apart (%i pixels)', async (width) => {
    const page = await open('/articles/report', width)
    const tops = await lines(page)
    expect(tops.length).toBeGreaterThan(2)
    expect(new Set(spacing(tops)).size).toBe(1)
    await page.uncheck('.switch input')
    expect(new Set([...spacing(await lines(page)), ...spacing(tops)]).size).toBe(1)
  })
})

describe('pinyin', () => {
  test('is hidden and shown with the space bar', async () => {
    const page = await open('/articles/report')
    const shown = () => page.locator('rt:visible').count()
    const all = await shown()
    expect(all).toBeGreaterThan(100)
    await page.getByLabel('显示拼音').focus()
    await page.keyboard.press('Space')
    expect(await shown()).toBe(0)
    await page.keyboard.press('Space')
    expect(await shown()).toBe(all)
    await page.keyboard.press('Enter')
    expect(page.url()).toBe(`${url}/articles/report`)
  })

  test('is there again after a reload: nothing is remembered', async () => {
    const page = await open('/articles/report')
    await page.uncheck('.switch input')
    await page.reload()
    expect(await page.isChecked('.switch input')).toBe(true)
    await page.uncheck('.switch input')
    await page.goto(`${url}/`)
    await page.goBack()
    expect(await page.isChecked('.switch input')).toBe(true)
  })

  test('stays out of what is copied', async () => {
    const page = await open('/articles/report')
    const copied = await page.evaluate(() => {
      let text = ''
      document.addEventListener('copy', () => {
        text = String(getSelection())
      })
      getSelection()?.selectAllChildren(document.querySelector('.body p') as Element)
      document.execCommand('copy')
      return text || String(getSelection())
    })
    expect(copied).toContain('的')
    expect(copied).not.toMatch(/[āáǎàēéěèīíǐìōóǒòūúǔù]|\(/)
  })
})

test('on paper there is the article, and nothing to click', async () => {
  const page = await open('/articles/specimen')
  await page.emulateMedia({ media: 'print' })
  for (const hidden of ['.masthead nav', '.trail', '.switch', '.colophon ul', '.skip']) {
    expect(await page.locator(hidden).isVisible(), hidden).toBe(false)
  }
  for (const shown of ['.name', 'h1', '.body', '.footnotes']) {
    expect(await page.locator(shown).isVisible(), shown).toBe(true)
  }
  expect((await page.pdf()).length).toBeGreaterThan(10_000)
})
