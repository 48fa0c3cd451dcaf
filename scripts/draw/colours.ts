/** The few inks all pictures are printed with. */
export const INK = {
  paper: '#fcfbf8',
  cream: '#f4ead6',
  sand: '#e4d2ae',
  ochre: '#cf9a3f',
  amber: '#f2c46b',
  brick: '#9e2b25',
  coral: '#cf6a50',
  blush: '#ecbfa4',
  skin: '#e2b189',
  leaf: '#6d8b58',
  moss: '#3f5d47',
  teal: '#4d827f',
  mist: '#b9cfca',
  sky: '#cfdfe0',
  dusk: '#5b7590',
  night: '#263c55',
  deep: '#16253a',
  stone: '#8d8a83',
  slate: '#4a5158',
  ink: '#1c1b19',
}

/** One colour with a share (0 to 1) of another in it. */
export function mix(colour: string, other: string, share: number): string {
  const channel = (from: string, at: number) => Number.parseInt(from.slice(at, at + 2), 16)
  const mixed = [1, 3, 5].map((at) => {
    const value = channel(colour, at) * (1 - share) + channel(other, at) * share
    return Math.round(value).toString(16).padStart(2, '0')
  })
  return `#${mixed.join('')}`
}
