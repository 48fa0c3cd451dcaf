/** What stands in an order: sections, and the articles of a front. */
export const SECTIONS = `
.places>li{display:grid;gap:0 1rem}
@media(min-width:48rem){.places>li{grid-template-columns:1fr auto;align-items:center}.places .place{grid-area:1/2/span 2;margin:0}}
.place{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;margin-top:.35rem}
.place label{margin:0;font-weight:400}
.place input{width:5rem}
form.place input:not([type=hidden]){width:min(100%,14rem)}
.place button{min-width:2.75rem;padding-inline:.5rem}
.overview section{display:grid;grid-template-columns:1fr auto;align-items:center;gap:0 1rem;padding-block:.6rem;border-bottom:1px solid var(--rule)}
.overview h2,.overview p{margin:0}
.overview p:last-child{grid-area:1/2}
.overview ol{grid-column:1/-1;margin:.25rem 0 0;padding-inline-start:1.5rem}
.front .fields{grid-template-columns:5rem minmax(0,16rem);margin-top:.35rem}
.front .field{margin-bottom:.6rem}
.front .buttons{margin:0 0 .4rem}
.front+.field{margin-top:1.5rem}
button[disabled]{opacity:.45;cursor:default}
`
