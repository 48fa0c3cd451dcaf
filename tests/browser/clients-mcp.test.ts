/** Assistants, as the official clients of both generations speak for them, over HTTP. */
import {
  Client as NewClient,
  StreamableHTTPClientTransport as NewTransport,
} from '@modelcontextprotocol/client'
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { send } from '../../scripts/request.ts'
import { start } from './newsrooms.ts'

type Newsroom = Awaited<ReturnType<typeof start>>

/** What both clients have in common. */
interface Connected {
  listTools(): Promise<{ tools: { name: string; outputSchema?: unknown }[] }>
  callTool(call: { name: string; arguments: Record<string, unknown> }): Promise<unknown>
  getInstructions(): string | undefined
  close(): Promise<void>
}

const WHO = { name: 'broadside-tests', version: '1' }

const optionsFor = (key: string) => ({
  requestInit: { headers: { Authorization: `Bearer ${key}` } },
})
const address = ({ url }: Newsroom) => new URL('/mcp', url)

async function asNew(newsroom: Newsroom, key = newsroom.key): Promise<Connected> {
  const client = new NewClient(WHO, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new NewTransport(address(newsroom), optionsFor(key)))
  expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28')
  return client as unknown as Connected
}

/** The new client with the old handshake, as it is unless told to ask which generation there is. */
async function asLegacy(newsroom: Newsroom, key = newsroom.key): Promise<Connected> {
  const client = new NewClient(WHO)
  await client.connect(new NewTransport(address(newsroom), optionsFor(key)))
  return client as unknown as Connected
}

async function asOld(newsroom: Newsroom, key = newsroom.key): Promise<Connected> {
  const client = new OldClient(WHO)
  const transport = new OldTransport(address(newsroom), optionsFor(key))
  await client.connect(transport as Parameters<typeof client.connect>[0])
  return client as unknown as Connected
}

let newsroom: Newsroom

beforeAll(async () => {
  newsroom = await start(8830, { CLIENTS: 'micropub mcp' }, inject('empty'))
  await send(newsroom, 'PUT', '/api/sections/news', { name: '业界动态' })
})

afterAll(() => newsroom.stop())

interface Result {
  isError?: boolean
  content: { text: string }[]
  structuredContent: Record<string, unknown>
}

async function call(client: Connected, name: string, args: Record<string, unknown> = {}) {
  const result = (await client.callTool({ name, arguments: args })) as Result
  if (result.isError) throw new Error(result.content.map(({ text }) => text).join('\n'))
  return result.structuredContent
}

describe.each([
  ['2026-07-28', asNew],
  ['before, by the new client', asLegacy],
  ['before, by the old client', asOld],
] as const)('a client of the generation %s', (generation, connect) => {
  let client: Connected

  // The clients hold each answer against the schema of its tool, once they have the list.
  beforeAll(async () => {
    client = await connect(newsroom)
    await client.listTools()
  })

  afterAll(() => client.close())

  test('finds ten tools, and whose newsroom it is', async () => {
    const { tools } = await client.listTools()
    expect(tools).toHaveLength(10)
    expect(tools.every(({ outputSchema }) => outputSchema !== undefined)).toBe(true)
    expect(client.getInstructions()).toContain('临江新闻')
  })

  test('drafts, reads, changes, publishes, corrects, plans and withdraws', async () => {
    const [section] = (await call(client, 'list_sections')).sections as { slug: string }[]
    const text = {
      title: `渡船停航（${generation}）`,
      section: section?.slug,
      body: '今天{停|tíng}航。',
    }
    const draft = await call(client, 'create_draft', text)
    expect(draft).toMatchObject({ status: 'draft', revision: '1' })
    const { id } = draft
    const read = await call(client, 'get_article', { id })
    const change = { id, revision: read.revision, keywords: ['渡船'], author: '阎' }
    const changed = await call(client, 'update_article', change)
    const published = await call(client, 'publish_article', { id, revision: changed.revision })
    const page = await fetch(published.url as string)
    expect(await page.text()).toContain('<ruby>停')

    const correction = { id, revision: published.revision, body: '今天起停航三天。' }
    const pending = await call(client, 'update_article', correction)
    expect(pending.version).toBe('pending change')
    const corrected = await call(client, 'publish_article', { id, revision: pending.revision })
    expect(corrected.version).toBe('article')
    const gone = await call(client, 'withdraw_article', { id, revision: corrected.revision })
    expect(gone.status).toBe('withdrawn')

    const other = await call(client, 'create_draft', { ...text, title: `复航（${generation}）` })
    const publishAt = '2100-01-01T06:00:00+08:00'
    const plan = { id: other.id, revision: other.revision, publishAt }
    expect(await call(client, 'schedule_article', plan)).toMatchObject({ status: 'scheduled' })
  })

  test('searches, and lists page by page', async () => {
    const found = await call(client, 'search_articles', { query: '复航' })
    expect((found.articles as unknown[]).length).toBeGreaterThan(0)
    const first = await call(client, 'list_articles', { limit: 1 })
    const second = await call(client, 'list_articles', { limit: 1, cursor: first.next })
    expect(second.articles).not.toEqual(first.articles)
  })

  test('sends a picture', async () => {
    const create = { width: 800, height: 600, channels: 3 as const, background: '#356' }
    const data = (await sharp({ create }).jpeg().toBuffer()).toString('base64')
    const kept = await call(client, 'upload_picture', { data, alt: '码头', name: 'quay.jpg' })
    expect(kept).toMatchObject({ type: 'image/jpeg', width: 800, height: 600 })
    expect((await fetch(kept.url as string)).status).toBe(200)
  })

  test('is told what is wrong with arguments, and can mend them', async () => {
    const args = { title: '', section: 'news', body: '文。' }
    await expect(call(client, 'create_draft', args)).rejects.toThrow('title is empty')
  })
})

test.each([
  ['new', asNew],
  ['old', asOld],
] as const)('the %s client is refused with a wrong key, and says so', async (_, connect) => {
  await expect(connect(newsroom, `bs_${'x'.repeat(43)}`)).rejects.toThrow()
})

test.each([
  ['new', asNew],
  ['old', asOld],
] as const)('the %s client cannot publish with a key for drafts', async (era, connect) => {
  const made = { name: `Drafts, ${era}`, scopes: ['articles:write'] }
  const { key } = await send<{ key: string }>(newsroom, 'POST', '/api/keys', made)
  const client = await connect(newsroom, key)
  const text = { title: `只是草稿（${era}）`, section: 'news', body: '文。' }
  const { id, revision } = await call(client, 'create_draft', text)
  await expect(call(client, 'publish_article', { id, revision })).rejects.toThrow()
  expect(await call(client, 'get_article', { id })).toMatchObject({ status: 'draft' })
  await client.close()
})
