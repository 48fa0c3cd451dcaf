/** The shell that every page of the desk stands in. */
import { html } from 'hono/html'
import { cachePolicy } from '../delivery/policy'
import type { Scope } from '../editing/door/scopes'
import { type Site, siteOf } from '../site'
import { type DeskContext, wordsFor } from './context'
import { deskPaths } from './paths'
import { type AnalyticsVars, isAnalytical } from './readership/analytics'
import { styleName } from './style'
import { COMMON } from './words'

/** A piece of finished HTML. Nothing rendered here waits for anything. */
export type Html = ReturnType<typeof html>

export interface PageParts {
  /** What the page is about: its heading, and with the newsroom's name its title. */
  title: string
  main: Html
  /** Which of the navigation's pages it belongs to: its path. */
  at?: string
  /** Buttons beside the heading. */
  actions?: Html
  /** As wide as the screen, for what stands side by side. */
  isWide?: boolean
  /** Modules below `/desk/`: the page must be complete without. */
  scripts?: string[]
  /** Where else forms may lead, by a redirect too: a source as Content Security Policy has it. */
  formsTo?: string
  status?: number
  headers?: Record<string, string>
}

/** A page of the desk, as an answer that no cache may keep. */
export function page(c: DeskContext, parts: PageParts): Response {
  const site = siteOf(c.env)
  const words = wordsFor(c, COMMON)
  const { person } = c.var
  const body = html`<!doctype html>
<html lang="${c.var.language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${parts.title} - ${site.name} ${words.desk}</title>
<meta name="robots" content="noindex">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${deskPaths.style(styleName(site))}">
${(parts.scripts ?? []).map((name) => html`<script type="module" src="/desk/${name}"></script>\n`)}
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header class="bar">
<p class="name"><a href="${deskPaths.home}">${site.name} <span>${words.desk}</span></a></p>
${person ? navigation(c, parts.at) : ''}
</header>
<main id="main" tabindex="-1"${parts.isWide ? html` class="wide"` : ''}>
<div class="heading"><h1 dir="auto">${parts.title}</h1>${parts.actions ?? ''}</div>
${parts.main}
</main>
<footer class="foot">
${person ? account(c, person.editor.name) : ''}
<form method="post" action="${deskPaths.language}"><input type="hidden" name="to" value="${pathNow(c)}"><button class="plain" name="language" value="${c.var.language === 'zh' ? 'en' : 'zh'}" lang="${c.var.language === 'zh' ? 'en' : 'zh-CN'}">${words.otherLanguage}</button></form>
</footer>
</body>
</html>
`
  return new Response(String(body), {
    status: parts.status ?? 200,
    headers: { ...headersFor(site, parts.formsTo), ...parts.headers },
  })
}

/** The page that is being looked at, where it can be asked for again. */
const pathNow = (c: DeskContext) =>
  c.req.method === 'GET' ? c.req.path + new URL(c.req.url).search : deskPaths.home

/** Each page of the desk, and any of the scopes it is of use to; null: to all. */
const PAGES: [keyof typeof COMMON.en, string, Scope[] | null][] = [
  ['today', deskPaths.home, null],
  ['articles', deskPaths.articles, null],
  ['pictures', deskPaths.pictures, null],
  ['front', deskPaths.fronts, ['articles:publish']],
  ['sections', deskPaths.sections, ['sections:write']],
  ['readings', deskPaths.readings, ['articles:write']],
  ['addressRules', deskPaths.addressRules, ['articles:publish']],
  ['readership', deskPaths.readership, null],
  ['people', deskPaths.people, ['keys:manage']],
  ['webhooks', deskPaths.webhooks, ['keys:manage']],
  ['audit', deskPaths.audit, ['keys:manage']],
]

/** Pages for those who are limited to no sections. */
const OVERALL: string[] = [deskPaths.addressRules, deskPaths.webhooks, deskPaths.audit]

function navigation(c: DeskContext, at: string | undefined): Html {
  const words = wordsFor(c, COMMON)
  const { scopes, sections } = c.var.person.editor
  const shown = PAGES.filter(
    ([, path, any]) =>
      (path !== deskPaths.readership || isAnalytical(c.env as AnalyticsVars)) &&
      (any === null || any.some((one) => scopes.includes(one))) &&
      (sections === null || !OVERALL.includes(path)),
  )
  return html`<nav aria-label="${words.pages}"><ul>
${shown.map(([name, path]) => html`<li><a href="${path}"${path === at ? html` aria-current="page"` : ''}>${words[name]}</a></li>\n`)}
${scopes.includes('articles:write') ? html`<li class="main-action"><a class="button" href="${deskPaths.newArticle}"${at === deskPaths.newArticle ? html` aria-current="page"` : ''}>${words.write}</a></li>` : ''}
</ul></nav>`
}

function account(c: DeskContext, name: string): Html {
  const words = wordsFor(c, COMMON)
  return html`<p>${name}</p>
<p><a href="${deskPaths.account}">${words.account}</a></p>
<p><a href="/">${words.site}</a></p>
<form method="post" action="${deskPaths.signOut}"><button class="plain">${words.signOut}</button></form>`
}

/** What browsers may do with a page of the desk (Content Security Policy Level 3). */
const policyFor = (site: Site, formsTo?: string) =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    ["img-src 'self' blob:", ...site.pictures].join(' '),
    "connect-src 'self'",
    "frame-src 'self'",
    ["form-action 'self'", ...(formsTo ? [formsTo] : [])].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // It would have a form that leads on to a program on the same machine ask for https there.
    ...(site.origin.startsWith('https:') && !formsTo ? ['upgrade-insecure-requests'] : []),
  ].join('; ')

const headersFor = (site: Site, formsTo?: string) => ({
  ...cachePolicy.private,
  'Cache-Control': 'private, no-store',
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': policyFor(site, formsTo),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'same-origin',
  'X-Robots-Tag': 'noindex',
})

/**
 * For pages that a program may have opened in a window of its own, to wait for its end: by the usual policy it would
 * lose sight of that window for good.
 */
export const OPENED_BY_PROGRAMS = { 'Cross-Origin-Opener-Policy': 'unsafe-none' }

/** On to another page of the desk, once something is done: reloading that does nothing twice. */
export const goTo = (path: string, headers: Record<string, string> = {}) =>
  new Response(null, {
    status: 303,
    headers: { Location: path, ...cachePolicy.private, ...headers },
  })
