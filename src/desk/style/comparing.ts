/** Two versions side by side; on a narrow screen, one above the other. */
export const COMPARING_STYLE = `
.comparison table{table-layout:fixed;margin-bottom:1.25rem}
.comparison td{white-space:pre-wrap}
.comparison .fold td{white-space:normal}
.comparison .fold p{margin:.25rem 0;white-space:pre-wrap}
.comparison .same{color:var(--quiet)}
.comparison ins{text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:.2em}
.comparison .side{display:none}
.by-field th:first-child{width:9rem}
.past td:nth-child(-n+2),.past th:nth-child(-n+2){width:4.5rem}
.source{overflow-x:auto;margin:0;padding:.75rem 1rem;border:1px solid var(--rule);font:inherit;white-space:pre-wrap}
@media(max-width:44rem){
.comparison table,.comparison tbody,.comparison tr,.comparison td,.comparison tbody th{display:block}
.comparison tr{padding-block:.6rem;border-bottom:1px solid var(--rule)}
.comparison td,.comparison tbody th{padding:.15rem 0;border:0}
.comparison thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.comparison .side{display:block;color:var(--quiet);font-size:.875rem}
.comparison .same .side,.comparison .same td+td,.comparison .empty{display:none}
}
`
