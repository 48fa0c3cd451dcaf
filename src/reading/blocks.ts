/**
 * Pages of lists that go by place: of a keyword, an author, a month, and the numbered pages of every
 * list, counted from the oldest. A numbered page keeps its address and its articles for good.
 */
import { html } from 'hono/html'
import type { Article } from '../articles/article'
import {
  selectBlock,
  selectLastPlaces,
  selectList,
  selectMonths,
  toList,
  toMonths,
} from '../articles/places'
import { toArticles } from '../articles/store'
import type { Page } from '../delivery/page'
import { pageNames, paths, type Site } from '../site'
import { type Frame, selectFrame, toFrame } from './frame'
import { differing, HTML_HEADERS, type Html, layout, type Step } from './layout'
import { entries } from './lists'
import { listTimes } from './page-times'
import { lastBlock, neighbours, olderLink } from './paging'
import { wordsFor } from './words'

/** A list that has pages. */
export interface Paged {
  /** The name of its first page, and of the list itself in `lists`. */
  name: string
  path: string
  /** Null when there is no such list. */
  title(frame: Frame): string | null
}

export const everything = (site: Site): Paged => ({
  name: pageNames.home,
  path: paths.home,
  title: () => wordsFor(site.language).allArticles,
})

export const sectionList = (slug: string): Paged => ({
  name: pageNames.section(slug),
  path: paths.section(slug),
  title: ({ sections }) => sections.find((section) => section.slug === slug)?.name ?? null,
})

export const keywordList = (keyword: string): Paged => ({
  name: pageNames.keyword(keyword),
  path: paths.keyword(keyword),
  title: () => keyword,
})

export const authorList = (author: string): Paged => ({
  name: pageNames.author(author),
  path: paths.author(author),
  title: () => author,
})

export const monthList = (site: Site, month: string): Paged => ({
  name: pageNames.month(month),
  path: paths.month(month),
  title: () => monthName(site, month),
})

/** The first page of a list that goes by place: its last articles, the newest first. */
export const firstPage = (site: Site, paged: Paged): Page => ({
  name: paged.name,
  path: paged.path,
  read: (db) => [selectList(db, paged.name), selectLastPlaces(db, paged.name), ...selectFrame(db)],
  render([listed, articles, ...frameResults]) {
    const found = toList(listed as D1Result)
    const frame = toFrame(frameResults)
    const title = paged.title(frame)
    if (!found || title === null) return null
    const older = html`<nav class="pages" aria-label="${wordsFor(site.language).pages}">
${olderLink(site, paged.path, found)}
</nav>`
    const trail = [{ name: title, path: paged.path }]
    return listPage(site, frame, title, trail, toArticles(articles as D1Result), older)
  },
})

/** The nth page of a list, counted from the oldest. */
export const block = (site: Site, paged: Paged, number: number): Page => ({
  name: pageNames.block(paged.name, number),
  path: paths.block(paged.path, number),
  read: (db) => [
    selectList(db, paged.name),
    selectBlock(db, paged.name, number),
    ...selectFrame(db),
  ],
  render([listed, articles, ...frameResults]) {
    const found = toList(listed as D1Result)
    const frame = toFrame(frameResults)
    const title = paged.title(frame)
    if (!found || title === null || number > lastBlock(found)) return null
    const numbered = `${title} - ${wordsFor(site.language).page(number)}`
    const path = paths.block(paged.path, number)
    const nav = neighbours(site, paged.path, found, number)
    const trail = [
      ...(paged.path === paths.home ? [] : [{ name: title, path: paged.path }]),
      { name: wordsFor(site.language).page(number), path },
    ]
    return listPage(site, frame, numbered, trail, toArticles(articles as D1Result), nav)
  },
})

/** `/archive`: the months with articles. */
export const archivePage = (site: Site): Page => ({
  name: pageNames.archive,
  edition: pageNames.lists,
  path: paths.archive,
  read: (db) => [selectMonths(db), ...selectFrame(db)],
  render([months, ...frame]) {
    const title = wordsFor(site.language).archive
    const body = layout(site, toFrame(frame), {
      title,
      description: `${title} - ${site.name}`,
      path: paths.archive,
      trail: [{ name: title, path: paths.archive }],
      main: html`<h1 class="page-title">${title}</h1>
<ul class="months">
${toMonths(months as D1Result).map((month) => html`<li><a href="${paths.month(month)}">${monthName(site, month)}</a></li>\n`)}
</ul>`,
    })
    return { status: 200, headers: HTML_HEADERS, body }
  },
})

function listPage(
  site: Site,
  frame: Frame,
  title: string,
  /** Ends with the page itself. */
  trail: Step[],
  articles: Article[],
  nav: Html,
) {
  const path = trail.at(-1)?.path ?? paths.home
  const body = layout(site, frame, {
    title,
    description: `${title} - ${site.name}`,
    path,
    head: listTimes(site, path, title, articles),
    trail,
    main: html`<h1 class="page-title"${differing(site, null, title)}>${title}</h1>
${entries(site, articles)}
${nav}`,
  })
  return { status: 200, headers: HTML_HEADERS, body }
}

/** By language. Making one takes longer than a whole page of months. */
const monthFormats = new Map<string, Intl.DateTimeFormat>()

/** `2024年7月`, `July 2024`. */
function monthName({ language }: Site, month: string): string {
  const format =
    monthFormats.get(language) ??
    new Intl.DateTimeFormat(language, {
      year: 'numeric',
      month: 'long',
      calendar: 'gregory',
      timeZone: 'UTC',
    })
  monthFormats.set(language, format)
  return format.format(Date.parse(`${month}-01T00:00:00Z`))
}
