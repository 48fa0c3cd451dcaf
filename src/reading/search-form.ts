/** The search form, as it stands on the search page and on pages for what is not there. */
import { html } from 'hono/html'
import { paths, type Site } from '../site'
import type { Html } from './layout'
import { say, wordsFor } from './words'

/** `attributes` are more of the field's own; `choice` stands between the field and the button. */
export function searchForm(site: Site, attributes: Html | '' = '', choice: Html | '' = ''): Html {
  const words = wordsFor(site.language)
  return html`<form class="search" role="search" action="${paths.search}">
<input type="search" name="q"${attributes} required aria-label="${words.searchField}">
${choice}<button>${say(site.language, words.search)}</button>
</form>`
}
