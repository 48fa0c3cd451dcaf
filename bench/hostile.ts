/**
 * npm run bench:hostile [-- --json --only WORDS]: what one body can cost, in CPU. Each of 207 bodies made
 * to cost is sent through every stage at 256 KiB, and, where that is refused, at the largest size that
 * is not. docs/cost.md says what it found.
 */
import { parseArgs } from 'node:util'
import { writer } from '../scripts/archive/prose'
import { BODIES, type Hostile } from './hostile/bodies'
import { STAGES, type Stage, through } from './hostile/stages'

const BYTES = 256 * 1024
/** What no stage may take, on the machine this was written on. In milliseconds. */
const BOUND = 100
/** Sizes are looked for until they differ by less. */
const STEP = 1_024
const TIMES = 3
/** What takes so long is not tried again. In milliseconds. */
const HOPELESS = 1_000

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
})

interface Row {
  name: string
  format: string
  bytes: number
  isRefused: boolean
  cost: Partial<Record<Stage, number>>
}

/** Of several tries the cheapest: what else the machine does only ever adds. */
function measure(source: string, { format }: Pick<Hostile, 'format'>) {
  const cost: Partial<Record<Stage, number>> = {}
  let isRefused = false
  for (let i = 0; i < TIMES; i++) {
    const tried = through(source, format)
    isRefused = tried.isRefused
    for (const [stage, spent] of Object.entries(tried.cost) as [Stage, number][]) {
      cost[stage] = Math.min(cost[stage] ?? Infinity, spent)
    }
    if (Object.values(tried.cost).some((spent) => spent > HOPELESS)) break
  }
  return { cost, isRefused }
}

/** The largest size that is not refused; null when there is none. */
function largest(body: Hostile): number | null {
  let [low, high] = [0, BYTES]
  while (high - low > STEP) {
    const middle = Math.floor((low + high) / 2)
    if (through(body.make(middle), body.format, ['render']).isRefused) high = middle
    else low = middle
  }
  return low > 0 ? low : null
}

const rows: Row[] = []
const add = (body: Hostile, bytes: number) => {
  const row = { name: body.name, format: body.format, bytes, ...measure(body.make(bytes), body) }
  rows.push(row)
  return row.isRefused
}

const prose: Hostile = {
  format: 'markdown',
  name: 'prose',
  make: (bytes) => writer()(bytes / 3).slice(0, Math.floor(bytes / 3)),
}
const ordinary = measure(prose.make(BYTES), prose)
const chosen = BODIES.filter(({ name, format }) => `${format} ${name}`.includes(values.only))
for (const [i, body] of chosen.entries()) {
  if (add(body, BYTES)) {
    const bytes = largest(body)
    if (bytes !== null) add(body, bytes)
  }
  if (process.stderr.isTTY) process.stderr.write(`\r${i + 1} of ${chosen.length} `)
}

const ms = (spent: number | undefined) => (spent === undefined ? '' : spent.toFixed(1))
if (values.json) console.log(JSON.stringify({ ordinary: ordinary.cost, rows }, null, 1))
else {
  console.log(`\n${chosen.length} bodies, ${rows.length} measurements; ordinary prose of 256 KiB:`)
  console.log(
    '\n| stage | prose, ms | worst, ms | against prose | above 100 ms | of which |\n|---|---:|---:|---:|---:|---|',
  )
  for (const stage of STAGES) {
    const sorted = rows.toSorted((a, b) => (b.cost[stage] ?? 0) - (a.cost[stage] ?? 0))
    const [worst] = sorted
    const above = rows.filter(({ cost }) => (cost[stage] ?? 0) > BOUND).length
    const own = ordinary.cost[stage] ?? 0
    const most = worst?.cost[stage] ?? 0
    const ratio = most / own
    console.log(
      `| ${stage} | ${ms(own)} | ${ms(most)} | ${ratio.toFixed(1)} | ${above} | ${worst?.format}, ${worst?.bytes} bytes: ${worst?.name.replaceAll('|', '\\|')} |`,
    )
  }
  console.log('\nThe twenty that cost most:')
  const most = ({ cost }: Row) => Math.max(...Object.values(cost))
  for (const row of rows.toSorted((a, b) => most(b) - most(a)).slice(0, 20)) {
    const stages = Object.entries(row.cost).filter(([, spent]) => spent > 20)
    console.log(
      `  ${row.format}, ${row.bytes} bytes${row.isRefused ? ', refused' : ''}: ${row.name}: ${stages.map(([stage, spent]) => `${stage} ${ms(spent)}`).join(', ')}`,
    )
  }
}
