/**
 * npm run bench:compat: what Node's API costs, which Workers have since compatibility date 2026-08-04 unless two
 * flags say otherwise: the size of what is uploaded, and the first page when nothing runs yet.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { wrangler } from '../scripts/d1.ts'
import { newestWorkerd, usageOf } from './machine/process'
import { median } from './machine/statistics'
import { FLAGS, start } from './machine/workerd'

const ROUNDS = Number(process.argv[2] ?? 15)
const KINDS = {
  'as by default': FLAGS,
  'without Node': [...FLAGS, 'no_nodejs_compat', 'no_nodejs_compat_v2'],
}
const VARS = {
  SITE_URL: 'https://news.test',
  SITE_NAME: 'Bench',
  SITE_DESCRIPTION: '',
  SITE_LANGUAGE: 'zh-CN',
  SITE_TIME_ZONE: 'Asia/Shanghai',
  SITEMAP_CAPACITY: '10000',
}

type Kind = keyof typeof KINDS
const kinds = Object.keys(KINDS) as Kind[]

/** As `wrangler deploy` would upload it. */
async function build(flags: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'broadside-'))
  const given = flags.flatMap((flag) => ['--compatibility-flags', flag])
  await wrangler('deploy', '--dry-run', '--outdir', folder, ...given)
  const [name = ''] = readdirSync(folder).filter((file) => file.endsWith('.js'))
  const script = readFileSync(join(folder, name), 'utf8')
  rmSync(folder, { recursive: true })
  return script
}

/** Milliseconds from the start of workerd to the end of the first answer, and its processor time until then. */
async function once(script: string, flags: string[], path: string) {
  const state = mkdtempSync(join(tmpdir(), 'broadside-'))
  const begun = performance.now()
  const { urls, stop } = await start({ state, vars: VARS, scripts: { newsroom: script }, flags })
  await (await fetch(urls.newsroom + path)).arrayBuffer()
  const total = performance.now() - begun
  const { cpu } = usageOf(newestWorkerd())
  await stop()
  rmSync(state, { recursive: true })
  return { total, cpu }
}

/** The first needs no table; the second loads the whole API. */
const PATHS = { 'a page': '/favicon.svg', 'the API': '/api/openapi.json' }

const scripts = {} as Record<Kind, string>
for (const kind of kinds) {
  scripts[kind] = await build(KINDS[kind])
  const bytes = Buffer.from(scripts[kind])
  console.log(`${kind}: ${bytes.length} bytes, ${gzipSync(bytes).length} compressed`)
}
for (const [name, path] of Object.entries(PATHS)) {
  const all: Record<Kind, { total: number; cpu: number }[]> = {
    'as by default': [],
    'without Node': [],
  }
  // Taken in turns, so that what else the machine does falls on both.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const kind of kinds) {
      const cold = await once(scripts[kind], KINDS[kind], path)
      if (round > 0) all[kind].push(cold)
    }
  }
  for (const kind of kinds) {
    const total = median(all[kind].map((cold) => cold.total))
    const cpu = median(all[kind].map((cold) => cold.cpu))
    console.log(`${name}, ${kind}: ${total.toFixed(0)} ms, ${cpu.toFixed(0)} ms of processor`)
  }
}
process.exit()
