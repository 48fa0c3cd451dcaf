/** Draws the card of a title: 1,200 by 630 pixels, with the fonts that pages have. */
import { TYPE } from '../../../reading/tokens'
import { isRightToLeft } from '../../../site/language'
import { fitIn } from './lines'
import { type Look, paletteOf } from './palette'

export interface Card {
  title: string
  section: string
  /** The newsroom's name. */
  site: string
  /** BCP 47: which shapes Han characters have. */
  language: string
  /** The newsroom's colour, as `#rrggbb`. */
  accent: string
  look: Look
}

const WIDTH = 1200
const HEIGHT = 630
const MARGIN = 84
const BAND = 20
/** Where the section's name, the title and the newsroom's name stand, from the top. */
const SECTION = 118
const TITLE = { top: 168, height: 340 }
const SITE = 562
/** Sixty Han characters fit in the smallest. */
const SIZES = [104, 92, 80, 72, 64, 58]
const LEADING = 1.3

/** Draws it anew. There is no date on it: cards are kept by others, for long. */
export function drawCard(canvas: HTMLCanvasElement, card: Card): void {
  canvas.width = WIDTH
  canvas.height = HEIGHT
  canvas.lang = card.language
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  const { ground, title, words, band } = paletteOf(card.accent, card.look)
  context.fillStyle = ground
  context.fillRect(0, 0, WIDTH, HEIGHT)
  context.fillStyle = band
  context.fillRect(0, 0, WIDTH, BAND)
  context.textBaseline = 'middle'

  const small = (text: string, y: number, font: string) =>
    write(context, { text: short(context, text, font), y, font, colour: words })
  small(card.section, SECTION, `600 36px ${TYPE.text}`)
  small(card.site, SITE, `600 40px ${TYPE.head}`)

  const fontOf = (size: number) => `700 ${size}px ${TYPE.head}`
  const room = { width: WIDTH - 2 * MARGIN, height: TITLE.height, sizes: SIZES, leading: LEADING }
  const { size, lines } = fitIn(card.title, room, (tried) => (text) => {
    context.font = fontOf(tried)
    return context.measureText(text).width
  })
  const middle = TITLE.top + TITLE.height / 2
  for (const [i, text] of lines.entries()) {
    const y = middle + (i - (lines.length - 1) / 2) * size * LEADING
    write(context, { text, y, font: fontOf(size), colour: title, like: card.title })
  }
}

/** As much of a line as fits. */
function short(context: CanvasRenderingContext2D, text: string, font: string): string {
  const room = { width: WIDTH - 2 * MARGIN, height: 1, sizes: [1], leading: 1 }
  context.font = font
  return fitIn(text, room, () => (some) => context.measureText(some).width).lines[0] ?? ''
}

interface Line {
  text: string
  /** Its middle, from the top. */
  y: number
  font: string
  colour: string
  /** The text whose direction it has, if it is part of one. */
  like?: string
}

function write(
  context: CanvasRenderingContext2D,
  { text, y, font, colour, like = text }: Line,
): void {
  const isLeftward = isRightToLeft(like)
  context.font = font
  context.fillStyle = colour
  context.direction = isLeftward ? 'rtl' : 'ltr'
  context.textAlign = 'start'
  context.fillText(text, isLeftward ? WIDTH - MARGIN : MARGIN, y)
}
