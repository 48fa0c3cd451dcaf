import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWhole } from './browser.ts'

/** What a phone fetches before anybody scrolls: the page, its pictures, and those that are fetched ahead. */
const MAX_BYTES = 120_000

let browser: Browser

beforeAll(async () => {
  browser = await openWhole()
})

afterAll(() => browser.close())

async function open(path: string, width: number, deviceScaleFactor: number) {
  const context = await browser.newContext({ viewport: { width, height: 844 }, deviceScaleFactor })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  let bytes = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await session.send('Network.enable')
  await page.addInitScript(`
    window.shift = 0
    new PerformanceObserver((list) => {
      for (const { value } of list.getEntries()) window.shift += value
    }).observe({ type: 'layout-shift', buffered: true })`)
  await page.goto(inject('chinese') + path, { waitUntil: 'networkidle' })
  const before = bytes
  // Everything is scrolled past, so that what comes late comes.
  for (let i = 0; i < 12; i++) {
    await page.mouse.wheel(0, 700)
    await page.waitForTimeout(50)
  }
  const shift = await page.evaluate('window.shift')
  const pictures = await page.locator('main img').count()
  await context.close()
  return { bytes: before, shift, pictures }
}

test.each([1, 2])(
  'a phone’s first view of the front page, %i pixels for one of CSS',
  async (scale) => {
    const { bytes, pictures } = await open('/', 390, scale)
    expect(pictures).toBeGreaterThan(5)
    expect(bytes).toBeLessThanOrEqual(MAX_BYTES)
  },
)

test.each(['/', '/sections/culture', '/articles/old-wharf-lane-three-years'])(
  'nothing moves as pictures come: %s',
  async (path) => {
    for (const width of [390, 1280]) {
      const { shift, pictures } = await open(path, width, 1)
      expect(pictures, path).toBeGreaterThan(0)
      expect(shift, `${path} at ${width}`).toBe(0)
    }
  },
)
