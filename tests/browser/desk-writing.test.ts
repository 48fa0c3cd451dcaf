/** Writing with script: the text as it will look. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { violations } from './axe.ts'
import { openBrowser } from './browser.ts'
import { compose, giveUp, pressWithin } from './composing.ts'
import { button, desk, type Person, signIn, somebody, text, title } from './desk.ts'

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

/** A new article whose text is in the view, which has the focus. */
beforeEach(async () => {
  await page.goto(`${room.url}/desk/articles/new`)
  await page.locator('.ProseMirror').click()
})

/** The source of what is shown. */
const source = () => page.locator('textarea[name=body]').inputValue()

describe('an editor sees the text as it will look', () => {
  test('marks it by toolbar and keys, and Markdown is what is saved', async () => {
    await page.keyboard.type('渡轮停运')
    await page.keyboard.press('Control+Alt+2')
    await page.keyboard.press('Enter')
    await page.keyboard.type('会议')
    await page.keyboard.press('Control+b')
    await page.keyboard.type('（试行）')
    await page.keyboard.press('Control+b')
    await page.keyboard.type('通过。')
    expect(await source()).toBe('## 渡轮停运\n\n会议**（试行）**通过。')
    await button(page, 'List').first().click()
    expect(await source()).toContain('会议**（试行）**通过')
    expect(await source()).toMatch(/^[-*] /m)
  })

  test('writes Markdown by hand, and it becomes what it stands for', async () => {
    await page.keyboard.type('## 小标题')
    await page.keyboard.press('Enter')
    await page.keyboard.type('- 一')
    await page.keyboard.press('Enter')
    await page.keyboard.type('二')
    expect(await page.locator('.ProseMirror h2').textContent()).toBe('小标题')
    expect(await page.locator('.ProseMirror li').count()).toBe(2)
  })

  test('writes pinyin by hand, sees it above the character, and goes on after it', async () => {
    await page.keyboard.type('{社|shè}{区|qū}里')
    expect(await page.locator('.ProseMirror ruby').allTextContents()).toEqual(['社', '区'])
    const above = await page
      .locator('.ProseMirror ruby')
      .first()
      .evaluate((ruby) => getComputedStyle(ruby, '::after').content)
    expect(above).toBe('"shè"')
    expect(await source()).toBe('{社|shè}{区|qū}里')
  })

  test('changes the source, and comes back to what it says', async () => {
    await page.keyboard.type('一。')
    await button(page, 'Source').click()
    await text(page).fill('一。\n\n> 二。')
    await button(page, 'Visual').click()
    await page.locator('.ProseMirror blockquote').waitFor()
    expect(await source()).toBe('一。\n\n> 二。')
  })

  test('makes a table, and fills it cell by cell', async () => {
    await button(page, 'Table').click()
    await button(page, 'Insert a table').click()
    await page.keyboard.type('船')
    await page.keyboard.press('Tab')
    await page.keyboard.type('a|b')
    expect(await source()).toMatch(/\| 船 *\| a\\\|b *\|/)
    await button(page, 'Table').click()
    await button(page, 'Row below').click()
    expect(await page.locator('.ProseMirror tr').count()).toBe(4)
  })

  test('puts a footnote where the selection is, and writes what it says', async () => {
    await page.keyboard.type('渡轮')
    await button(page, 'Footnote').click()
    await page.keyboard.type('见公告。')
    expect(await source()).toBe('渡轮[^1]\n\n[^1]: 见公告。')
  })

  test('undoes and redoes, and still can after a reload', async () => {
    await page.keyboard.type('第一句。')
    await page.waitForTimeout(700)
    await page.keyboard.type('第二句。')
    await page.keyboard.press('Control+z')
    expect(await source()).toBe('第一句。')
    await page.keyboard.press('Control+y')
    expect(await source()).toBe('第一句。第二句。')
    await page.waitForTimeout(700)
    await page.reload()
    await page.locator('.ProseMirror').getByText('第一句。第二句。').click()
    await page.keyboard.press('Control+z')
    expect(await source()).toBe('第一句。')
  })

  test('is told why a text is shown as its source, and nothing of it is changed', async () => {
    await button(page, 'Source').click()
    const odd = '[a]: https://a.example\n\n<div markdown="1">\n\n- x\n</div>\n\n* [a]\n\n\n* b <b>'
    await text(page).fill(odd)
    await button(page, 'Visual').click()
    await page.waitForTimeout(500)
    expect(await source()).toBe(odd)
  })

  test('finds all of it by keyboard and by name', async () => {
    await page.keyboard.type('文字')
    expect(await violations(page)).toEqual([])
    await page.getByRole('toolbar').getByRole('button').first().focus()
    await page.keyboard.press('End')
    const last = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    expect(last).toBeTruthy()
    expect(person.complaints).toEqual([])
  })
})

describe('Chinese input holds', () => {
  test('in the text, at its beginning, between and at its end', async () => {
    await compose(page, 'nihao', '你好')
    await page.keyboard.press('Home')
    await compose(page, 'xin', '新')
    await page.keyboard.press('ArrowRight')
    await compose(page, 'men', '们')
    expect(await source()).toBe('新你们好')
  })

  test.each([
    ['before ruby', 'Home', 0, '你{社|shè}区'],
    ['behind ruby', 'Home', 1, '{社|shè}你区'],
  ])('%s', async (_, key, right, expected) => {
    await page.keyboard.type('{社|shè}区')
    await page.keyboard.press(key)
    for (let i = 0; i < right; i++) await page.keyboard.press('ArrowRight')
    await compose(page, 'ni', '你')
    expect(await source()).toBe(expected)
  })

  test('inside ruby: nothing typed there is lost', async () => {
    await page.keyboard.type('{社区|shèqū}里')
    await page.keyboard.press('Home')
    await page.keyboard.press('ArrowRight')
    await compose(page, 'ni', '你')
    const shown = await page.locator('.ProseMirror').textContent()
    expect(shown).toBe('社你区里')
  })

  test('in a cell of a table', async () => {
    await button(page, 'Table').click()
    await button(page, 'Insert a table').click()
    await compose(page, 'chuan', '船')
    await page.keyboard.press('Tab')
    await compose(page, 'ma', '码头')
    expect(await source()).toMatch(/\| 船 *\| 码头 *\|/)
  })

  test('in bold, in a list, in a quotation and in a footnote', async () => {
    await page.keyboard.press('Control+b')
    await compose(page, 'cu', '粗')
    await page.keyboard.press('Control+b')
    await compose(page, 'xi', '细')
    await page.keyboard.press('Enter')
    await page.keyboard.type('- ')
    await compose(page, 'xiang', '项')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.keyboard.type('> ')
    await compose(page, 'yin', '引')
    expect(await source()).toMatch(/^\*\*粗\*\*细\n\n[-*] 项\n\n> 引$/)
  })

  test('in the title, in keywords and in what a picture shows', async () => {
    for (const [field, name] of [
      [title(page), 'title'],
      [page.getByLabel('Keyword 1'), 'keywords'],
      [page.locator('[name=pictureAlt]'), 'pictureAlt'],
    ] as const) {
      await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
      await field.click()
      await compose(page, 'dulun', '渡轮')
      expect(await page.locator(`[name=${name}]`).first().inputValue()).toBe('渡轮')
    }
  })

  test('what is given up leaves nothing behind', async () => {
    await page.keyboard.type('一')
    await giveUp(page, 'nihao')
    await page.keyboard.type('二')
    expect(await source()).toBe('一二')
  })

  test('Enter and Escape that belong to what is composed do nothing else', async () => {
    await page.keyboard.type('- 一')
    await pressWithin(page, 'ni', 'Enter')
    await pressWithin(page, 'nihao', 'Escape')
    await compose(page, 'nihao', '你好')
    expect(await page.locator('.ProseMirror li').count()).toBe(1)
    expect(await source()).toMatch(/一你好$/)
  })
})
