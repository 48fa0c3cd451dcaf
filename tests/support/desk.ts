/** Somebody at the desk, in a browser without script: a cookie, pages read, forms sent. */
import { KEY, type Newsroom, ORIGIN } from './newsroom'

type Fields = Record<string, string | File | string[]>

export class Desk {
  cookie = ''

  constructor(
    readonly newsroom: Newsroom,
    readonly language = 'en',
  ) {}

  private async send(path: string, init: RequestInit): Promise<Response> {
    const headers = new Headers(init.headers)
    if (this.cookie) headers.set('Cookie', this.cookie)
    if (!headers.has('Accept-Language')) headers.set('Accept-Language', this.language)
    const response = await this.newsroom.fetch(path, { redirect: 'manual', ...init, headers })
    const set = response.headers.get('Set-Cookie')
    if (set) this.cookie = set.includes('Max-Age=0') ? '' : (set.split(';')[0] ?? '')
    return response
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send(path, { headers })
  }

  /** The text of a page, which must be there. */
  async read(path: string): Promise<string> {
    const response = await this.get(path)
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
    return response.text()
  }

  /** Sends a form, as a browser sends one from a page of ours unless other headers say otherwise. */
  post(path: string, fields: Fields = {}, headers: Record<string, string> = {}): Promise<Response> {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) {
      for (const one of Array.isArray(value) ? value : [value]) form.append(name, one)
    }
    const from = { 'Sec-Fetch-Site': 'same-origin', Origin: ORIGIN }
    return this.send(path, { method: 'POST', body: form, headers: { ...from, ...headers } })
  }

  /** Sends JSON, as a script of ours does. */
  ask(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Response> {
    const from = { 'Sec-Fetch-Site': 'same-origin', Origin: ORIGIN }
    const type = { 'Content-Type': 'application/json' }
    const all = { ...from, ...type, ...headers }
    return this.send(path, { method: 'POST', body: JSON.stringify(body), headers: all })
  }

  /** The same, and then the page that it leads to. */
  async follow(path: string, fields: Fields = {}): Promise<Response> {
    const response = await this.post(path, fields)
    const to = response.headers.get('Location')
    return to === null ? response : this.get(to)
  }

  async signIn(key = KEY): Promise<this> {
    const response = await this.post('/desk/sign-in', { key, to: '/desk' })
    if (response.status !== 303) throw new Error(`not signed in: ${response.status}`)
    return this
  }
}

/** Somebody signed in at a newsroom's desk, with the test's key unless another is given. */
export const atDesk = (newsroom: Newsroom, key = KEY): Promise<Desk> =>
  new Desk(newsroom).signIn(key)

/** A key with some scopes, made by the test's. */
export async function makeKey(
  newsroom: Newsroom,
  scopes: string[],
  more: Record<string, unknown> = {},
): Promise<{ id: number; key: string }> {
  const response = await newsroom.call('POST', '/api/keys', { name: 'Writer', scopes, ...more })
  if (response.status !== 201) throw new Error(await response.text())
  return response.json()
}

/** What a form on a page holds, by the names of its fields: as a browser would send it unchanged. */
export function formOn(page: string, id: string): Record<string, string | string[]> {
  const form = new RegExp(`<form[^>]*\\bid="${id}"[\\s\\S]*?</form>`).exec(page)?.[0] ?? ''
  const fields: Record<string, string | string[]> = {}
  const text = (value: string) =>
    value
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&')
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const of = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]
    const [name, type] = [of('name'), of('type')]
    if (!name || type === 'file') continue
    if ((type === 'radio' || type === 'checkbox') && !/\bchecked\b/.test(tag)) continue
    const value = text(of('value') ?? (type === 'checkbox' ? 'on' : ''))
    fields[name] = fields[name] === undefined ? value : [fields[name], value].flat()
  }
  for (const [, name, value] of form.matchAll(
    /<textarea\b[^>]*\bname="([^"]*)"[^>]*>\n?([\s\S]*?)<\/textarea>/g,
  )) {
    fields[name as string] = text(value as string)
  }
  for (const [, name, options] of form.matchAll(
    /<select\b[^>]*\bname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g,
  )) {
    const chosen =
      /<option\b[^>]*\bvalue="([^"]*)"[^>]*\bselected/.exec(options as string) ??
      /<option\b[^>]*\bvalue="([^"]*)"/.exec(options as string)
    if (chosen) fields[name as string] = text(chosen[1] as string)
  }
  return fields
}
