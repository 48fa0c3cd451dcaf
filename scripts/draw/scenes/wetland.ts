import { egret, flying } from '../birds.ts'
import { INK } from '../colours.ts'
import { cloud, glint, hills, mist, orb, ridge, shimmer, sky, water } from '../land.ts'
import { reed } from '../plants.ts'
import { beneath } from '../shapes.ts'
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
  sheet.add(
    flying(720, 250, 150, INK.paper),
    flying(880, 190, 104, INK.paper),
    flying(570, 205, 84, INK.paper),
  )
  sheet.cut(egret(820, 700, 190, INK.paper, true))
  sheet.cut(egret(470, 810, 340, INK.paper))
  sheet.add(glint(466, 813, 90, 4, INK.paper, 0.8), glint(820, 702, 56, 3, INK.paper, 0.8))
  const shore = ridge(sheet, 985, 60, 300)
  const reeds = Array.from({ length: 42 }, (_, i) => {
    const edge = i % 5 === 0 ? sheet.chance(0, 340) : sheet.chance(1060, 1620)
    const tall = i % 5 === 0 ? sheet.chance(140, 330) : sheet.chance(200, 520)
    return reed(
      sheet,
      edge,
      1010,
      tall,
      sheet.pick(['#33544b', '#3f6458', '#4c7061']),
      sheet.pick(['#b9894e', '#a9795a', '#cda669']),
    )
  })
  sheet.cut(...reeds, beneath(shore, 1060, { fill: '#2f4c45' }))
}
