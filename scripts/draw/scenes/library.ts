import { INK } from '../colours.ts'
import { pane, roof, skyline } from '../houses.ts'
import { hills, orb, sky, stars } from '../land.ts'
import { person } from '../people.ts'
import { blossoms } from '../plants.ts'
import {
  beneath,
  blurred,
  box,
  circle,
  curve,
  line,
  type Point,
  points,
  polygon,
} from '../shapes.ts'
import type { Sheet } from '../sheet.ts'
import { branches } from '../trees.ts'

/** The library, lit until ten, in early March. */
export function library(sheet: Sheet): void {
  sky(sheet, [0, INK.deep], [0.5, '#2f4a66'], [0.78, '#6d7f8f'], [1, '#6d7f8f'])
  sheet.add(stars(sheet, 90, 480))
  orb(sheet, 250, 190, 46, '#f6e7c0', '#cfd6cf')
  hills(sheet, { y: 700, height: 200, stride: 420, colour: '#31506b', mist: '#587086' })
  sheet.cut(skyline(sheet, 760, 130, '#1f3650', INK.amber))
  sheet.add(sheet.glow(760, 560, 620, INK.amber, 0.38))
  const wall = '#2c4258'
  const windows: string[] = []
  for (const [floor, y] of [300, 462, 632].entries()) {
    for (let i = 0; i < 6; i++) {
      const x = 440 + i * 112
      if (floor === 2 && (i === 2 || i === 3)) continue
      const light =
        floor === 1 ? '#f7cf7e' : floor === 2 ? '#e3ae62' : i % 3 ? '#3c566d' : '#c99a5b'
      windows.push(
        box(x, y, 84, 116, { fill: light }),
        ...(floor > 0 ? reader(sheet, x, y) : []),
        pane(x, y, 84, 116, 'none', '#1a2a3c'),
      )
    }
  }
  const door = [
    box(664, 624, 196, 150, { fill: '#ffe2a0' }),
    line(points('762,624 762,774'), { stroke: INK.night, width: 5 }),
    polygon(points('636,624 888,624 868,600 656,600'), { fill: INK.brick }),
  ]
  sheet.cut(
    box(410, 270, 704, 520, { fill: wall }),
    box(410, 438, 704, 10, { fill: '#3a5570' }),
    box(410, 606, 704, 10, { fill: '#3a5570' }),
    ...windows,
    ...door,
    roof(392, 274, 740, 82, '#1d2f44'),
  )
  sheet.cut(
    beneath(points('-40,786 400,778 1100,778 1640,792'), 1060, {
      fill: sheet.shade('#3b4a57', '#141f2d'),
    }),
  )
  sheet.add(
    blurred(polygon(points('664,780 860,780 1010,960 500,960'), { fill: INK.amber, opacity: 0.6 })),
  )
  sheet.cut(
    person(716, 880, 150, { coat: INK.brick, hat: 'bun', left: true }),
    person(910, 930, 170, {
      coat: '#18273a',
      hands: [
        [-14, -44],
        [16, -60],
      ],
      feet: [
        [-16, 0],
        [14, -2],
      ],
    }),
    box(922, 822, 34, 24, { fill: INK.cream }),
  )
  const tips: Point[] = []
  const plum = [
    ...[-26, -50, -8].map((turn, i) =>
      branches(sheet, [1480 - i * 20, 1000 - i * 190], {
        length: 250 - i * 36,
        turn,
        width: 30 - i * 7,
        forks: 4,
        colour: '#0f1824',
        tips: (tip) => tips.push(tip),
      }),
    ),
    line(points('1530,1040 1480,1000 1440,610'), { stroke: '#0f1824', width: 36 }),
  ]
  sheet.cut(
    ...plum,
    blossoms(
      sheet,
      tips.flatMap(([x, y]): Point[] => [
        [x, y],
        [x + sheet.chance(-34, 34), y + sheet.chance(-30, 30)],
      ]),
      13,
      '#e9a79a',
      INK.brick,
    ),
  )
}

/** A reader at a window, or a shelf of books. */
function reader(sheet: Sheet, x: number, y: number): string[] {
  if (sheet.chance() < 0.42) {
    const books = Array.from({ length: 11 }, (_, i) =>
      box(x + 6 + i * 6.8, y + 62 + sheet.chance(0, 12), 5.4, 50, {
        fill: sheet.pick([INK.brick, INK.dusk, '#8a5a32', INK.moss, INK.coral]),
      }),
    )
    return [...books, box(x, y + 108, 84, 8, { fill: '#8a5a32' })]
  }
  const dark = '#4b3524'
  return [
    curve(
      [
        [x + 18, y + 116],
        [x + 24, y + 78],
        [x + 42, y + 68],
        [x + 60, y + 78],
        [x + 66, y + 116],
      ],
      { fill: dark },
    ),
    circle(x + 43, y + 54, 13, { fill: dark }),
    polygon(
      [
        [x + 14, y + 104],
        [x + 42, y + 110],
        [x + 70, y + 104],
        [x + 70, y + 116],
        [x + 14, y + 116],
      ],
      { fill: INK.cream },
    ),
  ]
}
