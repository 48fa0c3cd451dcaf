/** npm run move -- check FILE...: asks the newsroom for the old addresses, and says which lead nowhere. */
import { basename } from 'node:path'
import { atMost } from '../at-once.ts'
import { here } from '../command.ts'
import type { Newsroom } from '../request.ts'
import { newFailures } from './checking/failures.ts'
import { type Found, newGuide } from './checking/leads.ts'
import { addressesIn } from './checking/old.ts'
import { isWeb } from './checking/opened.ts'

/** What became of old addresses, each counted once. */
export interface Checked {
  addresses: number
  /** To a page of the newsroom, for good and at once. */
  redirected: number
  /** Answered with 410. */
  gone: number
  /** The newsroom has a page at that very address. */
  standing: number
  failed: number
}

/** Addresses that are asked for at once, and how many are read ahead of them. */
const WIDTH = 8
const AHEAD = 64

/**
 * Asks for each address of the files (or sitemaps at http(s) addresses): prints a summary of each, and writes
 * what leads nowhere to FILE.failed. Gives back the sums: the command ends with `EXIT.refused` where some
 * failed. Throws a Fault for a file that is none, or when the newsroom is out of reach.
 */
export async function check(newsroom: Newsroom, names: string[]): Promise<Checked> {
  const guide = await newGuide(newsroom)
  const sum: Checked = { addresses: 0, redirected: 0, gone: 0, standing: 0, failed: 0 }
  for (const name of names) {
    const checked = await checkOne(guide, name)
    for (const kind of Object.keys(sum) as (keyof Checked)[]) sum[kind] += checked[kind]
  }
  if (names.length > 1) console.log(`all: ${summaryOf(sum)}`)
  return sum
}

async function checkOne(
  guide: (address: string) => Promise<Found>,
  name: string,
): Promise<Checked> {
  const checked: Checked = { addresses: 0, redirected: 0, gone: 0, standing: 0, failed: 0 }
  const failures = newFailures(failedFile(name))
  const count = async ({ address, found }: { address: string; found: Found }) => {
    checked.addresses++
    checked[found.kind]++
    if (found.kind === 'failed') await failures.add({ address, what: found.what })
    if (checked.addresses % 1_000 === 0) console.log(`${checked.addresses} addresses …`)
  }
  const turn = atMost(WIDTH)
  const underway: Promise<{ address: string; found: Found }>[] = []
  try {
    for await (const { address, fault } of addressesIn(name)) {
      const asking = turn<Found>(async () =>
        fault === null ? guide(address) : { kind: 'failed', what: fault },
      ).then((found) => ({ address, found }))
      // It is heard when its turn comes.
      asking.catch(() => {})
      underway.push(asking)
      if (underway.length >= AHEAD) await count(await (underway.shift() as typeof asking))
    }
    for (const asking of underway) await count(await asking)
  } finally {
    await failures.close()
    console.log(`${name}: ${summaryOf(checked)}`)
    failures.show()
  }
  return checked
}

const summaryOf = ({ addresses, redirected, gone, standing, failed }: Checked) =>
  `${addresses} addresses: ${redirected} redirected, ${gone} gone (410), ${standing} stand there still, ${failed} lead nowhere`

/** Beside the file; of an address, in the folder one stands in. */
const failedFile = (name: string) =>
  here(`${isWeb(name) ? basename(new URL(name).pathname) || 'sitemap' : name}.failed`)
