import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { writeLargeWxr } from '../../../../bench/move/large-wxr.ts'
import { openWordPress } from '../../../../scripts/move/wordpress/wordpress.ts'
import { optionsFor } from '../found.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heap(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

describe('a large WordPress export', () => {
  test('is read without being kept: only its attachments are', { timeout: 180_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'large-'))
    try {
      const path = join(folder, 'large.xml')
      const { posts, attachments } = await writeLargeWxr(path, 12)
      const before = heap()
      const source = await openWordPress(optionsFor(path))
      expect(heap() - before).toBeLessThan(attachments * 1_000 + 2_000_000)

      let [pieces, early, late] = [0, 0, 0]
      for await (const found of source.read()) {
        if (found.kind !== 'piece') continue
        pieces++
        if (pieces === 200) early = heap()
        if (pieces === posts - 100) late = heap()
      }
      expect(pieces).toBe(posts)
      // The text in between is eight times that.
      expect(late - early).toBeLessThan(1_500_000)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
