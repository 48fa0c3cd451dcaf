/**
 * node --max-old-space-size=96 bench/move/read-wxr.ts FILE: reads an export of WordPress as `npm run move`
 * does, and says how long that took and how much memory.
 */
import { resolve } from 'node:path'
import { openWordPress } from '../../scripts/move/wordpress/wordpress.ts'

const [name = ''] = process.argv.slice(2)
const start = performance.now()
const source = await openWordPress({
  path: resolve(name),
  name,
  encoding: undefined,
  map: undefined,
  site: undefined,
  timeZone: 'Asia/Shanghai',
})
const opened = performance.now()
let pieces = 0
for await (const found of source.read()) if (found.kind === 'piece') pieces++
const end = performance.now()
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
const { user, system } = process.cpuUsage()
console.log(
  `${pieces} pieces; first look ${seconds(opened - start)}, reading ${seconds(end - opened)}`,
)
console.log(`${Math.round((pieces / (end - opened)) * 1000)} pieces a second`)
console.log(`${seconds((user + system) / 1000)} of processors’ time in all`)
console.log(`at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MB of memory`)
