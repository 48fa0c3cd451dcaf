import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import lighthouse from 'lighthouse'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/d1.ts'
import { COLOURS, violations } from './axe.ts'
import { openBrowser, overflow } from './browser.ts'
import { button, desk, type Person, signIn, somebody, write } from './desk.ts'
import { faults } from './vnu.ts'

const room = desk()
const PORT = 9322

/** Every kind of page. The article has two revisions. */
const PAGES = [
  '/desk',
  '/desk/articles',
  '/desk/articles?status=draft&author=nobody',
  '/desk/articles/new',
  '/desk/articles/1',
  '/desk/articles/1/revisions',
  '/desk/articles/1/revisions/1',
  '/desk/front',
  '/desk/front/home',
  '/desk/pictures',
  '/desk/sections',
  '/desk/sections/news',
  '/desk/address-rules?try=/tag/news',
  '/desk/people',
  '/desk/people/1',
  '/desk/account',
  `/desk/authorize?client_id=http%3A%2F%2Flocalhost%2F&redirect_uri=http%3A%2F%2Flocalhost%2Fback&response_type=code&code_challenge_method=S256&code_challenge=7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM&resource=${encodeURIComponent(`${room.url}/`)}`,
  '/desk/audit',
  '/desk/nowhere',
]

let browser: Browser
let person: Person
let cookie: string

beforeAll(async () => {
  browser = await openBrowser([`--remote-debugging-port=${PORT}`])
  person = await somebody(browser, { bypassCSP: true })
  await signIn(person, room)
  const [session] = await person.context.cookies()
  cookie = `${session?.name}=${session?.value}`
  PAGES.push(`/desk/pictures/${await keepPicture()}`)
})

afterAll(() => browser.close())

/** Sends a picture; its hash. */
async function keepPicture(): Promise<string> {
  const form = new FormData()
  const file = readFileSync(join(root, 'samples/pictures/roof-tiles.jpg'))
  form.append('picture', new Blob([file], { type: 'image/jpeg' }), 'tiles.jpg')
  const headers = { Authorization: `Bearer ${room.key}` }
  const answer = await fetch(`${room.url}/api/pictures`, { method: 'POST', headers, body: form })
  return ((await answer.json()) as { hash: string }).hash
}

const read = async (path: string, language = 'en') => {
  const headers = { Cookie: cookie, 'Accept-Language': language }
  return (await fetch(room.url + path, { headers })).text()
}

describe('the pages of the desk', () => {
  test('have nothing that axe finds fault with, by day and by night, on a telephone and a desktop', async () => {
    const { page } = person
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 })
      for (const path of PAGES) {
        await page.emulateMedia({ colorScheme: 'light' })
        await page.goto(room.url + path)
        expect(await violations(page), `${path} at ${width}`).toEqual([])
        await page.emulateMedia({ colorScheme: 'dark' })
        expect(await violations(page, COLOURS), `${path} by night`).toEqual([])
      }
    }
  })

  test('are never wider than their window', async () => {
    const { page } = person
    for (const path of PAGES) {
      await page.goto(room.url + path)
      await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
      for (const width of [320, 390, 768, 1280, 1920]) {
        await page.setViewportSize({ width, height: 900 })
        expect(await overflow(page), `${path} at ${width}`).toBeLessThanOrEqual(0)
      }
    }
  })

  test('have no fault that the Nu HTML Checker finds, in either language', async () => {
    const documents: Record<string, string> = {
      'sign-in': await (await fetch(`${room.url}/desk/sign-in`)).text(),
    }
    for (const path of PAGES) {
      for (const language of ['en', 'zh']) {
        documents[`${language}${path.replace(/\W/g, '-')}`] = await read(path, language)
      }
    }
    expect(await faults(documents)).toEqual([])
  })

  test('have no fault when something was wrong with what was sent', async () => {
    const { page } = person
    await page.setViewportSize({ width: 1280, height: 900 })
    await write(page, room, 'x', 'y')
    await page.evaluate("document.getElementById('title').required = false")
    await page.getByLabel('Title', { exact: true }).fill('')
    await button(page, 'Save draft').first().click()
    await page.getByRole('alert').first().waitFor()
    expect(await violations(page)).toEqual([])
    expect(await faults({ wrong: await page.content() })).toEqual([])
  })

  test('complain of nothing in the console, and break no policy', async () => {
    // The other tests put aside the policy to look into the pages; this one leaves it in force.
    const strict = await somebody(browser)
    await strict.context.addCookies(await person.context.cookies())
    for (const path of PAGES) await strict.page.goto(room.url + path)
    await strict.context.clearCookies()
    await strict.page.goto(`${room.url}/desk/sign-in`)
    const others = [...strict.complaints, ...person.complaints].filter(
      (complaint) => !/status of 4(04|22)/.test(complaint),
    )
    expect(others).toEqual([])
    await strict.context.close()
  })

  test.each(['/desk/sign-in', '/desk', '/desk/articles', '/desk/articles/1'])(
    '%s gets 100 for accessibility from Lighthouse',
    async (path) => {
      const flags = {
        port: PORT,
        onlyCategories: ['accessibility'],
        logLevel: 'error' as const,
        ...(path === '/desk/sign-in' ? {} : { extraHeaders: { Cookie: cookie } }),
      }
      const result = await lighthouse(room.url + path, flags)
      const { categories, audits } = result?.lhr ?? {}
      const lost = Object.values(audits ?? {}).filter(({ score }) => score !== null && score < 1)
      expect(categories?.accessibility?.score, lost.map(({ id }) => id).join()).toBe(1)
    },
  )
})
