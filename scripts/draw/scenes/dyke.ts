import { INK, mix } from '../colours.ts'
import { skyline } from '../houses.ts'
import { cloud, hills, mist, sky, water } from '../land.ts'
import { lantern } from '../lights.ts'
import { type Person, person } from '../people.ts'
import { grass } from '../plants.ts'
import { beneath, circle, curve, line, type Point, placed, points } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'

/** The dyke in a June rain: sandbags pass from hand to hand, and the gong is at the ready. */
export function dyke(sheet: Sheet): void {
  sky(sheet, [0, '#44566a'], [0.4, '#7f8f97'], [0.6, '#b5b8ae'], [1, '#b5b8ae'])
  sheet.add(
    cloud(-60, 90, 640, '#33465a', 0.7),
    cloud(660, 60, 560, '#3a4d61', 0.7),
    cloud(1180, 150, 420, '#33465a', 0.6),
  )
  hills(sheet, { y: 430, height: 170, stride: 460, colour: '#7c8e98', mist: '#b3b9b3' })
  sheet.cut(skyline(sheet, 450, 70, '#6d8089'))
  water(sheet, {
    y: 440,
    far: '#b9a888',
    near: '#7d6244',
    ripple: '#dccba8',
    count: 40,
    opacity: 0.6,
  })
  for (let i = 0; i < 26; i++) {
    const [x, y, size] = [sheet.chance(0, 1500), sheet.chance(470, 760), sheet.chance(30, 90)]
    sheet.add(
      curve(
        [
          [x, y],
          [x + size * 0.5, y - size * 0.28],
          [x + size, y],
          [x + size * 1.5, y - size * 0.2],
          [x + size * 2, y + 4],
        ],
        { stroke: i % 2 ? '#5f4a36' : '#d5c29c', width: 4 },
      ),
    )
  }
  sheet.add(
    curve(points('130,590 250,576 330,594'), { stroke: '#4a3a2b', width: 16 }),
    mist(500, 450, 700, 20, '#d5d6cc', 0.6),
  )
  const crest = (x: number) => 850 - x * 0.17 + Math.sin(x / 260) * 10
  const edge = Array.from({ length: 9 }, (_, i): Point => [-40 + i * 215, crest(-40 + i * 215)])
  sheet.cut(
    beneath(edge, 1060, {
      fill: sheet.shade('#5b6f4c', '#26382f'),
    }),
  )
  sheet.add(
    grass(sheet, -30, 1640, (x) => crest(x) + 190 + (x % 97), 40, '#3d5540', 22),
    grass(sheet, -30, 1640, (x) => crest(x) + 300 + (x % 61), 50, '#22352c', 18),
  )
  const bags: string[] = []
  for (let row = 0; row < 3; row++) {
    for (let x = -30 + row * 44; x < 1250 - row * 170; x += 88)
      bags.push(
        placed(
          [
            curve(
              points('-44,0 -40,-26 0,-34 40,-26 44,0 0,6'),
              { fill: mix('#c9b083', '#8f7750', sheet.chance()) },
              true,
            ),
            line(points('-30,-18 26,-22'), { stroke: '#8a734c', width: 2 }),
          ],
          x,
          crest(x) + 16 - row * 30,
          1,
          -9,
        ),
      )
  }
  sheet.cut(...bags)
  const chain = Array.from({ length: 6 }, (_, i) => {
    const x = 330 + i * 142
    const who: Person = {
      coat: [INK.brick, '#d3a343', '#3f6468', '#d3a343', INK.brick, '#3f6468'][i] as string,
      hat: i % 2 ? 'straw' : 'helmet',
      legs: '#22303a',
      left: i % 3 === 1,
      hands: [
        [16, -60],
        [22, -54],
      ],
      feet: [
        [-9, 0],
        [11, 0],
      ],
    }
    return (
      person(x, crest(x) + 62, 210, who) +
      (i % 2
        ? ''
        : curve(
            [
              [x + 34, crest(x) - 62],
              [x + 40, crest(x) - 90],
              [x + 74, crest(x) - 96],
              [x + 104, crest(x) - 84],
              [x + 106, crest(x) - 62],
              [x + 70, crest(x) - 54],
            ],
            { fill: '#cbb183' },
            true,
          ))
    )
  })
  sheet.cut(...chain)
  const y = crest(1330) + 90
  sheet.add(sheet.glow(1452, y - 176, 260, INK.amber, 0.85))
  sheet.cut(
    person(1360, y, 290, {
      coat: '#243646',
      legs: '#161f28',
      hat: 'straw',
      hands: [
        [-26, -62],
        [30, -70],
      ],
      feet: [
        [-9, 0],
        [12, 0],
      ],
    }),
    circle(1270, y - 150, 48, { fill: INK.ochre, stroke: '#8d6322', width: 6 }),
    circle(1270, y - 150, 17, { fill: INK.amber }),
    lantern(1450, y - 214, 52),
  )
  for (let i = 0; i < 170; i++) {
    const [x, top, length] = [sheet.chance(0, 1700), sheet.chance(-60, 960), sheet.chance(30, 90)]
    sheet.add(
      line(
        [
          [x, top],
          [x - length * 0.24, top + length],
        ],
        { stroke: '#e6ebe8', width: 1.8, opacity: 0.4 },
      ),
    )
  }
}
