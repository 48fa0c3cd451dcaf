import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { waiting } from '../../src/articles/writing/once'
import { KEY, type Newsroom, openNewsroom } from '../support/newsroom'
import { png } from '../support/pictures'

const UPLOADS = 1_000
const DEATHS = 100

let newsroom: Newsroom

beforeEach(async () => {
  newsroom = await openNewsroom({ IMAGES: undefined as never })
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
  vi.spyOn(waiting, 'pause').mockResolvedValue()
})

afterEach(() => {
  vi.restoreAllMocks()
})

/** The same numbers each time (mulberry32): whole ones below `below`. */
function random(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

/** Where a Worker dies that was sent a picture of three files. */
const POINTS = ['first put', 'second put', 'third put', 'D1', 'answer of D1'] as const
type Point = (typeof POINTS)[number]

/** From here on nothing works that the Worker tries. */
function dieAt(point: Point | null) {
  let isDead = false
  let puts = 0
  const live = (isHere: boolean) => {
    isDead ||= isHere
    if (isDead) throw new Error('Network connection lost.')
  }
  const isKeeping = (sql: string[]) => sql.some((one) => one.includes('UPDATE pictures SET files'))
  newsroom.onR2 = (operation) => {
    if (operation === 'put') puts++
    live(point !== null && puts === POINTS.indexOf(point) + 1)
  }
  newsroom.onD1 = (sql) => live(point === 'D1' && isKeeping(sql))
  newsroom.onD1Answer = (sql) => live(point === 'answer of D1' && isKeeping(sql))
}

function send(n: number) {
  const body = new FormData()
  body.set('picture', new File([png(1280, 8, n)], 'a.png'))
  body.append('size', new File([png(640, 4, n)], 's.png'))
  body.append('size', new File([png(1280, 8, n)], 'm.png'))
  const headers = { Authorization: `Bearer ${KEY}` }
  return newsroom.fetch('/api/pictures', { method: 'POST', headers, body })
}

/** How many files each picture has in R2, by its hash. */
async function filesInR2(): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  let cursor: string | undefined
  do {
    const page = await env.PICTURES.list(cursor ? { cursor } : {})
    for (const { key } of page.objects) {
      const hash = key.split('/')[1] ?? ''
      counts.set(hash, (counts.get(hash) ?? 0) + 1)
    }
    cursor = page.truncated ? page.cursor : undefined
  } while (cursor)
  return counts
}

test('of 1,000 pictures sent, of which 100 die on the way, none that was answered is lost, and nothing is left over', async () => {
  const below = random(20261126)
  const deaths = new Map<number, Point>()
  while (deaths.size < DEATHS) {
    deaths.set(below(UPLOADS), POINTS[deaths.size % POINTS.length] as Point)
  }
  const answered: string[] = []
  for (let n = 0; n < UPLOADS; n++) {
    dieAt(deaths.get(n) ?? null)
    const response = await send(n)
    const answer = await response.json<{ hash: string }>()
    expect(response.ok, JSON.stringify(answer)).toBe(!deaths.has(n))
    if (response.ok) answered.push(answer.hash)
  }
  dieAt(null)
  const now = Math.floor(Date.now() / 1000)
  for (let minute = 11; minute < 18; minute++) await newsroom.tick(now + minute * 60)
  const { results } = await env.DB.prepare('SELECT hash, state FROM pictures').run<{
    hash: string
    state: string
  }>()
  const kept = new Map((await filesInR2()).entries())
  expect(results.filter(({ state }) => state !== 'kept')).toEqual([])
  expect([...kept.keys()].toSorted()).toEqual(results.map(({ hash }) => hash).toSorted())
  expect([...kept.values()].filter((files) => files !== 3)).toEqual([])
  expect(answered.filter((hash) => !kept.has(hash))).toEqual([])
  expect(answered).toHaveLength(UPLOADS - DEATHS)
  // Those that D1 had stored are there without a word; the others come anew.
  for (const [n, point] of deaths) {
    const response = await send(n)
    expect(response.status).toBe(point === 'answer of D1' ? 200 : 201)
    await response.body?.cancel()
  }
  expect((await filesInR2()).size).toBe(UPLOADS)
})
