/** The page of an article, and lists of them. */
export const ARTICLES = `
.beside{display:grid;grid-template-columns:minmax(0,1fr);gap:0 2.5rem}
fieldset.all{min-width:0;margin:0;padding:0;border:0}
main>section:first-child>h2{margin-top:0}
.chosen>li{display:flex;align-items:flex-start}
.pick{display:grid;flex:none;place-items:center;width:2.75rem;height:2.75rem;margin:-.35rem 0 0;margin-inline-start:-.8rem}
.pick input{margin:0}
.finder .main{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr) auto;align-items:end;gap:0 .75rem}
.finder .main>:first-child{grid-column:1/-1}
.finder button{margin-bottom:1.1rem}
.finder details{margin:-.6rem 0 1rem}
@media(min-width:48rem){.finder .main{grid-template-columns:2fr 1fr 1fr auto}.finder .main>:first-child{grid-column:auto}}
.reach{z-index:1;margin-block:0 1.1rem;padding-block:.65rem;border-top:1px solid var(--rule);background:var(--paper)}
@media(min-height:28rem){.reach{position:sticky;bottom:0}}
@media(max-width:44rem){.reach{flex-wrap:nowrap;gap:.4rem}.reach button{flex:0 1 auto;padding-inline:.6rem;font-size:.9375rem;line-height:1.25;overflow-wrap:normal}.spare{display:none}.to-preview{flex:none;font-size:.9375rem;padding-block:.7rem}}
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
@media(min-width:75rem){.beside{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}.preview{position:sticky;top:1rem;align-self:start}.preview iframe{height:max(24rem,calc(100vh - 10rem))}.to-preview{display:none}}
.preview:has(.to-phone:checked) iframe{width:390px;max-width:100%;margin-inline:auto}
.widths{display:flex;gap:1.25rem;margin:0 0 .5rem;padding:0;border:0}
.status{padding:0 .5em;border:1px solid currentcolor;border-radius:3px;font-weight:600}
.status.draft{border-style:dashed}
.status.published{color:var(--ink)}
.status.withdrawn{text-decoration:line-through}
.theirs{margin:.35rem 0 0;padding:.5rem .75rem;border-inline-start:3px solid var(--accent);}
.theirs img{max-inline-size:10rem;height:auto}
.verbatim{margin:.25rem 0 0;white-space:pre-wrap}
`
