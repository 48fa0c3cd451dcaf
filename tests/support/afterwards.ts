/** One runtime serves many files: what a file's tests have put in the place of time and of globals goes with it. */
import { afterAll, vi } from 'vitest'

afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})
