/** Reading pictures and prints, as far as tests ask: their size, and whether anything is on them. */
import { inflateSync } from 'node:zlib'

interface Picture {
  width: number
  height: number
  /** How many different rows of pixels it has. A picture of one colour has two at most. */
  rows: number
}

/** A PNG (PNG Third Edition, 5 and 11.2), not interlaced. */
export function readPng(png: Buffer): Picture {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const data: Buffer[] = []
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) !== 'IDAT') continue
    data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const pixels = inflateSync(Buffer.concat(data))
  const length = pixels.length / height
  const rows = Array.from({ length: height }, (_, y) =>
    pixels.toString('latin1', y * length, (y + 1) * length),
  )
  return { width, height, rows: new Set(rows).size }
}

/** How many pages a PDF from Chromium has. */
export const pagesOf = (pdf: Buffer) =>
  pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0
