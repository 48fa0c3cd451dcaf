/** People, small and plain, as woodblock prints have them. A person stands with the feet at x, y. */
import { INK } from './colours.ts'
import { circle, curve, line, oval, type Point, placed, points } from './shapes.ts'

export interface Person {
  coat?: string
  legs?: string
  hair?: string
  skin?: string
  /** The hands, as points in a figure 100 tall that stands at 0,0 and looks to the right. */
  hands?: readonly [left: Point, right: Point]
  feet?: readonly [left: Point, right: Point]
  /** Where the legs bend, if not as they do in walking: of those who sit. */
  knees?: readonly [left: Point, right: Point]
  /** In degrees, forward. */
  lean?: number
  hat?: 'straw' | 'helmet' | 'bun' | 'cap' | undefined
  left?: boolean
}

const HANGING: [Point, Point] = [
  [-14, -42],
  [13, -42],
]
const STANDING: [Point, Point] = [
  [-5, 0],
  [6, 0],
]

/** One person `tall` pixels tall. */
export function person(x: number, y: number, tall: number, who: Person = {}): string {
  const { coat = INK.dusk, legs = INK.ink, hair = INK.ink, skin = INK.skin } = who
  const [leftHand, rightHand] = who.hands ?? HANGING
  const [leftFoot, rightFoot] = who.feet ?? STANDING
  const knee = ([fx, fy]: Point): Point => [fx * 0.55 + 5, (fy - 46) / 2 - 1]
  const leg = (foot: Point, bend = knee(foot)) =>
    line([[0, -46], bend, foot], { stroke: legs, width: 8 })
  const elbow = (from: number, [hx, hy]: Point): Point => [(from + hx) / 2 - 2, (hy - 76) / 2 + 5]
  const arm = (from: number, hand: Point) =>
    line([[from, -77], elbow(from, hand), hand], { stroke: coat, width: 7 }) +
    circle(hand[0], hand[1], 3.6, { fill: skin })
  const trunk: Point[] = points('-10,-80 0,-83 10,-80 11,-60 11.5,-38 0,-36 -11.5,-38 -11,-60')
  const upper = [
    arm(-8, leftHand),
    curve(trunk, { fill: coat }, true),
    line(points('0,-82 0.5,-88'), { stroke: skin, width: 6 }),
    circle(1, -93, 7.6, { fill: skin }),
    head(hair, who.hat),
    arm(8, rightHand),
  ]
  const turned = placed(upper, 0, 0, 1, who.lean ?? 0)
  return placed(
    [leg(leftFoot, who.knees?.[0]), leg(rightFoot, who.knees?.[1]), turned],
    x,
    y,
    tall / 100,
    0,
    who.left,
  )
}

function head(hair: string, hat: Person['hat']): string {
  const crown = curve(
    points('-7,-90 -7.5,-97 0,-102 7.5,-98 7,-95.5 0,-96.5 -3,-89'),
    { fill: hair },
    true,
  )
  if (hat === 'straw')
    return crown + curve(points('-17,-94 0,-108 17,-94 0,-97'), { fill: INK.ochre }, true)
  if (hat === 'helmet')
    return (
      curve(points('-9,-95 -7,-102 0,-104.5 7,-102 9,-95'), { fill: INK.amber }, true) +
      line(points('-9,-95 12,-95'), { stroke: INK.amber, width: 3 })
    )
  if (hat === 'bun') return crown + circle(-8, -97, 4.5, { fill: hair })
  if (hat === 'cap')
    return (
      crown +
      curve(points('-8,-97 0,-103.5 8,-97'), { fill: INK.brick }, true) +
      line(points('2,-97 13,-96'), { stroke: INK.brick, width: 3 })
    )
  return crown
}

/** Somebody who runs to the right (or left), in one of two strides. */
export const runner = (x: number, y: number, tall: number, stride: 0 | 1, who: Person = {}) =>
  person(x, y, tall, {
    lean: 8,
    hands: stride
      ? [
          [-20, -58],
          [17, -66],
        ]
      : [
          [16, -64],
          [-15, -55],
        ],
    feet: stride
      ? [
          [-26, -14],
          [20, -3],
        ]
      : [
          [-12, 0],
          [16, -20],
        ],
    ...who,
  })

/** Somebody seen from above, as round a table: shoulders, and a head before them. `turn` 0 looks up. */
export const fromAbove = (
  x: number,
  y: number,
  size: number,
  turn: number,
  coat: string,
  hair: string,
) =>
  placed(
    [
      oval(0, 18, 74, 40, { fill: coat }),
      line(points('-58,8 -44,-52'), { stroke: coat, width: 30 }),
      line(points('58,8 44,-52'), { stroke: coat, width: 30 }),
      circle(-42, -64, 14, { fill: INK.skin }),
      circle(42, -64, 14, { fill: INK.skin }),
      circle(0, -4, 36, { fill: INK.skin }),
      circle(0, 2, 36, { fill: hair }),
    ],
    x,
    y,
    size,
    turn,
  )
