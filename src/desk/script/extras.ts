/** What the rooms of the script bring to the text: plugins, and tools for its toolbar. */
import type { EditorView } from 'prosemirror-view'
import { TOOLS, toolPlugins } from './tools/tools'
import { askReading } from './writing/by-hand'
import { type Tool, toolbar } from './writing/toolbar'
import { WORDS } from './writing/words'
import type { Extras } from './writing/writing'

export const extrasOf = (form: HTMLFormElement): Extras => ({
  plugins: toolPlugins(form),
  toolbar: (view) => toolbar(view, SHOWN, [{ label: WORDS.pinyin, icon: 'pinyin', tools: PINYIN }]),
  opened() {},
})

const SHOWN: Tool[] = [
  { ...TOOLS.link, icon: 'link' },
  { ...TOOLS.find, icon: 'find' },
  { ...TOOLS.shortcuts, icon: 'shortcuts' },
]

const PINYIN: Tool[] = [
  { label: WORDS.pinyinByHand, keys: ['Mod-Alt-p'], run: (view: EditorView) => askReading(view) },
]
