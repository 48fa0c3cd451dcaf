import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page, ViewportSize } from 'playwright-core'
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

async function take(
  name: string,
  url: string,
  options: BrowserContextOptions & { viewport: ViewportSize },
  prepare: (page: Page) => Promise<unknown> = async () => {},
): Promise<Buffer> {
  const page = await browser.newPage(options)
  await page.goto(url)
  await prepare(page)
  const shoot = () => page.screenshot({ path: join(folder, `${name}.png`) })
  // A busy machine's Chromium cannot now and then: "Unable to capture screenshot".
  const picture = await shoot().catch(shoot)
  await page.close()
  const { rows, ...size } = readPng(picture)
  expect(size, name).toEqual(options.viewport)
  expect(rows, name).toBeGreaterThan(MIN_ROWS)
  return picture
}

test.each([390, 768, 1280])('every page at %i pixels, light and dark', async (width) => {
  const viewport = { width, height: width < 600 ? 844 : 900 }
  for (const [language, url] of Object.entries(newsrooms)) {
    for (const [name, { path }] of Object.entries(pagesAt(url))) {
      const pictures = []
      for (const colorScheme of SCHEMES) {
        const file = `${name}-${language}-${width}-${colorScheme}`
        pictures.push(await take(file, url + path, { viewport, colorScheme }))
      }
      const [light, dark] = pictures as [Buffer, Buffer]
      expect(light.equals(dark), `${name}-${language}-${width}`).toBe(false)
    }
  }
})

test('pinyin on and off, a phone and a desk', async () => {
  const url = `${newsrooms.zh}/articles/flood-season-notice-2026`
  const off = (page: Page) => page.uncheck('.switch input')
  for (const width of [390, 1280]) {
    const viewport = { width, height: 900 }
    for (const colorScheme of SCHEMES) {
      const options = { viewport, colorScheme }
      const shown = await take(`pinyin-on-${width}-${colorScheme}`, url, options)
      const hidden = await take(`pinyin-off-${width}-${colorScheme}`, url, options, off)
      expect(shown.equals(hidden), `${width}-${colorScheme}`).toBe(false)
    }
  }
})

test('on paper', async () => {
  for (const [language, url] of Object.entries(newsrooms)) {
    const page = await browser.newPage()
    await page.goto(`${url}/articles/specimen`)
    const pdf = await page.pdf({ path: join(folder, `print-${language}.pdf`), format: 'A4' })
    await page.close()
    expect(pagesOf(pdf), language).toBeGreaterThan(0)
    const viewport = { width: 794, height: 1123 }
    await take(`print-${language}`, `${url}/articles/specimen`, { viewport }, (page) =>
      page.emulateMedia({ media: 'print' }),
    )
  }
})
