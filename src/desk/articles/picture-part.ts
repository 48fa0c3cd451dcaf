/** The parts of an article's form that are about pictures. */
import { html } from 'hono/html'
import type { Picture } from '../../articles/picture'
import { siteOf } from '../../site'
import { type DeskContext, wordsFor } from '../context'
import { line } from '../fields'
import type { Html } from '../layout'
import { deskPaths } from '../paths'
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

type FieldOf = (name: Field, label: string, hint?: string | null) => Parameters<typeof line>[0]

/** The lead picture: none, the present one or one of the newest. */
export function leadPart(c: DeskContext, typed: Typed, { pictures }: Known, of: FieldOf): Html {
  const words = wordsFor(c, WORDS)
  const field = of('lead', words.lead)
  if (pictures.length === 0 && typed.lead === '') return html``
  return html`<details class="part"${isUsed(field) ? html` open` : ''}><summary>${words.lead}</summary>
${among(field, pictures, words.noLead, html`${words.leadChosen}`)}
<div class="fields">
${line(of('leadAlt', words.leadAlt, words.leadAltHint))}
${line(of('leadCaption', words.leadCaption))}
</div>
<label class="choice"><input type="checkbox" name="leadDecorates" value="yes"${typed.leadDecorates === 'yes' ? html` checked` : ''}>${words.decorates}</label>
</details>`
}

/**
 * The social card: none, the present one or one of the newest pictures. A script offers to draw one, and is told
 * what else stands on it.
 */
export function cardPart(c: DeskContext, typed: Typed, { pictures }: Known, of: FieldOf): Html {
  const words = wordsFor(c, WORDS)
  const { name, language, accent } = siteOf(c.env)
  const field = of('card', words.card, words.cardHint)
  const chosen = html`<img src="${deskPaths.pictureFile(typed.card)}" alt="" loading="lazy"><span>${words.cardChosen}</span>`
  return html`<details class="part cards" data-site="${name}" data-language="${language}" data-accent="${accent}"${isUsed(field) ? html` open` : ''}><summary>${words.card}</summary>
${among(field, pictures, words.noCard, chosen)}
</details>`
}

type Asked = ReturnType<FieldOf>

const isUsed = ({ value, fault, beside }: Asked) => Boolean(value || fault || beside)

/** A choice among pictures: `none` of them, one that is `chosen` already, and those that are offered. */
function among(
  { name, label, hint, value, fault, beside }: Asked,
  offered: Picture[],
  none: string,
  chosen: Html,
) {
  const isOffered = offered.some(({ hash }) => hash === value)
  const ids = [hint ? `${name}-hint` : '', fault ? `${name}-fault` : ''].filter(Boolean).join(' ')
  const radio = (hash: string) =>
    html`<input type="radio" name="${name}" value="${hash}"${hash === value ? html` checked` : ''}>`
  return html`<fieldset class="field" id="${name}"${ids ? html` aria-describedby="${ids}"` : ''}><legend class="unseen">${label}</legend>
${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : ''}
<div class="thumbnails">
<label class="choice">${radio('')}${none}</label>
${value && !isOffered ? html`<label class="choice">${radio(value)}${chosen}</label>` : ''}
${offered.map(
  (picture) =>
    html`<label>${radio(picture.hash)}<img src="${thumbnailOf(picture)}" alt="${picture.alt || picture.hash.slice(0, 8)}" loading="lazy"></label>`,
)}
</div>
${fault ? html`<p class="fault" id="${name}-fault">${fault}</p>` : ''}${beside ?? ''}</fieldset>`
}
