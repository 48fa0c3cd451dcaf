/** Houses of the old town and the new: walls, tiled roofs and windows. */
import { INK, mix } from './colours.ts'
import { box, line, type Point, polygon } from './shapes.ts'
import type { Sheet } from './sheet.ts'

/** A tiled roof seen from its eaves: a low slope with upturned ends and rows of tiles. */
export function roof(
  x: number,
  y: number,
  width: number,
  height: number,
  colour = INK.slate,
): string {
  const lip = width * 0.06
  const slope: Point[] = [
    [x - lip, y - 4],
    [x + width * 0.05, y - height * 0.35],
    [x + width * 0.12, y - height],
    [x + width * 0.88, y - height],
    [x + width * 0.95, y - height * 0.35],
    [x + width + lip, y - 4],
    [x + width, y + 4],
    [x, y + 4],
  ]
  const rows = Math.max(4, Math.round(width / 22))
  const tiles = Array.from({ length: rows - 1 }, (_, i) => {
    const share = (i + 1) / rows
    return line(
      [
        [x + width * (0.12 + share * 0.76), y - height + 3],
        [x + width * share, y + 1],
      ],
      { stroke: mix(colour, INK.ink, 0.3), width: 2.5 },
    )
  })
  return (
    polygon(slope, { fill: colour }) +
    tiles.join('') +
    line(
      [
        [x + width * 0.1, y - height],
        [x + width * 0.9, y - height],
      ],
      { stroke: mix(colour, INK.ink, 0.5), width: 7 },
    )
  )
}

/** A window with bars, lit or dark. */
export function pane(
  x: number,
  y: number,
  width: number,
  height: number,
  light: string,
  frame: string,
  bars = 2,
): string {
  const uprights = Array.from({ length: bars - 1 }, (_, i) => {
    const px = x + (width * (i + 1)) / bars
    return line(
      [
        [px, y],
        [px, y + height],
      ],
      { stroke: frame, width: 3 },
    )
  })
  return (
    box(x, y, width, height, { fill: light, stroke: frame, width: 4 }) +
    uprights.join('') +
    line(
      [
        [x, y + height * 0.38],
        [x + width, y + height * 0.38],
      ],
      { stroke: frame, width: 3 },
    )
  )
}

/** The skyline of a far town: plain blocks, a few windows lit. */
export function skyline(
  sheet: Sheet,
  y: number,
  height: number,
  colour: string,
  light?: string,
): string {
  let blocks = ''
  for (let x = -40; x < 1640; ) {
    const width = sheet.chance(50, 130)
    const tall = height * sheet.chance(0.35, 1)
    blocks += box(x, y - tall, width + 2, tall + 60, { fill: colour })
    for (let wy = y - tall + 16; light && wy < y - 12; wy += 26) {
      for (let wx = x + 12; wx < x + width - 16; wx += 24) {
        if (sheet.chance() < 0.3) blocks += box(wx, wy, 9, 12, { fill: light, opacity: 0.8 })
      }
    }
    x += width
  }
  return blocks
}
