/** The tools around the text that is written. */
export const TOOLS = `
.count,.outline,.hints{margin:.25rem 0 0;color:var(--quiet);font-size:.875rem}
.count dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.25rem 1.25rem;margin:0}
.count dl>div{display:flex;justify-content:space-between;gap:.5rem}
.count dd{margin:0;font-variant-numeric:tabular-nums}
.outline{margin:0;padding:0 1rem;border:1px solid var(--quiet);border-block:0}
.outline ol,.hints ul{margin:0;padding:0 0 .5rem;list-style:none}
.outline button,.hints li button{min-height:2rem;text-align:start;color:var(--ink)}
.outline .level-3{margin-inline-start:1rem}
.outline .level-4{margin-inline-start:2rem}
.outline :is(.level-5,.level-6){margin-inline-start:3rem}
.hints h3{margin:.5rem 0 .25rem;font:600 .875rem/1.6 var(--text)}
.hints h3 button{font-weight:400}
.hints li{display:flex;flex-wrap:wrap;gap:0 1rem;border-top:1px solid var(--rule)}
.hints li button:first-child{flex:1 1 14rem;text-decoration:none;white-space:pre-wrap}
.hints mark{background:color-mix(in srgb,var(--accent) 20%,transparent);color:inherit}
.hinted{text-decoration:underline wavy color-mix(in srgb,var(--accent) 75%,transparent) 1px;text-underline-offset:.25em}
.found{background:color-mix(in srgb,#f2b400 35%,transparent)}
.found-here{background:#f2b400;color:#1c1b19;outline:1px solid var(--ink)}
.find-bar{position:sticky;top:0;z-index:2;padding:.4rem .5rem;border:1px solid var(--quiet);border-block-start:0;background:var(--paper)}
.find-bar .row{display:flex;flex-wrap:wrap;align-items:center;gap:.35rem .5rem}
.find-bar .row+.row{margin-top:.35rem}
.find-bar input:not([type=checkbox]){flex:1 1 12rem;width:auto;min-height:2.5rem}
.find-bar button{min-height:2.5rem;padding:.25rem .65rem}
.find-bar .choice{min-height:2rem;margin:0 .75rem 0 0;font-size:.875rem}
.find-bar .says{flex:0 1 auto;color:var(--quiet);font-size:.875rem;font-variant-numeric:tabular-nums}
.panel:has(#link-address){width:24rem}
.panel:has(#link-address) [role=listbox]{max-height:16rem;margin:.35rem 0 0;padding:0;overflow-y:auto;border:1px solid var(--rule);list-style:none}
.panel:has(#link-address) [role=option]{padding:.4rem .65rem;cursor:pointer}
.panel:has(#link-address) [role=option]:hover,.panel:has(#link-address) [aria-selected=true]{background:var(--rule)}
.shortcut-list{width:min(36rem,calc(100vw - 2rem));max-height:calc(100vh - 2rem);padding:1.25rem;border:1px solid var(--quiet);border-radius:3px;background:var(--paper);color:var(--ink)}
.shortcut-list::backdrop{background:rgb(0 0 0/.4)}
.shortcut-list h2{margin-top:0}
kbd{white-space:nowrap;padding:.1em .4em;border:1px solid var(--rule);border-radius:3px;font:inherit;font-size:.875rem}
`
