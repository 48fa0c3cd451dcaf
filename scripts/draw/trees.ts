/** Trees: bare, in leaf, and willows. */
import { mix } from './colours.ts'
import { leaf } from './plants.ts'
import { curve, oval, type Point, placed } from './shapes.ts'
import type { Sheet } from './sheet.ts'

/** A trunk that forks into bare branches; `tips` hears where each twig ends. */
export function branches(
  sheet: Sheet,
  from: Point,
  {
    length,
    turn,
    width,
    forks,
    colour,
    tips,
  }: {
    length: number
    turn: number
    width: number
    forks: number
    colour: string
    tips?: (tip: Point) => void
  },
): string {
  const angle = ((turn - 90) * Math.PI) / 180
  const to: Point = [from[0] + Math.cos(angle) * length, from[1] + Math.sin(angle) * length]
  const bend: Point = [
    (from[0] + to[0]) / 2 + sheet.chance(-0.08, 0.08) * length,
    (from[1] + to[1]) / 2 + sheet.chance(-0.08, 0.08) * length,
  ]
  const limb = curve([from, bend, to], { stroke: colour, width })
  if (forks === 0) {
    tips?.(to)
    return limb
  }
  const turns = [turn - sheet.chance(16, 38), turn + sheet.chance(14, 36)]
  const next = turns.map((other) =>
    branches(sheet, to, {
      length: length * sheet.chance(0.66, 0.84),
      turn: other,
      width: width * 0.66,
      forks: forks - 1,
      colour,
      ...(tips && { tips }),
    }),
  )
  return limb + next.join('')
}

/** A broad tree: a forked trunk and, where its twigs end, tufts of leaves in a few tones. */
export function tree(
  sheet: Sheet,
  x: number,
  y: number,
  size: number,
  leaves: string[],
  bark: string,
): string {
  const ends: Point[] = []
  const trunk = branches(sheet, [x, y], {
    length: size * 0.34,
    turn: sheet.chance(-6, 6),
    width: size * 0.06,
    forks: 4,
    colour: bark,
    tips: (tip) => ends.push(tip),
  })
  const tufts = leaves.flatMap((fill, layer) =>
    ends.map(([ex, ey]) => {
      const r = size * sheet.chance(0.06, 0.115) * (1 - layer * 0.22)
      const spread = size * 0.06
      const dy = -layer * size * 0.035
      return oval(
        ex + sheet.chance(-spread, spread),
        ey + sheet.chance(-spread, spread) + dy,
        r * 1.25,
        r,
        { fill },
      )
    }),
  )
  return trunk + tufts.join('')
}

/** A willow's hanging twigs, from points along a bough. */
export function willowTwigs(
  sheet: Sheet,
  from: Point[],
  drop: number,
  colour: string,
  wind = 30,
): string {
  return from
    .map(([x, y]) => {
      const fall = drop * sheet.chance(0.5, 1)
      const sway = wind * sheet.chance(0.5, 1.2)
      const stem: Point[] = [
        [x, y],
        [x + sway * 0.1, y + fall * 0.4],
        [x + sway, y + fall],
      ]
      const tone = mix(colour, '#dfe3a8', sheet.chance(0, 0.35))
      const count = Math.round(fall / 15)
      const leaves = Array.from({ length: count }, (_, i) => {
        const share = (i + 1) / count
        const turn = (i % 2 ? 152 : 208) - sway * 0.3
        return placed([leaf(22, 3.4, tone)], x + sway * share ** 1.8, y + fall * share, 1, turn)
      })
      return curve(stem, { stroke: tone, width: 1.6 }) + leaves.join('')
    })
    .join('')
}
