import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SCOPES } from '../../../src/editing/door/scopes'
import { type Newsroom, openNewsroom } from '../../support/newsroom'
import { type DeskStep, deskSteps } from './steps'

/** A history here takes some ten times as long as one of the simulation. */
const RUNS = Math.ceil(Number(env.SIM_RUNS || 200) / 8)
const SEED = Number(env.SIM_SEED)

interface Result {
  status: number
  [field: string]: unknown
}

async function exported(newsroom: Newsroom): Promise<string> {
  const response = await newsroom.call('GET', '/api/export?revisions=true')
  return new TextDecoder().decode(await response.arrayBuffer())
}

async function bring(newsroom: Newsroom, body: string, key?: string): Promise<Result[]> {
  const headers = {
    'Content-Type': 'application/x-ndjson',
    ...(key ? { Authorization: `Bearer ${key}` } : {}),
  }
  const authorization = { Authorization: `Bearer bs_${'k'.repeat(43)}` }
  const init = { method: 'POST', headers: { ...authorization, ...headers }, body }
  const response = await newsroom.fetch('/api/import', init)
  const text = new TextDecoder().decode(await response.arrayBuffer())
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Result)
}

/** Does one thing; what is refused changes nothing, and need not be looked at. */
async function take(newsroom: Newsroom, step: DeskStep, keys: string[]) {
  const key = { Authorization: `Bearer ${keys[step.by % keys.length]}` }
  const numbers = await env.DB.prepare(
    'SELECT id, revision, sequence FROM articles ORDER BY id',
  ).run<{
    id: number
    revision: number
  }>()
  const found = numbers.results[step.at % (numbers.results.length || 1)]
  const path = `/api/articles/${found?.id ?? 1}`
  const headers = { ...key, 'If-Match': `"${found?.revision ?? 1}"` }
  switch (step.do) {
    case 'post':
      return newsroom.call('POST', '/api/articles', step.fields, key)
    case 'change':
      return newsroom.call('PATCH', path, step.fields, headers)
    case 'withdraw':
      return newsroom.call('DELETE', path, undefined, headers)
    case 'restore':
      return newsroom.call('POST', `${path}/revisions/${step.number}/restore`, undefined, headers)
    case 'erase':
      return newsroom.call('DELETE', `${path}/revisions/${step.number}`)
    case 'section':
      return newsroom.call('PUT', `/api/sections/${encodeURIComponent(step.slug)}`, {
        name: step.name,
      })
    case 'reading': {
      const { word, pinyin } = step
      const method = pinyin === null ? 'DELETE' : 'PUT'
      const body = pinyin === null ? undefined : { pinyin }
      return newsroom.call(method, `/api/readings/${encodeURIComponent(word)}`, body)
    }
    case 'rules': {
      const etag = (await newsroom.call('GET', '/api/address-rules')).headers.get('ETag') ?? ''
      const body = { rules: step.rules }
      return newsroom.call('PUT', '/api/address-rules', body, { 'If-Match': etag })
    }
    case 'front':
      return choose(newsroom, step)
    case 'key': {
      const fields = { name: step.name, scopes: [...SCOPES] }
      const made = await newsroom.call('POST', '/api/keys', fields)
      if (made.status === 201) keys.push((await made.json<{ key: string }>()).key)
      return
    }
    case 'import':
      return bring(newsroom, JSON.stringify(step.line), keys[step.by % keys.length])
    case 'again':
      return bring(newsroom, await exported(newsroom))
    case 'wait':
      vi.setSystemTime(Date.now() + step.seconds * 1000)
      return newsroom.tick(Math.floor(Date.now() / 1000))
  }
}

/** Puts articles that can stand there at the front of a list, as many as there are ends. */
async function choose(newsroom: Newsroom, { list, isBackwards, ends }: DeskStep & { do: 'front' }) {
  const path = `/api/front/${encodeURIComponent(list)}`
  const { results } = await env.DB.prepare(
    `SELECT a.id FROM articles a JOIN sections s ON s.id = a.section_id
     WHERE a.status = 'published' AND ?1 IN ('home', s.slug) ORDER BY a.id LIMIT ?2`,
  )
    .bind(list, ends.length)
    .run<{ id: number }>()
  const articles = results.map(({ id }, i) => ({ id, until: ends[i] ?? null }))
  const etag = (await newsroom.call('GET', path)).headers.get('ETag') ?? ''
  const body = { articles: isBackwards ? articles.reverse() : articles }
  return newsroom.call('PUT', path, body, { 'If-Match': etag })
}

beforeEach(() => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test(
  'whatever a newsroom has come to, its export imports into an empty one, which exports the same',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(deskSteps, { minLength: 10, maxLength: 40, size: 'max' }),
        async (steps) => {
          vi.useRealTimers()
          let newsroom = await openNewsroom()
          vi.useFakeTimers({ now: Date.UTC(2026, 10, 22), toFake: ['Date'] })
          const keys = [`bs_${'k'.repeat(43)}`]
          for (const step of steps) await take(newsroom, step, keys)
          const before = await exported(newsroom)
          console.log(
            before.split('\n').length,
            (before.match(/"type":"revision"/g) ?? []).length,
            (before.match(/"type":"article"/g) ?? []).length,
          )
          const later = Date.now() + 5_000
          vi.useRealTimers()
          newsroom = await openNewsroom()
          await env.DB.prepare('DELETE FROM sections').run()
          vi.useFakeTimers({ now: later, toFake: ['Date'] })
          const results = await bring(newsroom, before)
          expect(results.filter(({ status, notes }) => status >= 300 || notes)).toEqual([])
          expect(await exported(newsroom)).toBe(before)
          const again = await bring(newsroom, before)
          expect(again.filter(({ status }) => status !== 200)).toEqual([])
          expect(await exported(newsroom)).toBe(before)
        },
      ),
      { numRuns: RUNS, seed: SEED },
    )
  },
  24 * 3600_000,
)
