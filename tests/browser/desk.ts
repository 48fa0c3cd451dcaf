/** What the tests of the desk do there, as people do: by labels, buttons and links. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { inject } from 'vitest'

export interface Room {
  url: string
  key: string
}

/** The newsroom whose desk a file writes at: that of its worker, so no two do at a time. */
export const desk = (): Room => inject('desks')[Number(process.env.VITEST_POOL_ID) - 1] as Room

export interface Person {
  page: Page
  context: BrowserContext
  /** What the browser complained of. */
  complaints: string[]
}

type Options = Parameters<Browser['newContext']>[0]

/** Somebody with a browser, who reads English. */
export async function somebody(browser: Browser, options: Options = {}): Promise<Person> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 900 },
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (fault) => complaints.push(String(fault)))
  return { page, context, complaints }
}

export async function signIn({ page }: Person, { url, key }: Room) {
  await page.goto(`${url}/desk`)
  await page.getByLabel('Key').fill(key)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Today' }).waitFor()
}

/** A manager adds somebody, and gets a link to send to them. */
export async function invite(manager: Person, { url }: Room, name: string, role: RegExp) {
  const { page } = manager
  await page.goto(`${url}/desk/people`)
  await page.getByLabel('Name').fill(name)
  await page.getByLabel(role).check()
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  return page.locator('input[readonly]').first().inputValue()
}

/** Opens a link that signs in, and presses its button. */
export async function enter({ page }: Person, link: string) {
  await page.goto(link)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Today' }).waitFor()
}

export const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

/** The title of the article that is being written. */
export const title = (page: Page) => page.getByLabel('Title', { exact: true })
export const text = (page: Page) => page.getByLabel('Text', { exact: true })

/** Turns to the source of the text, where script shows it as it will look. */
export async function toSource(page: Page): Promise<void> {
  if (!(await page.evaluate("matchMedia('(scripting: enabled)').matches"))) return
  await page.locator('.ProseMirror').waitFor()
  await page.getByRole('button', { name: 'Source', exact: true }).click()
}

/** Fills in what an article needs. */
export async function write(page: Page, { url }: Room, headline: string, body: string) {
  await page.goto(`${url}/desk/articles/new`)
  await title(page).fill(headline)
  await page.getByLabel('Section').selectOption('news')
  await toSource(page)
  await text(page).fill(body)
}

export async function open(page: Page, summary: string) {
  const details = page
    .locator('details', { has: page.locator('summary', { hasText: summary }) })
    .last()
  if ((await details.getAttribute('open')) === null)
    await details.locator('summary').first().click()
}
