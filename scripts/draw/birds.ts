/** Egrets and other water birds. */
import { INK } from './colours.ts'
import { circle, curve, line, type Point, placed, points, polygon } from './shapes.ts'

/** An egret that stands in the water at x, y and looks to the right, or left. */
export function egret(x: number, y: number, tall: number, colour: string, left = false): string {
  const body: Point[] = points('-38,-44 -24,-58 -4,-64 12,-58 10,-48 -8,-40 -26,-38')
  const shapes = [
    line(points('-6,-42 -4,-22 -7,0'), { stroke: INK.ink, width: 2 }),
    line(points('2,-44 5,-22 2,0'), { stroke: INK.ink, width: 2 }),
    curve(body, { fill: colour }, true),
    curve(points('6,-56 18,-68 11,-82 14,-94 22,-97'), { stroke: colour, width: 6 }),
    curve(points('20,-101 27,-98 26,-93 19,-93'), { fill: colour }, true),
    polygon(points('25,-98 46,-93 25,-93.5'), { fill: INK.ochre }),
    circle(24, -97, 1, { fill: INK.ink }),
    curve(points('19,-99 10,-100 3,-94'), { stroke: colour, width: 1.4 }),
  ]
  return placed(shapes, x, y, tall / 100, 0, left)
}

/** An egret on the wing. */
export function flying(x: number, y: number, span: number, colour: string, left = false): string {
  const shapes = [
    curve(points('-4,-2 -16,-26 -48,-40 -34,-18 -12,6'), { fill: colour }, true),
    curve(points('2,-2 8,-30 34,-52 28,-22 12,4'), { fill: colour }, true),
    curve(points('-26,3 -6,-4 16,-3 20,1 0,8'), { fill: colour }, true),
    curve(points('14,0 24,4 26,-2 32,-2'), { stroke: colour, width: 4 }),
    polygon(points('31,-4 43,-1 31,0'), { fill: INK.ochre }),
    line(points('-22,4 -46,8'), { stroke: INK.ink, width: 1.6 }),
  ]
  return placed(shapes, x, y, span / 90, 0, left)
}

/** A far bird: two strokes. */
export const speck = (x: number, y: number, span: number, stroke: string) =>
  curve(
    [
      [x - span, y - span * 0.3],
      [x - span * 0.4, y - span * 0.42],
      [x, y],
      [x + span * 0.4, y - span * 0.42],
      [x + span, y - span * 0.25],
    ],
    { stroke, width: span / 7 },
  )
