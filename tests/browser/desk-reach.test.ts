/** What hands and eyes need at the desk: size, sight, direction. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { send } from '../../scripts/request.ts'
import { violations } from './axe.ts'
import { openBrowser, overflow } from './browser.ts'
import { button, desk, type Person, signIn, somebody, text, title, toSource } from './desk.ts'
import { faults } from './vnu.ts'

const room = desk()
const ARABIC = 'أخبار المدينة (2026)!'
/** What Apple and WCAG 2.2 (2.5.5) ask of what fingers press, in CSS pixels. */
const FINGER = 44

let browser: Browser
let person: Person
/** An article with much of everything, written from right to left. */
let full: string

beforeAll(async () => {
  browser = await openBrowser()
  person = await somebody(browser, { bypassCSP: true, viewport: { width: 390, height: 844 } })
  await signIn(person, room)
  const { id } = await send<{ id: number }>(room, 'POST', '/api/articles', {
    title: ARABIC,
    section: 'news',
    status: 'draft',
    language: 'ar',
    body: `${ARABIC}\n\n${'نص طويل '.repeat(40)}`,
    keywords: Array.from({ length: 20 }, (_, i) => `a long keyword with number ${i}`),
  })
  full = `/desk/articles/${id}`
})

afterAll(() => browser.close())

/** How high each of what a selector finds is, of what is shown. */
const heights = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((all) =>
    all
      .map((one) => one.getBoundingClientRect())
      .filter(({ width }) => width > 1)
      .map(({ height }) => height),
  )

test('what is pressed most is large enough for a finger', async () => {
  const { page } = person
  const pages = [
    '/desk',
    '/desk/articles',
    full,
    '/desk/front/home',
    '/desk/sections',
    '/desk/people',
  ]
  for (const path of pages) {
    await page.goto(room.url + path)
    const found = await heights(page, '.first, .reach button, .main-action a, #find button, .pick')
    expect(found.length, path).toBeGreaterThan(0)
    expect(Math.min(...found), path).toBeGreaterThanOrEqual(FINGER)
  }
})

test('the buttons of an article stay in sight, and hide nothing that has the focus', async () => {
  const { page } = person
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 844 })
    await page.goto(room.url + full)
    const save = button(page, /^Save draft$/).last()
    await title(page).focus()
    for (let i = 0; i < 40; i++) {
      const covered = await page.evaluate(() => {
        const one = document.activeElement as HTMLElement
        const bar = document.querySelector('.reach') as HTMLElement
        const box = one.getBoundingClientRect()
        const isInForm = one.closest('.all') !== null
        return isInForm && box.bottom > bar.getBoundingClientRect().top && box.height < 300
      })
      const name = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80))
      expect(covered, `${name} at ${width}`).toBe(false)
      if (name?.startsWith('<button')) break
      const box = await save.boundingBox()
      expect((box?.y ?? 0) + (box?.height ?? 0), `${name} at ${width}`).toBeLessThanOrEqual(844)
      await page.keyboard.press('Tab')
    }
  }
})

test('titles and texts run in their own direction, in lists too', async () => {
  const { page } = person
  const directionOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((one) => getComputedStyle(one).direction)
  await page.goto(room.url + full)
  expect(await title(page).evaluate((one) => getComputedStyle(one).direction)).toBe('rtl')
  expect(await text(page).evaluate((one) => getComputedStyle(one).direction)).toBe('rtl')
  expect(await directionOf('h1')).toBe('rtl')
  await page.goto(`${room.url}/desk/articles?status=draft`)
  expect(await directionOf(`a[href="${full}"]`)).toBe('rtl')
  expect(await directionOf('main')).toBe('ltr')
})

test('twice as large, the text of a page still fits its window', async () => {
  const { page } = person
  await page.setViewportSize({ width: 640, height: 900 })
  for (const path of ['/desk', '/desk/articles', full, '/desk/front/home', '/desk/people']) {
    await page.goto(room.url + path)
    await page.addStyleTag({ content: 'html{font-size:200%}' })
    expect(await overflow(page), path).toBeLessThanOrEqual(0)
  }
})

test('axe and the Nu HTML Checker find no fault in a conflict, or at the door', async () => {
  const { page } = person
  const other = await somebody(browser)
  await signIn(other, room)
  await page.goto(room.url + full)
  await other.page.goto(room.url + full)
  for (const [who, words] of [
    [other.page, 'Theirs'],
    [page, 'Mine'],
  ] as const) {
    await title(who).fill(`${words} ${ARABIC}`)
    await toSource(who)
    await text(who).fill(words)
    await button(who, /^Save draft$/)
      .last()
      .click()
    if (who === other.page) await who.getByText('Saved.').waitFor()
  }
  await page.getByText('Somebody saved before you').waitFor()
  const documents = { conflict: await page.content(), door: '' }
  await inBothThemes(page, 'a conflict')
  const stranger = await somebody(browser, { bypassCSP: true })
  await stranger.page.goto(`${room.url}/desk/sign-in`)
  await stranger.page.getByLabel('Key').fill('bs_wrong')
  await button(stranger.page, /^Sign in$/).click()
  await stranger.page.getByRole('alert').first().waitFor()
  documents.door = await stranger.page.content()
  await inBothThemes(stranger.page, 'the door')
  expect(await faults(documents)).toEqual([])
  await stranger.context.close()
  await other.context.close()
})

async function inBothThemes(page: Page, what: string) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await violations(page), `${what}, ${colorScheme}`).toEqual([])
  }
}
