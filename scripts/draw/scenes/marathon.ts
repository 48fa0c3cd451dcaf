import { speck } from '../birds.ts'
import { INK, mix } from '../colours.ts'
import { cloud, hills, orb, ridge, sky, water } from '../land.ts'
import { type Person, person, runner } from '../people.ts'
import { beneath, box, curve, line, oval, type Point, points } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'
import { tree } from '../trees.ts'

/** The half marathon, on a clear September morning: everybody on the river road, the last one too. */
export function marathon(sheet: Sheet): void {
  sky(sheet, [0, '#9fc0c6'], [0.5, '#f3e3c0'], [1, '#f3e3c0'])
  orb(sheet, 380, 230, 52, '#f4c873', '#fbe6b4')
  sheet.add(cloud(760, 110, 420, INK.paper, 0.85), cloud(1250, 210, 260, INK.paper, 0.7))
  hills(sheet, { y: 400, height: 200, stride: 430, colour: '#9fb9b0', mist: '#e9e0c3' })
  hills(sheet, { y: 420, height: 90, stride: 260, colour: '#7fa29b', mist: '#b8c7b3', foot: 440 })
  water(sheet, {
    y: 430,
    far: '#e9dfc0',
    near: '#4f8a8b',
    ripple: '#faf1d8',
    count: 70,
    opacity: 0.6,
  })
  const towers = [280, 620].map(
    (x) =>
      box(x, 250, 18, 210, { fill: INK.coral }) +
      Array.from({ length: 8 }, (_, i) =>
        line(
          [
            [x + 9, 262],
            [x + 9 - 150 + i * 43, 404],
          ],
          { stroke: '#c98a72', width: 2 },
        ),
      ).join(''),
  )
  sheet.add(
    ...towers,
    line(points('-40,410 980,402'), { stroke: '#b4604a', width: 12 }),
    ...[120, 450, 790].map((x) => box(x, 408, 14, 46, { fill: '#b4604a' })),
  )
  sheet.add(
    ...[
      [420, 330, 16],
      [470, 312, 12],
      [900, 300, 18],
    ].map(([x = 0, y = 0, size = 0]) => speck(x, y, size, INK.slate)),
  )
  for (const [x, y, size] of [
    [1190, 470, 190],
    [1300, 480, 240],
    [1440, 500, 330],
    [1600, 520, 420],
  ] as const)
    sheet.cut(tree(sheet, x, y, size, ['#b5632f', '#cf8a3b', '#e2ad55'], '#4d3a2e'))
  const land: Point[] = points(
    '1000,462 1120,448 1660,440 1660,1060 -60,1060 -60,880 420,720 800,570',
  )
  const road: Point[] = points(
    '1060,466 1150,462 1240,540 1330,700 1500,1070 -60,1090 -60,960 480,760 860,590',
  )
  sheet.cut(curve(land, { fill: '#8ea367' }, true))
  sheet.add(
    curve(
      road,
      {
        fill: sheet.shade('#e5cfa9', '#b98a66'),
      },
      true,
    ),
    curve(points('1096,470 1000,590 700,800 300,1040'), {
      stroke: INK.paper,
      width: 6,
      opacity: 0.7,
    }),
    curve(points('1120,470 1110,620 980,860 860,1050'), {
      stroke: INK.paper,
      width: 7,
      opacity: 0.7,
    }),
  )
  const rail: Point[] = points('1000,462 800,566 420,712 -60,872')
  sheet.cut(
    ...Array.from({ length: 16 }, (_, i) => {
      const s = i / 15
      const x = 1000 - s * 1060
      const y = 462 + s * 410
      return line(
        [
          [x, y],
          [x, y - 26 - s * 66],
        ],
        { stroke: INK.cream, width: 4 + s * 8 },
      )
    }),
    curve(
      rail.map(([x, y], i): Point => [x, y - 26 - i * 22]),
      { stroke: INK.cream, width: 9 },
    ),
  )
  const shirts = [INK.brick, INK.teal, INK.ochre, INK.paper, INK.night, INK.coral]
  const runners = Array.from({ length: 34 }, (_, i) => ({
    depth: (i / 34) ** 1.5,
    aside: sheet.chance(-1, 1),
    coat: sheet.pick(shirts),
    hat: sheet.pick(['cap', undefined, undefined, 'bun'] as const),
  }))
  for (const { depth, aside, coat, hat } of runners) {
    const [x, y] = [
      1110 - depth * 470 + aside * (34 + depth * 420),
      484 + depth * 440 - aside * depth * -50,
    ]
    const who: Person = { coat, legs: mix(INK.night, INK.ink, depth), left: true, hat }
    sheet.add(
      oval(x, y + 2, 16 + depth * 50, 3 + depth * 8, { fill: '#7a5a44', opacity: 0.4 }),
      runner(x, y, 54 + depth * 205, aside > 0 ? 0 : 1, who),
    )
  }
  sheet.cut(
    ...[1390, 1470, 1550].map((x, i) =>
      person(x, 850 + i * 70, 210 + i * 22, {
        coat: [INK.moss, INK.brick, INK.dusk][i] as string,
        left: true,
        hat: i === 1 ? 'bun' : undefined,
        hands: [
          [-20, -96],
          [18, -104],
        ],
      }),
    ),
    beneath(ridge(sheet, 1030, 20, 200), 1060, { fill: '#5f7a48' }),
  )
}
