/**
 * npm run bench [-- --million --json --rounds N --seconds N --only WORDS]: what the newsroom takes, on
 * workerd's own socket, beside handlers that do less or more. docs/cost.md says what it measures.
 */
import { rmSync, statSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { varsHere } from '../scripts/vars.ts'
import { archiveOf, copyOf, databaseIn } from './archives'
import { measureCold } from './cold'
import { buildHandler, buildNewsroom } from './machine/build'
import { type Measured, measureArchive } from './measure'
import type { Effort } from './reading'
import { tables } from './report'
import { kindsIn } from './requests'
import { compareSizes } from './sizes'
import { describe, isMissed, targetsOf } from './targets'

const { values } = parseArgs({
  options: {
    million: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    only: { type: 'string', default: '' },
  },
})
const effort: Effort = { rounds: Number(values.rounds), seconds: Number(values.seconds) }
const vars = varsHere() as never
const HAN = 1_400
const COUNTS = [1_000, 100_000, ...(values.million ? [1_000_000] : [])]
const HANDLERS = ['forgetful', 'calls', 'bare', 'render', 'recorder', 'quiet', 'empty', 'control']

const say = (text: string) => (values.json ? console.error(text) : console.log(text))

const newsroom = await buildNewsroom()
const scripts: Record<string, string> = { newsroom }
for (const name of HANDLERS) scripts[name] = await buildHandler(name)

const measured: Measured[] = []
const [small] = COUNTS as [number]
for (const count of COUNTS) {
  const archive = await archiveOf(count, HAN, vars)
  say(`\n## ${count.toLocaleString('en')} articles\n`)
  const state = copyOf(archive)
  try {
    const one = await measureArchive({ state, vars, scripts }, count, effort, values.only)
    measured.push(one)
    say(tables(one))
  } finally {
    rmSync(state, { recursive: true })
  }
}

const large = COUNTS.at(-1) as number
const sizes = await compareSizes(small, large, HAN, vars, scripts.forgetful as string, effort)
const state = copyOf(await archiveOf(small, HAN, vars))
const [article] = kindsIn(databaseIn(state), [])
const cold = await measureCold(state, vars, newsroom, article?.asks[0]?.path ?? '', effort.rounds)
rmSync(state, { recursive: true })
for (const [who, { total, page, cpu, memory }] of Object.entries(cold)) {
  const [start, first] = [total, page].map((time) => time.toFixed(0))
  say(
    `Cold, ${who}: ${start} ms to the end of a first page, ${first} of it the page; ${cpu} ms of processor; ${memory.toFixed(0)} MiB`,
  )
}

const space = archiveOf(100_000, HAN, vars).then(
  (kept) => statSync(databaseIn(kept)).size / 100_000,
)
const bundle = gzipSync(newsroom).length
const targets = targetsOf({ measured, sizes, cold, space: await space, bundle })
const missed = targets.filter(isMissed)
say('\n| what | measured | target | |\n|---|---|---|---|')
say(targets.map(describe).join('\n'))
const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}, ${process.platform} ${process.arch}`
say(`\n${machine}, ${new Date().toISOString().slice(0, 10)}`)
if (values.json) {
  const results = { machine, date: new Date().toISOString(), archives: measured, cold }
  console.log(JSON.stringify({ results, ratios: targets, missed }, null, 2))
}
process.exitCode = missed.length > 0 ? 1 : 0
