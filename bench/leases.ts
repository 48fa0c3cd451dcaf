/**
 * npm run bench:leases: how many statements a second one isolate asks of D1 for one article in a rush,
 * by how far D1 is away and how long leases last. Sixteen clients ask without a pause, of the real code
 * and of a D1 and a KV that answer after a while; in Node.
 */
import { app } from '../src/app'
import { moveTo, newIsolate } from '../src/delivery/isolate'
import { LEASE_MS } from '../src/delivery/leases'
import { pageNames } from '../src/site'

const AWAY = [1, 50, 100, 150, 250]
const LEASES = [125, 250, LEASE_MS]
const CLIENTS = 16
const SECONDS = 4
/** How long a page takes to be sent, so that clients are like clients. */
const ANSWER_MS = 1

const later = <T>(milliseconds: number, value: T) =>
  new Promise<T>((resolve) => setTimeout(resolve, milliseconds, value))

/** One article, whose copy KV has. */
function bindings(away: number, count: () => void) {
  const edition = { page: 'one', site: 'one' }
  const result = { results: [edition] }
  const statement = {
    bind: () => statement,
    run: () => {
      count()
      return later(away, result)
    },
  }
  return {
    SITE_URL: 'https://news.test',
    SITE_NAME: '新闻',
    SITE_DESCRIPTION: '新闻',
    SITE_LANGUAGE: 'zh-CN',
    SITE_TIME_ZONE: 'Asia/Shanghai',
    SITEMAP_CAPACITY: '10000',
    LEASES: 'on',
    DB: { prepare: () => statement },
    PAGES: { getWithMetadata: () => later(5, { value: null, metadata: null }) },
  }
}

async function measure(away: number, lease: number) {
  let statements = 0
  const env = bindings(away, () => statements++)
  const isolate = newIsolate(undefined, lease)
  moveTo(env, isolate)
  const { fingerprintOf } = await import('../src/delivery/fingerprint')
  const { siteOf } = await import('../src/site')
  const copy = { status: 200, headers: {}, body: '文', edition: { page: 'one', site: 'one' } }
  const fingerprint = fingerprintOf(siteOf(env as never))
  isolate.memory.keep(pageNames.article('piece'), fingerprint, copy, Date.now() - 60_000)

  const ctx = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} }
  const waits: number[] = []
  const end = performance.now() + SECONDS * 1_000
  let pages = 0
  async function client() {
    while (performance.now() < end) {
      const start = performance.now()
      const request = new Request(`https://news.test/articles/piece?n=${pages++}`)
      const response = await app.fetch(request, env as never, ctx as never)
      if (response.status !== 200) throw new Error(`status ${response.status}`)
      await response.arrayBuffer()
      waits.push(performance.now() - start)
      await later(ANSWER_MS, null)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  const late = waits.filter((wait) => wait >= away).length
  return { pages: pages / SECONDS, statements: statements / SECONDS, late: late / waits.length }
}

const round = (value: number, digits = 1) => value.toFixed(digits)

console.log(`One article, ${CLIENTS} clients, one isolate, ${SECONDS} s each.\n`)
console.log(
  '| D1 is away | lease | statements a second | pages a second | pages that waited for D1 |',
)
console.log('|---:|---:|---:|---:|---:|')
for (const lease of LEASES) {
  for (const away of AWAY) {
    const { pages, statements, late } = await measure(away, lease)
    console.log(
      `| ${away} ms | ${lease} ms | ${round(statements)} | ${round(pages, 0)} | ${round(late * 100, 2)} % |`,
    )
  }
}
process.exit(0)
