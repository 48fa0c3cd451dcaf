/** Memory: what an old site leaves behind is collected before it piles up. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** How much may pile up, in bytes, and how often it is looked at, in milliseconds. */
const PILE = 6 * 1024 * 1024
const PAUSE = 25

/**
 * Has garbage collected early. Where there is room V8 would let it grow to hundreds of megabytes before it looks
 * for any, on whatever small machine somebody moves from. A limit to the heap would do the same, and end
 * the move of an archive that needs more.
 */
export function stayLean(): void {
  setFlagsFromString('--optimize-for-size')
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  let kept = process.memoryUsage().heapUsed
  setInterval(() => {
    const { heapUsed, external } = process.memoryUsage()
    if (heapUsed + external < kept + PILE) return
    collect()
    const after = process.memoryUsage()
    kept = after.heapUsed + after.external
  }, PAUSE).unref()
}
