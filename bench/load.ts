/**
 * npm run bench:load: readers, crawlers and editors at once for some minutes, on workerd's own socket.
 * Counts errors, stale answers, and how long a change takes to be seen by readers who ask all the time.
 * There is no edge here: these are the Worker's promises. The edge's bound is in docs/delivery.md.
 */
import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { hashKey, newKey } from '../scripts/key.ts'
import { varsHere } from '../scripts/vars.ts'
import { archiveOf, copyOf, databaseIn } from './archives'
import { Editor } from './load/editor'
import { Watch } from './load/watch'
import { buildNewsroom } from './machine/build'
import { quantile, sorted } from './machine/statistics'
import { start } from './machine/workerd'
import { kindsIn } from './requests'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '3' },
    /** Requests a second, of all together. */
    readers: { type: 'string', default: '40' },
    crawlers: { type: 'string', default: '4' },
    /** How many, and how many seconds each waits after a publication. */
    editors: { type: 'string', default: '2' },
    every: { type: 'string', default: '4' },
    articles: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
})
const given = (name: Exclude<keyof typeof values, 'json'>) => Number(values[name])

const vars = varsHere() as never
const state = copyOf(await archiveOf(given('articles'), 1_400, vars))
const key = newKey()
const db = new DatabaseSync(databaseIn(state))
db.prepare("INSERT INTO keys (name, hash, created_at) VALUES ('Bench', ?, 0)").run(hashKey(key))
db.close()
const kinds = kindsIn(databaseIn(state), [])
const { urls, stop } = await start({ state, vars, scripts: { newsroom: await buildNewsroom() } })
const url = urls.newsroom as string

const end = performance.now() + given('minutes') * 60_000
const isOver = () => performance.now() >= end
const pathsOf = (...names: string[]) =>
  kinds
    .filter(({ name }) => names.includes(name))
    .flatMap(({ asks }) => asks.map(({ path }) => path))
const READ = pathsOf('article, copy in KV', 'home', 'section', 'search', '404', '410')
const CRAWLED = pathsOf('sitemap index', 'sitemap, unchanged', 'feed')

const watch = new Watch(url)
const [sitemap = ''] = pathsOf('sitemap, unchanged').slice(-1)
const editors = Array.from(
  { length: given('editors') },
  (_, n) => new Editor(url, key, n, sitemap, watch),
)

/** Asks at a steady rate a second, however long the answers take. */
async function visit(rate: number, paths: string[]) {
  const pending = new Set<Promise<void>>()
  while (!isOver()) {
    const visited = watch.visit(paths[Math.floor(Math.random() * paths.length)] as string)
    pending.add(visited)
    visited.finally(() => pending.delete(visited))
    await new Promise((resolve) => setTimeout(resolve, 1_000 / rate))
  }
  await Promise.all(pending)
}

await Promise.all([
  visit(given('readers'), READ),
  visit(given('crawlers'), CRAWLED),
  ...editors.map((editor) => editor.work(given('every') * 1_000, isOver)),
])
await stop()
rmSync(state, { recursive: true })

const times = sorted(watch.seen)
const result = {
  requests: watch.requests,
  changes: watch.seen.length,
  errors: watch.errors,
  stale: watch.stale,
  milliseconds: { p50: quantile(times, 0.5), p99: quantile(times, 0.99), most: times.at(-1) },
}
if (values.json) console.log(JSON.stringify(result, null, 2))
else {
  const { p50, p99, most } = result.milliseconds
  console.log(
    `${result.requests} requests, ${result.changes} changes followed on every page they show on`,
  )
  console.log(`${result.errors.length} errors, ${result.stale.length} stale answers`)
  console.log(
    `seen after ${p50.toFixed(0)} ms (median), ${p99.toFixed(0)} (p99), ${most?.toFixed(0)} (most), from sending the write`,
  )
  for (const fault of [...result.errors, ...result.stale].slice(0, 20)) console.log(fault)
}
process.exitCode = result.errors.length + result.stale.length > 0 ? 1 : 0
