import { circle, curve, line, type Point, placed, polygon } from './shapes.ts'
import type { Sheet } from './sheet.ts'

/** One leaf from its stalk at 0,0 to its tip above. */
export const leaf = (length: number, wide: number, fill: string) =>
  curve(
    [
      [0, 0],
      [-wide, -length * 0.45],
      [0, -length],
      [wide, -length * 0.45],
    ],
    { fill },
    true,
  )

/** A reed: a bent stalk, a long leaf or two and a plume. */
export function reed(
  sheet: Sheet,
  x: number,
  y: number,
  height: number,
  colour: string,
  plume: string,
): string {
  const lean = sheet.chance(-0.12, 0.2) * height
  const top: Point = [x + lean, y - height]
  const stalk = curve([[x, y], [x + lean * 0.3, y - height * 0.55], top], {
    stroke: colour,
    width: 3.2,
  })
  const blades = [0.3, 0.5].map((share) => {
    const [bx, by] = [x + lean * share ** 2, y - height * share]
    const reach = height * sheet.chance(0.2, 0.34) * sheet.pick([-1, 1])
    const points: Point[] = [
      [bx, by],
      [bx + reach * 0.6, by - height * 0.2],
      [bx + reach * 1.15, by - height * 0.16],
      [bx + reach * 0.55, by - height * 0.14],
    ]
    return curve(points, { fill: colour }, true)
  })
  const tuft = placed(
    [leaf(height * 0.24, height * 0.028, plume)],
    top[0],
    top[1] + height * 0.1,
    1,
    (lean / height) * 70 + 8,
  )
  return stalk + blades.join('') + tuft
}

/** Grass along a line, in one colour. */
export function grass(
  sheet: Sheet,
  from: number,
  to: number,
  y: (x: number) => number,
  height: number,
  fill: string,
  every = 14,
): string {
  let blades = ''
  for (let x = from; x < to; x += every * sheet.chance(0.6, 1.4)) {
    const tall = height * sheet.chance(0.4, 1)
    const lean = sheet.chance(-0.4, 0.5) * tall
    blades += polygon(
      [
        [x - 4, y(x) + 6],
        [x + lean, y(x) - tall],
        [x + 5, y(x) + 6],
      ],
      { fill },
    )
  }
  return blades
}

/** Blossoms at points, each of five petals. */
export const blossoms = (sheet: Sheet, points: Point[], r: number, petal: string, heart: string) =>
  points
    .map(([x, y]) => {
      const turn = sheet.chance(0, 72)
      const size = r * sheet.chance(0.6, 1.2)
      const petals = [0, 72, 144, 216, 288].map((angle) => {
        const a = ((angle + turn) * Math.PI) / 180
        return circle(x + Math.cos(a) * size * 0.75, y + Math.sin(a) * size * 0.75, size * 0.62, {
          fill: petal,
        })
      })
      return petals.join('') + circle(x, y, size * 0.32, { fill: heart })
    })
    .join('')

/** A row of bamboo poles with a line tied across, as gardens have for beans. */
export const trellis = (x: number, y: number, width: number, height: number, colour: string) =>
  Array.from({ length: 5 }, (_, i) => {
    const px = x + (width * i) / 4
    return line(
      [
        [px, y],
        [px + (i % 2 ? -width / 8 : width / 8), y - height],
      ],
      { stroke: colour, width: 4 },
    )
  }).join('') +
  line(
    [
      [x, y - height * 0.82],
      [x + width, y - height * 0.82],
    ],
    { stroke: colour, width: 3 },
  )
