/** How large a picture may be, so that nothing which shows or resizes it runs out of memory. */

/** Bytes of a file. */
export const MAX_BYTES = 20_000_000

/** Pixels on each side. */
export const MAX_SIDE = 12_000

/** Pixels of one frame. */
export const MAX_PIXELS = 50_000_000

/** Pixels of all frames together. */
export const MAX_ALL_PIXELS = 200_000_000

/** Frames of an animation: 100 seconds at 20 a second. */
export const MAX_FRAMES = 2_000

/** Chunks, segments or boxes of a file. The largest picture there may be has a few thousand. */
export const MAX_PARTS = 100_000

/** What is wrong with a picture: the end of a sentence that begins with “picture”. */
export interface Fault {
  fault: string
}

/** What a reader of one format gives: the size as shown, and the bytes as kept. */
export interface Kept {
  /** In pixels. */
  width: number
  /** In pixels. */
  height: number
  frames: number
  bytes: Uint8Array<ArrayBuffer>
}

export const CUT_SHORT: Fault = { fault: 'is cut short; send the whole file' }
export const DAMAGED: Fault = { fault: 'is damaged; save it anew and send that' }
export const IN_PIECES: Fault = {
  fault: `is in more than ${MAX_PARTS.toLocaleString('en')} pieces; save it anew and send that`,
}

const count = (n: number) => n.toLocaleString('en')

/** What is wrong with a size in pixels, or null. */
export function sizeFault(width: number, height: number, frames = 1): Fault | null {
  const size = `is ${count(width)} × ${count(height)} pixels`
  if (width < 1 || height < 1) return { fault: `${size}, so there is nothing to see; save it anew` }
  if (Math.max(width, height) > MAX_SIDE) {
    return { fault: `${size}; send it with at most ${count(MAX_SIDE)} on each side` }
  }
  if (width * height > MAX_PIXELS) {
    return { fault: `${size}; send it with at most ${count(MAX_PIXELS)} in all` }
  }
  if (frames > MAX_FRAMES) {
    return { fault: `has more than ${count(MAX_FRAMES)} frames; send fewer, or link to a film` }
  }
  if (width * height * frames > MAX_ALL_PIXELS) {
    const most = Math.floor(MAX_ALL_PIXELS / (width * height))
    return { fault: `${size} in more than ${count(most)} frames; send it smaller or shorter` }
  }
  return null
}
