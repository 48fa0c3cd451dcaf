/**
 * npm run upgrade-test -- [ARTICLES] [--seconds N] [--json]: an upgrade from the last release, a rollback, and
 * the way forward again, on workerd's own sockets, with readers, an editor and the clock throughout.
 */
import { parseArgs } from 'node:util'
import { lastRelease, missing, otherPackages } from '../scripts/released.ts'
import { play } from './upgrade/play'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** How long each act lasts. */
    seconds: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
})
const release = lastRelease()
const reason = missing(release)
if (reason) {
  console.error(reason)
  process.exit(2)
}
for (const other of otherPackages(release)) console.error(`${release.tag} runs with ${other}`)
const played = await play(release, Number(positionals[0] ?? 2_000), Number(values.seconds))
const bad = [...played.faults, ...played.stale.map((path) => `stale after the upgrade: ${path}`)]
if (values.json) console.log(JSON.stringify(played, null, 2))
else {
  console.log(
    '| act | seconds | answers of the release | of today | rounds of writes | slowest, ms |',
  )
  console.log('|---|---:|---:|---:|---:|---:|')
  for (const { name, seconds, old, new: today, writes, longest } of played.acts)
    console.log(
      `| ${name} | ${seconds.toFixed(1)} | ${old} | ${today} | ${writes} | ${longest.toFixed(0)} |`,
    )
  console.log(`${played.unchanged} answers said that nothing has changed`)
  console.log(`${bad.length} faults`)
  for (const fault of bad.slice(0, 30)) console.log(fault)
}
process.exitCode = bad.length > 0 ? 1 : 0
