import { INK, mix } from '../colours.ts'
import { pane, roof, skyline } from '../houses.ts'
import { orb, sky, stars } from '../land.ts'
import { lamp } from '../lights.ts'
import { person } from '../people.ts'
import { blurred, box, circle, curve, line, oval, type Point, points, polygon } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'
import { branches } from '../trees.ts'

/** New pipes by night, with the first snow. */
export function works(sheet: Sheet): void {
  sky(sheet, [0, '#101c2e'], [0.6, '#33475f'], [1, '#33475f'])
  sheet.add(stars(sheet, 40, 240), skyline(sheet, 560, 300, '#1d2d44', '#e3b062'))
  orb(sheet, 1370, 170, 34, '#e9e3cf', '#9fb0bc')
  for (const [x, width, tall] of [
    [-40, 420, 250],
    [380, 340, 220],
    [1060, 300, 230],
    [1330, 340, 260],
  ] as const)
    sheet.cut(
      box(x, 640 - tall, width, tall, { fill: '#2c3e55' }),
      ...[0.2, 0.6].map((share) =>
        pane(x + width * share, 700 - tall, 70, 84, sheet.pick(['#e9b866', '#3c536c']), '#18263a'),
      ),
      roof(x - 10, 644 - tall, width + 20, 62, '#22324a'),
      line(
        [
          [x + width * 0.1, 584 - tall],
          [x + width * 0.9, 584 - tall],
        ],
        { stroke: '#dfe6e8', width: 10 },
      ),
    )
  sheet.cut(
    box(-40, 636, 1680, 420, {
      fill: sheet.shade('#65707a', '#2b3440'),
    }),
  )
  sheet.add(blurred(oval(800, 760, 620, 130, { fill: '#f2c46b', opacity: 0.5 })))
  const trench: Point[] = points('300,760 1330,730 1480,860 240,910')
  sheet.cut(
    polygon(trench, { fill: '#1c1917' }),
    polygon(points('300,760 1330,730 1345,752 310,790'), { fill: '#6b4a33' }),
  )
  sheet.add(
    line(points('300,858 1440,822'), { stroke: '#2f5c78', width: 66 }),
    line(points('300,842 1440,806'), { stroke: '#6fa0b5', width: 12 }),
    ...[520, 860, 1180].map((x) =>
      line(
        [
          [x, 820 - (x - 300) * 0.032],
          [x + 8, 886 - (x - 300) * 0.032],
        ],
        { stroke: '#1b3d54', width: 22 },
      ),
    ),
  )
  sheet.add(sheet.glow(866, 806, 230, '#fff1c4', 1))
  const vest = { coat: '#d9782f', legs: '#1f2a38', hat: 'helmet' } as const
  sheet.cut(
    person(760, 862, 230, {
      ...vest,
      lean: 18,
      knees: [
        [22, -42],
        [26, -40],
      ],
      feet: [
        [14, -4],
        [30, -2],
      ],
      hands: [
        [26, -50],
        [34, -44],
      ],
    }),
    person(1060, 736, 210, {
      ...vest,
      left: true,
      hands: [
        [-14, -44],
        [22, -74],
      ],
    }),
    person(560, 746, 206, {
      ...vest,
      hands: [
        [14, -50],
        [24, -54],
      ],
    }),
  )
  sheet.add(
    ...Array.from({ length: 26 }, () => {
      const a = sheet.chance(3.5, 6)
      const r = sheet.chance(20, 110)
      return line(
        [
          [866 + Math.cos(a) * r * 0.6, 806 + Math.sin(a) * r * 0.6],
          [866 + Math.cos(a) * r, 806 + Math.sin(a) * r],
        ],
        { stroke: '#ffe7a8', width: 3 },
      )
    }),
  )
  sheet.cut(
    curve(
      points('1340,720 1420,640 1500,620 1580,680 1660,730 1500,760'),
      { fill: '#5c402d' },
      true,
    ),
    lamp(sheet, 200, 900, 520),
  )
  for (const x of [60, 420, 1040, 1400])
    sheet.cut(
      polygon(
        [
          [x - 40, 990],
          [x + 40, 990],
          [x + 10, 870],
          [x - 10, 870],
        ],
        { fill: INK.brick },
      ),
      polygon(
        [
          [x - 26, 944],
          [x + 26, 944],
          [x + 19, 912],
          [x - 19, 912],
        ],
        { fill: INK.paper },
      ),
    )
  sheet.cut(
    branches(sheet, [1560, 1040], {
      length: 300,
      turn: -14,
      width: 34,
      forks: 5,
      colour: '#0d1624',
    }),
  )
  sheet.add(
    ...Array.from({ length: 150 }, () =>
      circle(sheet.chance(0, 1600), sheet.chance(0, 990), sheet.chance(1.5, 5), {
        fill: mix(INK.paper, INK.mist, sheet.chance()),
        opacity: 0.8,
      }),
    ),
  )
}
