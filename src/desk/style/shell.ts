/** The page around what is worked on. */
export const SHELL = `
*,::before,::after{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
html:has(.reach){scroll-padding-bottom:6rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 var(--text);overflow-wrap:anywhere;line-break:strict}
a{color:inherit;text-decoration-color:var(--rule);text-underline-offset:.2em}
a:hover{color:var(--accent);text-decoration-color:currentcolor}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
h1,h2,h3{font-family:var(--head);line-height:1.35;text-wrap:pretty}
h1{margin:0;font-size:1.6rem}
h2{margin:var(--far) 0 .75rem;font-size:1.2rem}
h3{margin:1.25rem 0 .5rem;font-size:1rem}
.skip{position:absolute;inset-inline-start:-999rem;padding:.5rem 1rem;background:var(--paper)}
.skip:focus{inset:.5rem auto auto;inset-inline-start:.5rem;z-index:2}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.quiet{color:var(--quiet);font-size:.875rem}
.bar{position:relative;padding:.6rem 1.25rem .35rem;border-bottom:3px double var(--rule)}
.bar .name{margin:0;padding-inline-end:7rem;font:700 1.15rem/2.75rem var(--head)}
.bar .name span{font-weight:400;color:var(--quiet)}
.bar a{text-decoration:none}
.bar ul{display:flex;flex-wrap:wrap;align-items:center;gap:0 1.15rem;margin:0;padding:0;list-style:none}
.bar li>a{display:inline-block;padding-block:.55rem}
.bar .main-action{position:absolute;top:.6rem;inset-inline-end:1.25rem}
.bar [aria-current]{color:var(--accent);text-decoration:underline}
main{max-width:56rem;margin-inline:auto;padding:1.5rem 1.25rem 3rem}
main.wide{max-width:90rem}
main:focus{outline:0}
.heading>a,.heading .facts a{padding-block:.3rem}
.heading{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:space-between;gap:.5rem 1.5rem;margin-bottom:1.25rem}
.foot{display:flex;flex-wrap:wrap;align-items:baseline;justify-content:center;gap:.25rem 1.5rem;padding:1rem 1.25rem 2rem;border-top:1px solid var(--rule);color:var(--quiet);font-size:.875rem}
.foot p{margin:0}
.foot a,.foot button{display:inline-block;padding-block:.35rem}
.rows{margin:0;padding:0;list-style:none}
.rows>li{padding-block:.6rem;border-bottom:1px solid var(--rule)}
.rows a,.comparison td,.source{unicode-bidi:plaintext}
.headline{display:inline-block;padding-block:.2rem;font:600 1.0625rem/1.45 var(--head)}
.rows p{margin:0}
.facts{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 1rem;color:var(--quiet);font-size:.875rem}
.note,.alarm{margin:0 0 1.25rem;padding:.75rem 1rem;border:1px solid var(--rule);border-inline-start:4px solid var(--quiet)}
.alarm{border-inline-start-color:var(--accent)}
.note>:first-child,.alarm>:first-child{margin-top:0}
.note>:last-child,.alarm>:last-child{margin-bottom:0}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--rule);text-align:start;vertical-align:top}
th{font-weight:600}
ins{background:color-mix(in srgb,#2e7d32 22%,transparent);text-decoration:none}
del{background:color-mix(in srgb,var(--accent) 20%,transparent)}
@media(max-width:44rem){h1{font-size:1.35rem}}
@media(min-width:60rem){.bar{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 2rem}.bar .name{padding:0}.bar .main-action{position:static}}
`
