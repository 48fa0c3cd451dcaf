import { INK } from '../colours.ts'
import { blossoms, leaf } from '../plants.ts'
import { box, circle, curve, line, type Point, placed, points, polygon } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'

/** Each block prints one colour: leaves, then petals, then their hearts. */
export function crabApple(sheet: Sheet): void {
  sheet.add(
    box(-40, -40, 1680, 1080, {
      fill: sheet.shade('#6f8b86', '#4d6d6a'),
    }),
  )
  const bough: Point[] = points('60,800 190,640 300,540 470,400 560,240')
  const leaves: Point[] = points('160,640 250,600 330,480 420,470 500,330 540,300 250,520 560,240')
  const petals: Point[] = points(
    '210,560 320,590 370,400 460,440 430,330 540,210 600,300 290,460 150,700',
  )
  const printed = {
    bough:
      curve(bough, { stroke: '#5a4034', width: 15 }) +
      curve(points('300,540 300,420 380,310'), { stroke: '#5a4034', width: 9 }) +
      curve(points('470,400 580,370 640,300'), { stroke: '#5a4034', width: 7 }),
    leaves: leaves
      .map(([x, y], i) =>
        placed([leaf(96, 24, i % 2 ? '#7d9a62' : '#5d7f5c')], x, y, 1, i * 71 - 60),
      )
      .join(''),
    petals: blossoms(sheet, petals, 46, '#d98a7c', INK.brick),
  }
  const page = [
    box(0, 0, 780, 920, {
      fill: sheet.shade(INK.paper, '#f1e5cd'),
    }),
    printed.bough,
    printed.leaves,
    printed.petals,
    ...[
      [90, 90],
      [130, 116],
      [80, 150],
    ].map(([x = 0, y = 0]) => circle(x, y, 3, { fill: INK.stone })),
    box(660, 800, 58, 58, { fill: INK.brick }, 5),
  ]
  sheet.cut(placed(page, 90, 70, 1, -4))
  const block = (x: number, y: number, turn: number, shape: string) => {
    const wood =
      box(0, 12, 330, 270, { fill: '#7b5433' }, 8) +
      box(
        0,
        0,
        330,
        270,
        {
          fill: sheet.shade('#d3a468', '#b98550'),
        },
        8,
      )
    const grain = [50, 110, 178, 226].map((gy) =>
      curve(
        [
          [12, gy],
          [120, gy + 10],
          [220, gy - 8],
          [318, gy + 4],
        ],
        { stroke: '#a87743', width: 2 },
      ),
    )
    sheet.cut(
      placed(
        [wood, ...grain, `<g transform="translate(270 0) scale(-.36 .31)">${shape}</g>`],
        x,
        y,
        1,
        turn,
      ),
    )
  }
  block(980, 90, 6, printed.bough)
  block(1150, 370, -5, printed.leaves)
  block(960, 650, 8, printed.petals)
  sheet.cut(
    placed(
      [
        box(0, 0, 40, 170, { fill: INK.brick }, 16),
        polygon(points('-44,160 84,160 96,250 -56,250'), { fill: '#4a3423' }),
        ...Array.from({ length: 14 }, (_, i) =>
          line(
            [
              [-40 + i * 9, 240],
              [-50 + i * 10.6, 280],
            ],
            { stroke: '#2d2018', width: 5 },
          ),
        ),
      ],
      1440,
      690,
      1,
      24,
    ),
  )
}
