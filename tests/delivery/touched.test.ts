import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { Newsroom, openNewsroom, type ProblemAnswer } from '../support/newsroom'

/** Every address the newsroom has ever had. */
async function paths(): Promise<string[]> {
  const { results } = await env.DB.prepare('SELECT page FROM editions').run<{ page: string }>()
  const pages = results.map(({ page }) => page)
  const encode = (name: string) => {
    const [kind = '', ...rest] = name.split('/')
    return `${PLACES[kind]}/${encodeURIComponent(rest.join('/'))}`
  }
  return pages.flatMap((page) => {
    if (page in FIXED) return FIXED[page] ?? []
    if (page.startsWith('sitemap/')) return [`/sitemap${page.slice('sitemap/'.length)}.xml`]
    if (page.startsWith('feed/section/')) {
      const section = page.slice('feed/section/'.length)
      return ['feed.xml', 'atom.xml', 'feed.json'].map((file) => `/sections/${section}/${file}`)
    }
    const block = /^block\/(\d+)\/(.*)$/.exec(page)
    if (block) return [`${block[2] === 'home' ? '' : encode(block[2] ?? '')}/pages/${block[1]}`]
    return [encode(page)]
  })
}

const PLACES: Record<string, string> = {
  article: '/articles',
  section: '/sections',
  keyword: '/keywords',
  author: '/authors',
  month: '/archive',
}

const FIXED: Record<string, string[]> = {
  site: [],
  home: ['/'],
  robots: ['/robots.txt'],
  sitemap: ['/sitemap.xml'],
  lists: ['/archive', '/sitemap-pages.xml'],
  'news-sitemap': ['/news-sitemap.xml'],
  feed: ['/feed.xml', '/atom.xml', '/feed.json'],
}

interface Step {
  article: number
  change: Record<string, unknown> | 'withdraw' | 'post' | 'end' | Front
}

/** Articles that are put at the front of a list, some of them for a while. */
interface Front {
  list: string
  chosen: { id: number; isEnding: boolean }[]
}

const pick = <T>(...values: T[]) => fc.constantFrom(...values)

const change = fc.oneof(
  fc.constant('withdraw' as const),
  fc.constant('post' as const),
  fc
    .record(
      {
        title: pick('一', '二', '三'),
        section: pick('news', 'culture'),
        keywords: fc.uniqueArray(pick('甲', '乙', 'c'), { maxLength: 3 }),
        author: pick('Li', 'Wu', null),
        slug: pick('a', 'b', 'c', 'd'),
        body: pick('新的正文。', '又一个正文。', '![图](https://x.test/a.png)'),
        publishedAt: pick('2001-01-31T16:00:00Z', '2024-02-29T15:59:59Z', '2026-11-20T00:00:00Z'),
        status: fc.constant('published'),
      },
      { requiredKeys: [] },
    )
    .filter((patch) => Object.keys(patch).length > 0),
)

/** Often one that is too old for the lists, unless it stands at their front. */
const number = fc.oneof(fc.integer({ min: 1, max: 39 }), fc.integer({ min: 1, max: 4 }))

const front: fc.Arbitrary<Front> = fc.record({
  list: pick('home', 'home', 'news', 'culture'),
  chosen: fc.uniqueArray(fc.record({ id: number, isEnding: fc.boolean() }), {
    maxLength: 6,
    selector: ({ id }) => id,
  }),
})

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    article: number,
    change: fc.oneof(
      { arbitrary: change, weight: 5 },
      { arbitrary: front, weight: 4 },
      { arbitrary: fc.constant('end' as const), weight: 1 },
    ),
  }),
  { minLength: 14, maxLength: 14 },
)

const isFront = (change: Record<string, unknown> | Front): change is Front => 'list' in change

test('whatever is written, every page that changes is made anew, and only a few others', async () => {
  vi.spyOn(console, 'warn').mockReturnValue()
  let changed = 0
  let touched = 0
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      const newsroom = await openNewsroom({ SITEMAP_CAPACITY: '10' })
      // The same newsroom to a reader whose KV is empty: what each page must look like.
      const fresh = new Newsroom({ SITEMAP_CAPACITY: '10' })
      fresh.onKV = () => {
        throw new Error('no copy')
      }
      for (let i = 1; i <= 36; i++) {
        // Each at another moment: of what is as old as the last of a list, none knows whether it shows.
        const publishedAt = new Date(Date.UTC(2026, 9, 1, i)).toISOString()
        const keywords = i % 3 ? ['甲'] : ['乙']
        await newsroom.post({ keywords, slug: `s${i}`, author: 'Li', publishedAt })
      }
      const look = async (reader: Newsroom) => {
        const seen = new Map<string, { text: string; etag: string | null }>()
        for (const path of await paths()) {
          const response = await reader.fetch(path)
          const text = `${response.status} ${response.headers.get('Location')} ${await response.text()}`
          seen.set(path, { text, etag: response.headers.get('ETag') })
        }
        return seen
      }
      let time = Math.floor(Date.now() / 1000)
      const choose = async ({ list, chosen }: Front) => {
        const address = `/api/front/${list}`
        const etag = (await newsroom.call('GET', address)).headers.get('ETag') ?? ''
        const until = new Date((time + 60) * 1000).toISOString()
        // Some are not published, or of another section: then the others stand there.
        for (let left = chosen; ; ) {
          const articles = left.map(({ id, isEnding }) => (isEnding ? { id, until } : { id }))
          const answer = await newsroom.call('PUT', address, { articles }, { 'If-Match': etag })
          if (answer.status === 200) return
          const { errors = [] } = await answer.json<ProblemAnswer>()
          const bad = errors.map(({ field }) => Number(field.split('.')[1]))
          left = left.filter((_, at) => !bad.includes(at))
        }
      }
      for (const list of ['home', 'news']) {
        await choose({ list, chosen: [1, 2, 3].map((id) => ({ id, isEnding: id === 3 })) })
      }
      let before = await look(newsroom)
      for (const { article, change } of history) {
        if (change === 'post') await newsroom.post({ keywords: ['甲'], title: '新' })
        else if (change === 'withdraw') await newsroom.withdraw(article)
        else if (change === 'end') {
          time += 60
          await newsroom.tick(time)
        } else if (isFront(change)) await choose(change)
        else await newsroom.patch(article, change).catch(() => {})
        const after = await look(newsroom)
        const truth = await look(fresh)
        for (const [path, { text, etag }] of after) {
          expect(text, path).toBe(truth.get(path)?.text)
          const old = before.get(path)
          if (old?.etag && old.etag !== etag) touched++
          if (old?.etag && old.text !== text) changed++
        }
        before = after
      }
    }),
    { numRuns: 4, seed: Number(env.SIM_SEED) },
  )
  expect(changed).toBeGreaterThan(100)
  // Some pages are told apart only by looking: a list whose last entry is cut off, say.
  expect(touched).toBeLessThan(changed * 1.05)
}, 180_000)
