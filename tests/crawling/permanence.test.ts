import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { type Newsroom, ORIGIN, openNewsroom } from '../support/newsroom'

afterEach(() => {
  vi.useRealTimers()
})

const pick = <T>(...values: T[]) => fc.constantFrom(...values)

/** What an editor does next, to the nth article there is. */
const action = fc.record({
  what: pick('post', 'draft', 'plan', 'edit', 'rename', 'redate', 'withdraw', 'restore', 'tick'),
  nth: fc.nat(20),
  // Time passes as it will, and at times a clock is set back.
  seconds: fc.integer({ min: -600, max: 90_000 }),
})
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

interface Sitemaps {
  /** Each shard as it is served; null: not found. */
  texts: (string | null)[]
  /** The shard of each article, by its number; one that has left shows in none. */
  shardOf: Map<number, number>
  lastmods: (string | undefined)[]
}

const SHARDS = 8
const CAPACITY = 3

async function look(newsroom: Newsroom): Promise<Sitemaps> {
  const index = await newsroom.read('/sitemap.xml')
  const { results } = await env.DB.prepare(
    "SELECT id, slug FROM articles WHERE status = 'published'",
  ).run<{ id: number; slug: string }>()
  const idOf = new Map(
    results.map(({ id, slug }) => [`${ORIGIN}/articles/${encodeURIComponent(slug)}`, id]),
  )
  const seen: Sitemaps = { texts: [], shardOf: new Map(), lastmods: [] }
  const listed: string[] = []
  for (let n = 1; n <= SHARDS; n++) {
    const response = await newsroom.fetch(`/sitemap${n}.xml`)
    const text = await response.text()
    const url = `${ORIGIN}/sitemap${n}.xml`
    seen.texts.push(response.status === 200 ? text : null)
    seen.lastmods.push(new RegExp(`<loc>${url}</loc><lastmod>(.*?)<`).exec(index)?.[1])
    if (response.status !== 200) {
      expect(index).not.toContain(url)
      continue
    }
    expect(index).toContain(url)
    for (const [, loc] of text.matchAll(/<loc>([^<]*\/articles\/[^<]*)<\/loc>/g)) {
      listed.push(loc as string)
      seen.shardOf.set(idOf.get(loc as string) ?? -1, n)
    }
  }
  expect(listed.sort()).toEqual([...idOf.keys()].sort())
  return seen
}

async function act(newsroom: Newsroom, { what, nth, seconds }: Action, now: number) {
  const { results } = await env.DB.prepare('SELECT id FROM articles').run<{ id: number }>()
  const id = results[nth % Math.max(results.length, 1)]?.id
  const patch = (fields: Record<string, unknown>) =>
    id === undefined ? null : newsroom.patch(id, fields).catch(() => null)
  if (what === 'post') return newsroom.post({ slug: `n${results.length}` })
  if (what === 'draft') return newsroom.post({ status: 'draft' })
  if (what === 'plan') {
    return newsroom.post({
      status: 'scheduled',
      publishAt: new Date(now + 3_600_000).toISOString(),
    })
  }
  if (what === 'edit') return patch({ title: `题 ${nth} ${seconds}` })
  if (what === 'rename') return patch({ slug: `r${nth}-${Math.abs(seconds)}` })
  if (what === 'redate')
    return patch({ publishedAt: new Date(now - nth * 86_400_000).toISOString() })
  if (what === 'restore') return patch({ status: 'published' })
  if (what === 'withdraw') return id === undefined ? null : newsroom.withdraw(id)
  return newsroom.tick(Math.floor(now / 1000))
}

test('whatever editors do, no article changes its sitemap, one changes at a time, and no lastmod goes back', async () => {
  let published = 0
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 14, maxLength: 14 }), async (actions) => {
      vi.useRealTimers()
      const newsroom = await openNewsroom({ SITEMAP_CAPACITY: String(CAPACITY) })
      let now = Date.parse('2026-01-01T00:00:00Z')
      vi.setSystemTime(now)
      for (let i = 0; i < 4; i++) await newsroom.post()
      const places = new Map<number, number>()
      const lastmods: (string | undefined)[] = []
      let before = await look(newsroom)
      for (const step of actions) {
        now += step.seconds * 1000
        vi.setSystemTime(now)
        await act(newsroom, step, now)
        const after = await look(newsroom)
        for (const [id, shard] of after.shardOf) {
          expect(places.get(id) ?? shard).toBe(shard)
          places.set(id, shard)
        }
        const changed = after.texts.filter((text, i) => text !== before.texts[i])
        // A tick may publish several articles.
        if (step.what !== 'tick') expect(changed.length).toBeLessThanOrEqual(1)
        after.lastmods.forEach((lastmod, i) => {
          if (lastmod === undefined) return
          expect(lastmod >= (lastmods[i] ?? '')).toBe(true)
          if (after.texts[i] !== before.texts[i] && before.lastmods[i] !== undefined) {
            expect(
              [...(after.texts[i] ?? '').matchAll(/<lastmod>(.*?)</g)].every(
                ([, own]) => (own ?? '') <= lastmod,
              ),
            ).toBe(true)
          }
          lastmods[i] = lastmod
        })
        before = after
      }
      published += places.size
    }),
    { numRuns: 10, seed: Number(env.SIM_SEED) },
  )
  expect(published).toBeGreaterThan(50)
}, 180_000)
