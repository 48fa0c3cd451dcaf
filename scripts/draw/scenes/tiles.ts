import { INK, mix } from '../colours.ts'
import { roof } from '../houses.ts'
import { cloud, hills, orb, sky } from '../land.ts'
import { person } from '../people.ts'
import { box, curve, line, points } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'

/** A tiler on the roof, who hears from its ring whether a tile is sound. */
export function tiles(sheet: Sheet): void {
  sky(sheet, [0, '#a8cbd0'], [0.34, '#f0ead2'], [1, '#f0ead2'])
  orb(sheet, 1260, 140, 48, '#f2cf86', '#fbebc0')
  sheet.add(cloud(180, 110, 300, INK.paper, 0.9), cloud(860, 170, 220, INK.paper, 0.8))
  hills(sheet, { y: 350, height: 150, stride: 420, colour: '#a9c2b8', mist: '#e6e6d0' })
  sheet.cut(
    roof(-80, 372, 460, 90, '#7d878c'),
    box(-60, 372, 420, 60, { fill: '#e9dfca' }),
    roof(1120, 360, 560, 96, '#7d878c'),
    box(1140, 360, 520, 60, { fill: '#e9dfca' }),
  )
  const rows: string[] = [box(-40, 400, 1680, 660, { fill: '#2d353b' })]
  for (let row = 17; row >= 0; row--) {
    const size = 30 + row * 2.6
    const y = 412 + row * 26 + row * row * 0.75
    for (let x = -60 + (row % 2) * size; x < 1680; x += size * 2) {
      const warm = sheet.chance()
      const colour = mix(
        warm < 0.06 ? '#8d5a45' : mix('#4c5860', '#808b8c', sheet.chance()),
        '#c9cdb8',
        0.22 - row * 0.012,
      )
      rows.push(
        curve(
          [
            [x - size, y - size * 0.5],
            [x - size * 0.96, y + size * 0.2],
            [x, y + size * 0.86],
            [x + size * 0.96, y + size * 0.2],
            [x + size, y - size * 0.5],
          ],
          { fill: colour, stroke: '#2a3137', width: 3 },
        ),
      )
    }
  }
  sheet.cut(...rows)
  sheet.cut(
    ...Array.from({ length: 44 }, (_, i) =>
      box(
        -30 + i * 38,
        384 - (i % 2) * 3,
        33,
        34,
        { fill: mix('#3b444b', '#59646a', sheet.chance()) },
        5,
      ),
    ),
  )
  const stack = (x: number, y: number, count: number) =>
    Array.from({ length: count }, (_, i) =>
      curve(
        [
          [x - 70, y - i * 15],
          [x, y - 30 - i * 15],
          [x + 70, y - i * 15],
          [x, y - 18 - i * 15],
        ],
        { fill: i % 4 === 2 ? '#8d5a45' : '#56626a', stroke: '#2a3137', width: 3 },
        true,
      ),
    )
  sheet.cut(...stack(300, 690, 9), ...stack(470, 720, 6), ...stack(1330, 740, 4))
  sheet.cut(
    person(860, 745, 420, {
      coat: '#3f6a86',
      legs: '#2b2f33',
      hat: 'straw',
      hands: [
        [26, -62],
        [34, -54],
      ],
      knees: [
        [22, -60],
        [30, -54],
      ],
      feet: [
        [28, -24],
        [44, -20],
      ],
    }),
    curve(
      points('962,520 1012,486 1064,512 1014,508'),
      { fill: '#6d7a80', stroke: '#2a3137', width: 3 },
      true,
    ),
    line(points('970,480 1004,496'), { stroke: INK.ink, width: 6 }),
  )
  sheet.add(
    ...[0, 1, 2].map((i) =>
      curve(
        [
          [1080 + i * 26, 450 - i * 10],
          [1100 + i * 30, 490],
          [1090 + i * 28, 530 + i * 10],
        ],
        { stroke: INK.cream, width: 5, opacity: 0.9 - i * 0.2 },
      ),
    ),
  )
}
