import { sampan } from '../boats.ts'
import { INK } from '../colours.ts'
import { cloud, glint, hills, orb, shimmer, sky, water } from '../land.ts'
import { person } from '../people.ts'
import { beneath, line, oval, points } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'

/** An old boatman leads the song; the children answer from both banks. */
export function songs(sheet: Sheet): void {
  sky(sheet, [0, '#35506b'], [0.24, '#7b7f8c'], [0.42, '#d99a72'], [0.5, '#efbf86'], [1, '#efbf86'])
  orb(sheet, 800, 420, 70, '#f5d08a', '#f3b877')
  sheet.add(
    cloud(220, 160, 360, '#e3a583', 0.55),
    cloud(1060, 110, 420, '#e3a583', 0.5),
    cloud(960, 260, 240, '#f1c793', 0.6),
  )
  hills(sheet, { y: 460, height: 240, stride: 520, colour: '#77778a', mist: '#e0ab80' })
  hills(sheet, { y: 485, height: 130, stride: 330, colour: '#54627a', mist: '#b98f7d', foot: 505 })
  water(sheet, {
    y: 500,
    far: '#edbb84',
    near: '#2b4660',
    ripple: '#f7d9a6',
    count: 80,
    opacity: 0.5,
  })
  shimmer(sheet, 800, 510, 900, '#f9dda0')
  const boatman = person(-98, -14, 120, {
    coat: INK.ink,
    hair: '#e8e4dc',
    hands: [
      [-24, -64],
      [-12, -84],
    ],
  })
  const pole = line(points('-150,30 -112,-90 -86,-200'), { stroke: INK.ochre, width: 6 })
  const mate = person(84, -14, 112, {
    coat: INK.brick,
    hat: 'straw',
    hands: [
      [26, -58],
      [30, -66],
    ],
  })
  sheet.add(oval(800, 690, 290, 16, { fill: '#1f3148', opacity: 0.55 }))
  sheet.cut(sampan(800, 680, 1.5, [pole, boatman, mate], '#22303f'))
  const song = [0, 1, 2].flatMap((i) =>
    [-1, 1].map((side) =>
      glint(800 + side * (330 + i * 70), 700 + i * 14, 40 + i * 14, 3, INK.cream, 0.7),
    ),
  )
  sheet.add(...song)
  for (const side of [-1, 1]) {
    const bank = (
      [
        [-40, 720],
        [120, 740],
        [300, 820],
        [430, 905],
        [520, 1060],
      ] as const
    ).map(([x, y]): [number, number] => [side < 0 ? x : 1600 - x, y])
    const children = Array.from({ length: 8 }, (_, i) => {
      const x = -6 + i * 52 + sheet.chance(-6, 6)
      const y = 742 + i * i * 2.6 + 22
      const coat = sheet.pick([INK.brick, INK.ochre, INK.teal, INK.cream, INK.dusk, INK.coral])
      const raised = i % 3 === 1
      return person(side < 0 ? x : 1600 - x, y, 118 + sheet.chance(-10, 12) + i * 5, {
        coat,
        left: side > 0,
        hat: i % 3 === 0 ? 'bun' : undefined,
        hands: raised
          ? [
              [-14, -44],
              [24, -98],
            ]
          : [
              [10, -62],
              [17, -64],
            ],
      })
    })
    const ordered = side < 0 ? bank : [...bank].reverse()
    sheet.cut(beneath(ordered, 1070, { fill: '#1a2a3a' }))
    sheet.cut(...children)
    const front = (
      [
        [-40, 850],
        [100, 880],
        [250, 960],
        [330, 1060],
      ] as const
    ).map(([x, y]): [number, number] => [side < 0 ? x : 1600 - x, y])
    sheet.cut(beneath(side < 0 ? front : [...front].reverse(), 1070, { fill: '#111d2a' }))
  }
}
