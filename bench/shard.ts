/**
 * npm run bench:shard: what a sitemap of 10,000 URLs takes of a Worker's CPU when it has to be made
 * anew. D1 joins the entries, on its own time; the Worker parses what D1 sends, makes bytes of
 * XML of it. Medians of 50, with addresses of 256 bytes: in ASCII, in Chinese, and with pictures.
 */

import { sitemap } from '../src/crawling/sitemaps'
import { siteOf, slugBudget } from '../src/site'
import { shardOf } from './full-shard'

const ENTRIES = 10_000
const RUNS = 50

const site = siteOf({
  SITE_URL: 'https://news.example.com',
  SITE_NAME: 'Bench',
  SITE_DESCRIPTION: '',
  SITE_LANGUAGE: 'zh-CN',
  SITE_TIME_ZONE: 'Asia/Shanghai',
  SITEMAP_CAPACITY: String(ENTRIES),
} as unknown as Env)

const room = slugBudget(site) - 6
const KINDS: Record<string, { slug: string; images: string | null }> = {
  'ASCII slugs': { slug: 'x'.repeat(room), images: null },
  'Chinese slugs': { slug: '政'.repeat(Math.floor(room / 9)), images: null },
  'ASCII slugs, a picture each': {
    slug: 'x'.repeat(room),
    images: `https://images.example.com/${'p'.repeat(100)}.jpg?w=1&h=2`,
  },
}

const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0

for (const [name, kind] of Object.entries(KINDS)) {
  const db = shardOf(ENTRIES, (n) => `${kind.slug}${100_000 + n}`, kind.images)
  const page = sitemap(site, 1)
  const asked = performance.now()
  const results = await db.batch(page.read(db))
  const inD1 = performance.now() - asked
  const sent = JSON.stringify(results)
  const times: number[] = []
  let bytes = 0
  for (let i = 0; i < RUNS; i++) {
    const start = process.cpuUsage()
    const rendering = await page.render(JSON.parse(sent))
    bytes = rendering?.body.length ?? 0
    const { user, system } = process.cpuUsage(start)
    times.push((user + system) / 1000)
  }
  console.log(
    `${name}: ${median(times).toFixed(1)} ms of Worker CPU; ${inD1.toFixed(1)} ms in SQLite;`,
    `${(bytes / 1e6).toFixed(2)} MB`,
  )
}
