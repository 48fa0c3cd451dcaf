/** What input methods do in Chromium: they compose, and then commit. */
import type { Page } from 'playwright-core'

/** Composes, letter by letter as Pinyin does, and commits Han characters in their place. */
export async function compose(page: Page, letters: string, committed: string): Promise<void> {
  const client = await page.context().newCDPSession(page)
  for (let end = 1; end <= letters.length; end++) {
    const text = letters.slice(0, end)
    await client.send('Input.imeSetComposition', { text, selectionStart: end, selectionEnd: end })
  }
  await client.send('Input.insertText', { text: committed })
  await client.detach()
}

/** Composes, and gives it up: what Escape does while something is composed. */
export async function giveUp(page: Page, letters: string): Promise<void> {
  const client = await page.context().newCDPSession(page)
  const end = letters.length
  await client.send('Input.imeSetComposition', {
    text: letters,
    selectionStart: end,
    selectionEnd: end,
  })
  await client.send('Input.imeSetComposition', { text: '', selectionStart: 0, selectionEnd: 0 })
  await client.detach()
}

/** A key that is part of what is composed, as Chromium reports it: code 229. */
export async function pressWithin(
  page: Page,
  letters: string,
  key: 'Enter' | 'Escape',
): Promise<void> {
  const client = await page.context().newCDPSession(page)
  const end = letters.length
  await client.send('Input.imeSetComposition', {
    text: letters,
    selectionStart: end,
    selectionEnd: end,
  })
  await client.send('Input.dispatchKeyEvent', {
    type: 'rawKeyDown',
    key,
    code: key,
    windowsVirtualKeyCode: 229,
  })
  await client.send('Input.dispatchKeyEvent', { type: 'keyUp', key, code: key })
  await client.detach()
}
