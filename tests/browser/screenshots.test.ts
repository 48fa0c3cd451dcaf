import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { root } from '../../scripts/d1.ts'
import { openBrowser } from './browser.ts'
import { pagesAt } from './pages.ts'
import { pagesOf, readPng } from './pictures.ts'

/** For people to look at; CI keeps them. */
const folder = join(root, 'dist/screenshots')
const newsrooms = { zh: inject('chinese'), en: inject('english') }
const SCHEMES = ['light', 'dark'] as const

let browser: Browser

beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  browser = await openBrowser()
})

afterAll(() => browser.close())

/** A blank page has two different rows of pixels at most, one with a single line of text some twenty. */
const MIN_ROWS = 60

/** What a page shows now, in a file and checked not to be blank. */
async function take(name: string, page: Page): Promise<Buffer> {
  const shoot = () => page.screenshot({ path: join(folder, `${name}.png`) })
  // A busy machine's Chromium cannot now and then: "Unable to capture screenshot".
  const picture = await shoot().catch(shoot)
  const { rows, ...size } = readPng(picture)
  expect(size, name).toEqual(page.viewportSize())
  expect(rows, name).toBeGreaterThan(MIN_ROWS)
  return picture
}

/** The same page by light and by dark, which must not look the same. */
async function takeBoth(name: string, page: Page) {
  const pictures = []
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme })
    pictures.push(await take(`${name}-${colorScheme}`, page))
  }
  const [light, dark] = pictures as [Buffer, Buffer]
  expect(light.equals(dark), name).toBe(false)
  return { light, dark }
}

test.each([390, 768, 1280])('every page at %i pixels, light and dark', async (width) => {
  const viewport = { width, height: width < 600 ? 844 : 900 }
  for (const [language, url] of Object.entries(newsrooms)) {
    const page = await browser.newPage({ viewport })
    for (const [name, { path }] of Object.entries(pagesAt(url))) {
      await page.goto(url + path)
      await takeBoth(`${name}-${language}-${width}`, page)
    }
    await page.close()
  }
})

test('pinyin on and off, a phone and a desk', async () => {
  for (const width of [390, 1280]) {
    const page = await browser.newPage({ viewport: { width, height: 900 } })
    await page.goto(`${newsrooms.zh}/articles/flood-season-notice-2026`)
    const shown = await takeBoth(`pinyin-on-${width}`, page)
    await page.uncheck('.switch input')
    const hidden = await takeBoth(`pinyin-off-${width}`, page)
    for (const scheme of SCHEMES) {
      expect(shown[scheme].equals(hidden[scheme]), `${width}-${scheme}`).toBe(false)
    }
    await page.close()
  }
})

test('on paper', async () => {
  for (const [language, url] of Object.entries(newsrooms)) {
    const page = await browser.newPage({ viewport: { width: 794, height: 1123 } })
    await page.goto(`${url}/articles/specimen`)
    const pdf = await page.pdf({ path: join(folder, `print-${language}.pdf`), format: 'A4' })
    expect(pagesOf(pdf), language).toBeGreaterThan(0)
    await page.emulateMedia({ media: 'print' })
    await take(`print-${language}`, page)
    await page.close()
  }
})
