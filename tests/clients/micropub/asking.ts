/** Micropub, as programs speak it, for tests. */
import { KEY, type Newsroom } from '../../support/newsroom'

export const BEARER = { Authorization: `Bearer ${KEY}` }

type Pairs = [name: string, value: string][] | Record<string, string>

/** A form, with the test's key in the header unless other headers say otherwise. */
export const form = (newsroom: Newsroom, fields: Pairs, headers: Record<string, string> = BEARER) =>
  newsroom.fetch('/micropub', { method: 'POST', headers, body: new URLSearchParams(fields) })

export const json = (newsroom: Newsroom, body: unknown, headers: Record<string, string> = BEARER) =>
  newsroom.fetch('/micropub', {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

export const entry = (newsroom: Newsroom, properties: Record<string, unknown>) =>
  json(newsroom, { type: ['h-entry'], properties })

export const query = (newsroom: Newsroom, asked: Pairs, headers: Record<string, string> = BEARER) =>
  newsroom.fetch(`/micropub?${new URLSearchParams(asked)}`, { headers })

/** The properties of the post at an address. */
export async function sourceOf(newsroom: Newsroom, url: string) {
  const response = await query(newsroom, { q: 'source', url })
  if (response.status !== 200) throw new Error(await response.text())
  const { properties } = await response.json<{ properties: Record<string, unknown[]> }>()
  return properties
}

/** Where it is, of an answer that has to be one of these. */
export async function locationOf(response: Response, ...statuses: number[]): Promise<string> {
  const allowed = statuses.length > 0 ? statuses : [201]
  if (!allowed.includes(response.status)) {
    throw new Error(`${response.status} ${await response.text()}`)
  }
  return response.headers.get('Location') ?? ''
}

export const errorOf = async (response: Response) => ({
  status: response.status,
  ...(await response.json<{ error: string; error_description: string; scope?: string }>()),
})

/** The secret of a key with these scopes, and sections. */
export async function keyWith(newsroom: Newsroom, scopes: string[], sections?: string[]) {
  const response = await newsroom.call('POST', '/api/keys', { name: 'App', scopes, sections })
  const { key } = await response.json<{ key: string }>()
  return { Authorization: `Bearer ${key}` }
}

/** What a page shows of a post. */
export const pageAt = (newsroom: Newsroom, url: string) => newsroom.read(new URL(url).pathname)
