/**
 * npm run bench:lighthouse [-- --runs 5] [--json]: what Lighthouse says of readers' pages, with their work taking
 * as long as on a telephone of the middle sort: the median of the runs. Only on a machine that does nothing else.
 */
import { parseArgs } from 'node:util'
import { median } from '../../bench/machine/statistics.ts'
import { openWhole } from './browser.ts'
import { MEASURED, measure, PORT, speedOfMachine } from './lighthouse.ts'
import { fillChinese, startAlone } from './newsrooms.ts'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, json: { type: 'boolean', default: false } },
})

/** Such a telephone's speed in Lighthouse's own measure (its docs/throttling.md). */
const PHONE = 375

const newsroom = await startAlone(8837, {})
const browser = await openWhole([`--remote-debugging-port=${PORT}`])
try {
  await fillChinese(newsroom)
  const slowdown = Math.max(1, (await speedOfMachine(newsroom.url)) / PHONE)
  const rows: Record<string, Record<string, number | string>> = {}
  for (const [name, page] of Object.entries(MEASURED)) {
    const runs: Awaited<ReturnType<typeof measure>>[] = []
    for (let i = 0; i < Number(values.runs); i++) {
      runs.push(await measure(newsroom.url, page, slowdown))
    }
    const categories = Object.keys(runs[0]?.scores ?? {})
    const scores = categories.map((category) => [
      category,
      median(runs.map(({ scores }) => scores[category] ?? 0)),
    ])
    const lost = [...new Set(runs.flatMap((run) => run.lost))].join('; ')
    rows[name] = { ...Object.fromEntries(scores), lost }
  }
  if (values.json) console.log(JSON.stringify({ slowdown, pages: rows }))
  else {
    console.log(`Work takes ${slowdown.toFixed(1)} times as long as on this machine.`)
    console.table(rows)
  }
} finally {
  await browser.close()
  await newsroom.stop()
}
