/** The panel that proposes pinyin: beside the text, or below it on a narrow screen. */
export const PINYIN = `
.pinyin{position:fixed;inset-block:auto 0;inset-inline:auto 0;z-index:3;display:flex;flex-direction:column;width:min(100vw,30rem);max-height:min(70vh,44rem);padding:.75rem 1rem;border:1px solid var(--quiet);border-radius:3px 0 0 0;background:var(--paper);overflow-y:auto}
.pinyin h2{margin:0 0 .25rem}
.pinyin h2:focus{outline:0}
.pinyin .facts{margin:.5rem 0 0}
.pinyin li{display:grid;grid-template-columns:auto 1fr;gap:.25rem .25rem;align-items:start}
.pinyin li>.plain{max-width:none;text-align:start;text-decoration:none}
.pinyin li>input{margin-top:.3rem}
.pinyin .readings,.pinyin .remember{grid-column:2;display:flex;flex-wrap:wrap;align-items:center;gap:.35rem .75rem}
.pinyin .reading{display:flex;align-items:center;gap:.35rem;margin:0}
.pinyin select{width:auto;max-width:11rem}
.pinyin .typed{width:6rem}
.pinyin .remember input[type=text]{flex:1 1 6rem;width:6rem}
.pinyin .remember .choice{flex:1 0 100%;min-height:2rem;margin:0}
.pinyin .left .readings{opacity:.45}
.pinyin .buttons{position:sticky;bottom:-.75rem;margin:.75rem 0 -.75rem;padding-block:.5rem .75rem;background:var(--paper)}
@media(max-width:44rem){.pinyin{width:100vw;max-height:55vh;border-radius:0}}
`
