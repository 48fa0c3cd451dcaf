/**
 * WebP (RFC 9649): chunks in a RIFF, of which those stay that the picture is drawn from. What follows
 * the RIFF is cut.
 */
import { CUT_SHORT, DAMAGED, type Fault, type Kept, MAX_PARTS, sizeFault } from './bounds'
import { viewOf } from './bytes'
import { exifOf, orientationOf, turned } from './exif'
import { type Chunk, chunkOf, chunksIn, isPicture, riffOf, type Size, sizeAt, sizeOf } from './riff'

const HAS_PROFILE = 0x20
const HAS_ALPHA = 0x10
const HAS_EXIF = 0x08
const IS_ANIMATED = 0x02

/** Chunks in a frame of an animation: its alpha and its picture, and room for unknown ones. */
const MAX_IN_FRAME = 16

/** What stays of a picture: its alpha and itself, if it is as large as was said. */
function pictureOf(chunks: Chunk[], { width, height }: Size): Uint8Array[] | Fault {
  const picture = chunks.find(isPicture)
  const size = picture && sizeOf(picture)
  if (!picture || size?.width !== width || size.height !== height) return DAMAGED
  const alpha = chunks.find(({ type }) => type === 'ALPH')
  const stay = alpha && picture.type === 'VP8 ' ? [alpha, picture] : [picture]
  return stay.flatMap(({ type, data }) => chunkOf(type, [data]))
}

/** What stays of an animation: how it loops, and its frames, each with its place and time. */
function framesOf(chunks: Chunk[], frames: Chunk[], canvas: Size): Uint8Array[] | Fault {
  const loop = chunks.find(({ type }) => type === 'ANIM')
  if (!loop || loop.data.length < 6 || frames.length === 0) return DAMAGED
  const fault = sizeFault(canvas.width, canvas.height, frames.length)
  if (fault) return fault
  const parts = chunkOf('ANIM', [loop.data.subarray(0, 6)])
  for (const { data } of frames) {
    if (data.length < 16) return DAMAGED
    const within = chunksIn(data.subarray(16), MAX_IN_FRAME)
    if ('fault' in within) return within
    const picture = pictureOf(within, sizeAt(data, 6))
    if ('fault' in picture) return picture
    parts.push(...chunkOf('ANMF', [data.subarray(0, 16), ...picture]))
  }
  return parts
}

/** A file with a canvas (VP8X), which may have a profile, an animation and metadata. */
function extended(canvas: Uint8Array, chunks: Chunk[]): Kept | Fault {
  if (canvas.length < 10) return DAMAGED
  const flags = canvas[0] ?? 0
  const size = sizeAt(canvas, 4)
  const fault = sizeFault(size.width, size.height)
  if (fault) return fault
  const isAnimated = (flags & IS_ANIMATED) !== 0
  const frames = chunks.filter(({ type }) => isAnimated && type === 'ANMF')
  const picture = isAnimated ? framesOf(chunks, frames, size) : pictureOf(chunks, size)
  if ('fault' in picture) return picture
  const named = (name: string) => chunks.find(({ type }) => type === name)?.data
  // Profiles stay as they are, with the name and the copyright of the profile that they hold.
  const profile = named('ICCP')
  const orientation = orientationOf(named('EXIF') ?? new Uint8Array())
  const head = canvas.slice(0, 10)
  head.fill(0, 0, 4)
  head[0] =
    (flags & (HAS_ALPHA | IS_ANIMATED)) |
    (profile ? HAS_PROFILE : 0) |
    (orientation === 1 ? 0 : HAS_EXIF)
  const parts = chunkOf('VP8X', [head])
  if (profile) parts.push(...chunkOf('ICCP', [profile]))
  parts.push(...picture)
  if (orientation !== 1) parts.push(...chunkOf('EXIF', [exifOf(orientation)]))
  return {
    ...turned(size.width, size.height, orientation),
    frames: isAnimated ? frames.length : 1,
    bytes: riffOf(parts),
  }
}

/** Reads a WebP file, which begins as one. */
export function readWebp(bytes: Uint8Array): Kept | Fault {
  const end = 8 + viewOf(bytes).getUint32(4, true)
  if (end > bytes.length) return CUT_SHORT
  const chunks = chunksIn(bytes.subarray(12, end), MAX_PARTS)
  if ('fault' in chunks) return chunks
  const [first, ...others] = chunks
  if (!first) return CUT_SHORT
  if (first.type === 'VP8X') return extended(first.data, others)
  const size = isPicture(first) && sizeOf(first)
  if (!size) return DAMAGED
  const bytesKept = () => riffOf(chunkOf(first.type, [first.data]))
  return sizeFault(size.width, size.height) ?? { ...size, frames: 1, bytes: bytesKept() }
}
