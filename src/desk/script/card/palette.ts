/** The colours of a card. Pure. */
import { contrast, DAY, readable } from '../../../reading/tokens'

/** Ink on paper, or paper on the newsroom's colour. */
export const LOOKS = ['paper', 'colour'] as const
export type Look = (typeof LOOKS)[number]

export interface Palette {
  ground: string
  title: string
  /** Of smaller words. */
  words: string
  band: string
}

/** Words can be read on what they stand on, whatever the newsroom's colour is (WCAG 2.2, 1.4.3). */
export function paletteOf(accent: string, look: Look): Palette {
  if (look === 'paper') {
    const words = readable(accent, DAY.paper, '#000000')
    return { ground: DAY.paper, title: DAY.ink, words, band: accent }
  }
  const [title = '#000000'] = [DAY.paper, DAY.ink, '#ffffff', '#000000'].filter(
    (colour) => contrast(colour, accent) >= 4.5,
  )
  return { ground: accent, title, words: title, band: accent }
}
