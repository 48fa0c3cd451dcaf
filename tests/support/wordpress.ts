/** Asks a newsroom as WordPress's programs do. */
import { KEY, type Newsroom, openNewsroom } from './newsroom'

export const BASIC = `Basic ${btoa(`editor:${KEY}`)}`

export interface Post {
  id: number
  slug: string
  status: string
  date: string
  date_gmt: string
  link: string
  author: number
  featured_media: number
  categories: number[]
  tags: number[]
  title: { rendered: string; raw: string }
  content: { rendered: string; raw: string; protected: boolean }
  excerpt: { rendered: string; raw: string }
  [member: string]: unknown
}

export interface Refusal {
  code: string
  message: string
  data: { status: number; params?: Record<string, string>; term_id?: number }
}

export const openWordPress = (vars: Partial<Env> = {}) =>
  openNewsroom({ CLIENTS: 'wordpress' as never, SITE_TIME_ZONE: 'Asia/Shanghai' as never, ...vars })

/** A client with a key, or without one. */
export function client(newsroom: Newsroom, authorization: string | null = BASIC) {
  const headers = (more: Record<string, string> = {}) => ({
    ...(authorization !== null && { Authorization: authorization }),
    ...more,
  })
  const at = (path: string) => `/wp-json/wp/v2${path}`
  const send = (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
    newsroom.fetch(at(path), {
      method,
      headers: headers({ 'Content-Type': 'application/json', ...more }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  async function read<T = Post[]>(path: string): Promise<T> {
    const response = await newsroom.fetch(at(path), { headers: headers() })
    if (!response.ok) throw new Error(await response.text())
    return response.json()
  }
  async function made<T = Post>(path: string, body: object): Promise<T> {
    const response = await send('POST', path, body)
    if (!response.ok) throw new Error(await response.text())
    return response.json()
  }
  async function refusal(response: Promise<Response>): Promise<Refusal> {
    const answer = await response
    if (answer.ok) throw new Error(`was accepted: ${await answer.text()}`)
    return answer.json()
  }
  return {
    send,
    read,
    made,
    refusal,
    get: (path: string, more: Record<string, string> = {}) =>
      newsroom.fetch(at(path), { headers: headers(more) }),
  }
}
