/** The links between the pages of a list. */
import { html } from 'hono/html'
import type { List } from '../articles/places'
import { BLOCK_LENGTH } from '../articles/places'
import { paths, type Site } from '../site'
import type { Html } from './layout'
import { say, wordsFor } from './words'

/** The number of a list's newest page. */
export const lastBlock = ({ length }: List) => Math.ceil(length / BLOCK_LENGTH)

/** From a first page to the numbered ones; the archive is the other way in. */
export function olderLink(site: Site, path: string, found: List | null): Html {
  const words = wordsFor(site.language)
  const last = found ? lastBlock(found) : 0
  return html`${last > 0 ? html`<a href="${paths.block(path, last)}">${say(site.language, words.older)}</a>` : ''}
<a href="${paths.archive}">${say(site.language, words.archive)}</a>`
}

/** A full page only ever gains the link to the page after it. */
export function neighbours(site: Site, path: string, found: List, number: number): Html {
  const words = wordsFor(site.language)
  const newer = number < lastBlock(found) ? paths.block(path, number + 1) : path
  return html`<nav class="pages" aria-label="${words.pages}">
<a href="${newer}">${say(site.language, words.newer)}</a>
${number > 1 ? html`<a href="${paths.block(path, number - 1)}">${say(site.language, words.older)}</a>` : ''}
<a href="${paths.archive}">${say(site.language, words.archive)}</a>
</nav>`
}
