/** On the river by day: the wetland at dawn, the ferry, the boat songs. */
import { egret, flying, speck } from '../birds.ts'
import { ferry, sampan } from '../boats.ts'
import { INK } from '../colours.ts'
import { skyline } from '../houses.ts'
import { cloud, glint, hills, mist, orb, ridge, shimmer, sky, water } from '../land.ts'
import { person } from '../people.ts'
import { reed } from '../plants.ts'
import { beneath, line, oval } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'

/** Egrets in the mist of a March morning. */
export function wetland(sheet: Sheet): void {
  sky(sheet, [0, '#b5c7c9'], [0.3, '#e3d9c6'], [0.5, '#f3d3b4'], [1, '#f3d3b4'])
  orb(sheet, 1090, 330, 62, '#df7d57', '#f6c79a')
  sheet.add(cloud(150, 150, 420, INK.paper, 0.55), cloud(1180, 190, 260, INK.paper, 0.5))
  hills(sheet, { y: 470, height: 190, stride: 420, colour: '#a3bab8', mist: '#ecd9c3', foot: 520 })
  hills(sheet, { y: 500, height: 120, stride: 300, colour: '#7f9f9b', mist: '#e2d6c2', foot: 540 })
  water(sheet, { y: 515, far: '#f1d6ba', near: '#7fa19f', ripple: '#fbf3e4', count: 60 })
  shimmer(sheet, 1090, 530, 820, '#e58f66')
  sheet.add(mist(500, 520, 620, 26, INK.paper, 0.8), mist(1350, 540, 420, 20, INK.paper, 0.6))
  const island = ridge(sheet, 610, 26, 160).map(([x, y]): [number, number] => [x * 0.45 + 120, y])
  sheet.cut(beneath(island, 622, { fill: '#5f8580' }))
  for (let i = 0; i < 34; i++) {
    sheet.add(reed(sheet, sheet.chance(130, 820), 616, sheet.chance(50, 110), '#55796f', '#8d9a78'))
  }
  sheet.add(flying(720, 250, 150, INK.paper), flying(880, 190, 104, INK.paper), flying(570, 205, 84, INK.paper))
  sheet.cut(egret(820, 700, 190, INK.paper, true))
  sheet.cut(egret(470, 810, 340, INK.paper))
  sheet.add(glint(466, 813, 90, 4, INK.paper, 0.8), glint(820, 702, 56, 3, INK.paper, 0.8))
  const shore = ridge(sheet, 985, 60, 300)
  const reeds = Array.from({ length: 42 }, (_, i) => {
    const edge = i % 5 === 0 ? sheet.chance(0, 340) : sheet.chance(1060, 1620)
    const tall = i % 5 === 0 ? sheet.chance(140, 330) : sheet.chance(200, 520)
    return reed(sheet, edge, 1010, tall, sheet.pick(['#33544b', '#3f6458', '#4c7061']), sheet.pick(['#b9894e', '#a9795a', '#cda669']))
  })
  sheet.cut(...reeds, beneath(shore, 1060, { fill: '#2f4c45' }))
}

/** The six o'clock ferry, on a September morning. */
export function crossing(sheet: Sheet): void {
  sky(sheet, [0, '#8fb0b5'], [0.25, '#d5ddd0'], [0.46, '#f5dfb4'], [1, '#f5dfb4'])
  orb(sheet, 430, 372, 54, '#f3b65c', '#f9dda4')
  sheet.add(cloud(840, 130, 460, INK.paper, 0.75), cloud(120, 220, 220, INK.paper, 0.6), cloud(1330, 250, 240, INK.paper, 0.55))
  hills(sheet, { y: 450, height: 220, stride: 480, colour: '#9db9b3', mist: '#eadfbd' })
  sheet.cut(skyline(sheet, 462, 76, '#87a6a1'))
  hills(sheet, { y: 478, height: 74, stride: 240, colour: '#64908a', mist: '#8db0a4', foot: 492 })
  water(sheet, { y: 490, far: '#f0dcae', near: '#2f6569', ripple: '#f8ebc8', count: 90, opacity: 0.55 })
  shimmer(sheet, 430, 500, 780, '#fbe3a6')
  const passengers = [
    person(-262, -58, 92, { coat: INK.brick, left: true }),
    person(-212, -58, 88, { coat: INK.cream, hat: 'bun', hair: INK.slate }),
    person(-166, -58, 94, { coat: INK.teal, hands: [[10, -56], [20, -58]] }),
    person(148, -58, 86, { coat: INK.ochre, hat: 'straw' }),
    person(196, -58, 92, { coat: INK.night, left: true }),
    person(268, -58, 96, { coat: INK.coral, hands: [[-12, -44], [24, -56]] }),
  ]
  sheet.add(oval(980, 704, 400, 18, { fill: '#1f4a50', opacity: 0.5 }))
  sheet.cut(ferry(960, 700, 1.12, passengers))
  const wake = Array.from({ length: 16 }, (_, i) => glint(640 - i * 34 + sheet.chance(-20, 20), 708 + i * 7 + sheet.chance(-8, 8), 80 + i * 5, 4, INK.paper, 0.75))
  sheet.add(...wake, glint(1330, 706, 90, 6, INK.paper, 0.85), glint(960, 712, 330, 5, INK.paper, 0.6))
  for (const [x, y, span] of [[700, 300, 22], [760, 268, 16], [1420, 360, 18], [640, 342, 13]] as const) sheet.add(speck(x, y, span, INK.slate))
  sheet.cut(beneath(ridge(sheet, 1010, 40, 700), 1060, { fill: '#1d3f45' }))
  const posts = [[120, 780], [190, 812], [262, 846]] as const
  sheet.cut(...posts.map(([x, y]) => line([[x, y], [x - 4, 1040]], { stroke: '#3a2f2a', width: 30 })), line([[60, 846], [330, 900]], { stroke: '#4a3b33', width: 16 }))
}

/** An old boatman leads the song; the children answer from both banks. */
export function songs(sheet: Sheet): void {
  sky(sheet, [0, '#35506b'], [0.24, '#7b7f8c'], [0.42, '#d99a72'], [0.5, '#efbf86'], [1, '#efbf86'])
  orb(sheet, 800, 420, 70, '#f5d08a', '#f3b877')
  sheet.add(cloud(220, 160, 360, '#e3a583', 0.55), cloud(1060, 110, 420, '#e3a583', 0.5), cloud(960, 260, 240, '#f1c793', 0.6))
  hills(sheet, { y: 460, height: 240, stride: 520, colour: '#77778a', mist: '#e0ab80' })
  hills(sheet, { y: 485, height: 130, stride: 330, colour: '#54627a', mist: '#b98f7d', foot: 505 })
  water(sheet, { y: 500, far: '#edbb84', near: '#2b4660', ripple: '#f7d9a6', count: 80, opacity: 0.5 })
  shimmer(sheet, 800, 510, 900, '#f9dda0')
  const boatman = person(-98, -14, 120, { coat: INK.ink, hair: '#e8e4dc', hands: [[-24, -64], [-12, -84]] })
  const pole = line([[-150, 30], [-112, -90], [-86, -200]], { stroke: INK.ochre, width: 6 })
  const mate = person(84, -14, 112, { coat: INK.brick, hat: 'straw', hands: [[26, -58], [30, -66]] })
  sheet.add(oval(800, 690, 290, 16, { fill: '#1f3148', opacity: 0.55 }))
  sheet.cut(sampan(800, 680, 1.5, [pole, boatman, mate], '#22303f'))
  const song = [0, 1, 2].flatMap((i) => [-1, 1].map((side) => glint(800 + side * (330 + i * 70), 700 + i * 14, 40 + i * 14, 3, INK.cream, 0.7)))
  sheet.add(...song)
  for (const side of [-1, 1]) {
    const bank = ([[-40, 720], [120, 740], [300, 820], [430, 905], [520, 1060]] as const).map(([x, y]): [number, number] => [side < 0 ? x : 1600 - x, y])
    const children = Array.from({ length: 8 }, (_, i) => {
      const x = -6 + i * 52 + sheet.chance(-6, 6)
      const y = 742 + i * i * 2.6 + 22
      const coat = sheet.pick([INK.brick, INK.ochre, INK.teal, INK.cream, INK.dusk, INK.coral])
      const raised = i % 3 === 1
      return person(side < 0 ? x : 1600 - x, y, 118 + sheet.chance(-10, 12) + i * 5, {
        coat, left: side > 0, hat: i % 3 === 0 ? 'bun' : undefined,
        hands: raised ? [[-14, -44], [24, -98]] : [[10, -62], [17, -64]],
      })
    })
    const ordered = side < 0 ? bank : [...bank].reverse()
    sheet.cut(beneath(ordered, 1070, { fill: '#1a2a3a' }))
    sheet.cut(...children)
    const front = ([[-40, 850], [100, 880], [250, 960], [330, 1060]] as const).map(([x, y]): [number, number] => [side < 0 ? x : 1600 - x, y])
    sheet.cut(beneath(side < 0 ? front : [...front].reverse(), 1070, { fill: '#111d2a' }))
  }
}
