/** Sky, hills and water: what most pictures begin with. */
import { mix } from './colours.ts'
import { beneath, blurred, circle, curve, oval, type Point } from './shapes.ts'
import { BLEED, HEIGHT, type Sheet, type Stop, WIDTH } from './sheet.ts'

const LEFT = -BLEED - 20
const RIGHT = WIDTH + BLEED + 20
const BOTTOM = HEIGHT + BLEED + 20

/** Fills the sheet with the light of an hour, from the zenith down. */
export function sky(sheet: Sheet, ...stops: Stop[]): void {
  sheet.add(
    `<rect x="${LEFT}" y="${LEFT}" width="${RIGHT - LEFT}" height="${BOTTOM - LEFT}" fill="${sheet.fade(stops)}"/>`,
  )
}

/** The points of a ridge across the sheet: `height` above `y` at most, with a summit every `stride`. */
export function ridge(sheet: Sheet, y: number, height: number, stride: number): Point[] {
  const points: Point[] = []
  for (let x = LEFT; x < RIGHT + stride; x += stride * sheet.chance(0.2, 0.62)) {
    const isSummit = points.length % 2 === 1
    points.push([x, y - height * (isSummit ? sheet.chance(0.35, 1) : sheet.chance(0.05, 0.5))])
  }
  return points
}

/** A cut paper of hills that fades into mist at its foot. */
export function hills(
  sheet: Sheet,
  {
    y,
    height,
    stride,
    colour,
    mist,
    foot = y + 140,
  }: {
    y: number
    height: number
    stride: number
    colour: string
    mist: string
    foot?: number
  },
): void {
  const fill = sheet.shade(colour, mist)
  sheet.cut(beneath(ridge(sheet, y, height, stride), foot, { fill }))
}

/** Water from `y` down to `bottom`, with ripples that lengthen as they come nearer. */
export function water(
  sheet: Sheet,
  {
    y,
    bottom = BOTTOM,
    far,
    near,
    ripple,
    count = 46,
    opacity = 0.5,
  }: {
    y: number
    bottom?: number
    far: string
    near: string
    ripple: string
    count?: number
    opacity?: number
  },
): void {
  const fill = sheet.shade(far, near)
  const ripples = Array.from({ length: count }, () => {
    const depth = sheet.chance() ** 1.4
    const length = 24 + depth * sheet.chance(60, 190)
    const at = y + 8 + depth * (bottom - y)
    return glint(sheet.chance(0, WIDTH), at, length, 1.2 + depth * 3.2, ripple, opacity)
  })
  sheet.add(
    `<rect x="${LEFT}" y="${y}" width="${RIGHT - LEFT}" height="${bottom - y}" fill="${fill}"/>`,
    ...ripples,
  )
}

/** One ripple, pointed at both ends. */
export function glint(
  x: number,
  y: number,
  length: number,
  thick: number,
  fill: string,
  opacity: number,
): string {
  const ends: Point[] = [
    [x - length, y],
    [x - length * 0.2, y - thick],
    [x + length, y],
    [x + length * 0.2, y + thick],
  ]
  return curve(ends, { fill, opacity }, true)
}

/** A path of light on the water below a sun or lamp. */
export function shimmer(sheet: Sheet, x: number, y: number, bottom: number, colour: string): void {
  const rows = Math.round((bottom - y) / 17)
  const glints = Array.from({ length: rows }, (_, row) => {
    const share = row / rows
    const length = sheet.chance(16, 40) + share * sheet.chance(30, 90)
    return glint(
      x + sheet.chance(-24, 24) * (1 + share),
      y + row * 17,
      length,
      2 + share * 3,
      colour,
      0.75 - share * 0.4,
    )
  })
  sheet.add(...glints)
}

/** A sun or moon with its light around it. */
export function orb(
  sheet: Sheet,
  x: number,
  y: number,
  r: number,
  colour: string,
  light = colour,
): void {
  sheet.add(sheet.glow(x, y, r * 4.5, light, 0.6), circle(x, y, r, { fill: colour }))
}

/** A bank of mist. */
export const mist = (
  x: number,
  y: number,
  width: number,
  height: number,
  fill: string,
  opacity = 0.7,
) => blurred(oval(x, y, width, height, { fill, opacity }))

/** A long cloud as woodblocks draw it: a few rounded bars, one above the other. */
export function cloud(x: number, y: number, width: number, fill: string, opacity = 0.8): string {
  const bar = (dx: number, dy: number, length: number, thick: number) =>
    `<rect x="${x + dx}" y="${y + dy}" width="${length}" height="${thick}" rx="${thick / 2}" fill="${fill}"/>`
  const thick = Math.max(8, width / 18)
  return `<g opacity="${opacity}">${bar(0, 0, width, thick)}${bar(width * 0.18, -thick * 0.9, width * 0.5, thick)}${bar(width * 0.35, thick * 0.9, width * 0.8, thick)}</g>`
}

/** Stars in the upper part of the sky. */
export const stars = (sheet: Sheet, count: number, bottom: number) =>
  Array.from({ length: count }, () =>
    circle(sheet.chance(0, WIDTH), sheet.chance(0, bottom), sheet.chance(1.2, 2.8), {
      fill: mix('#ffffff', '#f2c46b', sheet.chance(0, 0.5)),
      opacity: sheet.chance(0.4, 0.9),
    }),
  ).join('')
