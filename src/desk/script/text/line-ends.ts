/** Whether a line end is seen as a space, or as nothing: as the renderer decides it. */
import { isUnspaced } from '../../../articles/white-space'

/** A part of a line. */
export interface Part {
  text: string
  isCode: boolean
  /** A line ends here on the page too. */
  isBreak: boolean
}

/** More than is looked at. */
const LONG = 20
const EDGES = /^[ \t\n]+|[ \t\n]+$/g

/** Whether the line end in one place shows as a space: between Han characters it shows as nothing. */
export function isSeen(parts: Part[], place: number): boolean {
  const read = (step: 1 | -1) => {
    let text = ''
    for (let i = place + step; parts[i] && !parts[i]?.isBreak; i += step) {
      const part = parts[i] as Part
      // Before code, line ends stay.
      const said = part.isCode && step > 0 ? 'x' : part.text
      text = step > 0 ? text + said : said + text
      if (text.length > LONG && text.trim() !== '') break
    }
    return text.replace(EDGES, '')
  }
  return !isUnspaced(read(-1), read(1))
}
