import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/d1.ts'
import { openBrowser } from './browser.ts'
import {
  button,
  desk,
  enter,
  invite,
  open,
  type Person,
  signIn,
  somebody,
  text,
  title,
  toSource,
  write,
} from './desk.ts'

const room = desk()
const picture = {
  name: 'harbour.jpg',
  mimeType: 'image/jpeg',
  buffer: readFileSync(join(root, 'samples/pictures/river-ferry.jpg')),
}

let browser: Browser
let manager: Person

beforeAll(async () => {
  browser = await openBrowser()
  manager = await somebody(browser, { javaScriptEnabled: false })
  await signIn(manager, room)
})

afterAll(() => browser.close())

/** What readers get at an address of the newsroom, once it is there. */
const readers = async (path: string) => (await fetch(room.url + path)).text()

const said = (page: Page, words: string) =>
  page.getByRole('status').filter({ hasText: words }).waitFor()

/** Whether some of an element is to be seen without scrolling. */
async function inWindow(page: Page, selector: string): Promise<boolean> {
  const box = await page.locator(selector).boundingBox()
  const { height } = page.viewportSize() ?? { height: 0 }
  return box !== null && box.y < height && box.y + box.height > 0
}

const WAYS = [
  { name: 'without script, on a desktop', javaScriptEnabled: false, width: 1280, mark: 'A' },
  { name: 'with script, on a telephone', javaScriptEnabled: true, width: 390, mark: 'B' },
  { name: 'without script, on a telephone', javaScriptEnabled: false, width: 390, mark: 'C' },
]

describe.each(WAYS)('$name', ({ javaScriptEnabled, width, mark }) => {
  const options = { javaScriptEnabled, viewport: { width, height: 844 } }

  test('a newcomer signs in by a link, writes with a picture, previews, plans, publishes, corrects, brings back, puts first and withdraws', async () => {
    const person = await somebody(browser, options)
    const { page } = person
    const link = await invite(manager, room, `Newcomer ${mark}`, /^Manager/)
    await enter(person, link)

    await write(page, room, `Harbour opens ${mark}`, 'The {临|lín} harbour is open.')
    await open(page, 'Add a picture')
    await page.getByLabel('Picture file').setInputFiles(picture)
    await page.getByLabel('What the picture shows').fill('A ferry at the quay')
    await button(page, 'Save draft').first().click()
    await said(page, 'Saved.')

    const frame = page.frameLocator('iframe')
    await frame.getByRole('heading', { name: `Harbour opens ${mark}` }).waitFor()
    await frame.getByAltText('A ferry at the quay').waitFor()
    await title(page).fill(`Harbour opened ${mark}`)
    await button(page, 'Preview').click()
    await frame.getByRole('heading', { name: `Harbour opened ${mark}` }).waitFor()
    // On a telephone the frame is below, and a link leads there.
    const below = page.getByRole('link', { name: 'See it' })
    expect(await below.count()).toBe(width < 1200 ? 1 : 0)
    if (width < 1200) {
      await below.click()
      await expect.poll(() => inWindow(page, 'iframe')).toBe(true)
    }
    await page.getByLabel('Phone').check()
    const box = await page.locator('iframe').boundingBox()
    expect(box?.width).toBeLessThanOrEqual(391)

    await open(page, 'Publish later')
    await page.getByLabel('Publish at').fill('2999-01-02T08:30')
    await button(page, 'Plan it').click()
    await said(page, 'Planned.')
    await page.goto(`${room.url}/desk`)
    const planned = page.getByRole('region', { name: 'Coming up' })
    await planned.getByRole('link', { name: `Harbour opened ${mark}` }).click()
    await button(page, /^Publish$/).click()
    await said(page, 'Published.')
    expect(await readers('/')).toContain(`Harbour opened ${mark}`)

    await text(page).fill('The harbour is open again.')
    await button(page, 'Save change').click()
    await said(page, 'The change is saved')
    await button(page, 'Publish change').click()
    await said(page, 'Published.')
    const address = new URL(
      (await page.getByRole('link', { name: 'Open its page' }).getAttribute('href')) ?? '',
      room.url,
    ).pathname
    expect(await readers(address)).toContain('open again')

    await page.getByRole('link', { name: 'Revisions', exact: true }).click()
    await page.getByRole('link', { name: 'Revision 1', exact: true }).click()
    await button(page, 'Bring this revision back').click()
    await said(page, 'Brought back.')
    expect(await readers(address)).toContain(`Harbour opens ${mark}`)

    await page.goto(`${room.url}/desk/front/home`)
    await page.getByLabel(`Put in “Harbour opens ${mark}”`).check()
    await button(page, 'Save; readers see it at once').last().click()
    await said(page, 'Saved.')
    expect(await readers('/')).toMatch(
      new RegExp(`class="lead"[\\s\\S]{0,900}Harbour opens ${mark}`),
    )

    await page
      .getByRole('main')
      .getByRole('link', { name: `Harbour opens ${mark}` })
      .first()
      .click()
    await open(page, 'Withdraw')
    await button(page, 'Withdraw this article').click()
    await said(page, 'Withdrawn.')
    expect((await fetch(room.url + address)).status).toBe(410)
    expect(await readers('/')).not.toContain(`Harbour opens ${mark}`)
    expect(person.complaints).toEqual([])
    await person.context.close()
  })

  test('two editors collide: the second sees both, and nothing is lost', async () => {
    const [one, other] = [await somebody(browser, options), await somebody(browser, options)]
    await signIn(one, room)
    await enter(other, await invite(manager, room, `Zhang ${mark}`, /^Editor/))
    await write(one.page, room, `Collision ${mark}`, 'First.\n\nSecond.\n\nThird.')
    await button(one.page, 'Save draft').first().click()
    await said(one.page, 'Saved.')
    const address = one.page.url().split('?')[0] as string
    await other.page.goto(address)
    await toSource(other.page)
    await text(other.page).fill('First, by Zhang.\n\nSecond.\n\nThird.')
    await button(other.page, 'Save draft').first().click()
    await said(other.page, 'Saved.')
    await text(one.page).fill('First.\n\nSecond.\n\nThird, by me.')
    await title(one.page).fill(`Collision, mine ${mark}`)
    await button(one.page, 'Save draft').first().click()
    await one.page.getByText('Somebody saved before you').waitFor()
    expect(await text(one.page).inputValue()).toBe('First, by Zhang.\n\nSecond.\n\nThird, by me.')
    await button(one.page, 'Save draft').first().click()
    await said(one.page, 'Saved.')
    await other.page.goto(address)
    expect(await title(other.page).inputValue()).toBe(`Collision, mine ${mark}`)
    await one.context.close()
    await other.context.close()
  })

  test('a session that ends in mid-sentence loses no word', async () => {
    const person = await somebody(browser, options)
    const { page } = person
    await signIn(person, room)
    await write(page, room, `Mid-sentence ${mark}`, 'A line,\n\nand <b>another</b> & so')
    await person.context.clearCookies()
    await button(page, 'Save draft').first().click()
    await page.getByText('Your session has ended').waitFor()
    await page.getByLabel('Key').fill(room.key)
    await button(page, 'Sign in').first().click()
    await button(page, 'Send it').click()
    await said(page, 'Saved.')
    expect(await text(page).inputValue()).toBe('A line,\n\nand <b>another</b> & so')
    await person.context.close()
  })

  test('a writer hands in, and an editor approves', async () => {
    const [writer, editor] = [await somebody(browser, options), await somebody(browser, options)]
    await enter(writer, await invite(manager, room, `Writer ${mark}`, /^Writer/))
    await write(writer.page, room, `Handed in ${mark}`, 'Please look.')
    expect(await button(writer.page, /^Publish$/).count()).toBe(0)
    await writer.page.getByLabel('A word to the editor').fill('The second line is new')
    await button(writer.page, /^Hand in$/).click()
    await said(writer.page, 'Handed in.')
    await signIn(editor, room)
    const waiting = editor.page.getByRole('region', { name: 'Waiting for an editor' })
    await waiting.getByText('The second line is new').waitFor()
    await waiting.getByRole('link', { name: `Handed in ${mark}` }).click()
    await button(editor.page, /^Publish$/).click()
    await said(editor.page, 'Published.')
    expect(await readers('/')).toContain(`Handed in ${mark}`)
    await writer.context.close()
    await editor.context.close()
  })
})

test('everything can be done by keyboard alone', async () => {
  const person = await somebody(browser, { javaScriptEnabled: false })
  const { page } = person
  await page.goto(`${room.url}/desk`)
  const type = async (label: string, words: string) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab')
      const focused = page.locator(':focus')
      expect(await focused.evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe(
        'none',
      )
      const name = await focused.evaluate((element) => {
        const { labels, textContent } = element as HTMLInputElement
        return (
          labels?.[0]?.textContent ??
          element.getAttribute('aria-label') ??
          textContent ??
          ''
        ).trim()
      })
      if (name === label)
        return words === '' ? page.keyboard.press('Enter') : page.keyboard.type(words)
    }
    throw new Error(`Tab never gets to ${label}`)
  }
  await type('Key', room.key)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Today' }).waitFor()
  await type('Write', '')
  await title(page).waitFor()
  await type('Title', 'By keyboard')
  await type('Section', 'N')
  await type('Text', 'Without a mouse.')
  await type('Publish', '')
  await said(page, 'Published.')
  expect(await readers('/')).toContain('By keyboard')
  await person.context.close()
})
