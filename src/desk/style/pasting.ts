/** Pictures on their way into a text, and what is asked and said of them. */
export const PASTING = `
.arriving{display:inline-block;padding:.5rem 1rem;border:1px dashed var(--quiet)}
.arriving progress{width:10rem;max-width:100%;accent-color:var(--accent)}
.ProseMirror :is(.bringing,.not-brought)::after{content:attr(data-address);display:block;max-width:20rem;padding:.25rem .5rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-size:.8125rem;color:var(--quiet)}
.ProseMirror .bringing{border:1px dashed var(--quiet)}
.ProseMirror .not-brought{border:2px dashed var(--accent)}
.said{margin:.5rem 0;overflow-wrap:anywhere}
.shows{display:grid;grid-template-columns:6rem 1fr;gap:.25rem 1rem;margin:.75rem 0;padding:.75rem 1rem;border:1px solid var(--quiet);border-radius:3px}
.shows>*{grid-column:2;margin:0}
.shows>img{grid-column:1;grid-row:1/span 4;width:6rem;height:6rem;object-fit:contain;background:var(--rule)}
@media(max-width:44rem){.shows{grid-template-columns:1fr}.shows>*,.shows>img{grid-column:1;grid-row:auto}}
`
