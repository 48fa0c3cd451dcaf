/**
 * When what a page shows was published and changed, as search engines in China ask for it: Baidu in JSON-LD of its
 * own (落地页时间因子规范, ziyuan.baidu.com/college/articleinfo?id=2210), 头条 in properties of its own
 * (zhanzhang.toutiao.com, 时间因子).
 */
import { html } from 'hono/html'
import type { Article, ListedArticle } from '../articles/article'
import { paths, type Site } from '../site'
import { toLocal } from '../time'
import { jsonLd, property } from './head'
import type { Html } from './layout'

export function articleTimes(site: Site, article: Article): Html {
  const [published, changed] = [article.publishedAt ?? 0, article.updatedAt].map(
    (at) => toLocal(at, site.timeZone).iso,
  ) as [string, string]
  const times = { pubDate: baiduTime(published), upDate: baiduTime(changed) }
  return html`${property('bytedance:published_time', published)}
${property('bytedance:updated_time', changed)}
${baidu(site, paths.article(article.slug), article.title, times)}`
}

/**
 * For the head of a page that lists articles: Baidu wants to know when the newest of what it shows came, of a home
 * page and of lists alike. Without articles there is nothing to say.
 */
export function listTimes(site: Site, path: string, title: string, shown: ListedArticle[]): Html {
  const newest = Math.max(...shown.map(({ publishedAt }) => publishedAt ?? 0))
  if (shown.length === 0) return html``
  return baidu(site, path, title, { upDate: baiduTime(toLocal(newest, site.timeZone).iso) })
}

/** Local, without an offset. */
const baiduTime = (iso: string) => iso.slice(0, '2024-07-13T13:51:02'.length)

const baidu = (site: Site, path: string, title: string, times: Record<string, string>) =>
  jsonLd({
    '@context': 'https://ziyuan.baidu.com/contexts/cambrian.jsonld',
    // Baidu asks for no type, but checkers of JSON-LD do.
    '@type': 'WebPage',
    '@id': site.origin + path,
    title,
    ...times,
  })
