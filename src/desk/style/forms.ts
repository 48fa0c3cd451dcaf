/** What is filled in and pressed. */
export const FORMS = `
form{margin:0}
label,legend,.label{display:block;margin-bottom:.25rem;padding:0;font-weight:600}
.hint{margin:.25rem 0 0;color:var(--quiet);font-size:.875rem;font-weight:400}
.field{margin:0 0 1.1rem;padding:0;border:0;min-width:0}
.fields{display:grid;gap:0 1.25rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,15rem),1fr))}
input,select,textarea,button,.button{font:inherit;color:inherit}
input:not([type=checkbox],[type=radio],[type=file],[type=hidden]),select,textarea{width:100%;min-width:0;min-height:2.75rem;padding:.5rem .65rem;border:1px solid var(--quiet);border-radius:3px;background:var(--paper)}
textarea{display:block;min-height:6rem;line-height:1.7;resize:vertical}
input[type=checkbox],input[type=radio]{flex:none;width:1.15rem;height:1.15rem;margin:0 .4rem 0 0;accent-color:var(--accent);vertical-align:-.2em}
input[type=file]{width:100%;min-width:0;min-height:2.75rem;padding-block:.5rem}
[aria-invalid=true]{border-color:var(--accent);border-width:2px}
.fault{margin:.25rem 0 0;color:var(--accent);font-size:.875rem}
.choice{display:flex;align-items:center;min-height:2.5rem;font-weight:400}
button,.button{display:inline-block;flex:none;max-width:100%;min-height:2.75rem;padding:.5rem 1.1rem;border:1px solid var(--quiet);border-radius:3px;background:var(--paper);text-decoration:none;cursor:pointer}
button:hover,.button:hover{border-color:var(--accent);color:var(--accent)}
.first{border-color:var(--accent);background:var(--accent);color:var(--paper)}
.first:hover{background:var(--paper);color:var(--accent)}
.plain{min-height:0;padding:.15rem 0;border:0;background:none;color:inherit;text-decoration:underline;text-decoration-color:var(--rule);text-underline-offset:.2em}
.buttons{display:flex;flex-wrap:wrap;align-items:center;gap:.6rem;margin:1.25rem 0}
.choices{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,13rem),1fr));gap:0 1rem}
.narrow{max-width:26rem}
summary{padding-block:.6rem;cursor:pointer}
summary:hover{color:var(--accent)}
.consent{max-width:38rem}
.asker{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.35rem 1rem;margin:0 0 .75rem;padding:.9rem 1rem;border:1px solid var(--rule);border-radius:3px}
.asker dt{color:var(--quiet);font-size:.875rem;line-height:1.7rem}
.asker dd{margin:0}
.asker strong{font-size:1.0625rem}
.asker+.hint,.asker+.alarm{margin-top:0}
.consent form{margin-top:1.5rem}
.consent legend,.consent .field>label{font-family:var(--head);font-size:1.0625rem}
.consent select{width:auto;min-width:12rem}
@media(max-width:30rem){.asker{grid-template-columns:minmax(0,1fr);gap:0}.asker dd+dt{margin-top:.6rem}.consent .buttons>button{flex:1}}
`
