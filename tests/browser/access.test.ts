import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { COLOURS, violations } from './axe.ts'
import { openBrowser, overflow } from './browser.ts'
import { pagesAt } from './pages.ts'

const newsrooms = { chinese: inject('chinese'), english: inject('english') }

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})

afterAll(() => browser.close())

const WINDOW = { viewport: { width: 1280, height: 900 } }

async function open(url: string): Promise<Page> {
  const page = await browser.newPage(WINDOW)
  await page.goto(url)
  return page
}

describe.each(Object.entries(newsrooms))('in the %s newsroom', (_, url) => {
  const paths = Object.values(pagesAt(url)).map(({ path }) => path)

  test.each([390, 1280])('axe finds no violation at %i pixels, light and dark', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 900 } })
    for (const path of paths) {
      await page.emulateMedia({ colorScheme: 'light' })
      await page.goto(url + path)
      expect(await violations(page), path).toEqual([])
      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await violations(page, COLOURS), `${path} by night`).toEqual([])
    }
    await page.close()
  })

  test('no page is wider than its window, from 320 to 1920 pixels, nor with text twice as large', async () => {
    const page = await browser.newPage({ bypassCSP: true })
    for (const path of paths) {
      await page.goto(url + path)
      for (const width of [320, 390, 640, 768, 960, 1280, 1920]) {
        await page.setViewportSize({ width, height: 900 })
        expect(await overflow(page), `${path} at ${width}`).toBeLessThanOrEqual(0)
      }
      await page.setViewportSize({ width: 640, height: 900 })
      await page.addStyleTag({ content: 'html{font-size:200%}' })
      expect(await overflow(page), `${path} with large text`).toBeLessThanOrEqual(0)
    }
    await page.close()
  })

  test('at 200 % zoom nothing is lost and everything can be reached', async () => {
    const whole = await browser.newPage(WINDOW)
    // To a page, zoom is a window half as wide with pixels twice as dense.
    const zoomed = await browser.newPage({
      viewport: { width: 640, height: 450 },
      deviceScaleFactor: 2,
    })
    for (const path of paths) {
      await whole.goto(url + path)
      await zoomed.goto(url + path)
      expect(await shown(zoomed), path).toEqual(await shown(whole))
    }
    await whole.close()
    await zoomed.close()
  })

  test('the keyboard reaches every link and field in reading order, and shows where it is', async () => {
    const page = await browser.newPage(WINDOW)
    for (const path of paths) {
      await page.goto(url + path)
      const focusable = await page.locator(FOCUSABLE).evaluateAll((elements) => elements.length)
      const seen: number[] = []
      for (let i = 0; i < focusable; i++) {
        await page.keyboard.press('Tab')
        const { order, isVisible, hasOutline } = await focused(page)
        expect({ isVisible, hasOutline }, `${path}, stop ${i}`).toEqual({
          isVisible: true,
          hasOutline: true,
        })
        seen.push(order)
      }
      expect(seen, path).toEqual(Array.from({ length: focusable }, (_, i) => i))
    }
    await page.close()
  })

  test('the first stop leads past the masthead', async () => {
    const page = await open(`${url}/articles/specimen`)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
    await page.keyboard.press('Tab')
    expect(await page.evaluate('!!document.activeElement.closest(".trail")')).toBe(true)
    await page.close()
  })

  test('without the style everything is there, in the order one would read it', async () => {
    const page = await open(`${url}/articles/specimen`)
    await page.evaluate("document.querySelector('style').remove()")
    const tops = await page
      .locator(
        '.masthead .name, .masthead nav, .trail, h1, .facts, .body > p, .footnotes, .colophon',
      )
      .evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().top))
    expect(tops.length).toBeGreaterThan(7)
    expect(tops).toEqual([...tops].sort((a, b) => a - b))
    const headings = await page
      .locator('h1, h2, h3, h4')
      .evaluateAll((elements) => elements.map(({ tagName }) => Number(tagName[1])))
    expect(headings[0]).toBe(1)
    for (const [i, level] of headings.entries()) {
      expect(level - (headings[i - 1] ?? 0)).toBeLessThanOrEqual(1)
    }
    await page.close()
  })
})

/** Every text on the page that has a place on it. */
const shown = (page: Page) =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: string[] = []
    while (walker.nextNode()) {
      const range = document.createRange()
      range.selectNodeContents(walker.currentNode)
      const text = walker.currentNode.nodeValue?.trim()
      if (text && range.getClientRects().length > 0) texts.push(text)
    }
    return texts
  })

/** What the keyboard stops at; a picture leads where its title does, and is passed over. */
const FOCUSABLE = 'a[href]:not([tabindex="-1"]), input, button, select, [tabindex="0"]'

/** Where the focus is: its place among all it can have, and whether one sees it. */
const focused = (page: Page) =>
  page.evaluate((focusable) => {
    const all = document.querySelectorAll(focusable)
    const element = document.activeElement as HTMLElement
    const { top, bottom, left, right, width, height } = element.getBoundingClientRect()
    const isVisible =
      width > 0 && height > 0 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth
    const { outlineStyle, outlineWidth } = getComputedStyle(element)
    const hasOutline = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    return { order: [...all].indexOf(element), isVisible, hasOutline }
  }, FOCUSABLE)
