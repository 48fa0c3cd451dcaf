import { defineConfig } from 'vitest/config'

/** What readers, editors and programs see, from outside: `bash .ci/browser` brings what it takes and runs it. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: ['newsrooms.ts'],
    // Two where there are two cores, each with a desk of its own: they wait for Chromium and newsrooms much of the time.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
