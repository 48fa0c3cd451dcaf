/** Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, with the same items in each. */
import { withoutTitle } from '../articles/headline'
import { withoutLead } from '../articles/lead'
import { type FedArticle, selectFed, toFed } from '../articles/newest'
import { type Lead, pathOf, type Size, usualFile } from '../articles/picture'
import { selectDescribed, toDescribed } from '../articles/sections'
import { bringTexts } from '../articles/texts/bring'
import type { Page } from '../delivery/page'
import { absolute, type FeedFormat, pageNames, paths, type Site } from '../site'
import { directionIn, isUndetermined } from '../site/language'
import { type Feed, FORMATS, type Item, type ItemPicture } from './feed-formats'
import { forElsewhere, toAttribute, toHtml } from './feed-text'

/** A feed of the newest articles, of one section where it is given. */
export const feedPage = (site: Site, format: FeedFormat, section: string | null): Page => ({
  name: pageNames.feedFile(format, section),
  edition: pageNames.feedOf(section),
  path: paths.feed(format, section),
  read: (db) => [selectFed(db, section), selectDescribed(db, section ?? '')],
  bring: bringTexts,
  async render([articles, sections]) {
    const found = toDescribed(sections as D1Result)
    if (section !== null && !found) return null
    const { fed, isPartial } = await toFed(articles as D1Result)
    const feed: Feed = {
      title: found ? `${found.name} - ${site.name}` : site.name,
      description: found?.description ?? site.description,
      home: site.origin + (section === null ? paths.home : paths.section(section)),
      self: site.origin + paths.feed(format, section),
      items: fed.map((article) => itemOf(site, article)),
    }
    const { type, write } = FORMATS[format]
    return {
      status: 200,
      headers: { 'Content-Type': `${type}; charset=utf-8`, 'X-Robots-Tag': 'noindex' },
      body: write(site, feed),
      isPartial,
    }
  },
})

function itemOf(site: Site, article: FedArticle): Item {
  const url = site.origin + paths.article(article.slug)
  const { lead, html } = withoutLead(withoutTitle(article.html ?? '', article.title), article.lead)
  const text = (lead ? figureOf(lead) : '') + html
  return {
    id: idOf(site, article),
    url,
    title: article.title,
    summary: article.excerpt,
    html: article.html === null ? null : inItsLanguage(site, article, forElsewhere(text, url)),
    author: article.author,
    categories: [article.section.name, ...article.keywords],
    language: article.language ?? site.language,
    image: article.images[0] === undefined ? null : absolute(site, article.images[0]),
    lead: lead && pictureOf(site, lead),
    publishedAt: new Date((article.publishedAt ?? 0) * 1000),
    updatedAt: new Date(article.updatedAt * 1000),
  }
}

/** The lead picture, where the whole text follows it. */
function figureOf({ hash, files, alt, caption }: Lead): string {
  const usual = usualFile({ files })
  const said = caption === null ? '' : `<figcaption>${toHtml(caption)}</figcaption>`
  return `<figure><img src="${pathOf(hash, usual)}" width="${usual.width}" height="${usual.height}" alt="${toAttribute(alt)}">${said}</figure>\n`
}

/** The same for readers that show it beside the title. */
function pictureOf(site: Site, { hash, files }: Lead): ItemPicture {
  const usual = usualFile({ files })
  const urlOf = (size: Size) => site.origin + pathOf(hash, size)
  const [smallest = usual] = files
  return {
    ...usual,
    url: urlOf(usual),
    small: { ...smallest, url: urlOf(smallest) },
  }
}

/** Readers of feeds set every text as their own page runs: what runs otherwise has to say so itself. */
function inItsLanguage(site: Site, { language }: FedArticle, html: string): string {
  const direction = directionIn(site.language, language, html)
  const isForeign = language !== null && language !== site.language
  if (direction === 'ltr' && !isForeign) return html
  const lang = language ?? site.language
  return `<div${isUndetermined(lang) ? '' : ` lang="${lang}"`} dir="${direction}">${html}</div>`
}

/** A tag URI (RFC 4151): the same whatever becomes of the slug. */
function idOf(site: Site, { id, createdAt }: FedArticle): string {
  const date = new Date(createdAt * 1000).toISOString().slice(0, '2026-11-22'.length)
  return `tag:${new URL(site.origin).hostname},${date}:articles/${id}`
}
