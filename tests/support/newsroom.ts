/** A newsroom of its own for each test: real D1 and KV, the real migrations, one key, sections. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { app } from '../../src/app'
import { tick } from '../../src/clock'
import { moveTo, newIsolate } from '../../src/delivery/isolate'
import {
  type Cost,
  type Interference,
  noCost,
  type Witness,
  wrapD1,
  wrapKV,
  wrapR2,
} from './bindings'
import { checkAnswer } from './contract'
import { emptied } from './emptied'
import { VirtualTime } from './time'

export const ORIGIN = 'https://news.test'
export const KEY = `bs_${'k'.repeat(43)}`

export interface Posted {
  id: number
  url: string
  slug: string
  status: string
  revision: number
  updatedAt: string
  publishedAt: string | null
  [field: string]: unknown
}

export interface ProblemAnswer {
  type: string
  title: string
  status: number
  detail: string
  errors?: { field: string; detail: string }[]
}

const noLimit = { limit: async () => ({ success: true }) }

/** The newsroom under test. Requests go through the real app; bindings are counted and can fail. */
export class Newsroom {
  readonly cost: Cost = noCost()
  /** The isolate's. It stands while a request is answered, but for what the request waits. */
  readonly time = new VirtualTime()
  /** What passes before each request, in milliseconds: more than a lease lasts. */
  pause = 1_000
  /** Set to play a fault. */
  onD1: Interference = () => {}
  /** The same, once D1 has done what it was asked: throws to lose its answer. */
  onD1Answer: Interference = () => {}
  /** The same as `onD1` for text databases, by their number. */
  onTexts: (store: number, sql: string[]) => unknown = () => {}
  onKV: (operation: 'read' | 'write') => unknown = () => {}
  onR2: (operation: 'put' | 'get' | 'list' | 'delete', key: string) => unknown = () => {}
  /** Set to look on: at each statement, when work is left for afterwards, and at the end of an answer. */
  onStatement: Witness = () => {}
  onLater: () => void = () => {}
  onAnswered: () => void = () => {}
  /** Workers Cache, where there is one. */
  cache: CacheContext | undefined
  private readonly env: Env

  /** `stores`: how many text databases it has, two at most. */
  constructor(vars: Partial<Env>, stores = 0) {
    const DB = wrapD1(
      env.DB,
      this.cost,
      (sql) => this.onD1(sql),
      (sql, meta) => this.onStatement(sql, meta),
      (sql) => this.onD1Answer(sql),
    )
    const PICTURES = wrapR2(env.PICTURES, this.cost, (operation, key) => this.onR2(operation, key))
    const PAGES = wrapKV(env.PAGES, this.cost, (operation) => this.onKV(operation))
    this.env = {
      ...env,
      WRITES: noLimit,
      FAILED_LOGINS: noLimit,
      SEARCHES: noLimit,
      HEALTH: noLimit,
      PICTURES,
      ...vars,
      DB,
      PAGES,
      ...this.textDatabases(stores),
    }
    this.reborn()
  }

  private textDatabases(stores: number) {
    const spares = [env.SPARE_1, env.SPARE_2].slice(0, stores)
    const bound = spares.map((spare, i) => [
      `TEXT_${i + 1}`,
      wrapD1(spare, this.cost, (sql) => this.onTexts(i + 1, sql)),
    ])
    return Object.fromEntries(bound) as Record<string, D1Database>
  }

  /** From now on another isolate answers, whose memory is empty. */
  reborn() {
    moveTo(this.env, newIsolate(this.time))
  }

  /**
   * Answers a request, once everything it leaves for afterwards is done. What the API answers is
   * held against its OpenAPI document.
   */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const ctx = this.context()
    this.time.pass(this.pause)
    const request = new Request(new URL(path, ORIGIN), init)
    const response = await app.fetch(request, this.env, ctx)
    // First, because an answer that is streamed leaves things for afterwards when it ends.
    await checkAnswer(request, response)
    this.onAnswered()
    await waitOnExecutionContext(ctx)
    return response
  }

  /** What the clock does at a moment, in UTC seconds. */
  async tick(at: number): Promise<void> {
    const ctx = this.context()
    await tick(this.env, ctx, at)
    this.onAnswered()
    await waitOnExecutionContext(ctx)
  }

  private context(): ExecutionContext {
    const ctx = createExecutionContext()
    const leave = ctx.waitUntil.bind(ctx)
    const waitUntil = (work: Promise<unknown>) => {
      this.onLater()
      leave(work)
    }
    Object.defineProperties(ctx, { cache: { value: this.cache }, waitUntil: { value: waitUntil } })
    return ctx
  }

  /** What some work costs. */
  async spent(work: () => Promise<unknown>): Promise<Cost> {
    Object.assign(this.cost, noCost())
    await work()
    return { ...this.cost }
  }

  /** The text of a page. */
  async read(path: string): Promise<string> {
    return (await this.fetch(path)).text()
  }

  /** A request to the API, as JSON, with the test's key unless other headers say otherwise. */
  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    return this.fetch(path, {
      method,
      headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': type, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }

  /** Posts an article that must be accepted. Fields left out get harmless values. */
  async post(fields: Record<string, unknown> = {}): Promise<Posted> {
    const response = await this.call('POST', '/api/articles', article(fields))
    if (response.status !== 201) throw new Error(await response.text())
    return response.json()
  }

  /** Changes an article from its latest revision; the change must be accepted. */
  async patch(id: number, patch: Record<string, unknown>): Promise<Posted> {
    const etag = (await this.call('GET', `/api/articles/${id}`)).headers.get('ETag') ?? ''
    const response = await this.call('PATCH', `/api/articles/${id}`, patch, { 'If-Match': etag })
    if (response.status !== 200) throw new Error(await response.text())
    return response.json()
  }

  async withdraw(id: number): Promise<Response> {
    const etag = (await this.call('GET', `/api/articles/${id}`)).headers.get('ETag') ?? ''
    return this.call('DELETE', `/api/articles/${id}`, undefined, { 'If-Match': etag })
  }

  /** Posts what must be refused, and gives back why. */
  async refused(fields: Record<string, unknown>): Promise<ProblemAnswer> {
    const response = await this.call('POST', '/api/articles', fields)
    if (response.ok) throw new Error('was accepted')
    return response.json()
  }
}

export const article = (fields: Record<string, unknown> = {}) => ({
  title: '区政协召开推进会',
  section: 'news',
  body: '会议今天召开。',
  ...fields,
})

/**
 * An empty newsroom with two sections and one key. `vars` replace the site's configuration; `stores`: how many
 * text databases it has.
 */
export async function openNewsroom(vars: Partial<Env> = {}, stores = 0): Promise<Newsroom> {
  await emptied()
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(KEY))
  const hash = [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('')
  await env.DB.prepare("INSERT INTO keys (name, hash, created_at) VALUES ('Test', ?1, 0)")
    .bind(hash)
    .run()
  const newsroom = new Newsroom(vars, stores)
  await newsroom.call('PUT', '/api/sections/news', { name: '业界动态' })
  await newsroom.call('PUT', '/api/sections/culture', { name: '文化教育' })
  return newsroom
}

export const count = (text: string, part: string | RegExp) => text.split(part).length - 1
