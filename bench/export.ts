/**
 * npm run bench:export [-- --json]: what an export holds in memory, of a thousand ordinary articles and of
 * bodies that are as large as bodies can be: such as deflate to nothing, and such as do not deflate. Each
 * answer is read to its end, and the isolate's heap looked at meanwhile. docs/cost.md has the figures.
 */
import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { hashKey, newKey } from '../scripts/key.ts'
import { varsHere } from '../scripts/vars.ts'
import { archiveOf, copyOf, databaseIn } from './archives'
import { buildNewsroom } from './machine/build'
import { type Inspector, inspect } from './machine/heap'
import { newestWorkerd, usageOf } from './machine/process'
import { start } from './machine/workerd'

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
const vars = varsHere() as never
const MB = 1_000_000
/** What an export may hold above an idle Worker, in MB. */
const BOUND = 32
/**
 * Has garbage collected before a text is turned into bytes, which each line and each piece of an answer is:
 * else what is measured is when V8 finds the time.
 */
const TIDY = `
  TextEncoder.prototype.encode = ((encode) => function (text) {
    gc()
    return encode.call(this, text)
  })(TextEncoder.prototype.encode);
`
/** Between two looks at the heap, in milliseconds. */
const PAUSE = 15

/** Han characters drawn from twenty thousand: they hardly deflate. The same ones each time. */
function noise(seed: number): string {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return String.fromCharCode(0x4e00 + ((state >>> 8) % 20_000))
  }
  return Array.from({ length: 87_000 }, next).join('')
}

const HOSTILE: [name: string, times: number, body: (n: number) => string][] = [
  ['quotation marks, 262,000', 250, () => '"'.repeat(262_000)],
  ['ampersands, 240,000', 40, () => '&'.repeat(240_000)],
  ['Han characters drawn at random, 87,000', 60, noise],
]

interface Row {
  name: string
  /** Bytes of NDJSON, and how many answers they came in. */
  bytes: number
  answers: number
  /** The most in MB above idle: of the isolate, and resident of the whole process. */
  used: number
  resident: number
  seconds: number
}

/** Reads answers until there is no next one. */
async function readAll(url: string) {
  const read = { bytes: 0, answers: 0 }
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor && `?cursor=${cursor}`
    const response = await fetch(`${url}/api/export${query}`, {
      headers: authorization,
    })
    if (!response.ok || !response.body) throw new Error(`status ${response.status}`)
    let tail = ''
    for await (const bytes of response.body) {
      read.bytes += bytes.length
      tail = (tail + new TextDecoder().decode(bytes)).slice(-500)
    }
    const end = /\{"type":"end","next":(.*)\}\n$/.exec(tail)?.[1]
    if (end === undefined) throw new Error('the export broke off')
    read.answers++
    cursor = JSON.parse(end) as string | null
  }
  return read
}

/** Looks at the heap until the work is done. */
async function highest<T>(look: () => Promise<number>, work: Promise<T>) {
  let isOver = false
  const done = work.finally(() => {
    isOver = true
  })
  let peak = 0
  while (!isOver) {
    peak = Math.max(peak, await look())
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
  return { peak, result: await done }
}

/** What an idle Worker takes: asked for little, until its garbage has been collected. */
async function lowest(look: () => Promise<number>) {
  let least = Infinity
  for (let i = 0; i < 50; i++) {
    await (await fetch(`${running.urls.newsroom}/api/sections`, { headers: authorization })).text()
    least = Math.min(least, await look())
  }
  return least
}

const key = newKey()
const authorization = { Authorization: `Bearer ${key}` }
const state = copyOf(await archiveOf(1_000, 1_400, vars), 'export')
const db = new DatabaseSync(databaseIn(state))
db.prepare("INSERT INTO keys (name, hash, created_at) VALUES ('Bench', ?, 0)").run(hashKey(key))
db.close()
const scripts = { newsroom: TIDY + (await buildNewsroom()) }
process.env.MINIFLARE_WORKERD_V8_FLAGS = '--expose-gc'
const running = await start({ state, vars, scripts, isInspected: true })
const rows: Row[] = []
try {
  const url = running.urls.newsroom as string
  const pid = newestWorkerd()
  const inspector = await inspect(running.inspectors.newsroom as string)
  rows.push(await measure('1,000 articles of 1,400 Han characters', url, pid, inspector))
  for (const [name, times, body] of HOSTILE) {
    console.error(name)
    for (let n = 0; n < times; n++) await post(url, body(n))
    rows.push(await measure(`and ${times} drafts of ${name}`, url, pid, inspector))
  }
  inspector.close()
} finally {
  await running.stop()
  rmSync(state, { recursive: true })
}

async function post(url: string, body: string) {
  const response = await fetch(`${url}/api/articles`, {
    method: 'POST',
    headers: { ...authorization, 'Content-Type': 'application/json' },
    body: JSON.stringify({ title: 'x', section: 'news', format: 'text', status: 'draft', body }),
  })
  if (response.status !== 201) throw new Error(await response.text())
  await response.body?.cancel()
}

async function measure(name: string, url: string, pid: number, { used }: Inspector): Promise<Row> {
  const idle = await lowest(used)
  const resident = usageOf(pid).memory
  const began = performance.now()
  let most = 0
  const { peak, result } = await highest(async () => {
    most = Math.max(most, usageOf(pid).memory)
    return used()
  }, readAll(url))
  return {
    name,
    ...result,
    used: (peak - idle) / MB,
    resident: ((most - resident) * 1024 ** 2) / MB,
    seconds: (performance.now() - began) / 1_000,
  }
}

if (values.json) console.log(JSON.stringify(rows, null, 1))
else {
  console.log(
    '\n| archive | MB of NDJSON | answers | isolate above idle, MB | workerd, resident, MB | seconds |\n|---|---:|---:|---:|---:|---:|',
  )
  for (const row of rows) {
    const { name, bytes, answers, used, resident, seconds } = row
    const figures = [used, resident, seconds].map((figure) => figure.toFixed(1))
    console.log(`| ${name} | ${(bytes / MB).toFixed(1)} | ${answers} | ${figures.join(' | ')} |`)
  }
}
if (rows.some(({ used }) => used > BOUND)) process.exitCode = 1
