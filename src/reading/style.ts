/** A newspaper's calm, drawn for Han text. Colours, type and spacing are decided in `tokens.ts`. */
import type { Site } from '../site'
import { tokens } from './tokens'

const known = new WeakMap<Site, string>()

/** The style of every page, as it stands in its `<style>`: the Content-Security-Policy has its hash. */
export function styleOf(site: Site): string {
  const style = known.get(site) ?? `${tokens(site)}\n${RULES}`
  known.set(site, style)
  return style
}

const PAGE = `
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:var(--size)/1.75 var(--text);overflow-wrap:anywhere;line-break:strict;text-autospace:normal;text-spacing-trim:trim-start;hanging-punctuation:first allow-end last}
a{color:inherit;text-decoration-color:var(--rule);text-decoration-thickness:1px;text-underline-offset:.25em}
a:hover{color:var(--accent);text-decoration-color:currentcolor}
:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:1px}
h1,h2,h3,h4{font-family:var(--head);line-height:1.4;text-wrap:pretty}
.masthead,main{box-sizing:content-box;max-width:var(--measure);padding-inline:1.25rem}
.masthead,main,.colophon{margin-inline:auto}
.quiet{color:var(--quiet);font-size:.875rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;inset-inline-start:-999rem;padding:.5rem 1rem;background:var(--paper)}
.skip:focus{inset:.5rem auto auto;inset-inline-start:.5rem;z-index:2}
`

const MASTHEAD = `
.masthead{padding-top:clamp(1.25rem,4vw,2.25rem);text-align:center}
.masthead a{text-decoration:none}
.masthead a:hover,.masthead [aria-current]{text-decoration:underline}
.name{margin:0;font:700 clamp(1.75rem,1.3rem + 2.2vw,2.75rem)/1.25 var(--head)}
.name img{display:block;height:3.25rem;margin-inline:auto}
.name:lang(zh){letter-spacing:.14em;text-indent:.14em}
.masthead nav{margin-top:var(--step);padding-block:.2rem;font-size:1.0625rem;border-block:3px double var(--rule)}
.masthead ul,.colophon ul,.facts,.keywords,.trail ol{display:flex;flex-wrap:wrap;gap:0 1.5rem;margin:0;padding:0;list-style:none}
.masthead ul,.colophon ul{justify-content:center}
.masthead ul{align-items:baseline}
.masthead nav a,.colophon a{display:inline-block;min-width:1.5rem;padding-block:.35rem}
main{padding-block:1.5rem 3.5rem}
main:focus{outline:0}
.trail{margin-bottom:var(--step)}
.trail ol{gap:0 .5rem}
.trail li+li::before{content:'›';margin-inline-end:.5rem}
[dir=rtl] .trail li+li::before{content:'‹'}
.trail a{display:inline-block;padding-block:.2rem;text-decoration:none}
.trail a:hover{text-decoration:underline}
.trail li:last-child a{color:var(--accent)}
.colophon{width:calc(100% - 2.5rem);max-width:var(--measure);padding:1.25rem 0 2.5rem;border-top:3px double var(--rule);color:var(--quiet);font-size:.875rem;text-align:center}
.colophon p{margin:.25rem 0}
.colophon ul{gap:0 1.25rem}
`

/** Lists and quotations that are set in; within five of them a phone has no room to set in more. */
const DEEPER = `.body${' :is(ul,ol,blockquote,dd)'.repeat(6)}`

const ARTICLE = `
.headline{margin-bottom:1.75rem;padding-bottom:.75rem;border-bottom:1px solid var(--rule)}
.headline h1{margin:.25rem 0 .75rem;font-size:clamp(1.6rem,1.25rem + 1.7vw,2.35rem)}
.headline p{margin:0}
.facts{align-items:center}
.list .facts{font-size:.8125rem}
.switch{margin-inline-start:auto}
.switch label{display:inline-flex;align-items:center;gap:.4em;min-height:1.75rem;cursor:pointer}
.switch input{width:1.05rem;height:1.05rem;margin:0;accent-color:var(--accent)}
.body{line-height:var(--leading);overflow-x:clip;overflow-clip-margin:1.25rem}
.body>:first-child{margin-top:0}
.body p{margin:0 0 1.1em}
.body:lang(zh){text-align:justify}
.body:lang(en){line-height:1.7;text-align:start;hyphens:auto}
.body h2{margin:2em 0 .7em;font-size:1.3em}
.body h3{margin:1.75em 0 .5em;font-size:1.12em}
.body h4,.body h5,.body h6{margin:1.5em 0 .4em;font-size:1em}
.body blockquote{margin:1.5em 0;padding-inline-start:1.1em;border-inline-start:3px solid var(--rule);color:var(--quiet)}
.body figure{margin:2em 0}
figure.lead{margin:0 0 1.75rem}
figure.lead img{display:block;max-width:100%;height:auto;margin-inline:auto}
figure img{max-height:85vh;object-fit:contain}
figure img,.picture img{filter:var(--shade)}
figcaption,.body caption{padding-block:.6em;color:var(--quiet);font-size:.85em;line-height:1.6;text-align:center}
.body img{display:block;max-width:100%;height:auto;margin-inline:auto}
.body p img{display:inline-block;vertical-align:middle}
.body iframe{display:block;width:100%;height:auto;aspect-ratio:16/9;border:0}
.body hr{width:6em;margin:2.5em auto;border:0;border-top:1px solid var(--rule)}
.body ul,.body ol{margin:0 0 1.1em;padding-inline-start:1.6em}
.body li>ul,.body li>ol{margin-bottom:0}
.body li::marker{color:var(--quiet)}
.body dd{margin-inline-start:1.6em}
${DEEPER}{margin-inline-start:0;padding-inline-start:0;border-inline-start:0}
.body :is(h2,h3,h4,h5,h6) :is(h2,h3,h4,h5,h6){font-size:1em}
.table{margin:1.75em 0;overflow-x:auto}
.body table{margin-inline:auto;border-collapse:collapse;font-size:.9em;line-height:1.6;text-align:start;font-variant-numeric:tabular-nums}
.body th,.body td{min-width:4em;padding:.45em .8em;border-block:1px solid var(--rule);text-align:start;vertical-align:top}
.body thead th{border-bottom-color:var(--quiet)}
.body .align-center{text-align:center}
.body .align-right{text-align:right}
.body pre{padding:1em;border:1px solid var(--rule);font-size:.85em;line-height:1.6;text-align:start;white-space:pre-wrap}
.body pre pre{padding:0;border:0}
.body pre:has(>code){direction:ltr}
code,kbd,samp{font-family:ui-monospace,Menlo,Consolas,monospace;text-autospace:no-autospace}
.body sup,.body sub{line-height:0}
.footnote-ref a,.footnote-backref{padding-inline:.15em;color:var(--accent)}
.footnotes{margin-top:2.5em;padding-top:1em;border-top:1px solid var(--rule);font-size:.85em;line-height:1.8}
:target{background:color-mix(in srgb,var(--accent) 12%,transparent)}
rt{color:var(--quiet);font:.55em/1 var(--text);text-align:center;text-autospace:no-autospace;-webkit-user-select:none;user-select:none}
article:has(.switch input:not(:checked)) rt{display:none}
@supports not selector(:has(a)){.switch{display:none}}
.imprint{margin-top:var(--far);padding-top:.75rem;border-top:1px solid var(--rule)}
.imprint:not(:has(p)){display:none}
.imprint p{margin:0 0 .25rem}
.keywords{gap:0 1rem}
`

const LISTS = `
.page-title{margin:0 0 1.25rem;font-size:clamp(1.5rem,1.3rem + 1vw,1.9rem)}
.list{margin:0;padding:0;list-style:none}
.list li{display:flow-root;padding-block:1.15rem;border-bottom:1px solid var(--rule)}
.list li:first-child{padding-top:0}
.list h2{margin:0 0 .35rem;font-size:1.25rem}
.list h2 a{text-decoration:none}
.list h2 a:hover{text-decoration:underline}
.list p{margin:0 0 .2rem;max-width:var(--measure);font-size:.9375em}
.list .facts a{display:inline-block;padding-block:.15rem}
.picture{float:inline-end;width:7rem;margin-block:.35rem .25rem;margin-inline-start:1rem}
.picture img{display:block;width:100%;height:auto;aspect-ratio:var(--small);object-fit:cover}
.list .lead .picture{float:none;display:block;width:auto;margin:0 0 .85rem}
.lead .picture img{aspect-ratio:var(--wide)}
.list .lead h2{font-size:clamp(1.5rem,1.25rem + 1.4vw,2.1rem)}
.chosen~.list{margin-top:-1px;padding-top:1.15rem;border-top:3px double var(--rule)}
.pages{display:flex;flex-wrap:wrap;gap:0 1.5rem;margin:1.5rem 0 0}
.months{columns:9em;padding:0;list-style:none}
.months a{display:inline-block;padding-block:.35rem}
.earlier{margin-top:var(--far)}
.earlier h2{margin:0 0 .5rem;font-size:1.1rem}
.earlier ul{margin:0;padding-inline-start:1.2em}
.earlier li{padding-block:.2rem}
.earlier li::marker{color:var(--quiet)}
.pages a{display:inline-block;padding-block:.35rem}
form.search{display:flex;flex-wrap:wrap;gap:.5rem;margin:0 0 1.5rem}
form.search>*{min-height:2.75rem;padding:.3rem .75rem;border:1px solid var(--quiet);border-radius:2px;background:var(--paper);color:var(--ink);font:inherit}
form.search [type=search]{flex:1 1 12em;min-width:0}
form.search button{border-color:var(--accent);background:var(--accent);color:var(--paper);cursor:pointer}
.ways{display:flex;flex-wrap:wrap;gap:0 1.5rem;padding:0;list-style:none}
.ways a{display:inline-block;padding-block:.35rem}
mark{background:none;color:var(--accent);font-weight:700}
@media screen and (max-width:40rem){
figure.lead,.list .lead .picture{margin-inline:-1.25rem}
figure.lead figcaption{padding-inline:1.25rem}
}
@media(min-width:30rem){.picture{width:10rem}}
@media(min-width:60rem){
main:has(>.list),.masthead:has(+main>.list),main:has(>.list)+.colophon{max-width:63.5rem}
main>.list{display:grid;grid-template-columns:repeat(6,1fr);column-gap:2.5rem}
main>.list>li{position:relative;grid-column:span 3}
main>.list>.lead{grid-column:1/-1}
main>.front>.lead{grid-area:1/1/span 3/span 4;display:flex;flex-direction:column}
.front .lead .picture{flex:1;max-height:38rem;position:relative;aspect-ratio:var(--wide)}
.front .lead img{position:absolute;height:100%;aspect-ratio:auto}
main>.front>.beside{grid-column:5/-1;font-size:.9375em;line-height:1.65}
.beside h2{font-size:1.125rem}
.beside .picture{width:6rem}
main>.chosen>.beside:nth-child(3):last-child{grid-row:span 2}
main>.chosen>.beside:nth-child(2):last-child{grid-row:span 3}
main>.chosen>li:last-child:is(.led>:nth-child(even),.front>:nth-child(5)){grid-column:1/-1}
main>.list:not(.led)>li:nth-child(2){padding-top:0}
main>.list:not(.led)>li:nth-child(even)::before,main>.led>li:nth-child(odd):not(.lead)::before,.beside::before{content:'';position:absolute;inset-block:1.15rem 0;inset-inline-start:-1.25rem;border-inline-start:1px solid var(--rule)}
main>.list:not(.led)>li:nth-child(2)::before{top:0}
}
`

const PRINT = `
@page{margin:2cm}
@media print{
:root{--paper:#fff;--ink:#000;--quiet:#444;--rule:#999;--accent:#000;--size:11pt}
.masthead nav,form.search,.pages,.earlier,.trail,.switch,.colophon ul,.skip,.footnote-backref{display:none}
.masthead,main,.colophon{width:auto;max-width:none;padding-inline:0}
.body a[rel~=external]::after{content:' (' attr(href) ')';color:var(--quiet);font-size:.8em;overflow-wrap:anywhere}
h1,h2,h3,h4{break-after:avoid}
figure,table,blockquote,.list li{break-inside:avoid}
p{orphans:3;widows:3}
}
`

/** For previews alone, whose policy has its hash too: no reader of the newspaper pays for it. */
export const NOTICE = `
.notice{position:sticky;top:0;z-index:1;padding:.4rem 1.25rem;border-bottom:1px solid;background:var(--paper);color:var(--accent);font-size:.875rem;text-align:center}
.notice p{margin:0}
:root{scroll-padding-top:4rem}
@media print{.notice{position:static}}
`.trim()

const RULES = [PAGE, MASTHEAD, ARTICLE, LISTS, PRINT].join('').replaceAll('\n\n', '\n').trim()
