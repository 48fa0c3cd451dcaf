/** The writer's tools: count, find and replace, outline, punctuation hints, links, keys. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { send } from '../../scripts/request.ts'
import { violations } from './axe.ts'
import { openBrowser } from './browser.ts'
import { compose, pressWithin } from './composing.ts'
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
  const article = { title: 'Ferry house', section: 'news', body: 'The ferry house is open.' }
  await send(room, 'POST', '/api/articles', article)
})

afterAll(() => browser.close())

/** A new article whose text is in the view, which has the focus. */
beforeEach(async () => {
  await page.goto(`${room.url}/desk/articles/new`)
  await page.locator('.ProseMirror').click()
})

const source = async () => (await page.locator('textarea[name=body]').inputValue()).trimEnd()

/** Types paragraphs. */
async function paragraphs(...texts: string[]) {
  for (const [i, text] of texts.entries()) {
    if (i > 0) await page.keyboard.press('Enter')
    await page.keyboard.type(text)
  }
}

/** Browsers tell of a selection a moment after the key that made it; fingers are slower than that. */
const settled = () => page.waitForTimeout(100)

describe('the count', () => {
  const count = (words: string) => page.locator('.count summary', { hasText: words }).waitFor()

  test('follows what is typed, what is selected, and the source', async () => {
    await paragraphs('今天，我们用 Windows 开会。')
    await count('10 words')
    await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('Shift+ArrowLeft')
    await count('2 of 10 words selected')
    await button(page, 'Source').click()
    await page.locator('textarea[name=body]').fill('一二三\n\n四')
    await count('4 words')
    expect(await page.locator('.count').count()).toBe(1)
    await button(page, 'Visual').click()
    await count('4 words')
  })
})

describe('find and replace', () => {
  const bar = () => page.getByRole('search', { name: 'Find and replace' })
  const says = (words: string) => bar().getByRole('status').filter({ hasText: words }).waitFor()

  test('goes from place to place, across bold, and Escape leads back to the text', async () => {
    await paragraphs('临江的渡轮', '')
    await page.keyboard.press('Control+b')
    await page.keyboard.type('临')
    await page.keyboard.press('Control+b')
    await page.keyboard.type('江区和临江')
    await page.keyboard.press('Control+f')
    await page.keyboard.type('临江')
    await says('of 3')
    expect(await page.locator('.found').count()).toBeGreaterThanOrEqual(3)
    await page.keyboard.press('Enter')
    await says('2 of 3')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.press('Shift+Enter')
    await says('3 of 3')
    await page.keyboard.press('Escape')
    await bar().waitFor({ state: 'hidden' })
    expect(await page.locator('.found').count()).toBe(0)
    await page.keyboard.type('东埠')
    expect(await source()).toBe('临江的渡轮\n\n**临**江区和东埠')
  })

  test('replaces one, then all at once, and one undo brings all back', async () => {
    await paragraphs('东埠一', '东埠二', '东埠三')
    await page.keyboard.press('Control+h')
    await page.keyboard.type('东埠')
    await says('of 3')
    await page.getByLabel('Replace with').fill('西埠')
    await button(page, 'Replace').first().click()
    await says('of 2')
    await button(page, 'Replace all').click()
    await says('2 replaced')
    expect(await source()).toBe('西埠一\n\n西埠二\n\n西埠三')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+z')
    expect((await source()).match(/东埠/g)).toHaveLength(2)
  })

  test('takes Chinese input: Enter and Escape that belong to it do nothing else', async () => {
    await paragraphs('渡轮和渡轮')
    await page.keyboard.press('Control+f')
    await pressWithin(page, 'dulun', 'Enter')
    await pressWithin(page, 'dulun', 'Escape')
    await compose(page, 'dulun', '渡轮')
    await says('of 2')
  })

  test('distinguishes case, width and whole words when asked to', async () => {
    await paragraphs('Art，art, party')
    await page.keyboard.press('Control+f')
    await page.keyboard.type('art,')
    await says('of 2')
    await page.getByLabel('Match width').check()
    await says('of 1')
    await page.getByRole('textbox', { name: 'Find', exact: true }).fill('art')
    await says('of 3')
    await page.getByLabel('Whole words').check()
    await says('of 2')
    await page.getByLabel('Match case').check()
    await says('of 1')
  })

  test('shows the article’s form as it was: nothing of the bar is sent with it', async () => {
    await page.keyboard.press('Control+f')
    await page.keyboard.type('a')
    await page.keyboard.press('Enter')
    expect(page.url()).toBe(`${room.url}/desk/articles/new`)
    expect(await page.locator('.find-bar [name]').count()).toBe(0)
  })
})

test('the outline leads to headings, and says which level is missing', async () => {
  await page.keyboard.type('## 一')
  await page.keyboard.press('Enter')
  await page.keyboard.type('文字')
  await page.keyboard.press('Enter')
  expect(await page.locator('.outline').isVisible()).toBe(false)
  await page.keyboard.type('#### 二')
  await page.locator('.outline summary').click()
  const outline = page.getByRole('navigation', { name: 'Outline' })
  await outline.getByText('a heading of level 3 is missing').waitFor()
  await outline.getByRole('button', { name: '一' }).click()
  await page.keyboard.press('End')
  await page.keyboard.type('新')
  expect(await source()).toBe('## 一新\n\n文字\n\n#### 二')
})

describe('punctuation hints', () => {
  const chinese = async () => {
    await open(page, 'language')
    await page.getByLabel('Language', { exact: true }).fill('zh-CN')
    await page.locator('.ProseMirror').click()
  }

  test('are given to Chinese, gone to, mended one by one or all at once, and ignored', async () => {
    await chinese()
    await paragraphs('今天,明天,开会。。', '他说：“好。')
    const hints = page.locator('.hints', { hasText: 'Punctuation hints: 4' })
    await hints.locator('summary').click()
    expect(await page.locator('.ProseMirror .hinted').count()).toBe(4)
    await button(page, 'Change to ，').first().click()
    expect(await source()).toBe('今天，明天,开会。。\n\n他说：“好。')
    await button(page, 'Change to 。').click()
    await page.locator('.hints summary', { hasText: 'hints: 2' }).waitFor()
    await page.getByRole('button', { name: '他说：“好。', exact: true }).click()
    await page.keyboard.press('Delete')
    expect(await source()).toBe('今天，明天,开会。\n\n他说：好。')
    await page.locator('.hints summary', { hasText: 'hints: 1' }).waitFor()
    await button(page, 'Ignore').click()
    await page.locator('.hints').last().waitFor({ state: 'hidden' })
    expect(await page.locator('.ProseMirror .hinted').count()).toBe(0)
  })

  test('of one kind are mended all at once, and undone as one', async () => {
    await chinese()
    await paragraphs('今天,明天,后天,开会。')
    await page.locator('.hints summary', { hasText: 'hints: 3' }).click()
    await button(page, 'Mend all (3)').click()
    expect(await source()).toBe('今天，明天，后天，开会。')
    await page.locator('.ProseMirror').focus()
    await page.keyboard.press('Control+z')
    expect(await source()).toBe('今天,明天,后天,开会。')
  })

  test('are given to the title', async () => {
    await chinese()
    await title(page).fill('今天,开会')
    await page.locator('.hints summary', { hasText: 'hints to the title: 1' }).click()
    await button(page, 'Change to ，').click()
    expect(await title(page).inputValue()).toBe('今天，开会')
  })

  test('do not disturb what is composed', async () => {
    await chinese()
    await paragraphs('今天,开会')
    await compose(page, 'mingtian', '明天')
    await page.locator('.hints summary', { hasText: 'hints: 1' }).waitFor()
    await compose(page, 'ye', '也')
    expect(await source()).toBe('今天,开会明天也')
  })

  test('are not given to other languages', async () => {
    await open(page, 'language')
    await page.getByLabel('Language', { exact: true }).fill('en')
    await page.locator('.ProseMirror').click()
    await paragraphs('今天,开会')
    await page.locator('.count summary', { hasText: '4 words' }).waitFor()
    await page.getByLabel('Language', { exact: true }).fill('zh')
    await page.locator('.ProseMirror').click()
    await page.locator('.hints summary', { hasText: 'hints: 1' }).waitFor()
    await page.getByLabel('Language', { exact: true }).fill('en')
    await page.locator('.ProseMirror').click()
    await page.locator('.hints').last().waitFor({ state: 'hidden' })
  })
})

describe('a link', () => {
  const address = () => page.getByRole('combobox', { name: /^Address/ })

  test('is completed from articles by words, arrows and Enter, in their own titles', async () => {
    await paragraphs('See: ')
    await page.keyboard.press('Control+k')
    await address().pressSequentially('ferry')
    await page.getByRole('option', { name: 'Ferry house' }).first().waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await address().getAttribute('aria-activedescendant')).toBe('link-articles-0')
    await page.keyboard.press('Enter')
    await page.keyboard.type('!')
    expect(await source()).toMatch(/^See: \[Ferry house\]\(\/articles\/ferry-house[^)]*\)!$/)
  })

  test('is put on what is selected, changed and removed', async () => {
    await paragraphs('here')
    await page.keyboard.press('Shift+Home')
    await settled()
    await page.keyboard.press('Control+k')
    await page.keyboard.type('example.org')
    await page.keyboard.press('Enter')
    expect(await source()).toBe('[here](https://example.org)')
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowRight')
    await settled()
    await page.keyboard.press('Control+k')
    expect(await address().inputValue()).toBe('https://example.org')
    await address().fill(`${room.url}/articles/a`)
    await page.keyboard.press('Enter')
    expect(await source()).toBe('[here](/articles/a)')
    await page.keyboard.press('Control+k')
    await button(page, 'Remove the link').click()
    expect(await source()).toBe('here')
  })

  test('that leads nowhere is refused with the reason', async () => {
    await page.keyboard.press('Control+k')
    await address().fill('javascript:alert(1)')
    await page.keyboard.press('Enter')
    await page.getByText('web pages, mail').waitFor()
    await page.keyboard.press('Escape')
    expect(await source()).toBe('')
  })

  test('is looked for in Chinese: Enter that belongs to what is composed chooses nothing', async () => {
    await page.keyboard.press('Control+k')
    await pressWithin(page, 'du', 'Enter')
    await compose(page, 'du', '渡')
    expect(await address().inputValue()).toBe('渡')
    expect(await source()).toBe('')
  })
})

test('all keys are listed', async () => {
  await page.keyboard.press('Control+/')
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  for (const name of ['Bold', 'Link', 'Find', 'Find and replace', 'Footnote']) {
    await dialog.getByRole('cell', { name, exact: true }).waitFor()
  }
  await page.keyboard.press('Escape')
  expect(await page.getByRole('dialog').count()).toBe(0)
})

test.each([
  ['light', 1280],
  ['dark', 390],
] as const)('all is named and fits, %s and %i wide', async (colorScheme, width) => {
  await page.emulateMedia({ colorScheme })
  await page.setViewportSize({ width, height: 844 })
  await open(page, 'language')
  await page.getByLabel('Language', { exact: true }).fill('zh')
  await page.locator('.ProseMirror').click()
  await page.keyboard.type('## 标题')
  await page.keyboard.press('Enter')
  await page.keyboard.type('今天,开会')
  await page.keyboard.press('Enter')
  await page.keyboard.type('## 标题')
  await page.keyboard.press('Control+h')
  await page.keyboard.type('标题')
  await page.locator('.hints summary', { hasText: 'hints: 1' }).waitFor()
  expect(await violations(page)).toEqual([])
  const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement)
  expect(scrollWidth).toBe(clientWidth)
  expect(person.complaints).toEqual([])
})
