/** An article's page. */
import { html, raw } from 'hono/html'
import type { Article } from '../articles/article'
import { withoutTitle } from '../articles/headline'
import { withoutLead } from '../articles/lead'
import { unpack } from '../articles/pack'
import { type Earlier, selectEarlier, toEarlier } from '../articles/places'
import { type ReadableArticle, selectReadable, toReadable } from '../articles/store'
import { bringTexts } from '../articles/texts/bring'
import type { Rendering } from '../delivery/copies'
import type { Page } from '../delivery/page'
import { pageNames, paths, type Site } from '../site'
import { directionIn, directionOf } from '../site/language'
import { toLocal } from '../time'
import { gonePage } from './failures'
import { type Frame, selectFrame, toFrame } from './frame'
import { differing, HTML_HEADERS, homeDirection, layout } from './layout'
import { metadata } from './metadata'
import { leadFigure } from './pictures'
import { say, wordsFor } from './words'

export const articlePage = (site: Site, slug: string): Page => ({
  name: pageNames.article(slug),
  path: paths.article(slug),
  isOftenMissing: true,
  read: (db) => [selectReadable(db, slug), selectEarlier(db, slug), ...selectFrame(db)],
  bring: bringTexts,
  async render([found, earlier, ...frameResults]) {
    const article = toReadable(found as D1Result)
    // Before its address is told: where a draft will stand is nobody's business yet.
    if (!article || isHidden(article)) return null
    const { publishedAt } = article
    if (article.slug !== slug) return { ...redirect(site, article.slug), publishedAt }
    const frame = toFrame(frameResults)
    if (article.status === 'withdrawn') return { ...gonePage(site, frame), publishedAt }
    const text = await unpack(article.html)
    const body = renderArticle(site, frame, article, text, toEarlier(earlier as D1Result))
    return { status: 200, headers: HTML_HEADERS, body, publishedAt }
  },
})

/** The article's page that has this name; null for a page of another kind. */
export const articlePageNamed = (site: Site, name: string): Page | null =>
  name.startsWith(pageNames.articlePrefix)
    ? articlePage(site, name.slice(pageNames.articlePrefix.length))
    : null

const isHidden = ({ status }: ReadableArticle) => status === 'draft' || status === 'scheduled'

const redirect = (site: Site, slug: string): Rendering => ({
  status: 301,
  headers: { Location: site.origin + paths.article(slug) },
  body: '',
})

/** A page that readers do not see yet: it is kept out of indexes, and may have no date. */
export interface Preview {
  /** Until when its link is good, in UTC seconds: it says so. Null at the desk, which has no link. */
  until: number | null
}

/** The page of an article, or a preview of it. */
export function renderArticle(
  site: Site,
  frame: Frame,
  article: ReadableArticle,
  body: string,
  earlier: Earlier[],
  preview: Preview | null = null,
): string {
  const words = wordsFor(site.language)
  const { section, keywords, author, source } = article
  const moment = article.publishedAt ?? article.publishAt
  const time = moment === null ? null : toLocal(moment, site.timeZone)
  const isPreview = preview !== null
  const { lead, html: text } = withoutLead(withoutTitle(body, article.title), article.lead)
  return layout(site, frame, {
    title: isPreview ? words.previewTitle(article.title) : article.title,
    language: article.language,
    description: article.excerpt,
    path: isPreview ? null : paths.article(article.slug),
    head: html`${keywords.length > 0 ? html`<meta name="keywords" content="${keywords.join(',')}">` : ''}
${author ? html`<meta name="author" content="${author}">` : ''}
${isPreview ? '' : metadata(site, article)}`,
    ...(preview?.until != null ? { notice: notice(site, article, preview.until) } : {}),
    trail: [{ name: section.name, path: paths.section(section.slug) }],
    main: html`<article${directed(site, article)}>
<header class="headline">
<h1${undirected(site, article, article.title)}>${article.title}</h1>
<div class="facts quiet"${homely(site, article)}>
${time ? html`<time datetime="${time.iso}">${time.text}</time>` : ''}
${author ? html`<span>${say(site.language, words.author)}<a href="${paths.author(author)}">${author}</a></span>` : ''}
${body.includes('<rt') ? pinyinSwitch(site) : ''}
</div>
</header>
${lead ? leadFigure(lead, undirected(site, article, lead.caption ?? '')) : ''}
<div class="body"${undirected(site, article, body)}>
${raw(text)}
</div>
<footer class="imprint quiet"${homely(site, article)}>
${source ? html`<p>${say(site.language, words.source)}${source.url ? html`<a href="${source.url}" rel="external noopener">${source.name}</a>` : source.name}</p>` : ''}
${keywords.length > 0 ? html`<p class="keywords"><span>${say(site.language, words.keywords)}</span>${keywords.map((keyword) => html`<a href="${paths.keyword(keyword)}">${keyword}</a>`)}</p>` : ''}
</footer>
</article>
${earlier.length > 0 ? earlierPieces(site, earlier) : ''}`,
  })
}

/** The article's own language, and the way it runs if that follows from it. */
const directed = (site: Site, { language }: Article) =>
  isTurned(site, language)
    ? differing(site, language)
    : language === null || language === site.language
      ? ''
      : html` lang="${language}"`

/** Whether the article as a whole runs another way than the page. */
function isTurned(site: Site, language: string | null) {
  const direction = directionOf(language ?? site.language)
  return direction !== 'auto' && direction !== homeDirection(site)
}

/** Where nothing follows, title and text are looked at each by itself: they may be in two languages. */
const undirected = (site: Site, { language }: Article, text: string) =>
  directionIn(site.language, language, text) === 'auto' ? html` dir="auto"` : ''

/** What the newsroom says within an article. */
const homely = (site: Site, { language }: Article) =>
  html` lang="${site.language}"${isTurned(site, language) ? html` dir="${homeDirection(site)}"` : ''}`

/** What a preview says of itself: the state of its article, and how long it can be looked at. */
function notice(site: Site, { status, publishAt }: ReadableArticle, until: number) {
  const words = wordsFor(site.language)
  const at = (moment: number) => toLocal(moment, site.timeZone).text
  const planned = publishAt === null ? words.previewDraft : words.previewPlanned(at(publishAt))
  const state = status === 'published' ? words.previewPublished : planned
  return html`<aside class="notice" aria-label="${words.preview}">
<p>${say(site.language, state + words.previewUntil(at(until)))}</p>
</aside>`
}

/**
 * Hides pinyin, by style alone. `autocomplete` keeps browsers from remembering, and `dialog` from
 * sending anything when a reader presses Enter.
 */
const pinyinSwitch = (site: Site) =>
  html`<form class="switch" method="dialog" autocomplete="off"><label><input type="checkbox" checked>${say(site.language, wordsFor(site.language).pinyin)}</label></form>`

/** The pieces before it in its section: what is published later changes nothing here. */
const earlierPieces = (site: Site, earlier: Earlier[]) =>
  html`<aside class="earlier">
<h2>${say(site.language, wordsFor(site.language).earlier)}</h2>
<ul>
${earlier.map(
  ({ slug, title, language }) =>
    html`<li><a href="${paths.article(slug)}"${differing(site, language, title)}>${title}</a></li>\n`,
)}
</ul>
</aside>`
