/** What goes on the river. A boat lies on the water at x, y and is drawn in a figure 300 wide. */
import { INK, mix } from './colours.ts'
import { box, circle, curve, line, type Point, placed, points, polygon } from './shapes.ts'

/** A sampan with a roof of matting; `aboard` stands behind the side. */
export function sampan(
  x: number,
  y: number,
  size: number,
  aboard: string[] = [],
  colour = INK.slate,
): string {
  const hull: Point[] = points(
    '-160,-34 -130,-10 -60,8 60,8 126,-12 172,-48 120,-24 50,-16 -60,-16 -120,-24',
  )
  const roof: Point[] = points('-64,-18 -62,-62 -34,-84 10,-84 36,-62 38,-18')
  const ribs = [-40, -14, 12].map((rx) =>
    curve(
      [
        [rx - 10, -18],
        [rx - 9, -58],
        [rx, -82],
      ],
      { stroke: mix(INK.ochre, INK.ink, 0.45), width: 3 },
    ),
  )
  return placed(
    [
      curve(roof, { fill: mix(INK.ochre, INK.ink, 0.28) }, true),
      ...ribs,
      ...aboard,
      curve(hull, { fill: colour }, true),
      curve(points('-158,-33 -60,-14 50,-14 170,-47'), {
        stroke: mix(colour, INK.paper, 0.35),
        width: 3,
      }),
    ],
    x,
    y,
    size,
  )
}

/** A small river ferry, its bow to the right; `aboard` stands on deck, at the height of y = -52. */
export function ferry(x: number, y: number, size: number, aboard: string[] = []): string {
  const hull: Point[] = points('-300,-58 300,-58 352,-76 300,4 -270,4')
  const band: Point[] = points('-296,-48 316,-48 306,-28 -290,-28')
  const posts = [-250, -130, 100, 220].map((px) =>
    line(
      [
        [px, -58],
        [px, -176],
      ],
      { stroke: INK.cream, width: 6 },
    ),
  )
  const rail = [-82, -106].map(
    (ry) =>
      line(
        [
          [-292, ry],
          [-118, ry],
        ],
        { stroke: INK.cream, width: 4 },
      ) +
      line(
        [
          [84, ry],
          [318, ry],
        ],
        { stroke: INK.cream, width: 4 },
      ),
  )
  const panes = [-92, -46, 0, 46].map((px) => box(px, -142, 34, 40, { fill: INK.amber }, 3))
  return placed(
    [
      box(-108, -166, 204, 110, { fill: INK.cream }),
      ...panes,
      ...aboard,
      ...posts,
      ...rail,
      polygon(points('-290,-176 270,-176 290,-190 -282,-190'), { fill: INK.brick }),
      box(-60, -246, 122, 56, { fill: INK.cream }),
      box(-48, -236, 98, 26, { fill: INK.amber }),
      polygon(points('-74,-246 80,-246 68,-258 -66,-258'), { fill: INK.brick }),
      box(-196, -250, 30, 62, { fill: INK.slate }, 2),
      box(-198, -238, 34, 12, { fill: INK.brick }),
      line(points('100,-190 100,-290'), { stroke: INK.slate, width: 4 }),
      polygon(points('100,-288 140,-278 100,-266'), { fill: INK.brick }),
      polygon(hull, { fill: INK.moss }),
      polygon(band, { fill: INK.cream }),
      ...[-240, -120, 0, 120, 240].map((px) => circle(px, -8, 13, { stroke: INK.ink, width: 8 })),
    ],
    x,
    y,
    size,
  )
}
