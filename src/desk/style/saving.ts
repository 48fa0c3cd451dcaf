/** Where what is typed is kept, beside the buttons. */
export const SAVING = `
.reach>.buttons{margin:0}
@media(max-width:44rem){.reach>.buttons{flex-wrap:nowrap;gap:.4rem}}
.saving,.tabs,.offers{margin:0 0 .5rem;font-size:.875rem}
.saving,.tabs{color:var(--quiet)}
.offers{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
`
