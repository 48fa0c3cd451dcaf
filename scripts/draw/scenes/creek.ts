import { INK } from '../colours.ts'
import { skyline } from '../houses.ts'
import { cloud, glint, hills, ridge, sky, water } from '../land.ts'
import { person } from '../people.ts'
import { blossoms, grass } from '../plants.ts'
import { beneath, circle, curve, line, oval, type Point, placed, points } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'
import { tree, willowTwigs } from '../trees.ts'

/** The creek in June, clear again; what lay on its bed leans on the bank. */
export function creek(sheet: Sheet): void {
  sky(sheet, [0, '#bcd7d3'], [0.5, '#eef0d8'], [1, '#eef0d8'])
  sheet.add(cloud(160, 130, 320, INK.paper, 0.9), cloud(760, 90, 240, INK.paper, 0.8))
  hills(sheet, { y: 430, height: 190, stride: 430, colour: '#a5c3b4', mist: '#e3ead2' })
  sheet.cut(skyline(sheet, 440, 90, '#c6d3c0'))
  for (const [x, y, size] of [
    [70, 470, 230],
    [260, 470, 180],
    [1180, 480, 220],
    [1380, 476, 260],
    [1560, 480, 220],
  ] as const)
    sheet.add(tree(sheet, x, y, size, ['#5f8a63', '#78a06c', '#93b67a'], '#5a4a3a'))
  sheet.cut(beneath(ridge(sheet, 474, 14, 300), 490, { fill: '#8fae7c' }))
  water(sheet, {
    y: 482,
    far: '#cfe0cf',
    near: '#3f7b76',
    ripple: '#eef5e6',
    count: 60,
    opacity: 0.55,
  })
  const span: Point[] = points('150,560 330,500 520,420 720,386 920,420 1110,500 1290,560')
  const deck = span.map(([x, y]): Point => [x, y + 26])
  const courses = Array.from({ length: 26 }, () =>
    glint(sheet.chance(240, 1200), sheet.chance(520, 560), 24, 2, '#8d887a', 0.6),
  )
  sheet.cut(
    beneath(span, 600, {
      fill: sheet.shade('#d8d0bb', '#a9a18d'),
    }),
    ...courses,
    curve(deck, { stroke: '#948c79', width: 4 }),
    curve(span, { stroke: '#e9e2cf', width: 16 }),
  )
  sheet.add(
    oval(720, 598, 210, 150, { fill: '#b9d3c6' }),
    curve(points('510,598 560,500 720,446 880,500 930,598'), { stroke: '#8f8875', width: 12 }),
  )
  sheet.add(
    oval(720, 606, 560, 150, { fill: '#43736c', opacity: 0.3 }),
    oval(720, 602, 206, 126, { fill: '#d3e5d4', opacity: 0.45 }),
    oval(720, 602, 620, 12, { fill: '#2f5f5b', opacity: 0.4 }),
  )
  for (let i = 0; i < 22; i++)
    sheet.add(
      glint(
        sheet.chance(380, 1060),
        sheet.chance(612, 760),
        sheet.chance(30, 90),
        3,
        i % 2 ? '#eef5e6' : '#4a827b',
        0.7,
      ),
    )
  sheet.cut(
    person(640, 404, 104, {
      coat: INK.brick,
      hat: 'bun',
      hands: [
        [12, -58],
        [19, -62],
      ],
    }),
    person(690, 396, 74, {
      coat: INK.ochre,
      hands: [
        [-12, -44],
        [22, -74],
      ],
    }),
    person(980, 452, 106, { coat: INK.dusk, left: true, hat: 'straw' }),
  )
  const shore: Point[] = points('-40,770 220,800 430,880 560,960 620,1060')
  sheet.cut(
    beneath(shore, 1060, {
      fill: sheet.shade('#88a566', '#4f7350'),
    }),
    grass(sheet, -20, 560, (x) => 775 + (x / 560) ** 2 * 180, 70, '#5d8455', 11),
  )
  sheet.cut(bicycle(300, 910, 1.2))
  const irises = Array.from(
    { length: 15 },
    (): Point => [sheet.chance(20, 560), sheet.chance(860, 980)],
  )
  sheet.cut(
    ...irises.map(([x, y]) =>
      line(
        [
          [x, y],
          [x + 6, y + 120],
        ],
        { stroke: '#3f6a48', width: 6 },
      ),
    ),
    blossoms(sheet, irises, 20, '#6a6d9c', INK.amber),
  )
  const bough: Point[] = points('1660,150 1480,90 1280,70 1060,40')
  const hung = Array.from(
    { length: 40 },
    (): Point => [sheet.chance(1020, 1640), sheet.chance(-20, 90)],
  )
  sheet.cut(
    curve(points('1640,1060 1560,700 1590,380 1660,120'), { stroke: '#4b4034', width: 80 }),
    curve(bough, { stroke: '#4b4034', width: 24 }),
    willowTwigs(sheet, hung, 520, '#648c4d', -46),
  )
}

/** An old bicycle, its wheels on the ground at y = 0. */
function bicycle(x: number, y: number, size: number): string {
  const rust = '#8a4a30'
  const wheel = (cx: number) =>
    circle(cx, -46, 44, { stroke: INK.ink, width: 6 }) +
    [0, 45, 90, 135]
      .map((turn) =>
        placed([line(points('-42,0 42,0'), { stroke: INK.slate, width: 1.5 })], cx, -46, 1, turn),
      )
      .join('')
  return placed(
    [
      wheel(-72),
      wheel(72),
      line(points('-72,-46 -34,-104 48,-104 -6,-46 -72,-46'), { stroke: rust, width: 7 }),
      line(points('-40,-116 -6,-46'), { stroke: rust, width: 7 }),
      line(points('72,-46 46,-128 74,-134'), { stroke: rust, width: 7 }),
      line(points('-58,-118 -24,-118'), { stroke: INK.ink, width: 10 }),
      circle(54, -138, 8, { fill: INK.amber }),
    ],
    x,
    y,
    size,
    -4,
  )
}
