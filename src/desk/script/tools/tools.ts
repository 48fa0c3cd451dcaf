/** The writer's tools: count, find and replace, outline, punctuation hints, links, and the list of keys. */
import type { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { isComposing } from '../elements'
import { toolKeys } from '../writing/tool-keys'
import { WORDS as WRITING } from '../writing/words'
import { countLine } from './count-line'
import { findBar, openFind } from './find-bar'
import { finding } from './finding'
import { goTo } from './go-to'
import { isChinese } from './hint'
import { HintList } from './hint-list'
import { hinting, hintsShown, ignore, mend } from './hinting'
import { askLink } from './link-panel'
import { outlineList } from './outline-list'
import { titleHints } from './title-hints'
import { WORDS } from './words'

/** What the toolbar offers. `Mod` is Ctrl, or Cmd on a Mac, where Cmd-H hides the browser. */
export const TOOLS = {
  link: { label: WORDS.link, keys: ['Mod-k'], run: askLink },
  find: { label: WORDS.find, keys: ['Mod-f'], run: (view: EditorView) => openFind(view, false) },
  replace: {
    label: WORDS.findAndReplace,
    keys: ['Mod-h', 'Mod-Shift-h'],
    run: (view: EditorView) => openFind(view, true),
  },
  shortcuts: {
    label: WORDS.shortcuts,
    keys: ['Mod-/'],
    run: listKeys,
  },
} satisfies Record<string, { label: string; keys: string[]; run(view: EditorView): unknown }>

async function listKeys(): Promise<void> {
  const shortcuts = await import('./shortcuts').catch(() => null)
  if (shortcuts) shortcuts.showShortcuts(Object.values(TOOLS))
  else alert(WRITING.cannotLoad)
}

/** The keys hold in the text alone: elsewhere, and in the bar itself, Mod-F is the browser's own. */
const keys = toolKeys(Object.values(TOOLS))

/** Puts the tools around the text of an article's form. To be called once; the plugins serve each view of it. */
export function toolPlugins(form: HTMLFormElement): Plugin[] {
  const named = (name: string) => form.elements.namedItem(name) as HTMLInputElement
  const body = form.elements.namedItem('body') as HTMLTextAreaElement
  const language = named('language')
  const isOn = () => isChinese(language.value.trim() || form.dataset.siteLanguage || '')
  const lookAtTitle = titleHints(named('title'), isOn)
  language.addEventListener('change', lookAtTitle)

  let view: EditorView | null = null
  const hints = new HintList(WORDS.hints, {
    goTo: ({ from, to }) => view && goTo(view, from, to),
    mend: (some) => view && mend(view, some),
    ignore: (hint) => view && ignore(view, hint),
  })
  body.after(hints.dom)
  const counts = countLine(body)
  form.addEventListener('keydown', (event) => {
    const isMod = event.ctrlKey || event.metaKey
    if (event.defaultPrevented || isComposing(event) || !isMod || event.key !== '/') return
    event.preventDefault()
    TOOLS.shortcuts.run()
  })
  return [
    keys,
    finding(),
    outlineList(),
    findBar(),
    hinting(
      isOn,
      (look) => language.addEventListener('change', look),
      (opened) => {
        view = opened
        hints.show(opened ? hintsShown(opened) : [])
      },
    ),
    counts,
  ]
}
