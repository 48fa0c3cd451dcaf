import lighthouse from 'lighthouse'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openBrowser } from './browser.ts'
import { MEASURED } from './pages.ts'

const PORT = 9321
const RUNS = 3
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo']

/** A phone of the middle sort, by Lighthouse's own benchmark (its docs/throttling.md). */
const PHONE = 375

let browser: Browser
/** How much slower than this machine that phone is; Lighthouse takes 4 for a fast one. */
let slowdown: number

beforeAll(async () => {
  browser = await openBrowser([`--remote-debugging-port=${PORT}`])
  const flags = { port: PORT, onlyAudits: ['first-contentful-paint'] }
  const first = await lighthouse(inject('chinese'), flags)
  slowdown = Math.min(4, Math.max(1, (first?.lhr.environment.benchmarkIndex ?? 0) / PHONE))
})

afterAll(() => browser.close())

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** The browser itself notes in its console that the page asked for was answered with a 404. */
const OWN_STATUS = /the server responded with a status of 404/

/** The scores of a page, each the median of three runs, and what cost points in the last. */
async function measure(url: string, onlyCategories: string[], isError: boolean) {
  const scores = Object.fromEntries(onlyCategories.map((name) => [name, [] as number[]]))
  let lost: string[] = []
  for (let run = 0; run < RUNS; run++) {
    const result = await lighthouse(
      url,
      { port: PORT, onlyCategories, ignoreStatusCode: isError, logLevel: 'error' },
      {
        extends: 'lighthouse:default',
        settings: { throttling: { cpuSlowdownMultiplier: slowdown } },
        ...(isError
          ? { audits: [{ path: 'errors-in-console', options: { ignoredPatterns: [OWN_STATUS] } }] }
          : {}),
      },
    )
    const { categories, audits, runtimeError } = result?.lhr ?? {}
    if (!categories || !audits || runtimeError) throw new Error(runtimeError?.message)
    for (const name of onlyCategories) scores[name]?.push((categories[name]?.score ?? 0) * 100)
    const weighed = onlyCategories.flatMap((name) => categories[name]?.auditRefs ?? [])
    lost = weighed
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
      .map(({ id }) => `${id} ${audits[id]?.displayValue ?? ''}`)
  }
  const medians = Object.entries(scores).map(([name, values]) => [name, median(values)])
  return { scores: Object.fromEntries(medians), lost }
}

test.each(Object.entries(MEASURED))(
  'the %s page gets 100 from Lighthouse',
  // What else the machine does can only lower a score.
  { retry: 2 },
  async (_, { path, status, isHidden }) => {
    const categories = CATEGORIES.filter((name) => !(isHidden && name === 'seo'))
    const { scores, lost } = await measure(inject('chinese') + path, categories, !!status)
    const full = Object.fromEntries(categories.map((name) => [name, 100]))
    expect(scores, lost.join('\n')).toEqual(full)
  },
)
