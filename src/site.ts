/** The site's identity, every URL it has, and what its pages are called in D1 and in KV. */
import { type Appearance, type AppearanceVars, readAppearance } from './site/appearance'
import { type Client, readClients } from './site/clients'
import { readContentSignal } from './site/content-signal'
import { readDatabaseLimit } from './site/databases'
import { readOrigin } from './site/origin'
import { readLanguage } from './site/registered'

/** What `wrangler.toml` says about the newsroom. */
export type SiteVars = Pick<
  Env,
  | 'SITE_URL'
  | 'SITE_NAME'
  | 'SITE_DESCRIPTION'
  | 'SITE_LANGUAGE'
  | 'SITE_TIME_ZONE'
  | 'SITEMAP_CAPACITY'
> &
  Partial<AppearanceVars> & {
    SITE_LLMS?: string
    SITE_CONTENT_SIGNAL?: string
    WEBSUB_HUB?: string
    CLIENTS?: string
    DATABASE_MB?: string
  }

/** The site's identity. Everything rendered takes it from here, never from the request. */
export interface Site extends Appearance {
  /** Scheme and host, without a final slash: the start of every absolute URL. */
  origin: string
  name: string
  description: string
  language: string
  timeZone: string
  /** Articles in a sitemap opened from now on. */
  sitemapCapacity: number
  /** What `/llms.txt` says about the newsroom; null when there is no such file. */
  llms: string | null
  /** What robots.txt allows crawlers to do with what they read; null when it says nothing. */
  contentSignal: string | null
  /** The WebSub hub that tells subscribers of the feeds. */
  hub: string | null
  /** The protocols of other people's programs that are answered. */
  clients: Client[]
}

/**
 * A sitemap file ends at 50,000 URLs (sitemaps.org) and at 10 MB (Baidu). An entry takes at most
 * 318 bytes, so 30,000 of them and the home page stay within both.
 */
const MAX_SITEMAP_CAPACITY = 30_000

const known = new WeakMap<SiteVars, Site>()

/** The site these variables describe. Throws a `TypeError` that names the variable at fault. */
export function siteOf(vars: SiteVars): Site {
  const site = known.get(vars) ?? readSite(vars)
  known.set(vars, site)
  return site
}

function readSite(vars: SiteVars): Site {
  const origin = readOrigin(vars.SITE_URL)
  if (origin === null) {
    throw new TypeError('SITE_URL must be a scheme and a host, like https://news.example.com')
  }
  if (!vars.SITE_NAME) throw new TypeError('SITE_NAME must not be empty')
  const sitemapCapacity = Number(vars.SITEMAP_CAPACITY)
  if (
    !(Number.isInteger(sitemapCapacity) && sitemapCapacity > 0) ||
    sitemapCapacity > MAX_SITEMAP_CAPACITY
  ) {
    throw new TypeError(`SITEMAP_CAPACITY must be a whole number from 1 to ${MAX_SITEMAP_CAPACITY}`)
  }
  // Only refused here, when it is wrong: it is on no page, so copies stay good when it changes.
  readDatabaseLimit(vars.DATABASE_MB)
  return {
    origin,
    name: vars.SITE_NAME,
    description: vars.SITE_DESCRIPTION,
    language: registeredLanguage(vars.SITE_LANGUAGE),
    timeZone: vars.SITE_TIME_ZONE,
    sitemapCapacity,
    llms: vars.SITE_LLMS || null,
    contentSignal: readContentSignal(vars.SITE_CONTENT_SIGNAL),
    hub: hubOf(vars),
    clients: readClients(vars.CLIENTS),
    ...readAppearance(vars, origin),
  }
}

/** The hub as feeds name it to everybody: without what we alone reach it with. */
function hubOf({ WEBSUB_HUB: hub }: SiteVars): string | null {
  const url = URL.parse(hub ?? '')
  if (!url || !/^https?:$/.test(url.protocol)) return null
  url.username = ''
  url.password = ''
  return url.href
}

function registeredLanguage(tag: string): string {
  const read = readLanguage(tag)
  if ('fault' in read) throw new TypeError(`SITE_LANGUAGE ${read.fault}`)
  return read.tag
}

/** An address in an article that works anywhere: read as browsers read it on the article's page. */
export const absolute = (site: Site, address: string) =>
  URL.parse(address, site.origin + paths.article(''))?.href ?? address

export type FeedFormat = 'rss' | 'atom' | 'json'

/** What each feed is called, below the page it follows. */
export const FEED_FILES: Record<FeedFormat, string> = {
  rss: 'feed.xml',
  atom: 'atom.xml',
  json: 'feed.json',
}

/** Every path the Worker answers at, percent-encoded ASCII. `site.origin + path` is the URL. */
export const paths = {
  home: '/',
  article: (slug: string) => `/articles/${encodeURIComponent(slug)}`,
  section: (slug: string) => `/sections/${encodeURIComponent(slug)}`,
  keyword: (keyword: string) => `/keywords/${encodeURIComponent(keyword)}`,
  author: (name: string) => `/authors/${encodeURIComponent(name)}`,
  archive: '/archive',
  /** A month like `2024-07`. */
  month: (month: string) => `/archive/${month}`,
  /** The nth page of the list at a path, counted from the oldest. */
  block: (list: string, number: number) => `${list === '/' ? '' : list}/pages/${number}`,
  /** A file of a picture: `file` is its width and its kind, like `640.webp`, or `card.jpg`. */
  picture: (hash: string, file: string) => `/pictures/${hash}/${file}`,
  preview: (token: string) => `/previews/${token}`,
  search: '/search',
  icon: '/favicon.svg',
  robots: '/robots.txt',
  llms: '/llms.txt',
  sitemapIndex: '/sitemap.xml',
  sitemap: (number: number) => `/sitemap${number}.xml`,
  /** The sitemaps of list pages; the first goes without a number. */
  pagesSitemap: (number: number) => `/sitemap-pages${number === 1 ? '' : number}.xml`,
  newsSitemap: '/news-sitemap.xml',
  newsFile: (number: number) => `/news-sitemap${number}.xml`,
  /** The site's feed, or that of a section where one is given. */
  feed: (format: FeedFormat, section: string | null) =>
    `${section === null ? '' : paths.section(section)}/${FEED_FILES[format]}`,
  apiPicture: (hash: string) => `/api/pictures/${hash}`,
  apiArticle: (id: number) => `/api/articles/${id}`,
  apiWebhook: (id: number) => `/api/webhooks/${id}`,
  wordpress: '/wp-json/',
  micropub: '/micropub',
  micropubMedia: '/micropub/media',
  mcp: '/mcp',
  /** Where somebody at the desk lets a program act for them. */
  authorize: '/desk/authorize',
  token: '/oauth/token',
  revocation: '/oauth/revoke',
  introspection: '/oauth/introspect',
  authorizationServer: '/.well-known/oauth-authorization-server',
  /** Followed by the path of what it is about: see RFC 9728, 3.1. */
  protectedResource: '/.well-known/oauth-protected-resource',
  openapi: '/api/openapi.json',
  problem: (name: string) => `/api/problems/${name}`,
}

const articlePrefix = 'article/'
const sectionPrefix = 'section/'
const sitemapPrefix = 'sitemap/'
const blockPrefix = 'block/'
const feed = 'feed'
const sectionFeedPrefix = `${feed}/${sectionPrefix}`
const newsSitemap = 'news-sitemap'
const lists = 'lists'

/** The site's feeds share one edition, and so do a section's. */
const feedOf = (section: string | null) => (section === null ? feed : sectionFeedPrefix + section)

/** What each page is called in `editions` and in KV. The prefixes are for SQL. */
export const pageNames = {
  articlePrefix,
  sectionPrefix,
  sitemapPrefix,
  blockPrefix,
  sectionFeedPrefix,
  /** Not a page but what all pages share: navigation, section names, the list of sitemaps. */
  site: 'site',
  home: 'home',
  robots: 'robots',
  llms: 'llms',
  article: (slug: string) => articlePrefix + slug,
  section: (slug: string) => sectionPrefix + slug,
  keyword: (keyword: string) => `keyword/${keyword}`,
  author: (name: string) => `author/${name}`,
  month: (month: string) => `month/${month}`,
  /** The nth page of a list; `list` is the name of its first. In SQL: `'block/' || n || '/' || list`. */
  block: (list: string, number: number) => `${blockPrefix}${number}/${list}`,
  feed,
  feedOf,
  /** One of the files that share `feedOf`. */
  feedFile: (format: FeedFormat, section: string | null) => `${feedOf(section)}.${format}`,
  newsSitemap,
  /** One of the files that share the edition of `newsSitemap`. */
  newsFile: (number: number) => `${newsSitemap}/${number}`,
  archive: 'archive',
  /** Not a page but which lists there are: the archive and the sitemaps of list pages share it. */
  lists,
  pagesSitemap: (number: number) => `${lists}/${number}`,
  /** Not a page but the rules of old addresses: with them changes what there is nothing at. */
  addressRules: 'address-rules',
  sitemapIndex: 'sitemap',
  sitemap: (number: number) => sitemapPrefix + number,
  /** Not a page but all files of a picture, which share a tag at the edge. */
  picture: (hash: string) => `picture/${hash}`,
}

/** No URL exceeds this many bytes: Baidu's limit for a sitemap's `loc`. */
export const MAX_URL_BYTES = 256
/** Kept free for a longer domain name, should the site move one day. */
const RESERVED_ORIGIN_BYTES = 40

/** How many bytes a slug may take, percent-encoded, for its article's URL to stay within limits. */
export function slugBudget(site: Site): number {
  const origin = Math.max(site.origin.length, RESERVED_ORIGIN_BYTES)
  return MAX_URL_BYTES - origin - paths.article('').length
}
