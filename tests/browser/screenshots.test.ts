import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { root } from '../../scripts/d1.ts'
import { openBrowser } from './browser.ts'
import { PAGES } from './pages.ts'

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

async function take(
  name: string,
  url: string,
  options: BrowserContextOptions,
  prepare: (page: Page) => Promise<unknown> = async () => {},
) {
  const page = await browser.newPage(options)
  await page.goto(url)
  await prepare(page)
  const picture = await page.screenshot({ path: join(folder, `${name}.png`) })
  // A page of one colour would be a few kilobytes at most.
  expect(picture.length, name).toBeGreaterThan(8_000)
  await page.close()
}

test.each([390, 768, 1280])('every page at %i pixels, light and dark', async (width) => {
  const viewport = { width, height: width < 600 ? 844 : 900 }
  for (const [language, url] of Object.entries(newsrooms)) {
    for (const [name, { path }] of Object.entries(PAGES)) {
      for (const colorScheme of SCHEMES) {
        const file = `${name}-${language}-${width}-${colorScheme}`
        await take(file, url + path, { viewport, colorScheme })
      }
    }
  }
})

test('pinyin on and off, a phone and a desk', async () => {
  const url = `${newsrooms.zh}/articles/flood-season-notice-2026`
  const off = (page: Page) => page.uncheck('.switch input')
  for (const width of [390, 1280]) {
    const viewport = { width, height: 900 }
    for (const colorScheme of SCHEMES) {
      await take(`pinyin-on-${width}-${colorScheme}`, url, { viewport, colorScheme })
      await take(`pinyin-off-${width}-${colorScheme}`, url, { viewport, colorScheme }, off)
    }
  }
})

test('on paper', async () => {
  for (const [language, url] of Object.entries(newsrooms)) {
    const page = await browser.newPage()
    await page.goto(`${url}/articles/specimen`)
    await page.pdf({ path: join(folder, `print-${language}.pdf`), format: 'A4' })
    await page.close()
    const viewport = { width: 794, height: 1123 }
    await take(`print-${language}`, `${url}/articles/specimen`, { viewport }, (page) =>
      page.emulateMedia({ media: 'print' }),
    )
  }
})
