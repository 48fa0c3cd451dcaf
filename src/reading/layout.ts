/** The shell every HTML page stands in. */
import { html, raw } from 'hono/html'
import { type FeedFormat, paths, type Site } from '../site'
import type { Frame } from './frame'
import { style } from './style'
import { wordsFor } from './words'

/** A piece of finished HTML. Nothing rendered here waits for anything, so never a promise. */
export type Html = ReturnType<typeof html>

export interface PageParts {
  /** Without the site's name. */
  title: string
  /** For search engines; null on pages they should not keep. */
  description: string | null
  /** The page's own path; null keeps it out of indexes. */
  path: string | null
  /** The section whose feeds the page names; the site's unless said otherwise. */
  feedOf?: string
  /** More for the head. */
  head?: Html
  main: Html
}

/** A whole page. */
export function layout(site: Site, frame: Frame, parts: PageParts): string {
  const words = wordsFor(site.language)
  const isHome = parts.path === paths.home
  const name = html`<a href="${paths.home}">${site.name}</a>`
  return String(html`<!doctype html>
<html lang="${site.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${isHome ? site.name : `${parts.title} - ${site.name}`}</title>
${parts.description === null ? '' : html`<meta name="description" content="${parts.description}">`}
${
  parts.path === null
    ? html`<meta name="robots" content="noindex">`
    : html`<link rel="canonical" href="${site.origin + parts.path}">`
}
${parts.head ?? ''}
${parts.path === null ? '' : feedLinks(parts.feedOf ?? null)}
<style>${raw(style)}</style>
</head>
<body>
<header class="masthead">
${isHome ? html`<h1 class="name">${name}</h1>` : html`<p class="name">${name}</p>`}
${
  frame.sections.length === 0
    ? ''
    : html`<nav aria-label="${words.sections}"><ul>
${frame.sections.map(({ slug, name }) => html`<li><a href="${paths.section(slug)}">${name}</a></li>`)}
</ul></nav>`
}
<p class="search"><a href="${paths.search}">${words.search}</a></p>
</header>
<main>
${parts.main}
</main>
<footer class="colophon">
<ul aria-label="${words.sitemaps}">
<li><a href="${paths.sitemapIndex}">sitemap</a></li>
${frame.sitemaps.map((n) => html`<li><a href="${paths.sitemap(n)}">sitemap${n}</a></li>`)}
</ul>
<p>${site.name}</p>
</footer>
</body>
</html>
`)
}

const FEED_TYPES: Record<FeedFormat, string> = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
}

/** Where feed readers look. */
const feedLinks = (section: string | null) =>
  Object.entries(FEED_TYPES).map(
    ([format, type]) =>
      html`<link rel="alternate" type="${type}" href="${paths.feed(format as FeedFormat, section)}">\n`,
  )

export const HTML_HEADERS = { 'Content-Type': 'text/html; charset=utf-8' }
