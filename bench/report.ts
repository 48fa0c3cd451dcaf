/** What was measured, as tables. */

import type { Timing } from './machine/drive'
import type { Measured } from './measure'
import { COMPARED } from './reading'
import { round } from './targets'

const row = (...cells: (string | number)[]) =>
  `| ${cells.map((cell) => (typeof cell === 'number' ? round(cell) : cell)).join(' | ')} |`

const head = (...cells: string[]) => `${row(...cells)}\n${row(...cells.map(() => '---'))}`

const times = ({ p50, p95, p99 }: Timing) => [p50, p95, p99].map(round).join(' / ')

export function tables({ writes, readings, memory }: Measured): string {
  const others = COMPARED.slice(1)
  return [
    head(
      'page',
      'newsroom /s',
      'p50 / p95 / p99 ms',
      ...others.flatMap((who) => [`${who} /s`, `against ${who}`]),
      'Worker CPU ms',
      'workerd CPU ms',
      'of calls',
    ),
    ...readings.map(({ name, timings, ratios, cpu }) =>
      row(
        name,
        timings.newsroom.rate,
        times(timings.newsroom),
        ...others.flatMap((who) => [timings[who].rate, `${round(ratios[who])} ×`]),
        cpu.worker,
        cpu.workerd,
        cpu.calls,
      ),
    ),
    '',
    head('write', 'a second', 'p50 / p95 / p99 ms'),
    ...writes.kinds.map(({ name, timing }) => row(name, timing.rate, times(timing))),
    '',
    `Import: ${round(writes.import.rate)} articles a second, ${round(writes.import.roundTrips)} round trips and ${round(writes.import.cpu)} ms of workerd's CPU each.`,
    `Thirty posts: ${writes.rows.read} rows read, ${writes.rows.written} written.`,
    `workerd: ${round(memory)} MiB.`,
  ].join('\n')
}
