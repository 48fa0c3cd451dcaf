/** The social card in an article's form. */
export const CARD = `
.cards .thumbnails img{aspect-ratio:1200/630}
.cards .hint{margin-bottom:.75rem}
.cards .thumbnails{align-items:start}
.cards .choice:has(img){flex-wrap:wrap}
.cards .choice span{flex-basis:100%}
.card canvas{display:block;width:100%;max-width:37.5rem;height:auto;border:1px solid var(--rule)}
.card select{display:block;max-width:16rem;font-weight:400}
.card label{margin-top:.75rem}
.card .buttons{margin-top:.5rem}
`
