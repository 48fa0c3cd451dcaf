/** The order of sections. */
export const SECTIONS = `
.place{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;margin-top:.35rem}
.place label{margin:0;font-weight:400}
.place input{width:5rem}
.place button{min-width:2.75rem;padding-inline:.5rem}
button[disabled]{opacity:.45;cursor:default}
`
