/** The social card that the desk draws from a title, where script runs. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { openBrowser } from './browser.ts'
import { button, desk, open, type Person, signIn, somebody, title } from './desk.ts'

const room = desk()
let browser: Browser
let person: Person
let page: Page

beforeAll(async () => {
  browser = await openBrowser()
  person = await somebody(browser)
  page = person.page
  await signIn(person, room)
})

afterAll(() => browser.close())

const status = (words: string) =>
  page.locator('.cards').getByRole('status').filter({ hasText: words }).waitFor()

/** A new article with a title, and the preview of its card. */
async function begin(headline: string) {
  await page.goto(`${room.url}/desk/articles/new`)
  await title(page).fill(headline)
  await page.getByLabel('Section').selectOption('news')
  await open(page, 'Social card')
  await button(page, 'Draw a card from the title').click()
  return page.getByRole('img', { name: `Social card: ${headline}`, exact: true })
}

/** How many colours are on the preview: one is a card without words. */
const coloursOn = () =>
  page.locator('.cards canvas').evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement
    const context = (element as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D
    const { data } = context.getImageData(0, 0, width, height)
    return new Set(new Uint32Array(data.buffer)).size
  })

/** The size of a picture, as the browser reads it. */
const sizeOf = (url: string) =>
  page.evaluate(async (address) => {
    const { width, height } = await createImageBitmap(await (await fetch(address)).blob())
    return [width, height]
  }, url)

const propertyOf = (html: string, name: string) =>
  new RegExp(`property="${name}" content="([^"]*)"`).exec(html)?.[1]

test('an editor draws a card, uses it, and readers’ networks show it', async () => {
  const headline = '夜航恢复：Night ferry sails again'
  const card = await begin(headline)
  await card.waitFor()
  expect(
    await card.evaluate((one) => [
      (one as HTMLCanvasElement).width,
      (one as HTMLCanvasElement).height,
    ]),
  ).toEqual([1200, 630])
  expect(await coloursOn()).toBeGreaterThan(10)
  expect(await violations(page)).toEqual([])
  await page.getByLabel('Look').selectOption('On the site’s colour')
  await button(page, 'Use this card').click()
  await status('The card is chosen.')
  expect(await page.locator('.cards canvas').isVisible()).toBe(false)
  const chosen = page.locator('input[name=card]:checked')
  const hash = await chosen.inputValue()
  expect(hash).toMatch(/^[0-9a-f]{64}$/)

  await page.locator('.ProseMirror').click()
  await page.keyboard.type('From six o’clock.')
  await button(page, 'Publish').click()
  await page.getByRole('link', { name: 'Open its page' }).waitFor()
  expect(await chosen.inputValue()).toBe(hash)
  const href = await page.getByRole('link', { name: 'Open its page' }).getAttribute('href')
  const html = await (await fetch(room.url + href)).text()
  const url = propertyOf(html, 'og:image') ?? ''
  expect(url).toContain(`/pictures/${hash}/`)
  expect(propertyOf(html, 'og:image:width')).toBe('1200')
  expect(propertyOf(html, 'og:image:height')).toBe('630')
  expect(propertyOf(html, 'og:image:alt')).toBe(headline)
  expect(await sizeOf(url)).toEqual([1200, 630])
})

test('a card goes with the title while that is written, and is drawn of one only', async () => {
  await begin('')
  await status('Write the title first.')
  const card = await begin('First')
  await card.waitFor()
  await title(page).fill('Second')
  await page.getByRole('img', { name: 'Social card: Second', exact: true }).waitFor()
  await button(page, 'Close').click()
  expect(await page.locator('.cards canvas').isVisible()).toBe(false)
})

test('a card that cannot be sent is not chosen, and why is said beside it', async () => {
  const card = await begin('Not sent')
  await card.waitFor()
  await page.context().setOffline(true)
  await button(page, 'Use this card').click()
  await status('cannot be reached')
  await page.context().setOffline(false)
  expect(await page.locator('input[name=card]:checked').inputValue()).toBe('')
  await button(page, 'Use this card').click()
  await status('The card is chosen.')
})

test('a card keeps to the rules of the page', () => {
  const own = person.complaints.filter((one) => !one.includes('ERR_INTERNET_DISCONNECTED'))
  expect(own).toEqual([])
})
