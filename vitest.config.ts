import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import './scripts/fingerprint.ts'

/** Pure code, tested in plain Node. Everything else runs in workerd, on the real migrations. */
const PURE = ['tests/pure/**/*.test.ts']

export default defineConfig({
  test: {
    silent: 'passed-only',
    projects: [
      { test: { name: 'pure', include: PURE } },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                SITE_URL: 'https://news.test',
                SIM_RUNS: process.env.SIM_RUNS ?? '200',
                SIM_SEED: process.env.SIM_SEED ?? '20261122',
                TEST_MIGRATIONS: await readD1Migrations('./migrations'),
              },
            },
          })),
        ],
        test: {
          name: 'workerd',
          include: ['tests/**/*.test.ts'],
          exclude: PURE,
          testTimeout: 20_000,
        },
      },
    ],
  },
})
