import { INK } from '../colours.ts'
import { roof, skyline } from '../houses.ts'
import { cloud, hills, sky } from '../land.ts'
import { person } from '../people.ts'
import { planter } from '../planter.ts'
import { leaf } from '../plants.ts'
import { box, curve, line, placed, points } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'

/** The first harvest on the roof of the school. */
export function garden(sheet: Sheet): void {
  sky(sheet, [0, '#a9cfd4'], [0.5, '#eef0da'], [1, '#eef0da'])
  sheet.add(
    cloud(120, 120, 360, INK.paper, 0.95),
    cloud(920, 90, 300, INK.paper, 0.9),
    cloud(1280, 220, 220, INK.paper, 0.8),
  )
  hills(sheet, { y: 470, height: 230, stride: 460, colour: '#9dbfb0', mist: '#dfe8d0' })
  sheet.cut(skyline(sheet, 520, 150, '#b5c8bd'))
  sheet.cut(
    roof(40, 520, 320, 66, '#8a9496'),
    roof(1180, 512, 380, 74, '#8a9496'),
    box(60, 520, 280, 60, { fill: '#ece2cb' }),
    box(1200, 512, 340, 70, { fill: '#ece2cb' }),
  )
  const posts = Array.from({ length: 18 }, (_, i) =>
    line(
      [
        [-20 + i * 96, 470],
        [-20 + i * 96, 600],
      ],
      { stroke: INK.paper, width: 8 },
    ),
  )
  sheet.cut(
    ...posts,
    ...[474, 520].map((y) =>
      line(
        [
          [-40, y],
          [1640, y],
        ],
        { stroke: INK.paper, width: 8 },
      ),
    ),
  )
  sheet.cut(
    box(-40, 580, 1680, 480, {
      fill: sheet.shade('#dcc6a2', '#b98f68'),
    }),
  )
  planter(sheet, 90, 640, 400, 'beans')
  planter(sheet, 620, 640, 420, 'lettuce')
  planter(sheet, 1140, 640, 400, 'chives')
  sheet.cut(
    person(560, 770, 190, {
      coat: INK.brick,
      legs: INK.night,
      hands: [
        [-14, -44],
        [22, -62],
      ],
    }),
    person(1090, 780, 196, {
      coat: INK.ochre,
      legs: '#4a4038',
      hat: 'bun',
      left: true,
      hands: [
        [12, -58],
        [22, -66],
      ],
    }),
    person(1330, 790, 280, {
      coat: '#55786f',
      legs: INK.ink,
      hair: '#d8d4cb',
      hat: 'straw',
      left: true,
      hands: [
        [-14, -42],
        [24, -74],
      ],
    }),
  )
  planter(sheet, -30, 850, 560, 'lettuce')
  planter(sheet, 1030, 860, 600, 'beans')
  const basket = [
    curve(points('-90,-70 -70,0 70,0 90,-70'), { fill: '#a8763d' }),
    ...[-50, -28].map((y) =>
      line(
        [
          [-82, y],
          [82, y],
        ],
        { stroke: '#7c5429', width: 4 },
      ),
    ),
    ...[-60, -30, 0, 30, 60].map((x, i) =>
      placed([leaf(100, 26, i % 2 ? '#7ba05b' : '#9aba6e')], x, -62, 1, x / 2),
    ),
    line(points('-90,-70 90,-70'), { stroke: '#c39350', width: 12 }),
  ]
  sheet.cut(
    person(690, 960, 250, {
      coat: INK.teal,
      legs: '#3a3f45',
      hands: [
        [14, -44],
        [24, -46],
      ],
    }),
    person(880, 965, 240, {
      coat: INK.coral,
      legs: INK.night,
      hat: 'bun',
      left: true,
      hands: [
        [14, -44],
        [24, -46],
      ],
    }),
    placed(basket, 785, 900, 0.85),
  )
}
