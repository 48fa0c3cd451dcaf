/** Pinyin at a click, where script runs: proposed, corrected, remembered, applied, undone. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { openBrowser } from './browser.ts'
import { button, desk, type Person, signIn, somebody } from './desk.ts'

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

beforeEach(async () => {
  await page.goto(`${room.url}/desk/articles/new`)
  await page.locator('.ProseMirror').click()
})

const source = () => page.locator('textarea[name=body]').inputValue()
const panel = () => page.getByRole('dialog', { name: 'Add pinyin' })

async function choose(what: string) {
  await page.getByRole('toolbar').evaluate((bar) => bar.scrollIntoView())
  await button(page, 'Pinyin').click()
  await button(page, what).click()
}

test('is proposed for difficult characters, and undone in one step', async () => {
  await page.keyboard.type('江边有鸬鹚，也有白鹭。')
  await choose('Pinyin for difficult characters')
  await panel().waitFor()
  expect(await panel().getByRole('checkbox').count()).toBeGreaterThan(1)
  await panel().getByRole('button', { name: 'Apply' }).click()
  await panel().waitFor({ state: 'detached' })
  expect(await source()).toBe('江边有{鸬|lú}{鹚|cí}，也有白{鹭|lù}。')
  await page.keyboard.press('Control+z')
  expect(await source()).toBe('江边有鸬鹚，也有白鹭。')
})

test('is corrected, remembered, and proposed so the next time', async () => {
  await page.keyboard.type('他在漕行住。')
  await choose('Pinyin for everything')
  const reading = panel().getByLabel('Reading of “行”').first()
  await reading.waitFor()
  expect(await reading.inputValue()).toBe('xíng')
  await reading.selectOption('háng')
  const word = panel().getByLabel('Word').locator('visible=true')
  await word.fill('漕行')
  expect(
    await panel().getByLabel('Pinyin', { exact: true }).locator('visible=true').inputValue(),
  ).toBe('cáo háng')
  await panel().getByLabel('Remember this reading').locator('visible=true').check()
  await panel().getByRole('button', { name: 'Apply' }).click()
  await panel().waitFor({ state: 'detached' })
  expect(await source()).toContain('{漕|cáo}{行|háng}')

  await page.goto(`${room.url}/desk/readings`)
  expect(await page.locator('main').innerHTML()).toContain('漕行')
  await page.goto(`${room.url}/desk/articles/new`)
  await page.locator('.ProseMirror').click()
  await page.keyboard.type('漕行')
  await page.keyboard.press('Control+a')
  await choose('Pinyin for the selection')
  const again = panel().getByLabel('Reading of “行”').first()
  await again.waitFor()
  expect(await again.inputValue()).toBe('háng')
  expect(await again.locator('option:checked').textContent()).toContain('the newsroom’s')
})

test('is typed where none of the readings is right, and refused when it is none', async () => {
  await page.keyboard.type('𠮷')
  await choose('Pinyin for everything')
  const typed = panel().getByLabel('Your reading of “𠮷”')
  await typed.fill('hello')
  await panel().getByRole('button', { name: 'Apply' }).click()
  expect(await typed.getAttribute('aria-invalid')).toBe('true')
  await typed.fill('jí')
  await panel().getByRole('button', { name: 'Apply' }).click()
  await panel().waitFor({ state: 'detached' })
  expect(await source()).toBe('{𠮷|jí}')
})

test('leaves the text to be written in, and is removed again', async () => {
  await page.keyboard.type('鹬')
  await choose('Pinyin for difficult characters')
  await panel().waitFor()
  await page.locator('.ProseMirror').click()
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('看')
  await panel().getByRole('button', { name: 'Apply' }).click()
  await panel().waitFor({ state: 'detached' })
  expect(await source()).toBe('看{鹬|yù}')
  await page.keyboard.press('Control+a')
  await choose('Remove pinyin from the selection')
  expect(await source()).toBe('看鹬')
})

test('closes with Escape, breaks no rule of the browser, and can be used by everybody', async () => {
  await page.keyboard.type('银行里有鹬。')
  await choose('Pinyin for everything')
  await panel().waitFor()
  expect(await violations(page)).toEqual([])
  await page.screenshot({ path: '/tmp/pinyin-panel.png' })
  await page.keyboard.press('Escape')
  await panel().waitFor({ state: 'detached' })
  expect(await source()).toBe('银行里有鹬。')
  expect(person.complaints).toEqual([])
})
