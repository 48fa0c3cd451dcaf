/** Somebody lets programs act for them: in a browser, with and without script, until the program has posted. */
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { auth, type OAuthClientProvider } from '@modelcontextprotocol/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { root } from '../../scripts/d1.ts'
import { send } from '../../scripts/request.ts'
import { COLOURS, violations } from './axe.ts'
import { openBrowser, overflow } from './browser.ts'
import { button, open, signIn, somebody } from './desk.ts'
import { start } from './newsrooms.ts'
import { faults } from './vnu.ts'

const VERIFIER = 'v'.repeat(64)
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

let room: Awaited<ReturnType<typeof start>>
let browser: Browser
let program: Server
/** What the program was told, in the order in which it came. */
const told: URL[] = []
/** Where it listens, on this machine. */
let own: string

beforeAll(async () => {
  room = await start(8831, { CLIENTS: 'wordpress micropub mcp' }, inject('empty'))
  await send(room, 'PUT', '/api/sections/news', { name: 'News' })
  await send(room, 'PUT', '/api/sections/culture', { name: 'Culture' })
  browser = await openBrowser()
  program = createServer((request, response) => {
    const url = new URL(request.url ?? '/', own)
    if (url.pathname === '/back') told.push(url)
    response.setHeader('Content-Type', 'text/html')
    response.end('<!doctype html><title>Program</title><h1>Back in the program</h1>')
  })
  await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve))
  own = `http://127.0.0.1:${(program.address() as AddressInfo).port}`
})

afterAll(async () => {
  await browser?.close()
  program?.close()
  await room?.stop()
})

const asks = (fields: Record<string, string> = {}) =>
  `${room.url}/desk/authorize?${new URLSearchParams({
    response_type: 'code',
    client_id: `${own}/`,
    redirect_uri: `${own}/back`,
    state: 'as it was',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    resource: `${room.url}/mcp`,
    scope: 'articles:write',
    ...fields,
  })}`

const arrived = (page: Page) => page.getByRole('heading', { name: 'Back in the program' }).waitFor()

async function redeem(code: string): Promise<string> {
  const answer = await fetch(`${room.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      client_id: `${own}/`,
      redirect_uri: `${own}/back`,
      code_verifier: VERIFIER,
    }),
  })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { access_token: string }).access_token
}

describe.each([
  { name: 'with script', javaScriptEnabled: true },
  { name: 'without script', javaScriptEnabled: false },
])('$name', ({ javaScriptEnabled }) => {
  test('somebody signs in on the way, allows, and the program posts until it is ended', async () => {
    const person = await somebody(browser, { javaScriptEnabled })
    const { page } = person
    await page.goto(asks())
    await page.getByLabel('Key').fill(room.key)
    await button(page, 'Sign in').first().click()
    await page.getByRole('heading', { name: /act for you/ }).waitFor()
    await button(page, 'Allow').click()
    await arrived(page)
    const answer = told.at(-1) as URL
    expect(answer.searchParams.get('state')).toBe('as it was')
    expect(answer.searchParams.get('iss')).toBe(room.url)
    const key = await redeem(answer.searchParams.get('code') ?? '')
    const article = { title: 'By a program', section: 'news', body: 'Text.', status: 'draft' }
    await send({ url: room.url, key }, 'POST', '/api/articles', article)

    await page.goto(`${room.url}/desk/account`)
    await button(page, /^End Tests · 127/).click()
    await page.getByText('The program is ended.').waitFor()
    const after = await fetch(`${room.url}/api/articles`, {
      headers: { Authorization: `Bearer ${key}` },
    })
    expect(after.status).toBe(401)
    expect(person.complaints).toEqual([])
    await person.context.close()
  })

  test('refusing leads back and tells the program so', async () => {
    const person = await somebody(browser, { javaScriptEnabled })
    await signIn(person, room)
    await person.page.goto(asks())
    await button(person.page, 'Refuse').click()
    await arrived(person.page)
    expect(told.at(-1)?.searchParams.get('error')).toBe('access_denied')
    await person.context.close()
  })

  test('a password for a WordPress program goes where that listens, or is shown', async () => {
    const person = await somebody(browser, { javaScriptEnabled })
    const { page } = person
    await signIn(person, room)
    const query = new URLSearchParams({ app_name: 'Phone', success_url: `${own}/back` })
    await page.goto(`${room.url}/desk/authorize/application?${query}`)
    await button(page, 'Allow').click()
    await arrived(page)
    expect(told.at(-1)?.searchParams.get('password')).toMatch(/^bs_/)
    await page.goto(`${room.url}/desk/authorize/application?app_name=Phone`)
    await button(page, 'Allow').click()
    expect(await page.getByLabel('Password').inputValue()).toMatch(/^bs_/)
    expect(person.complaints).toEqual([])
    await person.context.close()
  })
})

test('a window that a program has opened finds its way back to it', async () => {
  const person = await somebody(browser)
  const { page } = person
  await page.goto(own)
  const opened = person.context.waitForEvent('page')
  await page.evaluate(`window.open(${JSON.stringify(asks())})`)
  const popup = await opened
  await popup.getByLabel('Key').fill(room.key)
  await button(popup, 'Sign in').first().click()
  await button(popup, 'Allow').click()
  await arrived(popup)
  expect(await popup.evaluate('window.opener !== null')).toBe(true)
  await person.context.close()
})

test('the page is in nobody’s frame', async () => {
  const person = await somebody(browser)
  const { page } = person
  await signIn(person, room)
  await page.goto(own)
  await page.evaluate(
    `document.body.append(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(asks())} }))`,
  )
  await expect.poll(() => person.complaints.join()).toContain('frame-ancestors')
  await person.context.close()
})

/** What the official client keeps of itself between its two halves. */
class Provider implements OAuthClientProvider {
  readonly redirectUrl = 'https://client.example/back'
  readonly clientMetadataUrl = 'https://client.example/client.json'
  readonly clientMetadata = { redirect_uris: [this.redirectUrl] }
  leadsTo: URL | undefined
  private readonly kept = new Map<string, unknown>()
  private get<T>(name: string) {
    return this.kept.get(name) as T | undefined
  }
  state = () => 'state-of-the-client'
  clientInformation = () => this.get<{ client_id: string }>('client')
  saveClientInformation = (client: unknown) => void this.kept.set('client', client)
  tokens = () => this.get<{ access_token: string; token_type: string; scope?: string }>('tokens')
  saveTokens = (tokens: unknown) => void this.kept.set('tokens', tokens)
  discoveryState = () => this.get<never>('discovery')
  saveDiscoveryState = (discovery: unknown) => void this.kept.set('discovery', discovery)
  codeVerifier = () => this.get<string>('verifier') ?? ''
  saveCodeVerifier = (verifier: string) => void this.kept.set('verifier', verifier)
  redirectToAuthorization = (url: URL) => {
    this.leadsTo = url
  }
}

test('the official MCP client finds its way from the address of the server to a token', async () => {
  const person = await somebody(browser)
  const { page } = person
  await signIn(person, room)
  const provider = new Provider()
  const serverUrl = `${room.url}/mcp`
  expect(await auth(provider, { serverUrl })).toBe('REDIRECT')
  await page.goto(String(provider.leadsTo))
  await page.getByText('client.example', { exact: true }).waitFor()
  // Nobody is there to answer; where the browser is sent is what counts.
  const back = page.waitForRequest((request) => request.url().startsWith(provider.redirectUrl))
  await button(page, 'Allow').click({ noWaitAfter: true })
  const { searchParams } = new URL((await back).url())
  expect(searchParams.get('state')).toBe('state-of-the-client')
  const callback = { authorizationCode: searchParams.get('code') ?? '' }
  const forged = { ...callback, iss: 'https://evil.example' }
  await expect(auth(provider, { serverUrl, ...forged })).rejects.toThrow()
  const iss = searchParams.get('iss') ?? ''
  expect(await auth(provider, { serverUrl, ...callback, iss })).toBe('AUTHORIZED')
  const tokens = provider.tokens()
  expect(tokens?.scope).toBe('articles:write')
  const key = tokens?.access_token ?? ''
  const draft = { title: 'By an assistant', section: 'news', body: 'Text.', status: 'draft' }
  await send({ url: room.url, key }, 'POST', '/api/articles', draft)
  await person.context.close()
})

test('the page has no fault, on a telephone and a desktop, by day and by night, in both languages', async () => {
  const folder = join(root, 'dist/screenshots')
  mkdirSync(folder, { recursive: true })
  const documents: Record<string, string> = {}
  for (const locale of ['en-GB', 'zh-CN']) {
    const person = await somebody(browser, { locale, bypassCSP: true })
    const { page } = person
    await page.goto(`${room.url}/desk/sign-in`)
    await page.locator('#key').fill(room.key)
    await page.locator('#sign-in button').click()
    await page.locator('.rows, h2').first().waitFor()
    const pages = {
      consent: asks({ scope: 'create' }),
      'consent-known': asks({
        client_id: 'https://client.example/',
        redirect_uri: 'https://client.example/back',
      }),
      'consent-password': `${room.url}/desk/authorize/application?app_name=Phone&success_url=wordpress%3A%2F%2Fback`,
      'consent-profile': asks({ scope: 'profile', resource: '' }),
      'consent-wrong': asks({ code_challenge_method: 'plain' }),
      'consent-account': `${room.url}/desk/account`,
    }
    for (const [name, address] of Object.entries(pages)) {
      for (const width of [390, 1280]) {
        const where = `${name}-${locale.slice(0, 2)}-${width}`
        const shoot = (scheme: string) =>
          page.screenshot({ path: join(folder, `${where}-${scheme}.png`), fullPage: true })
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme: 'light' })
        await page.goto(address)
        await shoot('light')
        expect(await violations(page), where).toEqual([])
        expect(await overflow(page), where).toBeLessThanOrEqual(0)
        await page.emulateMedia({ colorScheme: 'dark' })
        await shoot('dark')
        expect(await violations(page, COLOURS), `${where} by night`).toEqual([])
      }
      documents[`${name}-${locale}`] = await page.content()
    }
    await page.goto(asks())
    for (const box of await page.locator('input[type=checkbox]:checked').all()) await box.uncheck()
    await button(page, /^(Allow|同意)$/).click()
    await page.getByRole('alert').waitFor()
    expect(await violations(page)).toEqual([])
    documents[`missing-${locale}`] = await page.content()
    await person.context.close()
  }
  expect(await faults(documents)).toEqual([])
})

test('by keyboard alone, what is offered besides is opened, ticked and allowed', async () => {
  const person = await somebody(browser)
  const { page } = person
  await signIn(person, room)
  await page.goto(asks())
  await open(page, 'Allow more')
  await page.getByLabel(/^publish, and change/).focus()
  await page.keyboard.press('Space')
  await button(page, 'Allow').focus()
  await page.keyboard.press('Enter')
  await arrived(page)
  const key = await redeem(told.at(-1)?.searchParams.get('code') ?? '')
  const article = { title: 'Published by a program', section: 'news', body: 'Text.' }
  await send({ url: room.url, key }, 'POST', '/api/articles', article)
  await person.context.close()
})
