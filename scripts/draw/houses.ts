/** Houses of the old town and the new: walls, tiled roofs, windows, lanterns. */
import { INK, mix } from './colours.ts'
import { box, circle, curve, line, oval, type Point, polygon } from './shapes.ts'
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

/** A paper lantern that hangs from x, y. */
export function lantern(x: number, y: number, size: number, colour: string = INK.brick): string {
  const middle = y + size * 0.85
  const ribs = [0.3, 0.68].map((share) =>
    oval(x, middle, size * share, size * 0.58, {
      stroke: mix(colour, INK.amber, 0.55),
      width: 1.6,
    }),
  )
  return [
    line(
      [
        [x, y],
        [x, y + size * 0.3],
      ],
      { stroke: INK.ink, width: 2 },
    ),
    oval(x, middle, size * 0.72, size * 0.58, { fill: colour }),
    oval(x, middle, size * 0.5, size * 0.46, { fill: mix(colour, INK.amber, 0.45), opacity: 0.7 }),
    ...ribs,
    box(x - size * 0.24, middle - size * 0.66, size * 0.48, size * 0.14, { fill: INK.ochre }),
    box(x - size * 0.24, middle + size * 0.52, size * 0.48, size * 0.14, { fill: INK.ochre }),
    line(
      [
        [x, middle + size * 0.66],
        [x, middle + size * 1.1],
      ],
      { stroke: INK.amber, width: 3 },
    ),
  ].join('')
}

/** Where things hang on a string between two points that sags in the middle. */
export const sagging = (from: Point, to: Point, sag: number, count: number): Point[] =>
  Array.from({ length: count }, (_, i) => {
    const share = i / (count - 1)
    return [
      from[0] + (to[0] - from[0]) * share,
      from[1] + (to[1] - from[1]) * share + Math.sin(share * Math.PI) * sag,
    ]
  })

export const string = (points: Point[], stroke: string = INK.ink) =>
  curve(points, { stroke, width: 2.5 })

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

/** A street lamp and the light it throws. */
export const lamp = (sheet: Sheet, x: number, y: number, height: number) =>
  sheet.glow(x + 46, y - height + 16, 210, INK.amber, 0.75) +
  curve(
    [
      [x, y],
      [x, y - height + 20],
      [x + 14, y - height],
      [x + 44, y - height],
    ],
    { stroke: INK.ink, width: 7 },
  ) +
  polygon(
    [
      [x + 28, y - height + 10],
      [x + 64, y - height + 10],
      [x + 54, y - height - 6],
      [x + 38, y - height - 6],
    ],
    { fill: INK.ink },
  ) +
  circle(x + 46, y - height + 13, 8, { fill: INK.cream })
