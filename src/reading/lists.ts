/** Pages that list articles: the home page and the sections. */
import { html } from 'hono/html'
import { homeKeys, selectRules, toRules } from '../articles/address-rules'
import type { ListedArticle } from '../articles/article'
import { selectFront } from '../articles/fronts'
import { selectNewest, selectNewestOfSection } from '../articles/newest'
import { selectList, toList } from '../articles/places'
import { selectDescribed, toDescribed } from '../articles/sections'
import { toArticles } from '../articles/store'
import type { Page } from '../delivery/page'
import { pageNames, paths, type Site } from '../site'
import { toLocal } from '../time'
import { selectFrame, toFrame } from './frame'
import { differing, HTML_HEADERS, type Html, layout } from './layout'
import { listTimes } from './page-times'
import { olderLink } from './paging'
import { linkedPicture, type Place } from './pictures'
import { varyBy } from './vary-by'
import { say, wordsFor } from './words'

export const homePage = (site: Site): Page => ({
  name: pageNames.home,
  path: paths.home,
  read: (db) => [
    selectNewest(db),
    selectFront(db, pageNames.home),
    selectList(db, pageNames.home),
    selectRules(db),
    ...selectFrame(db),
  ],
  render([newest, front, listed, rules, ...frame]) {
    const shown = toShown(front as D1Result, newest as D1Result)
    const body = layout(site, toFrame(frame), {
      title: site.name,
      description: site.description,
      path: paths.home,
      head: html`${site.clients.includes('micropub') ? html`<link rel="micropub" href="${paths.micropub}">\n` : ''}${listTimes(site, paths.home, site.name, all(shown))}`,
      main: html`${opening(site, shown, { isHome: true })}
${more(site, paths.home, listed as D1Result)}`,
    })
    const keys = [...homeKeys(toRules(rules as D1Result).rules), ...restRoute(site)]
    return { status: 200, headers: { ...HTML_HEADERS, ...varyBy(keys) }, body }
  },
})

/** Below the home page WordPress REST answers, too: see `app.ts`. */
const restRoute = ({ clients }: Site) => (clients.includes('wordpress') ? ['rest_route'] : [])

export const sectionPage = (site: Site, slug: string): Page => ({
  name: pageNames.section(slug),
  path: paths.section(slug),
  read: (db) => [
    selectDescribed(db, slug),
    selectNewestOfSection(db, slug),
    selectFront(db, pageNames.section(slug)),
    selectList(db, pageNames.section(slug)),
    ...selectFrame(db),
  ],
  render([found, newest, front, listed, ...frame]) {
    const section = toDescribed(found as D1Result)
    if (!section) return null
    const shown = toShown(front as D1Result, newest as D1Result)
    const body = layout(site, toFrame(frame), {
      title: section.name,
      description: section.description ?? `${section.name} - ${site.name}`,
      path: paths.section(slug),
      feedOf: slug,
      head: listTimes(site, paths.section(slug), section.name, all(shown)),
      trail: [{ name: section.name, path: paths.section(slug) }],
      main: html`<h1 class="page-title">${section.name}</h1>${section.description === null ? '' : html`\n<p class="quiet">${section.description}</p>`}
${opening(site, shown, { isHome: false })}
${more(site, paths.section(slug), listed as D1Result)}`,
    })
    return { status: 200, headers: HTML_HEADERS, body }
  },
})

/** The front of a list, and the newest articles that do not stand there. */
interface Opening {
  front: ListedArticle[]
  others: ListedArticle[]
}

function toShown(chosen: D1Result, newest: D1Result): Opening {
  const front = toArticles(chosen)
  const atFront = new Set(front.map(({ id }) => id))
  return { front, others: toArticles(newest).filter(({ id }) => !atFront.has(id)) }
}

const all = ({ front, others }: Opening) => [...front, ...others]

/**
 * The front, with its first article as the lead story, and below it the newest of the others. Where there
 * is no front the newest stand alone, on the home page with a lead story.
 */
function opening(site: Site, { front, others }: Opening, { isHome }: { isHome: boolean }) {
  const latest = html`<h2 class="unseen">${wordsFor(site.language).latest}</h2>\n`
  if (front.length === 0)
    return html`${isHome ? latest : ''}${entries(site, others, { hasLead: isHome })}`
  const below = others.length > 0 ? html`\n${latest}${listOf(site, others, 'below')}` : ''
  return html`${listOf(site, front, 'chosen')}${below}`
}

/** The way from the newest articles to all others. */
const more = (site: Site, path: string, listed: D1Result) =>
  html`<nav class="pages" aria-label="${wordsFor(site.language).pages}">
${olderLink(site, path, toList(listed))}
</nav>`

/** Articles as an ordered list. */
export function entries(site: Site, articles: ListedArticle[], { hasLead = false } = {}): Html {
  if (articles.length === 0)
    return html`<p class="quiet">${say(site.language, wordsFor(site.language).noArticles)}</p>`
  return listOf(site, articles, hasLead ? 'led' : 'plain')
}

/** An article as an entry shows it. Search marks parts of title and excerpt. */
type Shown = Omit<ListedArticle, 'title' | 'excerpt'> & {
  title: string | Html
  excerpt: string | Html
}

/** How many stories stand beside a lead story that has a picture, where there is room. */
const BESIDE = 3

/** A list with a lead story, be it the front that editors chose; one below that; or neither. */
type Kind = 'led' | 'chosen' | 'below' | 'plain'

/** Entries, the first as the lead story if there is one. Pictures out of view are asked for later. */
export function listOf(site: Site, articles: Shown[], kind: Kind = 'plain'): Html {
  const hasLead = kind === 'led' || kind === 'chosen'
  const first = kind === 'below' ? -1 : articles.findIndex(({ lead }) => lead)
  const isFront = hasLead && first === 0 && articles.length > 1
  const kindOf = (i: number) => {
    if (hasLead && i === 0) return 'lead'
    return isFront && i <= BESIDE ? 'beside' : null
  }
  const placeOf = (i: number) => {
    if (i !== first) return 'further'
    return hasLead && i === 0 ? 'front' : 'first'
  }
  return html`<ol class="list${isFront ? ' front' : hasLead ? ' led' : ''}${kind === 'chosen' ? ' chosen' : ''}">
${articles.map((article, i) => entry(site, article, kindOf(i), placeOf(i)))}
</ol>`
}

/** An article in a list. */
function entry(site: Site, article: Shown, kind: string | null, place: Place): Html {
  const { section, publishedAt, lead, language } = article
  const path = paths.article(article.slug)
  const time = toLocal(publishedAt ?? 0, site.timeZone)
  return html`<li${kind === null ? '' : html` class="${kind}"`}>
${lead ? linkedPicture(path, lead, place) : ''}<h2${differing(site, language, String(article.title))}><a href="${path}">${article.title}</a></h2>
<p${differing(site, language, String(article.excerpt))}>${article.excerpt}</p>
<p class="facts quiet"><a href="${paths.section(section.slug)}">${section.name}</a> <time datetime="${time.iso}">${time.text.slice(0, 16)}</time></p>
</li>
`
}
