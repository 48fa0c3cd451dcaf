/** Pictures, small and large. */
export const PICTURES = `
.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,9.5rem),1fr));gap:1.25rem 1rem;margin:1rem 0;padding:0;list-style:none}
.grid p{margin:.15rem 0 0}
.frame{display:flex;align-items:center;justify-content:center;aspect-ratio:4/3;max-width:20rem;background:var(--rule)}
.frame img{display:block;width:100%;height:100%;object-fit:contain}
.grid .name{display:block;margin-top:.35rem}
.lacking{color:var(--accent)}
.find{display:flex;gap:.5rem}
.filters{display:flex;flex-wrap:wrap;gap:.1rem 1.15rem;margin:0 0 1rem;padding:0;list-style:none}
.filters a{display:inline-block;padding-block:.35rem}
.filters [aria-current]{font-weight:600}
.shown{margin:0 0 .5rem}
.shown img{display:block;max-width:100%;max-height:75vh;width:auto;height:auto}
.paste{font-family:ui-monospace,monospace;font-size:.875rem}
`
