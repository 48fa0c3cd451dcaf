import { INK } from '../colours.ts'
import { pane, skyline } from '../houses.ts'
import { cloud, sky } from '../land.ts'
import { person } from '../people.ts'
import { grass } from '../plants.ts'
import { beneath, box, line, oval, points, polygon } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'
import { tree } from '../trees.ts'

/** Seven storeys, fourteen households, and a lift of glass. */
export function lift(sheet: Sheet): void {
  sky(sheet, [0, '#9dbac2'], [0.6, '#f3dcb2'], [1, '#f3dcb2'])
  sheet.add(cloud(60, 140, 300, INK.paper, 0.8), cloud(1330, 110, 240, INK.paper, 0.7))
  sheet.cut(skyline(sheet, 800, 330, '#a9bdb9'))
  const front: string[] = [
    box(330, 70, 800, 800, {
      fill: sheet.shade('#c98f6d', '#b5765a'),
    }),
    box(310, 52, 840, 26, { fill: '#8c5a48' }),
  ]
  for (let floor = 0; floor < 7; floor++) {
    const y = 104 + floor * 108
    front.push(
      line(
        [
          [330, y + 92],
          [1130, y + 92],
        ],
        { stroke: '#a2684f', width: 3 },
      ),
    )
    for (const x of [366, 508, 900, 1020]) {
      const light = sheet.pick(['#f4d491', '#5d7a86', '#6d8a90', '#ecc987'])
      front.push(
        box(x, y, 92, 70, { fill: light }),
        box(x, y, sheet.pick([20, 34, 46]), 70, {
          fill: sheet.pick([INK.cream, INK.coral, INK.mist]),
        }),
        pane(x, y, 92, 70, 'none', '#e9dcc4'),
      )
      if (sheet.chance() < 0.55)
        front.push(
          grass(sheet, x + 8, x + 84, () => y + 74, 26, sheet.pick(['#5f8452', '#7a9b5c']), 7),
          box(x, y + 68, 92, 14, { fill: '#7c4c39' }),
        )
      else
        front.push(
          ...[0, 1, 2].map((i) =>
            box(x + 8 + i * 28, y + 74, 20, 26, {
              fill: sheet.pick([INK.brick, INK.paper, INK.dusk, INK.ochre]),
            }),
          ),
          line(
            [
              [x, y + 74],
              [x + 92, y + 74],
            ],
            { stroke: INK.ink, width: 2 },
          ),
        )
    }
  }
  sheet.cut(...front)
  const shaft = [
    box(664, 30, 172, 840, {
      fill: sheet.shade('#d5e6e4', '#94b7b8'),
    }),
  ]
  for (let floor = 0; floor <= 7; floor++)
    shaft.push(
      line(
        [
          [664, 92 + floor * 108],
          [836, 92 + floor * 108],
        ],
        { stroke: '#55707a', width: 5 },
      ),
    )
  shaft.push(
    line(points('750,30 750,430'), { stroke: '#3d545e', width: 4 }),
    sheet.glow(750, 480, 190, '#ffe2a0', 0.8),
    box(684, 424, 132, 112, { fill: '#fff0c8', stroke: INK.brick, width: 8 }),
    person(730, 532, 86, { coat: INK.brick, hair: '#e4e0d8', hat: 'bun' }),
    person(778, 532, 92, { coat: INK.night, left: true }),
    polygon(points('664,870 700,30 740,30 690,870'), { fill: INK.paper, opacity: 0.25 }),
    box(656, 22, 188, 18, { fill: '#3d545e' }),
    line(points('664,30 664,870'), { stroke: '#3d545e', width: 8 }),
    line(points('836,30 836,870'), { stroke: '#3d545e', width: 8 }),
  )
  sheet.cut(...shaft)
  sheet.cut(
    beneath(points('-40,866 800,858 1640,872'), 1060, {
      fill: sheet.shade('#d9b888', '#a8784f'),
    }),
  )
  sheet.add(
    polygon(points('664,872 836,872 560,1040 300,1040'), { fill: '#6f4a3a', opacity: 0.25 }),
  )
  sheet.cut(
    tree(sheet, 1370, 930, 640, ['#c98f2f', '#dfae45', '#efc766'], '#5a4232'),
    tree(sheet, 130, 900, 480, ['#c98f2f', '#e2b24b', '#f2cf78'], '#5a4232'),
  )
  sheet.add(
    ...Array.from({ length: 110 }, () =>
      oval(sheet.chance() ** 0.6 * 1600, sheet.chance(890, 995), 9, 5, {
        fill: sheet.pick(['#e2b24b', '#f2cf78', '#c98f2f']),
      }),
    ),
  )
  sheet.cut(
    line(points('940,918 1150,918'), { stroke: '#5b3a2a', width: 14 }),
    ...[960, 1130].map((x) =>
      line(
        [
          [x, 918],
          [x, 966],
        ],
        { stroke: '#5b3a2a', width: 10 },
      ),
    ),
    ...[990, 1090].map((x, i) =>
      person(x, 968, 170, {
        coat: i ? '#4d6f72' : INK.brick,
        hair: '#dcd8cf',
        hat: i ? undefined : 'bun',
        legs: '#33302e',
        knees: [
          [18, -44],
          [24, -43],
        ],
        feet: [
          [19, 0],
          [28, 0],
        ],
        hands: [
          [16, -48],
          [20, -50],
        ],
      }),
    ),
  )
}
