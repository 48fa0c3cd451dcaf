/** A newspaper's calm, drawn for Han text. Colours, type and spacing are decided in `:root`. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --ink: #1d1c1a; --quiet: #66625b; --rule: #dedad1; --accent: #9e2b25;
  --text: system-ui, 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif;
  --head: Georgia, 'Songti SC', 'STSong', 'SimSun', 'Noto Serif CJK SC', serif;
  --measure: 38em;
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #161513; --ink: #e9e6df; --quiet: #a29d93; --rule: #37342f; --accent: #f0958c; }
}
*, ::before, ::after { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.75 var(--text); overflow-wrap: break-word;
  line-break: strict; text-autospace: normal; -webkit-text-size-adjust: 100%;
}
a { color: inherit; text-decoration-color: var(--rule); text-underline-offset: .25em; }
a:hover, a:focus-visible { color: var(--accent); text-decoration-color: currentcolor; }
h1, h2, h3 { font-family: var(--head); line-height: 1.35; text-wrap: pretty; }
.masthead, main, .colophon { max-width: calc(var(--measure) + 2.5rem); margin-inline: auto; padding-inline: 1.25rem; }
.masthead { padding-block: 1.5rem 0; text-align: center; }
.masthead a { text-decoration: none; }
.name { margin: 0; font: 700 2rem/1.2 var(--head); letter-spacing: .12em; text-indent: .12em; }
.masthead nav { margin-top: 1rem; padding-block: .4rem; border-block: 3px double var(--rule); }
.masthead ul, .colophon ul, .keywords { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0; padding: 0; list-style: none; }
.masthead ul { justify-content: center; }
.masthead nav a, .colophon a { display: inline-block; padding-block: .3rem; }
main { padding-block: 1.75rem 3rem; }
.quiet { color: var(--quiet); font-size: .875rem; }
.kicker { margin: 0; }
.kicker a { color: var(--accent); text-decoration: none; }
.headline h1 { margin: .35rem 0 .6rem; font-size: clamp(1.5rem, 1.2rem + 1.6vw, 2.125rem); }
.headline { margin-bottom: 1.75rem; padding-bottom: .75rem; border-bottom: 1px solid var(--rule); }
.headline p { margin: 0; }
.facts { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
.body { line-height: 2; }
.body > :first-child { margin-top: 0; }
.body p { margin: 0 0 1.15em; text-align: justify; }
.body h2 { margin: 2em 0 .75em; font-size: 1.3rem; }
.body h3 { margin: 1.75em 0 .5em; font-size: 1.1rem; }
.body blockquote { margin: 1.5em 0; padding-left: 1.1em; border-left: 3px solid var(--rule); color: var(--quiet); }
.body img { max-width: 100%; height: auto; }
.body hr { width: 6em; margin: 2.5em auto; border: 0; border-top: 1px solid var(--rule); }
.body ul, .body ol { padding-left: 1.6em; }
.body table { display: block; font-size: .9375rem; max-width: 100%; overflow-x: auto; margin: 1.5em 0; border-collapse: collapse; line-height: 1.6; }
.body th, .body td { padding: .4em .7em; border: 1px solid var(--rule); text-align: left; }
.body .align-center { text-align: center; }
.body .align-right { text-align: right; }
.body pre { overflow-x: auto; padding: 1em; border: 1px solid var(--rule); line-height: 1.5; font-size: .9em; }
rt { color: var(--quiet); font-size: .5em; line-height: 1; user-select: none; }
.imprint { margin-top: 2rem; padding-top: .75rem; border-top: 1px solid var(--rule); }
.imprint p { margin: 0; }
.search { margin: .4rem 0 0; font-size: .875rem; }
form.search { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0 0 1.5rem; font-size: 1rem; }
form.search > * { font: inherit; padding: .3rem .6rem; }
form.search [type='search'] { flex: 1 1 12em; min-width: 0; }
.list { margin: 0; padding: 0; list-style: none; }
.list li { padding-block: 1.1rem; border-bottom: 1px solid var(--rule); }
.list li:first-child { padding-top: 0; }
.list h2 { margin: 0 0 .4rem; font-size: 1.25rem; }
.list h2 a { text-decoration: none; }
.list p { margin: 0 0 .2rem; }
.lead h2 { font-size: clamp(1.4rem, 1.2rem + 1.2vw, 1.85rem); }
.page-title { margin: 0 0 1.25rem; font-size: 1.6rem; }
mark { background: none; color: var(--accent); font-weight: 700; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.pages { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin-top: 1.5rem; }
.months { columns: 9em; padding: 0; list-style: none; }
.earlier { margin-top: 2.5rem; }
.earlier h2 { margin: 0 0 .5rem; font-size: 1.1rem; }
.earlier ul { margin: 0; padding-left: 1.2em; }
.colophon { padding-block: 1.25rem 2rem; border-top: 3px double var(--rule); color: var(--quiet); font-size: .875rem; text-align: center; }
.colophon ul { justify-content: center; }
.colophon p { margin: .25rem 0; }
@media print { .masthead nav, .colophon ul { display: none; } body { background: none; } }
`
