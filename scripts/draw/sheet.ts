/** The sheet a picture is composed on: its inks, its layers, and chance that comes out the same each time. */

/** In pixels; shapes go on for BLEED beyond each edge, which is cut off. */
export const WIDTH = 1600
export const HEIGHT = 1000
export const BLEED = 20

export type Stop = [offset: number, colour: string, opacity?: number]

export class Sheet {
  readonly #defs: string[] = []
  readonly #layers: string[] = []
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A number from `least` up to `most` (mulberry32). */
  chance(least = 0, most = 1): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return least + (((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * (most - least)
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.chance() * choices.length)] as T
  }

  /** A paint that goes from the top of a shape to its bottom, or `across` it. */
  fade(stops: Stop[], across = false): string {
    return this.#paint(`linearGradient x2="${across ? 1 : 0}" y2="${across ? 0 : 1}"`, stops)
  }

  /** A paint from one colour at the top of a shape to another at its bottom. */
  shade(top: string, bottom: string): string {
    return this.fade([
      [0, top],
      [1, bottom],
    ])
  }

  /** A disc of light around a point, that ends at `radius`. */
  glow(x: number, y: number, radius: number, colour: string, opacity = 0.8): string {
    const stops: Stop[] = [
      [0, colour, opacity],
      [0.4, colour, opacity * 0.45],
      [1, colour, 0],
    ]
    return disc(x, y, radius, this.#paint('radialGradient', stops))
  }

  /** Puts shapes on the sheet, in front of what is there. */
  add(...shapes: string[]): void {
    this.#layers.push(shapes.join('\n'))
  }

  /** Puts shapes on the sheet as a cut paper of their own, which throws a soft shadow on those behind. */
  cut(...shapes: string[]): void {
    this.add(`<g filter="url(#lift)">${shapes.join('\n')}</g>`)
  }

  /** The picture. All edges tremble a little as if cut by hand, and wood shows through the ink. */
  toSvg(): string {
    const [width, height] = [WIDTH + 2 * BLEED, HEIGHT + 2 * BLEED]
    const box = `x="${-BLEED}" y="${-BLEED}" width="${width}" height="${height}"`
    const area = `filterUnits="userSpaceOnUse" ${box} color-interpolation-filters="sRGB"`
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-BLEED} ${-BLEED} ${width} ${height}">
<defs>
<filter id="lift" ${area}><feDropShadow dx="2" dy="-3" stdDeviation="9" flood-color="#16253a" flood-opacity=".26"/></filter>
<filter id="soft" ${area}><feGaussianBlur stdDeviation="14"/></filter>
<filter id="hand" ${area}><feTurbulence type="fractalNoise" baseFrequency=".022" numOctaves="2" seed="4"/>
<feDisplacementMap in="SourceGraphic" scale="7" xChannelSelector="R" yChannelSelector="G"/></filter>
<filter id="wood" ${area}><feTurbulence type="fractalNoise" baseFrequency=".004 .11" numOctaves="2" seed="9"/>
<feColorMatrix values="0 0 0 0 1  0 0 0 0 .97  0 0 0 0 .9  1.6 0 0 0 -.72"/></filter>
${this.#defs.join('\n')}
</defs>
<g filter="url(#hand)">
${this.#layers.join('\n')}
</g>
<rect ${box} filter="url(#wood)" opacity=".2"/>
</svg>
`
  }

  #paint(kind: string, stops: Stop[]): string {
    const id = `p${this.#defs.length}`
    const listed = stops.map(
      ([offset, colour, opacity = 1]) =>
        `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${round(opacity)}"/>`,
    )
    this.#defs.push(`<${kind} id="${id}">${listed.join('')}</${kind.split(' ')[0]}>`)
    return `url(#${id})`
  }
}

const round = (value: number) => Math.round(value * 100) / 100

const disc = (x: number, y: number, radius: number, fill: string) =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`
