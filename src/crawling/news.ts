/**
 * The news sitemap (Google News): what was published within 48 hours, by the site's clock. Up to
 * 1,000 articles are one file. More are an index of files that go by sequence number, so that an
 * article stays in its file until it is news no longer.
 */
import { html } from 'hono/html'
import type { Article } from '../articles/article'
import {
  NEWS_FILE_LENGTH,
  selectNews,
  selectNewsFile,
  selectNewsFiles,
  toNewsFiles,
} from '../articles/news'
import { toArticles } from '../articles/store'
import type { Page } from '../delivery/page'
import { absolute, pageNames, paths, type Site } from '../site'
import { isUndetermined } from '../site/language'
import { toLocal } from '../time'
import { sitemapindex, urlset, xml } from './xml'

/** `/news-sitemap.xml` at `now`, in UTC seconds. */
export const newsSitemap = (site: Site, now: number): Page => ({
  name: pageNames.newsSitemap,
  path: paths.newsSitemap,
  read: (db) => [selectNews(db, now), selectNewsFiles(db, now)],
  render([news, files]) {
    const articles = toArticles(news as D1Result)
    if (articles.length > NEWS_FILE_LENGTH) {
      const numbers = toNewsFiles(files as D1Result)
      return xml(sitemapindex(numbers.map((n) => `<loc>${site.origin}${paths.newsFile(n)}</loc>`)))
    }
    return xml(urlset(urlsOf(site, articles)))
  },
})

/** `/news-sitemap41.xml`: what is news of the 41st thousand. */
export const newsFile = (site: Site, now: number, number: number): Page => ({
  name: pageNames.newsFile(number),
  edition: pageNames.newsSitemap,
  path: paths.newsFile(number),
  read: (db) => [selectNewsFile(db, now, number)],
  render([news]) {
    const articles = toArticles(news as D1Result)
    return articles.length > 0 ? xml(urlset(urlsOf(site, articles))) : null
  },
})

/** A sitemap must hold something: without news the home page, which is none. */
const urlsOf = (site: Site, articles: Article[]) =>
  articles.length > 0
    ? articles.map((article) => urlOf(site, article)).join('')
    : `<url><loc>${site.origin}${paths.home}</loc></url>\n`

const urlOf = (site: Site, { slug, title, language, publishedAt, images: [image] }: Article) =>
  String(html`<url><loc>${site.origin}${paths.article(slug)}</loc><news:news>
<news:publication><news:name>${site.name}</news:name><news:language>${newsLanguage(language, site)}</news:language></news:publication>
<news:publication_date>${toLocal(publishedAt ?? 0, site.timeZone).iso}</news:publication_date>
<news:title>${title}</news:title>
</news:news>${image === undefined ? '' : html`<image:image><image:loc>${absolute(site, image)}</image:loc></image:image>`}</url>
`)

/**
 * ISO 639, two or three letters, save that Chinese is zh-cn or zh-tw (Google News). It is the language of
 * the publication: the site's, where the article's is not known.
 */
function newsLanguage(own: string | null, site: Site): string {
  const tag = own === null || isUndetermined(own) ? site.language : own
  if (isUndetermined(tag)) return 'und'
  const { language, script } = new Intl.Locale(tag).maximize()
  if (language !== 'zh') return language
  return script === 'Hant' ? 'zh-tw' : 'zh-cn'
}
