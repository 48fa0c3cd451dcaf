/** Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, with the same items in each. */
import { tagsIn } from '../articles/markup'
import { type FedArticle, selectFed, toFed } from '../articles/newest'
import { selectDescribed, toDescribed } from '../articles/sections'
import type { Page } from '../delivery/pages'
import { absolute, type FeedFormat, pageNames, paths, type Site } from '../site'

/** A feed, of the site or of one of its sections. */
interface Feed {
  title: string
  /** Perhaps empty. */
  description: string
  home: string
  self: string
  items: Item[]
}

/** Dates are instants; `html` is the whole text, with absolute addresses, where there is room for it. */
interface Item {
  id: string
  url: string
  title: string
  summary: string
  html: string | null
  author: string | null
  categories: string[]
  language: string
  image: string | null
  publishedAt: Date
  updatedAt: Date
}

type Library = typeof import('./library')

/** A feed of the newest articles, of one section where it is given. */
export const feedPage = (site: Site, format: FeedFormat, section: string | null): Page => ({
  name: pageNames.feedFile(format, section),
  edition: pageNames.feedOf(section),
  path: paths.feed(format, section),
  read: (db) => [selectFed(db, section), selectDescribed(db, section ?? '')],
  async render([articles, sections]) {
    const found = toDescribed(sections as D1Result)
    if (section !== null && !found) return null
    const feed: Feed = {
      title: found ? `${found.name} - ${site.name}` : site.name,
      description: found?.description ?? site.description,
      home: site.origin + (section === null ? paths.home : paths.section(section)),
      self: site.origin + paths.feed(format, section),
      items: (await toFed(articles as D1Result)).map((article) => itemOf(site, article)),
    }
    // Evaluated by the first request for a feed: readers of pages do not pay for it.
    const library = await import('./library')
    const { type, write } = FORMATS[format]
    return {
      status: 200,
      headers: { 'Content-Type': `${type}; charset=utf-8`, 'X-Robots-Tag': 'noindex' },
      body: write(library, site, feed),
    }
  },
})

/** A root address in a tag: readers of feeds see it elsewhere. */
const FROM_ROOT = / (href|src|cite)="\/(?!\/)/g

function withOrigin(html: string, origin: string): string {
  const pieces: string[] = []
  let end = 0
  for (const tag of tagsIn(html)) {
    const shown = html.slice(tag.start, tag.end)
    pieces.push(html.slice(end, tag.start), shown.replace(FROM_ROOT, ` $1="${origin}/`))
    end = tag.end
  }
  return pieces.join('') + html.slice(end)
}

const itemOf = (site: Site, article: FedArticle): Item => ({
  id: idOf(site, article),
  url: site.origin + paths.article(article.slug),
  title: article.title,
  summary: article.excerpt,
  html: article.html === null ? null : withOrigin(article.html, site.origin),
  author: article.author,
  categories: [article.section.name, ...article.keywords],
  language: article.language ?? site.language,
  image: article.images[0] === undefined ? null : absolute(site, article.images[0]),
  publishedAt: new Date((article.publishedAt ?? 0) * 1000),
  updatedAt: new Date(article.updatedAt * 1000),
})

/** A tag URI (RFC 4151): the same whatever becomes of the slug. */
function idOf(site: Site, { id, createdAt }: FedArticle): string {
  const date = new Date(createdAt * 1000).toISOString().slice(0, '2026-11-22'.length)
  return `tag:${new URL(site.origin).hostname},${date}:articles/${id}`
}

/** When the newest change was made. An empty feed has not changed since 1970. */
const updatedAt = ({ items }: Feed) =>
  new Date(Math.max(0, ...items.map((item) => item.updatedAt.getTime())))

const linksOf = (site: Site, feed: Feed, type: string) => [
  { href: feed.self, rel: 'self', type },
  ...(site.hub ? [{ href: site.hub, rel: 'hub' }] : []),
]

type Writer = (library: Library, site: Site, feed: Feed) => string

const rss: Writer = ({ generateRssFeed }, site, feed) =>
  generateRssFeed({
    title: feed.title,
    link: feed.home,
    description: feed.description || feed.title,
    language: site.language,
    lastBuildDate: updatedAt(feed),
    atom: { links: linksOf(site, feed, FORMATS.rss.type) },
    items: feed.items.map((item) => ({
      title: item.title,
      link: item.url,
      description: item.summary,
      guid: { value: item.id, isPermaLink: false },
      pubDate: item.publishedAt,
      categories: item.categories.map((name) => ({ name })),
      ...(item.html === null ? {} : { content: { encoded: item.html } }),
      atom: { updated: item.updatedAt },
      ...(item.author ? { dc: { creators: [item.author] } } : {}),
    })),
  })

const atom: Writer = ({ generateAtomFeed }, site, feed) =>
  generateAtomFeed({
    id: feed.self,
    title: { value: feed.title },
    ...(feed.description ? { subtitle: { value: feed.description } } : {}),
    updated: updatedAt(feed),
    xml: { lang: site.language },
    authors: [{ name: site.name, uri: site.origin + paths.home }],
    links: [
      { href: feed.home, rel: 'alternate', type: 'text/html' },
      ...linksOf(site, feed, FORMATS.atom.type),
    ],
    entries: feed.items.map((item) => ({
      id: item.id,
      title: { value: item.title },
      links: [{ href: item.url, rel: 'alternate', type: 'text/html' }],
      published: item.publishedAt,
      updated: item.updatedAt,
      summary: { value: item.summary },
      ...(item.html === null ? {} : { content: { type: 'html', value: item.html } }),
      categories: item.categories.map((term) => ({ term })),
      xml: { lang: item.language },
      ...(item.author ? { authors: [{ name: item.author }] } : {}),
    })),
  })

const json: Writer = ({ generateJsonFeed }, site, feed) =>
  JSON.stringify({
    // Required, but the library leaves out what is empty.
    items: [],
    ...(generateJsonFeed({
      title: feed.title,
      home_page_url: feed.home,
      feed_url: feed.self,
      ...(feed.description ? { description: feed.description } : {}),
      language: site.language,
      authors: [{ name: site.name, url: site.origin + paths.home }],
      ...(site.hub ? { hubs: [{ type: 'WebSub', url: site.hub }] } : {}),
      items: feed.items.map((item) => ({
        id: item.id,
        url: item.url,
        title: item.title,
        // One of the two is required.
        ...(item.html === null ? { content_text: item.summary } : { content_html: item.html }),
        summary: item.summary,
        date_published: item.publishedAt,
        date_modified: item.updatedAt,
        tags: item.categories,
        language: item.language,
        ...(item.image ? { image: item.image } : {}),
        ...(item.author ? { authors: [{ name: item.author }] } : {}),
      })),
    }) as object),
  })

const FORMATS: Record<FeedFormat, { type: string; write: Writer }> = {
  rss: { type: 'application/rss+xml', write: rss },
  atom: { type: 'application/atom+xml', write: atom },
  json: { type: 'application/feed+json', write: json },
}
