/** What the rooms of the script bring to the text: plugins, and tools for its toolbar. */
import type { EditorView } from 'prosemirror-view'
import { openPinyin, removePinyin } from './pinyin/open'
import { askReading } from './writing/by-hand'
import { type Tool, toolbar } from './writing/toolbar'
import { WORDS } from './writing/words'
import type { Extras } from './writing/writing'

export const extrasOf = (_form: HTMLFormElement): Extras => ({
  plugins: [],
  toolbar: (view) => toolbar(view, [], [{ label: WORDS.pinyin, icon: 'pinyin', tools: PINYIN }]),
  opened() {},
})

const PINYIN: Tool[] = [
  { label: WORDS.pinyinSelection, run: (view) => openPinyin(view, 'selection') },
  { label: WORDS.pinyinDifficult, run: (view) => openPinyin(view, 'difficult') },
  { label: WORDS.pinyinAll, run: (view) => openPinyin(view, 'all') },
  { label: WORDS.pinyinByHand, keys: ['Mod-Alt-p'], run: (view: EditorView) => askReading(view) },
  { label: WORDS.pinyinRemove, run: removePinyin },
]
