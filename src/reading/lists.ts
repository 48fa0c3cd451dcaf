/** Pages that list articles: the home page and the sections. */
import { html } from 'hono/html'
import type { ListedArticle } from '../articles/article'
import { selectSection, toSection } from '../articles/sections'
import { selectNewest, selectNewestOfSection, toArticles } from '../articles/store'
import { toLocal } from '../articles/time'
import type { Page } from '../delivery/pages'
import { pageNames, paths, type Site } from '../site'
import { selectFrame, toFrame } from './frame'
import { differing, HTML_HEADERS, type Html, layout } from './layout'
import { wordsFor } from './words'

export const homePage = (site: Site): Page => ({
  name: pageNames.home,
  path: paths.home,
  read: (db) => [selectNewest(db), ...selectFrame(db)],
  render([newest, ...frame]) {
    const words = wordsFor(site.language)
    const articles = toArticles(newest as D1Result)
    const body = layout(site, toFrame(frame), {
      title: site.name,
      description: site.description,
      path: paths.home,
      main: html`<h2 class="unseen">${words.latest}</h2>
${list(site, articles, { hasLead: true })}`,
    })
    return { status: 200, headers: HTML_HEADERS, body }
  },
})

export const sectionPage = (site: Site, slug: string): Page => ({
  name: pageNames.section(slug),
  path: paths.section(slug),
  read: (db) => [selectSection(db, slug), selectNewestOfSection(db, slug), ...selectFrame(db)],
  render([found, newest, ...frame]) {
    const section = toSection(found as D1Result)
    if (!section) return null
    const body = layout(site, toFrame(frame), {
      title: section.name,
      description: `${section.name} - ${site.name}`,
      path: paths.section(slug),
      trail: [{ name: section.name, path: paths.section(slug) }],
      main: html`<h1 class="page-title">${section.name}</h1>
${list(site, toArticles(newest as D1Result))}`,
    })
    return { status: 200, headers: HTML_HEADERS, body }
  },
})

function list(site: Site, articles: ListedArticle[], { hasLead = false } = {}): Html {
  if (articles.length === 0) return html`<p class="quiet">${wordsFor(site.language).noArticles}</p>`
  return html`<ol class="list">
${articles.map((article, i) => entry(site, article, hasLead && i === 0))}
</ol>`
}

function entry(site: Site, article: ListedArticle, isLead: boolean): Html {
  const { section, publishedAt } = article
  const time = toLocal(publishedAt ?? 0, site.timeZone)
  const lang = differing(site, article.language ?? site.language)
  return html`<li${isLead ? html` class="lead"` : ''}>
<h2${lang}><a href="${paths.article(article.slug)}">${article.title}</a></h2>
<p${lang}>${article.excerpt}</p>
<p class="facts quiet"><a href="${paths.section(section.slug)}">${section.name}</a> <time datetime="${time.iso}">${time.text.slice(0, 16)}</time></p>
</li>
`
}
