import { availableParallelism } from 'node:os'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import './scripts/desk-script.ts'
import './scripts/fingerprint.ts'

/** Pure code, tested in plain Node. Everything else runs in workerd, on the real migrations. */
const PURE = ['tests/pure/**/*.test.ts']
/** By themselves, when the others are done: they take minutes, and those should not wait for them. */
const LONG = ['tests/faults/{simulation,fuzz,keys,moving}/*.test.ts']
/** In plain Node too, with Workers of their own: the last release's and today's. */
const UPGRADES = ['tests/upgrades/*.test.ts']
/** Take a browser and tools of their own: see .ci/browser. */
const BROWSER = ['tests/browser/**']

const workerd = () =>
  cloudflareTest(async () => ({
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      bindings: {
        SITE_URL: 'https://news.test',
        SIM_RUNS: process.env.SIM_RUNS ?? '',
        SIM_SEED: process.env.SIM_SEED ?? '20261122',
        SIM_SHRINK: process.env.SIM_SHRINK ?? 'yes',
        FUZZ_RUNS: process.env.FUZZ_RUNS ?? '10000',
        FUZZ_SEED: process.env.FUZZ_SEED ?? '20261122',
        TEST_MIGRATIONS: await readD1Migrations('./migrations'),
        TEST_TEXT_MIGRATIONS: await readD1Migrations('./migrations/texts'),
      },
      // Text databases, for the tests that bind them as TEXT_1 and TEXT_2.
      d1Databases: { SPARE_1: 'spare-1', SPARE_2: 'spare-2' },
    },
  }))

// Generous: on a busy machine a runtime may take seconds to start, and no test is about time.
const patience = { testTimeout: 60_000, hookTimeout: 60_000 }
// A runtime takes seconds to start, and serves one file after another: openNewsroom() empties its stores.
const runtimes = { ...patience, isolate: false, setupFiles: ['tests/support/afterwards.ts'] }

export default defineConfig({
  test: {
    silent: 'passed-only',
    // Two where there are two cores: each waits for the other side of its runtime much of the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      { test: { name: 'pure', include: PURE, testTimeout: 60_000, sequence: { groupOrder: 0 } } },
      {
        plugins: [workerd()],
        test: {
          name: 'workerd',
          include: ['tests/**/*.test.ts'],
          exclude: [...PURE, ...LONG, ...UPGRADES, ...BROWSER],
          sequence: { groupOrder: 0 },
          ...runtimes,
        },
      },
      {
        plugins: [workerd()],
        test: { name: 'simulation', include: LONG, sequence: { groupOrder: 1 }, ...runtimes },
      },
      { test: { name: 'upgrades', include: UPGRADES, ...patience, sequence: { groupOrder: 1 } } },
    ],
  },
})
