/** What an article's page tells search engines and social networks about it. */
import { html } from 'hono/html'
import type {
  BreadcrumbList,
  ImageObject,
  NewsArticle,
  Organization,
  WithContext,
} from 'schema-dts'
import type { Article } from '../articles/article'
import { CARD, type Picture, pathOf, usualFile } from '../articles/picture'
import { absolute, paths, type Site } from '../site'
import { isUndetermined } from '../site/language'
import { toLocal } from '../time'
import { jsonLd, property } from './head'
import type { Html } from './layout'
import { articleTimes } from './page-times'
import { wordsFor } from './words'

/**
 * Metadata for the head of a published article: schema.org's NewsArticle and its way from the front
 * page (Google), Open Graph and Twitter's card, and what Baidu asks for: publication, author and
 * first publication as `meta`, its times as JSON-LD of its own, which 头条 has as `meta`.
 */
export function metadata(site: Site, article: Article): Html {
  const url = site.origin + paths.article(article.slug)
  const published = toLocal(article.publishedAt ?? 0, site.timeZone).iso
  const modified = toLocal(article.updatedAt, site.timeZone).iso
  const { author, source } = article
  const locale = localeOf(article.language ?? site.language)
  const image = imageOf(site, article)
  return html`${property('og:type', 'article')}
${property('og:title', article.title)}
${property('og:description', article.excerpt)}
${property('og:url', url)}
${property('og:site_name', site.name)}
${locale === null ? '' : property('og:locale', locale)}
${image ? Object.entries(image).map(([name, content]) => property(name, content)) : ''}
${property('article:published_time', published)}
${property('article:modified_time', modified)}
${property('article:section', article.section.name)}
${article.keywords.map((keyword) => property('article:tag', keyword))}
${author ? property('article:author', author) : ''}
${source ? property('article:published_first', source.url ? `${source.name}, ${source.url}` : source.name) : ''}
<meta name="twitter:card" content="${image ? 'summary_large_image' : 'summary'}">
${jsonLd(newsArticle(site, article, url))}
${jsonLd(breadcrumbs(site, article, url))}
${articleTimes(site, article)}`
}

/**
 * The image that social networks show, as properties of Open Graph: of the picture that was chosen for it, or
 * of the lead picture; without them the first picture of the text, or the site's card.
 */
function imageOf(site: Site, { card, lead, images }: Article): Record<string, string> | null {
  const picture = card ?? lead
  const [first = site.card] = images
  if (!picture) return first ? { 'og:image': absolute(site, first) } : null
  const { path, type, width, height } = sharedFile(picture)
  return {
    'og:image': site.origin + path,
    'og:image:type': type,
    'og:image:width': String(width),
    'og:image:height': String(height),
    ...(picture.alt ? { 'og:image:alt': picture.alt } : {}),
  }
}

/** What is shared of a picture: its social card, or else the file for whoever does not choose. */
function sharedFile(picture: Picture) {
  if (picture.hasCard) return { ...CARD, path: paths.picture(picture.hash, CARD.file) }
  const usual = usualFile(picture)
  return { ...usual, path: pathOf(picture.hash, usual) }
}

/** As Open Graph writes it: `zh_CN`; null where nobody has told the language. */
function localeOf(tag: string): string | null {
  if (isUndetermined(tag)) return null
  const { language, region } = new Intl.Locale(tag).maximize()
  return region ? `${language}_${region}` : language
}

/** https://developers.google.com/search/docs/appearance/structured-data/article */
function newsArticle(site: Site, article: Article, url: string): WithContext<NewsArticle> {
  const { author, source } = article
  const language = article.language ?? site.language
  const publisher: Organization = {
    '@type': 'Organization',
    name: site.name,
    url: site.origin + paths.home,
  }
  const images = picturesOf(site, article)
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    mainEntityOfPage: url,
    url,
    headline: article.title,
    description: article.excerpt,
    datePublished: toLocal(article.publishedAt ?? 0, site.timeZone).iso,
    dateModified: toLocal(article.updatedAt, site.timeZone).iso,
    author: author
      ? { '@type': 'Person', name: author, url: site.origin + paths.author(author) }
      : publisher,
    publisher,
    articleSection: article.section.name,
    ...(article.keywords.length > 0 ? { keywords: article.keywords } : {}),
    ...(images.length > 0 ? { image: images } : {}),
    ...(source?.url ? { isBasedOn: source.url } : {}),
    ...(isUndetermined(language) ? {} : { inLanguage: language }),
  }
}

/**
 * The addresses of the pictures; of the lead picture, which comes first, what else is known. The card only
 * where there is no other: search engines want photographs rather than words.
 */
function picturesOf(site: Site, { lead, card, images }: Article): (string | ImageObject)[] {
  const addresses = images.map((image) => absolute(site, image))
  if (!lead && card && addresses.length === 0) return [site.origin + sharedFile(card).path]
  if (!lead) return addresses
  const usual = usualFile(lead)
  const url = site.origin + pathOf(lead.hash, usual)
  const size = { width: String(usual.width), height: String(usual.height) }
  const caption = lead.caption === null ? {} : { caption: lead.caption }
  const first: ImageObject = { '@type': 'ImageObject', url, ...size, ...caption }
  return [first, ...addresses.filter((address) => address !== url)]
}

/** https://developers.google.com/search/docs/appearance/structured-data/breadcrumb */
function breadcrumbs(
  site: Site,
  { section, title }: Article,
  url: string,
): WithContext<BreadcrumbList> {
  const way: [name: string, item: string][] = [
    [wordsFor(site.language).home, site.origin + paths.home],
    [section.name, site.origin + paths.section(section.slug)],
    [title, url],
  ]
  return {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    itemListElement: way.map(([name, item], i) => ({
      '@type': 'ListItem',
      position: i + 1,
      name,
      item,
    })),
  }
}
