import { defineConfig } from 'vitest/config'

/** What readers see, in a real browser: `bash .ci/browser` brings what it takes and runs it. */
export default defineConfig({
  test: {
    name: 'browser',
    dir: import.meta.dirname,
    include: ['*.test.ts'],
    globalSetup: ['newsrooms.ts'],
    root: import.meta.dirname,
    // One at a time: Lighthouse measures, and the machine may have two cores.
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
})
