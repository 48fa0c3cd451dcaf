/** A client of the Model Context Protocol, by hand: JSON-RPC of either generation. */
import type { Newsroom } from '../../support/newsroom'
import { KEY } from '../../support/newsroom'

export type Era = 'old' | 'new'

/** The revisions that are answered, the newest of each generation last. */
export const OLD = '2025-11-25'
export const NEW = '2026-07-28'

/** What the new generation says with each request in place of a handshake. */
const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': NEW,
  'io.modelcontextprotocol/clientInfo': { name: 'by hand', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
}

export interface Result {
  content: { type: string; text: string }[]
  structuredContent?: Record<string, unknown>
  isError?: boolean
}

export interface Message {
  jsonrpc: '2.0'
  id: unknown
  // biome-ignore lint/suspicious/noExplicitAny: what comes is looked at by tests alone
  result?: any
  error?: { code: number; message: string }
}

export const post = (
  newsroom: Newsroom,
  body: unknown,
  headers: Record<string, string | undefined> = {},
) => {
  const given = {
    Authorization: `Bearer ${KEY}`,
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    ...headers,
  }
  return newsroom.fetch('/mcp', {
    method: 'POST',
    headers: Object.entries(given).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as [string, string]],
    ),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

/** Sends a request of a method. */
export function ask(
  newsroom: Newsroom,
  era: Era,
  method: string,
  params: Record<string, unknown> = {},
  headers: Record<string, string | undefined> = {},
) {
  const request = { jsonrpc: '2.0', id: 1, method }
  if (era === 'old') {
    const version = method === 'initialize' ? undefined : OLD
    return post(newsroom, { ...request, params }, { 'MCP-Protocol-Version': version, ...headers })
  }
  const name = typeof params.name === 'string' ? params.name : undefined
  return post(
    newsroom,
    { ...request, params: { ...params, _meta: ENVELOPE } },
    { 'MCP-Protocol-Version': NEW, 'Mcp-Method': method, 'Mcp-Name': name, ...headers },
  )
}

/** The one message of an answer, in JSON or as an event. */
export async function messageIn(response: Response): Promise<Message> {
  const text = await response.text()
  const data = /^data: (.+)$/m.exec(text)?.[1]
  return JSON.parse(data ?? text) as Message
}

/** Calls a tool. */
export async function call(
  newsroom: Newsroom,
  name: string,
  args: Record<string, unknown> = {},
  { era = 'new', key = KEY }: { era?: Era; key?: string } = {},
): Promise<Result> {
  const response = await ask(
    newsroom,
    era,
    'tools/call',
    { name, arguments: args },
    {
      Authorization: `Bearer ${key}`,
    },
  )
  const { result, error } = await messageIn(response)
  if (error || !result) throw new Error(`${response.status}: ${JSON.stringify(error)}`)
  return result as Result
}

/** What a tool answers that must not fail. */
export async function answer(
  newsroom: Newsroom,
  name: string,
  args: Record<string, unknown> = {},
  options: { era?: Era; key?: string } = {},
): Promise<Record<string, unknown>> {
  const result = await call(newsroom, name, args, options)
  if (result.isError || !result.structuredContent) throw new Error(textOf(result))
  return result.structuredContent
}

export const textOf = ({ content }: Result) => content.map(({ text }) => text).join('\n')

/** Makes another key. */
export async function keyFor(
  newsroom: Newsroom,
  scopes: string[],
  sections?: string[],
): Promise<string> {
  const response = await newsroom.call('POST', '/api/keys', { name: 'Assistant', scopes, sections })
  return ((await response.json()) as { key: string }).key
}
