/** Lanterns and lamps. */
import { INK, mix } from './colours.ts'
import { box, circle, curve, line, oval, type Point, polygon } from './shapes.ts'
import type { Sheet } from './sheet.ts'

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
