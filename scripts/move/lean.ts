/** Memory: what an old site leaves behind is collected before it piles up. */
import { setFlagsFromString } from 'node:v8'

/**
 * Has V8 collect early. Where there is room it would let garbage grow to hundreds of megabytes before it looks
 * for any, on whatever small machine somebody moves from.
 */
export function stayLean(): void {
  setFlagsFromString('--optimize-for-size')
  setFlagsFromString('--semi-space-growth-factor=1')
}
