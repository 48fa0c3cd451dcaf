/** Lead pictures as pages draw them: large above an article or a list, small beside an entry. */
import { html } from 'hono/html'
import { type Lead, pathOf, type Size, srcsetOf, usualFile } from '../articles/picture'
import type { Html } from './layout'

/**
 * How wide a large picture is drawn: the column of text in `tokens.ts`, or the screen. A front page has
 * nearly as much for it, and cuts off what is more.
 */
const SIZES = '(min-width:48rem) 45rem,100vw'

/** A small picture is 10rem wide at most, on screens with up to three pixels for each of CSS. */
const SMALL_WIDTH = 480

const smallFile = (lead: Lead): Size =>
  lead.files.find(({ width }) => width >= SMALL_WIDTH) ?? usualFile(lead)

const measures = ({ width, height }: Size) => html` width="${width}" height="${height}"`

/** One that is in view when the page opens: browsers are to ask for it first. */
const large = (lead: Lead, alt: string): Html => {
  const usual = usualFile(lead)
  const srcset = srcsetOf(lead)
  return html`<img src="${pathOf(lead.hash, usual)}"${srcset === '' ? '' : html` srcset="${srcset}" sizes="${SIZES}"`}${measures(usual)} alt="${alt}" fetchpriority="high" decoding="async">`
}

/** Above an article's text. */
export const leadFigure = (lead: Lead, attributes: Html | string): Html =>
  html`<figure class="lead"${attributes}>${large(lead, lead.alt)}${lead.caption === null ? '' : html`<figcaption>${lead.caption}</figcaption>`}</figure>`

/**
 * Beside an article's title in a list, or above that of the lead story. It leads where the title does:
 * only the title is read out, and stopped at with the keyboard.
 */
export const linkedPicture = (path: string, lead: Lead, place: Place): Html =>
  html`<a class="picture" href="${path}" tabindex="-1" aria-hidden="true">${place === 'front' ? large(lead, '') : small(lead, place)}</a>\n`

/** Where a list shows a picture: as its lead story, first of the small ones, or further down. */
export type Place = 'front' | 'first' | 'further'

/** One file fits all screens: it needs no `srcset`, which thirty entries would make a long page. */
function small(lead: Lead, place: Place): Html {
  const file = smallFile(lead)
  return html`<img src="${pathOf(lead.hash, file)}"${measures(file)} alt=""${place === 'first' ? '' : html` loading="lazy"`} decoding="async">`
}
