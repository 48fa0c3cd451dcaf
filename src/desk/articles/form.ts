/** The page of one article: all its fields, and beside them the page that readers will see. */
import { html } from 'hono/html'
import type { StoredArticle } from '../../articles/store'
import type { Fault } from '../../editing/door/problems'
import { paths, siteOf } from '../../site'
import { toLocal } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { newToken } from '../door/sessions'
import { faultText } from '../faults'
import { choice, line, suggestions, text } from '../fields'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { deskScript } from '../script.gen'
import { COMMON } from '../words'
import { buttons, lockedNote, mayChange } from './buttons'
import { handInState } from './hand-in-part'
import type { Known } from './known'
import { pendingPart } from './pending'
import { cardPart, leadPart, picturePart } from './picture-part'
import { previewPart } from './preview-part'
import { type Aside, NOTHING_ASIDE } from './sent'
import { type Field, fieldAt, keywordFields, type Typed } from './typed'
import { WORDS } from './words'

export interface FormView {
  /** Null for one that is still to be made. */
  article: StoredArticle | null
  typed: Typed
  aside?: Aside
  /** The revision that the form began from; 0 for none. */
  revision: number
  /** The pending draft that it began from, by its version; empty for none. */
  draft?: string
  /** The versions of the working copy that the text is, and that it follows. */
  copy?: number[]
  /** The version of a text that was saved or discarded just now: nothing has to keep it any more. */
  settled?: number | undefined
  /** Makes two presses of a button one. */
  once?: string
  known: Known
  faults?: Fault[]
  /** Stands at the top: what went wrong, or what was done. */
  notice?: Html | null
  /** Stands below fields: what somebody else made of them. */
  beside?: Partial<Record<Field, Html>>
  /** What an editor had begun to say to who handed it in. */
  reply?: string
  status?: number
}

/** The page. What is wrong with a field stands at it, and the rest at the top. */
export function articlePage(c: DeskContext, view: FormView): Response {
  const words = wordsFor(c, WORDS)
  const { article, typed } = view
  const main = html`${view.notice ?? ''}
${elsewhere(c, view.faults ?? [])}
${article ? pendingPart(c, article, view.known.draft) : ''}
${article ? handInState(c, article, view.known.handIn, view.reply ?? '') : ''}
<div class="beside">
${form(c, view)}
${previewPart(c, article)}
</div>`
  return page(c, {
    title: typed.title.trim() || (article ? words.untitled : words.newTitle),
    at: article ? deskPaths.articles : deskPaths.newArticle,
    ...(article ? { actions: actions(c, article, view.known.writer) } : {}),
    main,
    scripts: [deskScript],
    isWide: true,
    status: view.status ?? 200,
  })
}

function actions(c: DeskContext, article: StoredArticle, writer: string | null): Html {
  const words = wordsFor(c, WORDS)
  const { statuses } = wordsFor(c, COMMON)
  const { timeZone } = siteOf(c.env)
  const at = toLocal(article.updatedAt, timeZone).text.slice(0, 16)
  const isOut = article.status === 'published'
  return html`<p class="facts"><strong class="status ${article.status}">${statuses[article.status]}</strong>
<span>${words.revision(article.revision)}</span>
<span>${words.changedBy(writer ?? '', at)}</span>
<a href="${deskPaths.revisions(article.id)}">${words.revisions}</a>
${isOut ? html`<a href="${paths.article(article.slug)}">${words.seePage}</a>` : ''}</p>`
}

/** Faults of no field that the form has. */
function elsewhere(c: DeskContext, faults: Fault[]): Html {
  if (faults.length === 0) return html``
  const loose = faults.filter(({ field }) => fieldAt(field) === null)
  return html`<div class="alarm" role="alert"><p><strong>${wordsFor(c, COMMON).wrong}</strong></p>
<ul>${faults.map((fault) => {
    const field = loose.includes(fault) ? null : fieldAt(fault.field)
    const said = faultText(c.var.language, fault.detail)
    return html`<li>${field ? html`<a href="#${field}">${said}</a>` : said}</li>`
  })}</ul></div>`
}

/** What the desk's script has to know of the form. */
function forScript(c: DeskContext, { article, settled }: FormView): Html {
  const { language, pictures, timeZone } = siteOf(c.env)
  return html` data-article="${article ? String(article.id) : ''}" data-person="${String(c.var.person.editor.keyId)}" data-site-language="${language}" data-pictures="${pictures.join(' ')}" data-zone="${timeZone}"${settled ? html` data-settled="${String(settled)}"` : ''}`
}

function form(c: DeskContext, view: FormView): Html {
  const words = wordsFor(c, WORDS)
  const { article, typed, known, revision, aside = NOTHING_ASIDE } = view
  const faultOf = (name: Field) =>
    (view.faults ?? [])
      .filter(({ field }) => fieldAt(field) === name)
      .map(({ detail }) => faultText(c.var.language, detail))
      .join(' ') || null
  const of = (name: Field, label: string, hint: string | null = null, attributes?: Html) => ({
    name,
    label,
    hint,
    value: String(typed[name]),
    fault: faultOf(name),
    beside: view.beside?.[name] ?? null,
    ...(attributes ? { attributes } : {}),
  })
  const isOpen = (
    ['slug', 'language', 'author', 'sourceName', 'sourceUrl', 'summary', 'formerAddresses'] as const
  ).some((name) => faultOf(name) || view.beside?.[name])
  // The first button of a form is what Enter presses.
  const locked = mayChange(c, article) ? '' : html` disabled`
  const zone = siteOf(c.env).timeZone
  return html`<form method="post" action="${article ? deskPaths.article(article.id) : deskPaths.articles}" enctype="multipart/form-data" id="article"${forScript(c, view)}>
<input type="hidden" name="revision" value="${String(revision)}">
<input type="hidden" name="draft" value="${view.draft ?? ''}">
<input type="hidden" name="copy" value="${(view.copy ?? []).join(' ')}">
<input type="hidden" name="once" value="${view.once || newToken()}">
<button class="unseen" name="do" value="save" tabindex="-1" aria-hidden="true"${locked}>${words.save}</button>
${lockedNote(c, article)}<fieldset class="all"${locked}>
${line(of('title', words.title, null, html` type="text" dir="auto" required autocomplete="off"`))}
<div class="fields">
${section(c, view, of('section', words.section))}
${choice(
  of('format', words.format),
  Object.entries(words.formats).map(([value, text]) => ({ value, text })),
)}
</div>
${text(of('body', words.body, typed.format === 'markdown' ? words.bodyHint : null, html` dir="auto"`), 20)}
${picturePart(c, aside)}
${leadPart(c, typed, known, of)}
${cardPart(c, typed, known, of)}
${keywords(c, typed, faultOf('keywords'), view.beside?.keywords)}
<details class="part"${isOpen ? html` open` : ''}><summary>${words.details}</summary>
${text(of('summary', words.summary, words.summaryHint, html` dir="auto"`), 3)}
<div class="fields">
${line(of('author', words.author, null, html` type="text" list="authors" autocomplete="off"`))}
${line(of('sourceName', words.source, null, html` type="text" list="sources" autocomplete="off"`))}
${line(of('sourceUrl', words.sourceUrl, null, html` type="text" inputmode="url" autocomplete="off"`))}
${line(of('language', words.language, words.languageHint, html` type="text" autocomplete="off" autocapitalize="off"`))}
</div>
${line(of('slug', words.slug, words.slugHint, html` type="text" autocomplete="off" autocapitalize="off" spellcheck="false"`))}
${text(of('formerAddresses', words.formerAddresses, words.formerAddressesHint, html` autocapitalize="off" spellcheck="false"`), 2)}
${article?.status === 'published' || article?.status === 'withdrawn' ? line(of('publishedAt', words.publishedAt, words.publishedAtHint(zone), html` type="datetime-local" step="1"`)) : ''}
</details>
${suggestions('authors', known.authors)}${suggestions('sources', known.sources)}${suggestions('keywords-in-use', known.keywords)}
</fieldset>
${buttons(c, article, of('publishAt', words.publishAt, words.publishAtHint(zone), html` type="datetime-local"`), aside.note)}
</form>`
}

function section(c: DeskContext, { known, typed }: FormView, field: Parameters<typeof choice>[0]) {
  const words = wordsFor(c, WORDS)
  if (known.sections.length === 0) return html`<p class="alarm">${words.noSections}</p>`
  const options = known.sections.map(({ slug, name }) => ({ value: slug, text: name }))
  // One that is not among them must not turn into the first.
  const isKnown = options.some(({ value }) => value === typed.section)
  const other = { value: typed.section, text: typed.section || words.chooseSection }
  return choice(field, isKnown ? options : [other, ...options])
}

function keywords(c: DeskContext, typed: Typed, fault: string | null, beside?: Html): Html {
  const words = wordsFor(c, WORDS)
  return html`<fieldset class="field" aria-describedby="keywords-hint${fault ? ' keywords-fault' : ''}"><legend>${words.keywords}</legend>
<div class="keywords" id="keywords">${keywordFields(typed.keywords).map(
    (keyword, i) =>
      html`<input type="text" name="keywords" value="${keyword}" list="keywords-in-use" autocomplete="off" aria-label="${words.keyword(i + 1)}"${fault ? html` aria-invalid="true"` : ''}>`,
  )}</div>
${fault ? html`<p class="fault" id="keywords-fault">${fault}</p>` : ''}
<p class="hint" id="keywords-hint">${words.keywordsHint}</p>${beside ?? ''}</fieldset>`
}
