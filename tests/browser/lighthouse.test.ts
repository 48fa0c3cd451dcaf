import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openWhole } from './browser.ts'
import { MEASURED, measure, PORT } from './lighthouse.ts'

/**
 * As if the page's own work took no time: how long it does says more about this machine, and what else
 * it is doing, than about the page. `npm run bench:lighthouse` measures it.
 */
const NO_TIME = 0.01

let browser: Browser

beforeAll(async () => {
  browser = await openWhole([`--remote-debugging-port=${PORT}`])
})

afterAll(() => browser.close())

test.each(Object.entries(MEASURED))(
  'the %s page gets 100 from Lighthouse',
  // In which order pictures come differs, and may cost a point.
  { retry: 2 },
  async (_, page) => {
    const { scores, lost } = await measure(inject('chinese'), page, NO_TIME)
    const full = Object.fromEntries(Object.keys(scores).map((name) => [name, 100]))
    expect(scores, lost.join('\n')).toEqual(full)
  },
)
