/** The parts of an article's form that are about pictures. */
import { html } from 'hono/html'
import { type DeskContext, wordsFor } from '../context'
import { line } from '../fields'
import type { Html } from '../layout'
import { type Known, thumbnailOf } from './known'
import type { Aside } from './sent'
import type { Field, Typed } from './typed'
import { WORDS } from './words'

/** A picture to send with the form, or by itself before it is saved. */
export function picturePart(c: DeskContext, aside: Aside): Html {
  const words = wordsFor(c, WORDS)
  const { pictureAlt, pictureDecorates, place } = aside
  const isBegun = pictureAlt !== '' || pictureDecorates || place === 'body'
  const checked = (is: boolean) => (is ? html` checked` : '')
  return html`<details class="part"${isBegun ? html` open` : ''}><summary>${words.addPicture}</summary>
<div class="field"><label for="picture">${words.chooseFile}</label>
<input id="picture" name="picture" type="file" accept="image/*"></div>
${line({ name: 'pictureAlt', label: words.pictureAlt, hint: words.pictureAltHint, value: pictureAlt })}
<label class="choice"><input type="checkbox" name="pictureDecorates" value="yes"${checked(pictureDecorates)}>${words.decorates}</label>
<fieldset class="field"><legend>${words.place}</legend>
<label class="choice"><input type="radio" name="place" value="lead"${checked(place === 'lead')}>${words.placeLead}</label>
<label class="choice"><input type="radio" name="place" value="body"${checked(place === 'body')}>${words.placeBody}</label></fieldset>
<p class="buttons"><button name="do" value="add-picture" formnovalidate>${words.addPicture}</button></p>
</details>`
}

/** The lead picture: none, the present one or one of the newest. */
export function leadPart(
  c: DeskContext,
  typed: Typed,
  { pictures }: Known,
  of: (name: Field, label: string, hint?: string | null) => Parameters<typeof line>[0],
): Html {
  const words = wordsFor(c, WORDS)
  const { beside, fault } = of('lead', words.lead)
  if (pictures.length === 0 && typed.lead === '') return html``
  const isListed = pictures.some(({ hash }) => hash === typed.lead)
  return html`<details class="part"${typed.lead === '' && !fault ? '' : html` open`}><summary>${words.lead}</summary>
<fieldset class="field" id="lead"${fault ? html` aria-describedby="lead-fault"` : ''}><legend class="unseen">${words.lead}</legend>
<div class="thumbnails">
<label class="choice"><input type="radio" name="lead" value=""${typed.lead === '' ? html` checked` : ''}>${words.noLead}</label>
${typed.lead !== '' && !isListed ? html`<label class="choice"><input type="radio" name="lead" value="${typed.lead}" checked>${words.leadChosen}</label>` : ''}
${pictures.map(
  (picture) =>
    html`<label><input type="radio" name="lead" value="${picture.hash}"${picture.hash === typed.lead ? html` checked` : ''}><img src="${thumbnailOf(picture)}" alt="${picture.alt || picture.hash.slice(0, 8)}" loading="lazy"></label>`,
)}
</div>
${fault ? html`<p class="fault" id="lead-fault">${fault}</p>` : ''}${beside ?? ''}</fieldset>
<div class="fields">
${line(of('leadAlt', words.leadAlt, words.leadAltHint))}
${line(of('leadCaption', words.leadCaption))}
</div>
<label class="choice"><input type="checkbox" name="leadDecorates" value="yes"${typed.leadDecorates === 'yes' ? html` checked` : ''}>${words.decorates}</label>
</details>`
}
