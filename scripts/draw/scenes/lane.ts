import { speck } from '../birds.ts'
import { INK, mix } from '../colours.ts'
import { roof } from '../houses.ts'
import { cloud, glint, hills, sky } from '../land.ts'
import { person } from '../people.ts'
import { grass } from '../plants.ts'
import { box, circle, curve, line, type Point, points, polygon } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'

/** Where a point of the lane is on the sheet: metres to the right, above the ground, and away. */
const seen = (right: number, up: number, away: number): Point => [
  820 + (right * 860) / away,
  500 + ((1.6 - up) * 860) / away,
]

const DEPTHS = [1.15, 2.1, 3.1, 4.4, 6.2, 8.6, 12]

/** The lane at six in the evening, when the clock strikes. */
export function lane(sheet: Sheet): void {
  sky(sheet, [0, '#8ea9ae'], [0.3, '#e6cfa9'], [0.55, '#f0b982'], [1, '#f0b982'])
  sheet.add(sheet.glow(820, 420, 420, '#fbe3ae', 0.9), cloud(600, 120, 240, INK.paper, 0.6))
  gate(sheet)
  const stones = [
    polygon([seen(-1.3, 0, 12), seen(1.3, 0, 12), seen(1.3, 0, 0.9), seen(-1.3, 0, 0.9)], {
      fill: sheet.fade([
        [0, '#e9c391'],
        [0.35, '#9a948c'],
        [1, '#4d555c'],
      ]),
    }),
  ]
  for (let away = 12; away > 1; away *= 0.86) {
    const shift = sheet.chance(-0.3, 0.3)
    stones.push(
      line([seen(-1.3, 0, away), seen(1.3, 0, away)], { stroke: '#3b4248', width: 10 / away + 1 }),
    )
    for (const x of [-0.8, 0.1, 0.85])
      stones.push(
        line([seen(x + shift, 0, away), seen(x + shift, 0, away * 0.86)], {
          stroke: '#3b4248',
          width: 10 / away + 1,
        }),
      )
    stones.push(
      glint(
        ...seen(sheet.chance(-0.5, 0.5), 0, away * 0.93),
        230 / away,
        20 / away,
        '#f6d4a0',
        0.7,
      ),
    )
  }
  sheet.add(...stones)
  for (let i = DEPTHS.length - 2; i >= 0; i--) {
    house(sheet, -1, DEPTHS[i] as number, DEPTHS[i + 1] as number, i)
    house(sheet, 1, DEPTHS[i] as number, DEPTHS[i + 1] as number, i + 1)
  }
  for (const [x, y, span] of [
    [740, 250, 15],
    [800, 215, 11],
    [930, 190, 13],
  ] as const)
    sheet.add(speck(x, y, span, INK.slate))
  const sitter = {
    coat: INK.brick,
    hair: '#d9d4ca',
    legs: '#2d3439',
    knees: [
      [20, -43],
      [26, -42],
    ] as const,
    feet: [
      [20, -2],
      [30, 0],
    ] as const,
    hands: [
      [14, -46],
      [18, -48],
    ] as const,
  }
  sheet.cut(
    line(points('366,818 378,690'), { stroke: '#8a5a2c', width: 9 }),
    line(points('378,770 470,770 474,828'), { stroke: '#8a5a2c', width: 9 }),
    line(points('384,770 372,840'), { stroke: '#8a5a2c', width: 9 }),
    person(420, 850, 230, sitter),
  )
  sheet.add(
    circle(560, 862, 0.1, { fill: INK.ink }),
    polygon(points('520,828 592,828 580,868 532,868'), { fill: '#dfe3dc' }),
    grass(sheet, 528, 588, () => 824, 56, '#6f9553', 6),
  )
  sheet.cut(
    person(868, 640, 112, {
      coat: INK.dusk,
      hands: [
        [-14, -44],
        [10, -60],
      ],
    }),
    person(905, 652, 76, { coat: INK.ochre, left: true }),
  )
}

/** The house over the end of the lane, with the clock. */
function gate(sheet: Sheet): void {
  hills(sheet, { y: 470, height: 90, stride: 160, colour: '#c9a98b', mist: '#efc795' })
  sheet.cut(
    box(660, 330, 320, 290, { fill: '#7a5b49' }),
    curve(points('742,620 742,500 820,438 898,500 898,620'), { fill: '#f6cf95' }),
    box(670, 412, 300, 12, { fill: '#5b4236' }),
    ...[690, 730, 880, 920].map((x) =>
      box(x, 356, 30, 46, { fill: '#f0c678', stroke: '#4a352b', width: 4 }),
    ),
    roof(640, 334, 360, 62, '#4d555c'),
  )
  sheet.add(
    circle(820, 372, 34, { fill: INK.paper, stroke: '#4a352b', width: 6 }),
    line(points('820,348 820,394'), { stroke: INK.ink, width: 4 }),
    circle(820, 372, 4, { fill: INK.brick }),
  )
}

/** One house front between two depths: wall, plinth, door or window, and the eaves over the lane. */
function house(sheet: Sheet, side: -1 | 1, near: number, far: number, i: number): void {
  const high = 3.5 + (i % 3) * 0.55
  const x = side * 1.3
  const isTimber = i % 2 === 0
  const colour = mix(isTimber ? '#6a4636' : '#efe6d3', '#e8b27f', Math.min(0.5, far / 22))
  const lit = side > 0 ? mix(colour, INK.night, 0.34) : colour
  const part = (from: number, to: number, low: number, top: number, fill: string) => {
    const [a, b] = [1 / near + (1 / far - 1 / near) * from, 1 / near + (1 / far - 1 / near) * to]
    return polygon(
      [seen(x, low, 1 / a), seen(x, low, 1 / b), seen(x, top, 1 / b), seen(x, top, 1 / a)],
      { fill },
    )
  }
  const planks = isTimber
    ? Array.from({ length: 9 }, (_, p) =>
        part(p / 9, p / 9 + 0.012, 0.4, high, mix(lit, INK.ink, 0.35)),
      )
    : [part(0, 1, 0.4, 0.9, mix(lit, '#8f9a8f', 0.35))]
  const opening =
    i % 3 === 1
      ? [part(0.36, 0.68, 0, 2.2, '#3a2a24'), part(0.4, 0.64, 0, 2.1, '#e7b263')]
      : [
          part(0.3, 0.7, 1.2, 2.2, '#3a2a24'),
          part(0.34, 0.49, 1.28, 2.12, '#f0c678'),
          part(0.51, 0.66, 1.28, 2.12, '#f0c678'),
        ]
  const eaves = [
    seen(x, high, near),
    seen(x * 0.66, high - 0.12, near),
    seen(x * 0.66, high - 0.12, far),
    seen(x, high, far),
  ]
  const ends = Array.from({ length: 12 }, (_, t) => {
    const away = 1 / (1 / near + ((1 / far - 1 / near) * (t + 0.5)) / 12)
    return circle(...seen(x * 0.66, high - 0.12, away), 62 / away, {
      fill: '#4d575e',
      stroke: '#2f373d',
      width: 8 / away,
    })
  })
  sheet.cut(
    part(0, 1, 0, high, lit),
    part(0, 1, 0, 0.4, '#77746d'),
    ...planks,
    ...opening,
    polygon(eaves, { fill: '#4a3429' }),
    ...ends,
  )
}
