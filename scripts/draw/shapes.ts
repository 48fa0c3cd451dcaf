/** SVG shapes as strings. Lengths are in pixels of the picture, angles in degrees. */
export type Point = readonly [x: number, y: number]

const n = (value: number) => Math.round(value * 10) / 10
const at = ([x, y]: Point) => `${n(x)} ${n(y)}`

/** Points written as "x,y x,y". */
export const points = (written: string): Point[] =>
  written.split(' ').map((pair) => {
    const [x, y] = pair.split(',')
    return [Number(x), Number(y)]
  })

export interface Look {
  fill?: string
  stroke?: string
  width?: number
  opacity?: number
}

const look = ({ fill = 'none', stroke, width = 1, opacity }: Look) =>
  `fill="${fill}"${
    stroke
      ? ` stroke="${stroke}" stroke-width="${n(width)}" stroke-linecap="round" stroke-linejoin="round"`
      : ''
  }${opacity === undefined ? '' : ` opacity="${n(opacity * 10) / 10}"`}`

/** Straight edges from point to point, and back to the first. */
export const polygon = (points: Point[], how: Look) =>
  `<path d="M${points.map(at).join('L')}Z" ${look(how)}/>`

/** A line from point to point. */
export const line = (points: Point[], how: Look) =>
  `<path d="M${points.map(at).join('L')}" ${look(how)}/>`

/** A soft line through all points; with `closed`, a shape. */
export const curve = (points: Point[], how: Look, closed = false) =>
  `<path d="${through(points, closed)}${closed ? 'Z' : ''}" ${look(how)}/>`

/** What lies beneath a soft line, down to `bottom`. */
export function beneath(points: Point[], bottom: number, how: Look): string {
  const [first, last] = [points[0] as Point, points.at(-1) as Point]
  const down = `L${at([last[0], bottom])}L${at([first[0], bottom])}Z`
  return `<path d="${through(points, false)}${down}" ${look(how)}/>`
}

export const circle = (x: number, y: number, r: number, how: Look) =>
  `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" ${look(how)}/>`

export const oval = (x: number, y: number, rx: number, ry: number, how: Look) =>
  `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" ${look(how)}/>`

export const box = (x: number, y: number, width: number, height: number, how: Look, r = 0) =>
  `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${r}" ${look(how)}/>`

/** Shapes moved, turned about their origin and made larger or, with a negative `wide`, mirrored. */
export const placed = (
  shapes: string[],
  x: number,
  y: number,
  size = 1,
  turn = 0,
  mirrored = false,
) =>
  `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(turn)}) scale(${mirrored ? -size : size} ${size})">${shapes.join('')}</g>`

/** Shapes blurred, as mist, steam and light on the ground are. */
export const blurred = (...shapes: string[]) => `<g filter="url(#soft)">${shapes.join('')}</g>`

/** A cubic path by Catmull and Rom. */
function through(points: Point[], closed: boolean): string {
  const count = points.length
  const point = (i: number) =>
    points[closed ? (i + count) % count : Math.max(0, Math.min(count - 1, i))] as Point
  let path = `M${at(point(0))}`
  for (let i = 0; i < (closed ? count : count - 1); i++) {
    const [before, from, to, after] = [point(i - 1), point(i), point(i + 1), point(i + 2)]
    const lead: Point = [from[0] + (to[0] - before[0]) / 6, from[1] + (to[1] - before[1]) / 6]
    const trail: Point = [to[0] - (after[0] - from[0]) / 6, to[1] - (after[1] - from[1]) / 6]
    path += `C${at(lead)} ${at(trail)} ${at(to)}`
  }
  return path
}
