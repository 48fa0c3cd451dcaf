/** The page of an article, and lists of them. */
export const ARTICLES = `
.beside{display:grid;gap:0 2.5rem}
@media(min-width:75rem){.beside{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.preview{position:sticky;top:1rem;align-self:start}}
fieldset.all{min-width:0;margin:0;padding:0;border:0}
fieldset[disabled]{opacity:.75}
main>section:first-child>h2{margin-top:0}
.chosen>li{display:flex;align-items:flex-start;gap:.5rem}
.chosen>li>input{flex:none;margin-top:.3rem}
#title{font:600 1.25rem/1.4 var(--head)}
#body{min-height:24rem;font-size:1.0625rem;line-height:1.8}
.keywords{display:grid;gap:.4rem;grid-template-columns:repeat(auto-fill,minmax(8rem,1fr))}
.part{margin:0 0 1.1rem;padding:0 1rem;border:1px solid var(--rule);border-radius:3px}
.part>summary{font-weight:600}
.thumbnails{display:grid;gap:.75rem;grid-template-columns:repeat(auto-fill,minmax(7rem,1fr));margin-bottom:1rem}
.thumbnails label{display:flex;align-items:flex-start;gap:.25rem;margin:0;font-weight:400}
.thumbnails img{display:block;flex:1;min-width:0;width:0;aspect-ratio:4/3;object-fit:cover}
.preview h2{margin-top:0}
.preview iframe{display:block;width:100%;height:42rem;border:1px solid var(--rule);background:var(--paper)}
.preview:has(.to-phone:checked) iframe{width:390px;max-width:100%;margin-inline:auto}
.widths{display:flex;gap:1.25rem;margin:0 0 .5rem;padding:0;border:0}
.status{padding:0 .5em;border:1px solid currentcolor;border-radius:3px;font-weight:600}
.status.published{color:var(--ink)}
.status.withdrawn{text-decoration:line-through}
.theirs{margin:.35rem 0 0;padding:.5rem .75rem;border-inline-start:3px solid var(--accent);}
.theirs img{max-inline-size:10rem;height:auto}
.verbatim{margin:.25rem 0 0;white-space:pre-wrap}
`
