/** The text as it will look, while it is written: as readers get it, in src/reading/style.ts. */
export const WRITING = `
.writing{position:relative}
.field:has(>.turn){position:relative}
.turn{position:absolute;inset-inline-end:0;top:-.7rem;min-height:2.5rem;padding:.25rem 0;border:0;background:none;color:var(--quiet);text-decoration:underline;text-underline-offset:.2em}
.tools{position:sticky;top:0;z-index:1;display:flex;flex-wrap:wrap;align-items:center;gap:.1rem;padding:.2rem;border:1px solid var(--quiet);border-bottom-color:var(--rule);border-radius:3px 3px 0 0;background:var(--paper)}
.tools select{width:auto;max-width:8.5rem;min-height:2.5rem;padding:.25rem;border-color:transparent;font-size:.9375rem}
.tool{display:grid;place-items:center;min-width:2.5rem;min-height:2.5rem;padding:.25rem;border-color:transparent;background:none}
.tool svg{display:block;width:1.35rem;height:1.35rem;fill:none;stroke:currentcolor;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
.icon-strong svg{stroke-width:2.4}
.tool[aria-pressed=true]{border-color:var(--quiet);background:var(--rule)}
.menu,.panel{position:fixed;inset:auto;margin:0;padding:.35rem;border:1px solid var(--quiet);border-radius:3px;background:var(--paper);color:var(--ink);max-width:min(24rem,calc(100vw - 1rem));max-height:calc(100vh - 1rem);overflow-y:auto}
.panel{padding:.75rem 1rem}
.panel .buttons{margin:.75rem 0 0}
.menu .item{display:block;width:100%;min-height:2.5rem;border:0;text-align:start}
.ProseMirror{position:relative;min-height:24rem;padding:.75rem 1rem 2rem;border:1px solid var(--quiet);border-top:0;border-radius:0 0 3px 3px;font-size:1.0625rem;line-height:1.9;white-space:break-spaces;overflow-wrap:anywhere;font-variant-ligatures:none}
.ProseMirror:focus{outline:2px solid var(--accent);outline-offset:-2px}
.ProseMirror>:first-child{margin-top:0}
.ProseMirror p,.ProseMirror ul,.ProseMirror ol,.ProseMirror blockquote,.ProseMirror pre,.ProseMirror table{margin:0 0 1em}
.ProseMirror li>p{margin:0}
.ProseMirror h2,.ProseMirror h3,.ProseMirror h4,.ProseMirror h5,.ProseMirror h6{margin:1.4em 0 .5em}
.ProseMirror blockquote{margin-inline:0;padding-inline-start:1rem;border-inline-start:3px solid var(--rule)}
.ProseMirror pre{padding:.75rem 1rem;background:var(--rule);overflow-x:auto;white-space:pre;line-height:1.5}
.ProseMirror code{font-size:.9em}
.ProseMirror hr{margin:1.5em 0;border:0;border-top:1px solid var(--quiet)}
.ProseMirror td,.ProseMirror th{position:relative;min-width:3rem;padding:.35rem .6rem;border:1px solid var(--rule)}
.ProseMirror .align-center{text-align:center}
.ProseMirror .align-right{text-align:end}
.ProseMirror .selectedCell::after{content:"";position:absolute;inset:0;background:color-mix(in srgb,var(--accent) 18%,transparent);pointer-events:none}
.ProseMirror ruby{ruby-position:over}
.ProseMirror ruby::after{content:attr(data-annotation);display:ruby-text;padding-inline:.15em;font-size:.6em;color:var(--quiet);user-select:none}
.ProseMirror .picture{display:inline-block;max-width:100%;vertical-align:top}
.ProseMirror .picture img{display:block;max-width:100%;max-height:28rem;height:auto}
.ProseMirror .caption{display:block;color:var(--quiet);font-size:.875rem}
.ProseMirror .footnote{display:flex;gap:.5rem;padding-inline-start:.5rem;border-inline-start:3px double var(--rule);font-size:.9375rem}
.ProseMirror .footnote::before{content:attr(data-label) ".";color:var(--quiet)}
.ProseMirror .footnote>*{flex:1;margin:0}
.ProseMirror .raw-html{padding:.1em .3em;border:1px dashed var(--quiet);font-size:.85em;white-space:pre-wrap}
.ProseMirror-selectednode{outline:2px solid var(--accent)}
.ProseMirror-hideselection *::selection{background:transparent}
.ProseMirror-hideselection{caret-color:transparent}
.ProseMirror-gapcursor{display:none;position:absolute;pointer-events:none}
.ProseMirror-gapcursor::after{content:"";display:block;position:absolute;top:-2px;width:1.25rem;border-top:1px solid var(--ink)}
.ProseMirror-focused .ProseMirror-gapcursor{display:block}
.drop{background:var(--accent)}
img.ProseMirror-separator{display:inline!important;border:0!important;margin:0!important;width:0!important;height:0!important}
@media(max-width:44rem){.tools{flex-wrap:nowrap;overflow-x:auto}.tools>*{flex:none}}
`
