/** What is typed at the desk while tabs die, networks go and others write: no character is lost. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { send } from '../../scripts/request.ts'
import { openBrowser } from './browser.ts'
import { button, desk, type Person, signIn, somebody, text, title } from './desk.ts'

const room = desk()

let browser: Browser
let person: Person
let page: Page
/** The address of a draft. */
let draft: string
let id: number

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

beforeEach(async () => {
  for (const context of browser.contexts()) await context.close()
  person = await somebody(browser)
  // The queue knows nothing of how a text is shown: its source will do.
  await person.context.addInitScript("localStorage.setItem('desk-writes-in', 'source')")
  await signIn(person, room)
  page = person.page
  const article = { title: '街道书房', section: 'news', status: 'draft', body: '第一段。' }
  id = (await send<{ id: number }>(room, 'POST', '/api/articles', article)).id
  draft = `${room.url}/desk/articles/${id}`
})

const stored = async (): Promise<Record<string, unknown>> => {
  const headers = { Authorization: `Bearer ${room.key}` }
  return (await fetch(`${room.url}/api/articles/${id}`, { headers })).json()
}

const status = (on: Page) => on.locator('.saving')
const says = (on: Page, words: string | RegExp) => status(on).filter({ hasText: words }).waitFor()

/** Goes to a form, and waits until what is typed there is looked after. */
async function open(on: Page, address: string) {
  await on.goto(address)
  await on.locator('form#article .reach .saving').waitFor({ state: 'attached' })
}

/** Types at the end of the text, as fingers do. */
async function type(on: Page, words: string) {
  await text(on).focus()
  await on.keyboard.press('Control+End')
  await on.keyboard.type(words)
}

/** From now on nothing reaches the desk's copies. */
const cutOff = (on: Page) => on.route('**/copy', (route) => route.abort('connectionfailed'))

/**
 * The renderer dies, between two keys; nothing of the page gets to say goodbye. What it has no time to tell the
 * browser of, nobody can keep.
 */
async function crash(on: Page) {
  await on.waitForTimeout(300)
  const session = await on.context().newCDPSession(on)
  const isDead = on.waitForEvent('crash')
  session.send('Page.crash').catch(() => {})
  await isDead
}

test('a tab that dies in the middle of a sentence loses no character, though nothing reached the server', async () => {
  await open(page, draft)
  await cutOff(page)
  await type(page, '正写到一半，忽')
  await says(page, 'Kept in this browser')
  await type(page, '然')
  await crash(page)
  const next = await person.context.newPage()
  await open(next, draft)
  await says(next, 'was brought back')
  expect(await text(next).inputValue()).toBe('第一段。正写到一半，忽然')
  // Back to what is saved, and to it again.
  await next.getByRole('button', { name: 'Undo that' }).click()
  expect(await text(next).inputValue()).toBe('第一段。')
  await next.getByRole('button', { name: 'Bring it back' }).click()
  expect(await text(next).inputValue()).toBe('第一段。正写到一半，忽然')
})

test('another browser has what was typed here a few seconds ago', async () => {
  await open(page, draft)
  await type(page, '在家里写的')
  await title(page).fill('新标题')
  await says(page, 'Kept on the server')
  await crash(page)
  const other = await somebody(browser, { javaScriptEnabled: false })
  await signIn(other, room)
  await other.page.goto(draft)
  await other.page.getByText('You typed this at').waitFor()
  expect(await text(other.page).inputValue()).toBe('第一段。在家里写的')
  await button(other.page, /^Save draft$/)
    .last()
    .click()
  await other.page.getByText('Saved.', { exact: true }).waitFor()
  expect(await stored()).toMatchObject({ title: '新标题', body: '第一段。在家里写的' })
})

test('a new article outlives its tab before anything of it has reached the server', async () => {
  await open(page, `${room.url}/desk/articles/new`)
  await cutOff(page)
  await title(page).fill('开了个头')
  await page.getByLabel('Section').selectOption('culture')
  await type(page, '第一句')
  await says(page, /Kept in this browser|No network/)
  const address = page.url()
  await crash(page)
  const next = await person.context.newPage()
  await open(next, `${room.url}/desk/articles/new`)
  await says(next, 'is kept in this browser')
  const popup = next.waitForEvent('popup')
  await next.getByRole('link', { name: 'Open it' }).click()
  const found = await popup
  await says(found, 'was brought back')
  expect(found.url()).toBe(address)
  expect(await title(found).inputValue()).toBe('开了个头')
  expect(await found.getByLabel('Section').inputValue()).toBe('culture')
  expect(await text(found).inputValue()).toBe('第一句')
  await says(found, 'was brought back')
  await button(found, /^Save draft$/)
    .last()
    .click()
  await found.getByText('Saved.', { exact: true }).waitFor()
  // It is saved: nothing offers it any more.
  await open(next, `${room.url}/desk/articles/new`)
  expect(await next.getByText('kept in this browser').count()).toBe(0)
  expect(await next.getByText('Begun, and not saved').count()).toBe(0)
})

test('without network a press waits, can be called off, and goes through once there is one', async () => {
  await open(page, draft)
  await type(page, '断网时写的')
  await person.context.setOffline(true)
  await button(page, /^Publish$/).click()
  await says(page, 'Waiting for the network')
  await page.getByRole('button', { name: 'Do not send it now' }).click()
  await says(page, 'No network')
  await type(page, '，又写一句')
  await button(page, /^Publish$/).click()
  await button(page, /^Publish$/).click()
  await says(page, 'Waiting for the network')
  await person.context.setOffline(false)
  await page.getByText('Published. Readers see it at once.').waitFor()
  expect(await stored()).toMatchObject({
    status: 'published',
    body: '第一段。断网时写的，又写一句',
    revision: 2,
  })
  expect(await page.getByText('You typed this').count()).toBe(0)
})

test('what is published is what is on the screen, though an older text was on its way', async () => {
  await open(page, draft)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/copy', async (route) => {
    await held
    await route.continue()
  })
  await type(page, '先写的')
  await page.waitForRequest('**/copy')
  await type(page, '，后写的')
  await button(page, /^Publish$/).click()
  await says(page, 'Sending')
  expect(await stored()).toMatchObject({ status: 'draft' })
  release()
  await page.getByText('Published. Readers see it at once.').waitFor()
  expect(await stored()).toMatchObject({ status: 'published', body: '第一段。先写的，后写的' })
})

test('a server that dies under Save costs nothing: coming back brings all of it', async () => {
  await open(page, draft)
  await type(page, '要保存的')
  await says(page, 'Kept on the server')
  await type(page, '，还有这句')
  await page.route('**/desk/articles/*', (route) =>
    route.request().method() === 'POST' ? route.abort('connectionfailed') : route.continue(),
  )
  await cutOff(page)
  await says(page, 'No network')
  await page.unroute('**/copy')
  const failed = page.waitForEvent('requestfailed', (request) => request.isNavigationRequest())
  await button(page, /^Save draft$/)
    .last()
    .click()
  await failed
  await page.unroute('**/desk/articles/*')
  await open(page, draft)
  expect(await text(page).inputValue()).toBe('第一段。要保存的，还有这句')
  await button(page, /^Save draft$/)
    .last()
    .click()
  await page.getByText('Saved.', { exact: true }).waitFor()
  expect(await stored()).toMatchObject({ body: '第一段。要保存的，还有这句', revision: 2 })
})

test('two tabs know of each other, and neither writes over the other', async () => {
  await open(page, draft)
  const second = await person.context.newPage()
  await open(second, draft)
  await second.getByText('also open in another tab').waitFor()
  await type(page, '第一页写的')
  await second.getByText('You have just typed').waitFor()
  await says(page, 'Kept on the server')
  await type(second, '第二页写的')
  await says(second, 'in another tab or on another device')
  await type(second, '，接着写')
  await page.bringToFront()
  const isThere = page.waitForResponse('**/copy')
  await type(page, '，也接着写')
  await isThere
  // The second goes down, and what stood there is offered where the first one's is shown.
  await crash(second)
  const third = await person.context.newPage()
  await open(third, draft)
  expect(await text(third).inputValue()).toBe('第一段。第一页写的，也接着写')
  await says(third, 'Another text')
  await third.getByRole('button', { name: 'Bring it back' }).click()
  expect(await text(third).inputValue()).toBe('第一段。第二页写的，接着写')
})

test('of two tabs, one takes what the other has', async () => {
  await open(page, draft)
  const second = await person.context.newPage()
  await open(second, draft)
  await type(page, '第一页写的')
  await says(page, 'Kept on the server')
  await type(second, '第二页写的')
  await says(second, 'in another tab or on another device')
  await second.getByRole('button', { name: 'Take the other' }).click()
  await second.getByText('You typed this at').waitFor()
  expect(await text(second).inputValue()).toBe('第一段。第一页写的')
  await type(second, '，在第二页接着写')
  await says(second, 'Kept on the server')
})

test('who typed while somebody else saved compares both, and nothing is written over', async () => {
  await open(page, draft)
  await type(page, '我写的。')
  await says(page, 'Kept on the server')
  const answer = await fetch(`${room.url}/api/articles/${id}`, {
    method: 'PATCH',
    headers: {
      Authorization: `Bearer ${room.key}`,
      'Content-Type': 'application/merge-patch+json',
      'If-Match': '"1"',
    },
    body: JSON.stringify({ title: '别人的标题' }),
  })
  expect(answer.status).toBe(200)
  await open(page, draft)
  await page.getByText('Since then').first().waitFor()
  await button(page, /^Save draft$/)
    .last()
    .click()
  await page.getByText('Somebody saved before you').waitFor()
  expect(await title(page).inputValue()).toBe('别人的标题')
  expect(await text(page).inputValue()).toBe('第一段。我写的。')
  // Both together are kept, too.
  await says(page, 'Kept on the server')
  await crash(page)
  const next = await person.context.newPage()
  await open(next, draft)
  expect(await title(next).inputValue()).toBe('别人的标题')
  await button(next, /^Save draft$/)
    .last()
    .click()
  await next.getByText('Saved.', { exact: true }).waitFor()
  expect(await stored()).toMatchObject({ title: '别人的标题', body: '第一段。我写的。' })
})

test('a form that comes back with faults holds what was typed last', async () => {
  await open(page, draft)
  await title(page).fill('长'.repeat(300))
  await type(page, '写的')
  await button(page, /^Save draft$/)
    .last()
    .click()
  await page.getByText('Nothing was saved').waitFor()
  expect(await title(page).inputValue()).toBe('长'.repeat(300))
  await title(page).fill('短')
  await crash(page)
  const next = await person.context.newPage()
  await open(next, draft)
  expect([await title(next).inputValue(), await text(next).inputValue()]).toEqual([
    '短',
    '第一段。写的',
  ])
})

test('where the browser keeps nothing, the server does, and the line says so', async () => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('no', 'SecurityError')
    }
  })
  await open(page, draft)
  await type(page, '隐私窗口里写的')
  await says(page, 'This browser cannot keep it')
  await says(page, 'Kept on the server')
  await open(page, draft)
  await page.getByText('You typed this at').waitFor()
  expect(await text(page).inputValue()).toBe('第一段。隐私窗口里写的')
})

test('whoever is signed out meanwhile signs in beside it, and goes on', async () => {
  await open(page, draft)
  const cookies = await person.context.cookies()
  await person.context.clearCookies()
  await type(page, '登录过期时写的')
  await says(page, 'Your session has ended')
  expect(await page.getByRole('link', { name: 'Sign in, in a new tab' }).count()).toBe(1)
  await person.context.addCookies(cookies)
  await page.evaluate('dispatchEvent(new Event("focus"))')
  await says(page, 'Kept on the server')
})

test('what is discarded is gone, and says so', async () => {
  await open(page, draft)
  await type(page, '不要的')
  await says(page, 'Kept on the server')
  await open(page, draft)
  await page.getByRole('button', { name: 'Discard it, back to what is saved' }).click()
  await page.getByText('Discarded.').waitFor()
  expect(await text(page).inputValue()).toBe('第一段。')
  await open(page, draft)
  expect(await text(page).inputValue()).toBe('第一段。')
  expect(await status(page).textContent()).toBe('')
})

test('what an input method is composing is kept as it stands', async () => {
  await open(page, draft)
  await cutOff(page)
  await text(page).focus()
  await page.keyboard.press('Control+End')
  const session = await person.context.newCDPSession(page)
  await session.send('Input.imeSetComposition', {
    text: 'shi',
    selectionStart: 3,
    selectionEnd: 3,
  })
  await says(page, /Kept in this browser|No network/)
  await crash(page)
  const next = await person.context.newPage()
  await open(next, draft)
  expect(await text(next).inputValue()).toBe('第一段。shi')
})

test('what is typed into the text as it will look comes back after a crash, and is shown so', async () => {
  await page.addInitScript("localStorage.removeItem('desk-writes-in')")
  await open(page, draft)
  await page.locator('.ProseMirror').click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('照样写')
  await says(page, 'Kept on the server')
  await cutOff(page)
  await page.keyboard.type('，断了')
  await says(page, /Kept in this browser|No network/)
  await crash(page)
  const next = await person.context.newPage()
  await next.addInitScript("localStorage.removeItem('desk-writes-in')")
  await open(next, draft)
  await says(next, 'was brought back')
  await next.locator('.ProseMirror', { hasText: '第一段。照样写，断了' }).waitFor()
  await next.getByRole('button', { name: 'Undo that' }).click()
  await next.locator('.ProseMirror', { hasText: /^第一段。照样写$/ }).waitFor()
})

test('the browser complains of nothing', async () => {
  await open(page, draft)
  await type(page, '写')
  await says(page, 'Kept on the server')
  await open(page, draft)
  expect(person.complaints).toEqual([])
})
