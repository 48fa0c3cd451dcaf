import { speck } from '../birds.ts'
import { ferry } from '../boats.ts'
import { INK } from '../colours.ts'
import { skyline } from '../houses.ts'
import { cloud, glint, hills, orb, ridge, shimmer, sky, water } from '../land.ts'
import { person } from '../people.ts'
import { beneath, line, oval, points } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'

/** The six o'clock ferry, on a September morning. */
export function crossing(sheet: Sheet): void {
  sky(sheet, [0, '#8fb0b5'], [0.25, '#d5ddd0'], [0.46, '#f5dfb4'], [1, '#f5dfb4'])
  orb(sheet, 430, 372, 54, '#f3b65c', '#f9dda4')
  sheet.add(
    cloud(840, 130, 460, INK.paper, 0.75),
    cloud(120, 220, 220, INK.paper, 0.6),
    cloud(1330, 250, 240, INK.paper, 0.55),
  )
  hills(sheet, { y: 450, height: 220, stride: 480, colour: '#9db9b3', mist: '#eadfbd' })
  sheet.cut(skyline(sheet, 462, 76, '#87a6a1'))
  hills(sheet, { y: 478, height: 74, stride: 240, colour: '#64908a', mist: '#8db0a4', foot: 492 })
  water(sheet, {
    y: 490,
    far: '#f0dcae',
    near: '#2f6569',
    ripple: '#f8ebc8',
    count: 90,
    opacity: 0.55,
  })
  shimmer(sheet, 430, 500, 780, '#fbe3a6')
  const passengers = [
    person(-262, -58, 92, { coat: INK.brick, left: true }),
    person(-212, -58, 88, { coat: INK.cream, hat: 'bun', hair: INK.slate }),
    person(-166, -58, 94, {
      coat: INK.teal,
      hands: [
        [10, -56],
        [20, -58],
      ],
    }),
    person(148, -58, 86, { coat: INK.ochre, hat: 'straw' }),
    person(196, -58, 92, { coat: INK.night, left: true }),
    person(268, -58, 96, {
      coat: INK.coral,
      hands: [
        [-12, -44],
        [24, -56],
      ],
    }),
  ]
  sheet.add(oval(980, 704, 400, 18, { fill: '#1f4a50', opacity: 0.5 }))
  sheet.cut(ferry(960, 700, 1.12, passengers))
  const wake = Array.from({ length: 16 }, (_, i) =>
    glint(
      640 - i * 34 + sheet.chance(-20, 20),
      708 + i * 7 + sheet.chance(-8, 8),
      80 + i * 5,
      4,
      INK.paper,
      0.75,
    ),
  )
  sheet.add(
    ...wake,
    glint(1330, 706, 90, 6, INK.paper, 0.85),
    glint(960, 712, 330, 5, INK.paper, 0.6),
  )
  for (const [x, y, span] of [
    [700, 300, 22],
    [760, 268, 16],
    [1420, 360, 18],
    [640, 342, 13],
  ] as const)
    sheet.add(speck(x, y, span, INK.slate))
  sheet.cut(beneath(ridge(sheet, 1010, 40, 700), 1060, { fill: '#1d3f45' }))
  const posts = [
    [120, 780],
    [190, 812],
    [262, 846],
  ] as const
  sheet.cut(
    ...posts.map(([x, y]) =>
      line(
        [
          [x, y],
          [x - 4, 1040],
        ],
        { stroke: '#3a2f2a', width: 30 },
      ),
    ),
    line(points('60,846 330,900'), { stroke: '#4a3b33', width: 16 }),
  )
}
