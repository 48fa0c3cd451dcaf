import { INK, mix } from '../colours.ts'
import { box, line, placed, points } from '../shapes.ts'
import type { Sheet } from '../sheet.ts'

const SORTS =
  '天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔'
const PRINTED = '江水春来'

const glyph = (sign: string, x: number, y: number, size: number, fill: string, mirrored = false) =>
  `<text transform="translate(${x} ${y}) scale(${mirrored ? -1 : 1} 1)" y="${size * 0.36}" font-size="${size}" text-anchor="middle" font-weight="700" fill="${fill}" font-family="Songti SC, SimSun, Noto Serif CJK SC, serif">${sign}</text>`

/** A sort of lead, its face the wrong way round. */
const sort = (sheet: Sheet, sign: string, x: number, y: number, face: string, ink: string) =>
  box(x + 4, y + 6, 92, 94, { fill: '#23282d' }, 4) +
  box(
    x + 3,
    y + 2,
    92,
    92,
    {
      fill: sheet.shade(mix(face, INK.paper, 0.16), face),
    },
    4,
  ) +
  glyph(sign, x + 49, y + 48, 70, ink, true)

/** Movable type, and the sheet it prints. */
export function type(sheet: Sheet): void {
  sheet.add(box(-40, -40, 1680, 1080, { fill: '#3a332e' }))
  const sorts: string[] = []
  const risen: string[] = []
  for (let row = 0; row < 12; row++) {
    for (let column = 0; column < 13; column++) {
      const [x, y] = [column * 104, row * 106]
      const isChosen = column === 4 && row >= 2 && row < 6
      const sign = isChosen
        ? (PRINTED[row - 2] as string)
        : (SORTS[(row * 13 + column * 5) % SORTS.length] as string)
      const face = mix('#666d73', '#7d786d', sheet.chance())
      if (isChosen) risen.push(sort(sheet, sign, x + 10, y - 12, INK.ochre, INK.brick))
      else if (sheet.chance() > 0.04) sorts.push(sort(sheet, sign, x, y, face, '#42484d'))
    }
  }
  sheet.add(placed(sorts, -250, 0, 1.3, -8))
  sheet.cut(placed(risen, -250, 0, 1.3, -8))
  sheet.add(
    `<rect x="-40" y="-40" width="1680" height="1080" fill="${sheet.fade([
      [0, '#f2c46b', 0.2],
      [0.5, '#1c1b19', 0],
      [1, '#16253a', 0.5],
    ])}"/>`,
  )
  const page = [
    box(0, 0, 520, 980, {
      fill: sheet.shade(INK.paper, '#efe2c8'),
    }),
    box(44, 44, 432, 892, { stroke: INK.ink, width: 5 }),
    box(56, 56, 408, 868, { stroke: INK.ink, width: 2 }),
    line(points('300,56 300,924'), { stroke: INK.ink, width: 2 }),
    ...[...PRINTED].map((sign, i) => glyph(sign, 180, 170 + i * 190, 176, INK.ink)),
    ...[...'从枣木到铅字'].map((sign, i) => glyph(sign, 384, 110 + i * 70, 54, '#4a443c')),
    box(340, 780, 90, 90, { fill: INK.brick }, 6),
    ...[...'临江印记'].map((sign, i) =>
      glyph(sign, 364 + (1 - Math.floor(i / 2)) * 42, 804 + (i % 2) * 42, 36, INK.cream),
    ),
  ]
  sheet.cut(placed(page, 960, 60, 1, 5))
}
