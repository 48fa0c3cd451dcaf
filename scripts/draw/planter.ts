import { grass, leaf, trellis } from './plants.ts'
import { box, line, placed } from './shapes.ts'
import type { Sheet } from './sheet.ts'

/** A box of earth and what grows in it. */
export function planter(
  sheet: Sheet,
  x: number,
  y: number,
  width: number,
  crop: 'beans' | 'lettuce' | 'chives',
): void {
  const count = Math.round(width / 44)
  const grown: string[] =
    crop === 'beans' ? [trellis(x + 30, y + 10, width - 60, 210, '#9a7445')] : []
  for (let i = 0; i < count; i++) {
    const px = x + 30 + (i * (width - 60)) / (count - 1)
    if (crop === 'chives')
      grown.push(
        grass(sheet, px - 16, px + 16, () => y + 4, 110, sheet.pick(['#5f8d4e', '#7aa35c']), 7),
      )
    const many = crop === 'beans' ? 7 : 6
    for (let j = 0; crop !== 'chives' && j < many; j++) {
      const fill = sheet.pick(
        crop === 'beans' ? ['#55804b', '#6f9a57', '#86ab68'] : ['#8fb45f', '#a9c677', '#6f9a52'],
      )
      const up = crop === 'beans' ? sheet.chance(0, 190) : 0
      grown.push(
        placed(
          [leaf(sheet.chance(36, 58), crop === 'beans' ? 13 : 19, fill)],
          px + sheet.chance(-12, 12),
          y + 6 - up,
          1,
          crop === 'beans' ? sheet.chance(-110, 110) : -66 + j * 26,
        ),
      )
    }
  }
  const boards = [0.34, 0.68].map((share) =>
    line(
      [
        [x, y + 92 * share],
        [x + width, y + 92 * share],
      ],
      { stroke: '#7d5632', width: 3 },
    ),
  )
  sheet.cut(
    ...grown,
    box(x, y, width, 92, { fill: '#a5753f' }),
    box(x, y - 4, width, 12, { fill: '#4d3a2b' }),
    ...boards,
  )
}
