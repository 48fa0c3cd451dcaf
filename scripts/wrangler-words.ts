/** What wrangler says while `npm start` runs, but for what is not so here. */
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** It warns that nobody triggers the clock; `npm start` does, each minute. The remedy it names comes below. */
const UNTRUE =
  /Scheduled Workers are not automatically triggered|^\s*To manually trigger a scheduled event, run:|curl .*\/cdn-cgi\/\w+\/scheduled|#test-cron-triggers-locally/

/** Passes lines on. */
export function show(from: Readable, to: Writable): void {
  let wasLeftOut = false
  createInterface({ input: from }).on('line', (line) => {
    const isUntrue = UNTRUE.test(line)
    // The blank lines around it go with it.
    if (!isUntrue && !(wasLeftOut && line.trim() === '')) to.write(`${line}\n`)
    wasLeftOut = isUntrue || (wasLeftOut && line.trim() === '')
  })
}
