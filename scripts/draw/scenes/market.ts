import { INK, mix } from '../colours.ts'
import { skyline } from '../houses.ts'
import { mist, sky, stars } from '../land.ts'
import { lantern, sagging, string } from '../lights.ts'
import { person } from '../people.ts'
import { box, curve, oval, type Point, points, polygon } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'

/** The night market: one warm lamp to a stall, and the crowd between. */
export function market(sheet: Sheet): void {
  sky(sheet, [0, '#121f33'], [0.45, '#2b3f5c'], [0.7, '#7a5c5b'], [1, '#7a5c5b'])
  sheet.add(stars(sheet, 60, 300), skyline(sheet, 640, 300, '#22334c', '#e8b765'))
  sheet.add(sheet.glow(800, 560, 560, '#f0b054', 0.75))
  for (const side of [-1, 1]) {
    const wall: Point[] = [
      [800 + side * 860, 40],
      [800 + side * 520, 230],
      [800 + side * 520, 700],
      [800 + side * 860, 800],
    ]
    const panes = [0, 1, 2, 3, 4, 5].map((i) =>
      box(
        800 + side * (600 + (i % 2) * 110) - 24,
        250 + Math.floor(i / 2) * 110 - (i % 2) * 28,
        48,
        60,
        { fill: i % 4 === 1 ? '#e0a956' : '#2c3e58' },
      ),
    )
    sheet.cut(polygon(wall, { fill: '#18263b' }), ...panes)
  }
  sheet.add(
    polygon(points('-40,720 520,640 1080,640 1640,720 1640,1060 -40,1060'), {
      fill: sheet.fade([
        [0, '#b5763f'],
        [0.5, '#5c4440'],
        [1, '#241f2b'],
      ]),
    }),
  )
  for (const [x, size] of [
    [560, 0.46],
    [1040, 0.46],
    [420, 0.68],
    [1180, 0.68],
  ] as const)
    stall(sheet, x, 640 + size * 110, size)
  const far = Array.from({ length: 15 }, (_, i) =>
    person(600 + i * 29, 716 + sheet.chance(-16, 24), sheet.chance(96, 118), {
      coat: sheet.pick(['#3b2d33', '#54363a', '#2c3448']),
      left: i % 2 > 0,
    }),
  )
  sheet.add(...far)
  for (const [from, to, y, size] of [
    [420, 1180, 330, 26],
    [260, 1340, 210, 40],
    [-20, 1620, 60, 66],
  ] as const) {
    const hung = sagging([from, y], [to, y], 60 + size, 9)
    sheet.add(
      ...hung.map(([lx, ly]) => sheet.glow(lx, ly + size * 0.8, size * 2.6, '#f2a24c', 0.5)),
      string(hung, '#0d1522'),
      ...hung.map(([lx, ly]) => lantern(lx, ly, size)),
    )
  }
  stall(sheet, 190, 880, 1.15)
  stall(sheet, 1410, 880, 1.15)
  const near = [
    person(650, 930, 250, {
      coat: '#27344d',
      hat: 'bun',
      hands: [
        [-14, -42],
        [20, -40],
      ],
    }),
    person(712, 936, 150, {
      coat: INK.brick,
      left: true,
      hands: [
        [10, -58],
        [18, -62],
      ],
    }),
    person(940, 950, 265, {
      coat: '#4f6b63',
      left: true,
      hands: [
        [12, -62],
        [18, -60],
      ],
    }),
    person(1046, 944, 250, { coat: '#b8783b', left: true }),
  ]
  sheet.cut(...near)
  sheet.add(mist(300, 640, 70, 120, INK.cream, 0.4), mist(1300, 620, 80, 130, INK.cream, 0.4))
}

/** A stall with an awning, its cook, a pot and a lamp that looks down. */
function stall(sheet: Sheet, x: number, y: number, size: number): void {
  const s = (dx: number, dy: number): Point => [x + dx * size, y + dy * size]
  const stripes = Array.from({ length: 8 }, (_, i) =>
    polygon(
      [
        s(-200 + i * 50, -330),
        s(-150 + i * 50, -330),
        s(-165 + i * 56, -258),
        s(-221 + i * 56, -258),
      ],
      { fill: i % 2 ? INK.cream : INK.brick },
    ),
  )
  const pots = [-110, 20].map(
    (dx) =>
      curve([s(dx - 50, -116), s(dx - 40, -150), s(dx + 40, -150), s(dx + 50, -116)], {
        fill: INK.slate,
      }) + oval(x + dx * size, y - 150 * size, 42 * size, 9 * size, { fill: INK.cream }),
  )
  sheet.cut(
    box(x - 190 * size, y - 300 * size, 380 * size, 200 * size, { fill: '#6b3b2c' }),
    sheet.glow(x, y - 210 * size, 190 * size, '#ffd27c', 1),
    person(x + 110 * size, y - 30 * size, 205 * size, {
      coat: INK.cream,
      hat: 'cap',
      left: true,
      hands: [
        [12, -56],
        [20, -58],
      ],
    }),
    person(x - 60 * size, y - 30 * size, 196 * size, {
      coat: mix(INK.teal, INK.cream, 0.2),
      hat: 'bun',
      hands: [
        [-16, -56],
        [18, -62],
      ],
    }),
    ...pots,
    ...[-195, 185].map((dx) =>
      box(x + dx * size, y - 320 * size, 10 * size, 320 * size, { fill: '#2a1c1a' }),
    ),
    box(x - 210 * size, y - 118 * size, 420 * size, 118 * size, { fill: '#8c4a2e' }),
    box(x - 210 * size, y - 122 * size, 420 * size, 16 * size, { fill: INK.ochre }),
    ...stripes,
  )
}
