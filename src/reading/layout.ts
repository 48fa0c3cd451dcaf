/** The shell every HTML page stands in. */
import { html, raw } from 'hono/html'
import { type FeedFormat, paths, type Site } from '../site'
import type { Link } from '../site/appearance'
import { directionIn, directionOf } from '../site/language'
import type { Frame } from './frame'
import { NOTICE, styleOf } from './style'
import { say, wordsFor } from './words'

/** A piece of finished HTML. Nothing rendered here waits for anything, so never a promise. */
export type Html = ReturnType<typeof html>

/** A step of the way from the home page to the page. */
export interface Step {
  name: string
  path: string
}

export interface PageParts {
  /** Without the site's name. */
  title: string
  /** The title's language, where it has one of its own. */
  language?: string | null
  /** For search engines; null on pages they should not keep. */
  description: string | null
  /** The page's own path; null keeps it out of indexes. */
  path: string | null
  /** The section whose feeds the page names; the site's unless said otherwise. */
  feedOf?: string
  /** More for the head. */
  head?: Html
  /** Stands above everything, and stays in sight. */
  notice?: Html
  /** The steps between the home page and this one, which may be the last of them. */
  trail?: Step[]
  main: Html
}

/** A whole page. */
export function layout(site: Site, frame: Frame, parts: PageParts): string {
  const words = wordsFor(site.language)
  const isHome = parts.path === paths.home
  return String(html`<!doctype html>
<html lang="${site.language}"${homeDirection(site) === 'rtl' ? html` dir="rtl"` : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title${differing(site, parts.language ?? null, parts.title)}>${isHome ? site.name : `${parts.title} - ${site.name}`}</title>
${parts.description === null ? '' : html`<meta name="description" content="${parts.description}">`}
${
  parts.path === null
    ? html`<meta name="robots" content="noindex">`
    : html`<link rel="canonical" href="${site.origin + parts.path}">`
}
<link rel="icon" href="${paths.icon}" type="image/svg+xml">
${parts.head ?? ''}
${parts.path === null ? '' : feedLinks(parts.feedOf ?? null)}
<style>${raw(styleOf(site))}</style>${parts.notice ? html`\n<style>${raw(NOTICE)}</style>` : ''}
</head>
<body>
<a class="skip" href="#main">${say(site.language, words.skip)}</a>
${parts.notice ?? ''}
<header class="masthead">
${isHome ? html`<h1 class="name">${name(site)}</h1>` : html`<p class="name">${name(site)}</p>`}
${navigation(site, frame, parts.path)}
</header>
<main id="main" tabindex="-1">
${parts.trail ? trail(site, parts.trail, parts.path) : ''}
${parts.main}
</main>
<footer class="colophon">
<ul aria-label="${words.sitemaps}">
<li><a href="${paths.sitemapIndex}">sitemap</a></li>
${frame.sitemaps.map((n) => html`<li><a href="${paths.sitemap(n)}">sitemap${n}</a></li>`)}
</ul>
<p>${site.name}</p>
${site.footer.map(({ text, address }) => html`<p>${address === null ? text : html`<a href="${address}">${text}</a>`}</p>`)}
</footer>
</body>
</html>
`)
}

/** The direction of every page, before any text says otherwise. */
export const homeDirection = (site: Site) => (directionOf(site.language) === 'rtl' ? 'rtl' : 'ltr')

/**
 * `lang` and `dir`, for a text that is not in the site's language or does not run as that does. The
 * language is null where nobody has told it; then the text is looked at.
 */
export function differing(site: Site, language: string | null, text = ''): Html {
  const direction = directionIn(site.language, language, text)
  return html`${language === null || language === site.language ? '' : html` lang="${language}"`}${direction === homeDirection(site) ? '' : html` dir="${direction}"`}`
}

const name = ({ logo, name }: Site) =>
  html`<a href="${paths.home}">${logo === null ? name : html`<img src="${logo}" alt="${name}">`}</a>`

/** The newsroom's own choice, or all sections; and search. */
function navigation(site: Site, { sections }: Frame, path: string | null): Html {
  const links: Link[] =
    site.navigation.length > 0
      ? site.navigation
      : sections.map(({ slug, name }) => ({ text: name, address: paths.section(slug) }))
  const words = wordsFor(site.language)
  return html`<nav aria-label="${words.sections}"><ul>
${links.map(({ text, address }) => html`<li><a href="${address}"${address === path ? html` aria-current="page"` : ''}>${text}</a></li>\n`)}
<li class="quiet"><a href="${paths.search}"${path === paths.search ? html` aria-current="page"` : ''}>${say(site.language, words.search)}</a></li>
</ul></nav>`
}

function trail(site: Site, steps: Step[], path: string | null): Html {
  const words = wordsFor(site.language)
  return html`<nav class="trail quiet" aria-label="${words.trail}" lang="${site.language}"><ol>
<li><a href="${paths.home}">${say(site.language, words.home)}</a></li>
${steps.map((step) => html`<li><a href="${step.path}"${step.path === path ? html` aria-current="page"` : ''}>${step.name}</a></li>\n`)}
</ol></nav>`
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
