/** What is known of the newsroom's own pictures, put into a rendered body. */
import type { Content } from '../article'
import { HASH, leadOf, type Picture, pathOf, srcsetOf, usualFile } from '../picture'
import { withinBudget } from './images'
import { FOLDER, type Shown } from './pictures'
import type { Body, Unpictured } from './render'

/** An own picture as `renderBody` writes it. Text never holds a `<`, nor an attribute a quotation mark. */
const PICTURE = '<img src="/pictures/([0-9a-f]{64})"((?: [\\w-]+(?:="[^"]*")?)*)>'
const ALONE = new RegExp(PICTURE, 'g')
/** With white space between its parts, as people write it by hand; with anything else in it, it stays. */
const IN_FIGURE = new RegExp(
  `<figure>\\s*${PICTURE}\\s*(?:<figcaption>(?:(?!</?fig).)*</figcaption>\\s*)?</figure>\n?`,
  'gs',
)

type Chosen = Pick<Content, 'lead' | 'card'>

/** The width of a column of text, as src/reading/tokens.ts decides it, and the room beside it on a phone. */
const SIZES = '(min-width:48rem) 45rem, calc(100vw - 2.5rem)'

/**
 * A body with its pictures, as far as they are known; what is not there is left out. `chosen` for its article
 * are those that stand outside of it.
 */
export function fillIn(
  body: Unpictured,
  chosen: Chosen,
  known: ReadonlyMap<string, Picture>,
): Body {
  const { lead, card } = chosen
  const found = lead && known.get(lead.picture)
  const drawn = found ? leadOf(found, lead) : null
  let isFirst = !drawn
  const filled = (_: string, hash: string, attributes: string) => {
    const picture = known.get(hash)
    if (!picture) return ''
    const shown = imageOf(picture, attributes, isFirst)
    isFirst = false
    return shown
  }
  const html =
    body.pictures.length === 0
      ? body.html
      : body.html
          .replace(IN_FIGURE, (whole, hash: string) => (known.has(hash) ? whole : ''))
          .replace(ALONE, filled)
  const files = body.images.flatMap((address) => {
    const hash = address.startsWith(FOLDER) ? address.slice(FOLDER.length) : null
    if (hash === null || !HASH.test(hash)) return [address]
    const picture = known.get(hash)
    return picture ? [pathOf(hash, usualFile(picture))] : []
  })
  const first = drawn ? [pathOf(drawn.hash, usualFile(drawn))] : []
  const images =
    body.pictures.length === 0 && first.length === 0
      ? body.images
      : withinBudget([...new Set([...first, ...files])])
  return {
    ...body,
    html: html.trim(),
    images,
    lead: drawn,
    card: card === null ? null : (known.get(card) ?? null),
    pictures: usesOf(body, chosen, known),
  }
}

/** What the article uses, as it is drawn: what is not there, it does not. */
function usesOf(
  { pictures }: Unpictured,
  { lead, card }: Chosen,
  known: ReadonlyMap<string, Picture>,
): Shown[] {
  const named = [
    ...pictures,
    ...(lead ? [{ hash: lead.picture, hasAlt: lead.alt !== null }] : []),
    // Nobody sees it on a page: there is nothing to say of it there.
    ...(card ? [{ hash: card, hasAlt: true }] : []),
  ]
  const uses = new Map<string, Shown>()
  for (const { hash, hasAlt } of named) {
    const picture = known.get(hash)
    if (!picture) continue
    const isSaid = (hasAlt || picture.alt !== null) && (uses.get(hash)?.hasAlt ?? true)
    uses.set(hash, { hash, hasAlt: isSaid })
  }
  return [...uses.values()]
}

function imageOf(picture: Picture, attributes: string, isFirst: boolean): string {
  const usual = usualFile(picture)
  const srcset = srcsetOf(picture)
  const names = attributes.replace(/="[^"]*"/g, '').split(' ')
  const alt = names.includes('alt')
  const isLazy = names.includes('loading')
  // What comes first is likely in view, unless a lead picture stands above it.
  const others = isFirst || isLazy ? '' : ' loading="lazy"'
  return [
    `<img src="${pathOf(picture.hash, usual)}"`,
    srcset && ` srcset="${srcset}" sizes="${SIZES}"`,
    ` width="${usual.width}" height="${usual.height}"`,
    alt ? '' : ` alt="${escaped(picture.alt ?? '')}"`,
    attributes,
    others,
    isFirst && !isLazy ? ' fetchpriority="high"' : '',
    '>',
  ].join('')
}

const escaped = (text: string) => text.replaceAll('&', '&#x26;').replaceAll('"', '&#x22;')
