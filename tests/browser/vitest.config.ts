import { defineConfig } from 'vitest/config'

/** One at a time: those that write at one desk, and Lighthouse, which measures. */
const ALONE = ['desk*.test.ts', 'lighthouse.test.ts']

const root = import.meta.dirname
const patience = { testTimeout: 180_000, hookTimeout: 180_000 }

/** What readers, editors and programs see, from outside: `bash .ci/browser` brings what it takes and runs it. */
export default defineConfig({
  test: {
    root,
    globalSetup: ['newsrooms.ts'],
    projects: [
      {
        test: {
          ...{ name: 'browser', root, include: ['*.test.ts'], exclude: ALONE },
          // Two where there are two cores: each waits for Chromium and a newsroom much of the time.
          ...{ maxWorkers: 2, sequence: { groupOrder: 0 }, ...patience },
        },
      },
      {
        test: {
          ...{ name: 'alone', root, include: ALONE, fileParallelism: false },
          ...{ sequence: { groupOrder: 1 }, ...patience },
        },
      },
    ],
  },
})
