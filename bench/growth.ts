/**
 * node scripts/bundle.ts bench/growth.ts FOLDER [--rounds N] [--json]: what requests cost over the archive in that
 * folder (npm run archive -- COUNT --folder FOLDER) beside one of 1,000 articles, in turns: statements, rows that
 * they give back, and milliseconds, all as medians. Neither archive is changed.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fillFolder } from '../scripts/archive/main'
import type { Cost } from '../scripts/archive/worker'
import { here } from '../scripts/command.ts'
import { varsHere } from '../scripts/vars.ts'
import { KINDS } from './growth/kinds'
import { Room } from './growth/room'
import { median } from './machine/statistics'

const SMALL = { count: 1_000, han: 300, databases: 3, limit: 1_000_000, chunk: 100 }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '50' }, json: { type: 'boolean', default: false } },
})
const [folder] = positionals
if (!folder) throw new Error('Which folder? See the head of this file.')
const rounds = Number(values.rounds)
// Each post is a line of the log.
console.info = () => {}
const vars = varsHere() as unknown as Env

const own = mkdtempSync(join(tmpdir(), 'broadside-growth-'))
try {
  await fillFolder(own, vars, SMALL)
  const rooms = [new Room(own, vars), new Room(here(folder), vars)] as const
  const words = await rooms[0].words()
  const costs = Object.entries(KINDS).map(([name, ask]) => ({
    name,
    ask,
    of: [[], []] as Cost[][],
  }))
  for (let round = 0; round <= rounds; round++) {
    for (const { ask, of } of costs) {
      const turns = round % 2 ? ([0, 1] as const) : ([1, 0] as const)
      for (const which of turns) {
        const cost = await ask(rooms[which], words, round)
        // In the first, everything gets warm.
        if (round > 0) of[which]?.push(cost)
      }
    }
  }
  const counts = rooms.map((room) => room.articles)
  for (const room of rooms) room.leave()
  print(counts, costs)
} finally {
  rmSync(own, { recursive: true })
}

function print(counts: number[], costs: { name: string; of: Cost[][] }[]) {
  const measured = costs.map(({ name, of }) => {
    const medians = (what: keyof Cost) => of.map((some) => median(some.map((cost) => cost[what])))
    return {
      name,
      statements: medians('statements'),
      rows: medians('rows'),
      inDatabases: medians('inDatabases'),
      milliseconds: medians('milliseconds'),
    }
  })
  if (values.json) return console.log(JSON.stringify({ articles: counts, measured }, null, 2))
  const [few, many] = counts.map((count) => count.toLocaleString('en'))
  console.log(
    `| over ${few} · ${many} articles | statements | rows | ms in databases | times | ms | times |`,
  )
  console.log('|---|---:|---:|---:|---:|---:|---:|')
  for (const { name, statements, rows, inDatabases, milliseconds } of measured) {
    const whole = [statements, rows].map((pair) => pair.join(' · '))
    const timed = [inDatabases, milliseconds].flatMap(([before = 0, after = 0]) => [
      `${before.toFixed(2)} · ${after.toFixed(2)}`,
      (after / before).toFixed(2),
    ])
    console.log(`| ${[name, ...whole, ...timed].join(' | ')} |`)
  }
}
