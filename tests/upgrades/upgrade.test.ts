import { writeSync } from 'node:fs'
import { expect, test } from 'vitest'
import { play } from '../../bench/upgrade/play'
import { lastRelease, missing } from '../../scripts/released.ts'

const ARTICLES = 1_000
/** How long each act lasts at least: see play.ts. */
const SECONDS = 2

const release = lastRelease()
const reason = missing(release)
// Straight to the terminal: nobody is to take a run without it for one with it.
if (reason) writeSync(2, `\nNOT TESTED: the upgrade from ${release.tag}, and back. ${reason}\n\n`)

test.skipIf(reason)(
  `from ${release.tag} to here, back and here again, nobody gets a fault or anything old`,
  { timeout: 600_000 },
  async () => {
    const { faults, acts, stale, isFrontOld } = await play(release, ARTICLES, SECONDS)
    expect(faults).toEqual([])
    expect(stale).toEqual([])
    // Why docs/upgrading.md has everything purged on the way forward; `faults` would have what is old after that.
    expect(isFrontOld).toBe(true)
    const both = acts.find(({ name }) => name === 'both')
    expect(both?.old).toBeGreaterThan(0)
    expect(both?.new).toBeGreaterThan(0)
  },
)
