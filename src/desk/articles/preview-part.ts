/** The page that readers will see, beside the form: as wide as a desktop or a phone. */
import { html } from 'hono/html'
import type { StoredArticle } from '../../articles/store'
import { type DeskContext, wordsFor } from '../context'
import type { Html } from '../layout'
import { deskPaths } from '../paths'
import { WORDS } from './words'

/** The frame's name: the form's button for a preview sends what is typed there. */
export const FRAME = 'preview'

/** The saved article, until a preview of something else is asked for. */
export function previewPart(c: DeskContext, article: StoredArticle | null): Html {
  const words = wordsFor(c, WORDS)
  return html`<section class="preview" id="preview" aria-labelledby="preview-title">
<h2 id="preview-title">${words.previewTitle}</h2>
<p class="hint">${article ? words.previewHint : words.previewNew}</p>
<form method="dialog" autocomplete="off"><fieldset class="widths"><legend class="unseen">${words.preview}</legend>
<label class="choice"><input type="radio" name="width" value="wide" checked>${words.wide}</label>
<label class="choice"><input type="radio" name="width" value="phone" class="to-phone">${words.phone}</label></fieldset></form>
<iframe name="${FRAME}" title="${words.previewTitle}" loading="lazy"${article ? html` src="${deskPaths.articlePreview(article.id)}"` : ''}></iframe>
</section>`
}
