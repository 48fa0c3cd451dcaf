/** `/desk/readership`: which articles readers have looked at, where Cloudflare is asked. */
import { html } from 'hono/html'
import { selectTitled, type Titled, toTitled } from '../../articles/titled'
import { paths, siteOf } from '../../site'
import { secondsNow } from '../../time'
import { type DeskContext, wordsFor } from '../context'
import { missing } from '../door/given-back'
import { type Html, page } from '../layout'
import { deskPaths } from '../paths'
import { COMMON } from '../words'
import { type AnalyticsVars, isAnalytical, type Readership, readershipOf } from './analytics'
import { WORDS } from './words'

export async function readership(c: DeskContext): Promise<Response> {
  const vars = c.env as AnalyticsVars
  if (!isAnalytical(vars)) return missing(c)
  const common = wordsFor(c, COMMON)
  const words = wordsFor(c, WORDS)
  const found = await readershipOf(siteOf(c.env), vars, secondsNow())
  const main =
    'fault' in found
      ? html`<p class="note" role="status">${words.fault(found.fault)}</p>\n<p>${words.faultHint}</p>`
      : await shown(c, found)
  return page(c, { title: common.readership, at: deskPaths.readership, main })
}

async function shown(c: DeskContext, { views, articles }: Readership): Promise<Html> {
  const words = wordsFor(c, WORDS)
  const slugs = articles.flatMap(({ path }) => slugIn(path) ?? [])
  const titles = toTitled(await selectTitled(c.var.db, slugs).run())
  const count = new Intl.NumberFormat(c.var.language)
  return html`<p>${words.all(count.format(views))}</p>
${articles.length === 0 ? html`<p>${wordsFor(c, COMMON).none}</p>` : html`<ol class="rows">${articles.map((one) => row(one.path, titles.get(slugIn(one.path) ?? ''), words.views(count.format(one.views))))}</ol>`}
<p class="hint">${words.hint}</p>`
}

const row = (path: string, article: Titled | undefined, views: string): Html =>
  html`<li><p>${article ? html`<a href="${deskPaths.article(article.id)}">${article.title}</a>` : html`<code>${path}</code>`}</p><p class="facts"><span>${views}</span></p></li>\n`

/** The slug in the path of an article's page; null for other paths, and for what cannot be read. */
function slugIn(path: string): string | null {
  const start = paths.article('')
  if (!path.startsWith(start)) return null
  try {
    return decodeURIComponent(path.slice(start.length))
  } catch {
    return null
  }
}
