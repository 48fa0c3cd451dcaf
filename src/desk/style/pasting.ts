/** Pictures on their way into a text, and what is asked and said of them. */
export const PASTING = `
.arriving{display:inline-block;padding:.5rem 1rem;border:1px dashed var(--quiet)}
.arriving progress{width:10rem;max-width:100%;accent-color:var(--accent)}
.ProseMirror .bringing img{opacity:.5}
.ProseMirror .not-brought{outline:2px dashed var(--accent);outline-offset:2px}
.said{margin:.5rem 0;overflow-wrap:anywhere}
.shows{display:grid;grid-template-columns:6rem 1fr;gap:.25rem 1rem;margin:.75rem 0;padding:.75rem 1rem;border:1px solid var(--quiet);border-radius:3px}
.shows>*{grid-column:2;margin:0}
.shows>img{grid-column:1;grid-row:1/span 4;width:6rem;height:6rem;object-fit:contain;background:var(--rule)}
@media(max-width:44rem){.shows{grid-template-columns:1fr}.shows>*,.shows>img{grid-column:1;grid-row:auto}}
`
