/**
 * node scripts/bundle.ts bench/migrations.ts [ROWS] [--json]: what each migration since the last release costs
 * where tables have that many rows, 20,000 unless given: time, and rows of D1 read and written.
 */
import { parseArgs } from 'node:util'
import { costs } from './upgrade/costs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})
const rows = Number(positionals[0] ?? 20_000)
const measured = await costs(rows)
if (values.json) console.log(JSON.stringify(measured, null, 2))
else {
  const n = (value: number) => value.toLocaleString('en')
  console.log(`| migration, over ${n(rows)} rows | seconds | rows read | rows written |`)
  console.log('|---|---:|---:|---:|')
  for (const { name, seconds, read, written } of measured)
    console.log(`| ${name} | ${seconds.toFixed(2)} | ${n(read)} | ${n(written)} |`)
}
