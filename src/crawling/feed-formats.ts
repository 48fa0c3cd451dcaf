/** The formats of feeds, and how each is written. */
import type { Size } from '../articles/picture'
import { type FeedFormat, paths, type Site } from '../site'
import { isUndetermined } from '../site/language'
import { cdata, toHtml, toXml } from './feed-text'

/** A feed, of the site or of one of its sections. */
export interface Feed {
  title: string
  /** Perhaps empty. */
  description: string
  home: string
  self: string
  items: Item[]
}

/** Dates are instants; `html` is the whole text, with whole addresses, where there is room for it. */
export interface Item {
  id: string
  url: string
  title: string
  summary: string
  html: string | null
  author: string | null
  categories: string[]
  language: string
  /** The address of its first picture. */
  image: string | null
  lead: ItemPicture | null
  publishedAt: Date
  updatedAt: Date
}

/** The lead picture; its addresses are whole. */
export interface ItemPicture extends Size {
  url: string
  small: Size & { url: string }
}

type Writer = (site: Site, feed: Feed) => string

/** An element; `content` is finished. */
const element = (name: string, content: string, attributes: Record<string, string> = {}) =>
  `<${name}${attributesOf(attributes)}>${content}</${name}>\n`

const empty = (name: string, attributes: Record<string, string>) =>
  `<${name}${attributesOf(attributes)}/>\n`

const attributesOf = (attributes: Record<string, string>) =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${toXml(value)}"`)
    .join('')

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

/** When the newest change was made. An empty feed has not changed since 1970. */
const updatedAt = ({ items }: Feed) =>
  new Date(Math.max(0, ...items.map((item) => item.updatedAt.getTime())))

const links = (name: string, site: Site, feed: Feed, type: string) =>
  empty(name, { href: feed.self, rel: 'self', type }) +
  (site.hub ? empty(name, { href: site.hub, rel: 'hub' }) : '')

/** https://www.rssboard.org/rss-profile: titles are text, descriptions are HTML. */
const rss: Writer = (site, feed) => {
  const channel = [
    element('title', toXml(feed.title)),
    element('link', toXml(feed.home)),
    element('description', descriptionOf(feed.description || feed.title)),
    isUndetermined(site.language) ? '' : element('language', toXml(site.language)),
    element('lastBuildDate', updatedAt(feed).toUTCString()),
    links('atom:link', site, feed, FORMATS.rss.type),
    ...feed.items.map((item) => element('item', `\n${rssItem(item)}`)),
  ]
  const namespaces = {
    'xmlns:atom': ATOM,
    'xmlns:content': 'http://purl.org/rss/1.0/modules/content/',
    'xmlns:dc': 'http://purl.org/dc/elements/1.1/',
    'xmlns:media': 'http://search.yahoo.com/mrss/',
  }
  return (
    DECLARATION +
    element('rss', `\n${element('channel', `\n${channel.join('')}`)}`, {
      version: '2.0',
      ...namespaces,
    })
  )
}

const rssItem = (item: Item) =>
  [
    element('title', toXml(item.title)),
    element('link', toXml(item.url)),
    element('description', descriptionOf(item.summary)),
    element('guid', toXml(item.id), { isPermaLink: 'false' }),
    element('pubDate', item.publishedAt.toUTCString()),
    ...item.categories.map((name) => element('category', toXml(name))),
    item.author ? element('dc:creator', toXml(item.author)) : '',
    item.html === null ? '' : element('content:encoded', cdata(item.html)),
    item.lead ? mediaOf(item.lead) : '',
    element('atom:updated', item.updatedAt.toISOString()),
  ].join('')

const sizeOf = ({ width, height }: Pick<Size, 'width' | 'height'>) => ({
  width: String(width),
  height: String(height),
})

/** https://www.rssboard.org/media-rss: the picture that goes with an item. */
const mediaOf = ({ url, type, small, ...size }: ItemPicture) =>
  empty('media:content', { url, type, medium: 'image', ...sizeOf(size) }) +
  empty('media:thumbnail', { url: small.url, ...sizeOf(small) })

/** Some readers undo all references at once: those of XML are not made numeric here. */
const descriptionOf = (text: string) => toXml(toHtml(text)).replaceAll('&#x26;', '&amp;')

const ATOM = 'http://www.w3.org/2005/Atom'

const atom: Writer = (site, feed) => {
  const content = [
    element('id', toXml(feed.self)),
    element('title', toXml(feed.title)),
    feed.description ? element('subtitle', toXml(feed.description)) : '',
    element('updated', updatedAt(feed).toISOString()),
    element('author', element('name', toXml(site.name)) + element('uri', site.origin + paths.home)),
    empty('link', { href: feed.home, rel: 'alternate', type: 'text/html' }),
    links('link', site, feed, FORMATS.atom.type),
    ...feed.items.map((item) =>
      element('entry', `\n${atomEntry(item)}`, { 'xml:lang': item.language }),
    ),
  ]
  const attributes = { xmlns: ATOM, 'xml:lang': site.language }
  return DECLARATION + element('feed', `\n${content.join('')}`, attributes)
}

const atomEntry = (item: Item) =>
  [
    element('id', toXml(item.id)),
    element('title', toXml(item.title)),
    empty('link', { href: item.url, rel: 'alternate', type: 'text/html' }),
    element('published', item.publishedAt.toISOString()),
    element('updated', item.updatedAt.toISOString()),
    item.author ? element('author', element('name', toXml(item.author))) : '',
    ...item.categories.map((term) => empty('category', { term })),
    element('summary', toXml(item.summary)),
    item.html === null ? '' : element('content', cdata(item.html), { type: 'html' }),
  ].join('')

/** https://www.jsonfeed.org/version/1.1/ */
const json: Writer = (site, feed) =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.home,
    feed_url: feed.self,
    ...(feed.description ? { description: feed.description } : {}),
    ...languageOf(site.language),
    authors: [{ name: site.name, url: site.origin + paths.home }],
    ...(site.hub ? { hubs: [{ type: 'WebSub', url: site.hub }] } : {}),
    items: feed.items.map((item) => ({
      id: item.id,
      url: item.url,
      title: item.title,
      // One of the two is required.
      ...(item.html === null ? { content_text: item.summary } : { content_html: item.html }),
      summary: item.summary,
      ...(item.image ? { image: item.image } : {}),
      date_published: item.publishedAt.toISOString(),
      date_modified: item.updatedAt.toISOString(),
      ...(item.author ? { authors: [{ name: item.author }] } : {}),
      tags: item.categories,
      ...languageOf(item.language),
    })),
  })

const languageOf = (language: string) => (isUndetermined(language) ? {} : { language })

export const FORMATS: Record<FeedFormat, { type: string; write: Writer }> = {
  rss: { type: 'application/rss+xml', write: rss },
  atom: { type: 'application/atom+xml', write: atom },
  json: { type: 'application/feed+json', write: json },
}
