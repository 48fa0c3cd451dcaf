/** The set-up page: what is to be done, in Chinese and English, without script. */
import { html, raw } from 'hono/html'
import { tokens } from '../reading/tokens'
import type { Lack } from '../site/origin'
import { WORDS } from './words'

/** The newsroom's own red: its colour may be among what is still to be set. */
export const STYLE = `${tokens({ accent: '#9e2b25' })}
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:var(--size)/1.75 var(--text);overflow-wrap:anywhere;line-break:strict;text-autospace:normal}
main{max-width:calc(var(--measure) + 2.5rem);margin-inline:auto;padding:clamp(1.5rem,5vw,4rem) 1.25rem 3.5rem}
nav{margin-bottom:1.5rem;font-size:.875rem}
nav a{display:inline-block;padding-block:.25rem;margin-inline-end:1.25rem}
a{color:var(--accent);text-underline-offset:.25em}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:1px}
section+section{margin-top:3rem;padding-top:2.5rem;border-top:3px double var(--rule)}
h1,h2{margin:0 0 1rem;font:700 clamp(1.5rem,1.25rem + 1.7vw,2.2rem)/1.35 var(--head);text-wrap:pretty}
ol{margin:1.5rem 0;padding-inline-start:1.5em}
li{padding-block:.35rem}
li::marker{color:var(--accent);font-weight:700}
pre{margin:.75rem 0;padding:1rem;border:1px solid var(--rule);font:.85em/1.7 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap}
pre span,.quiet{color:var(--quiet)}
.quiet{font-size:.875rem}
`

/** `address` is where whoever looks has found it. */
export const setupPage = (address: string, lack: Lack): string =>
  String(html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${WORDS['zh-CN'].title} · ${WORDS.en.title}</title>
<meta name="robots" content="noindex, nofollow">
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<nav aria-label="语言 Languages">
<a href="#zh-CN">${WORDS['zh-CN'].skip}</a><a href="#en" lang="en">${WORDS.en.skip}</a>
</nav>
${steps('zh-CN', address, lack)}
${steps('en', address, lack)}
</main>
</body>
</html>
`)

function steps(language: 'zh-CN' | 'en', address: string, lack: Lack) {
  const words = WORDS[language]
  const title = language === 'en' ? html`<h2>${words.title}</h2>` : html`<h1>${words.title}</h1>`
  return html`<section id="${language}" lang="${language}">
${title}
<p>${words.state[lack]}</p>
<ol>
<li>${words.open}
<pre><code><span># ${words.address}</span>
SITE_URL = "${address}"
SITE_NAME = "${words.name}"
SITE_DESCRIPTION = "${words.description}"
SITE_LANGUAGE = "${language}"
SITE_TIME_ZONE = "${words.zone}"</code></pre></li>
<li>${words.deploy}</li>
<li>${words.signIn}</li>
</ol>
<p class="quiet">${words.host}</p>
</section>`
}
