/** What the rooms of the script bring to the text: plugins, and tools for its toolbar. */
import { pasting } from './pasting/pasting'
import { openPinyin, removePinyin } from './pinyin/open'
import { TOOLS, toolPlugins } from './tools/tools'
import { askReading } from './writing/by-hand'
import { askPicture } from './writing/picture-panel'
import { toolKeys } from './writing/tool-keys'
import { type Tool, toolbar } from './writing/toolbar'
import { WORDS } from './writing/words'
import type { Extras } from './writing/writing'

export function extrasOf(form: HTMLFormElement): Extras {
  const shown: Tool[] = [
    { ...TOOLS.link, icon: 'link' },
    { label: WORDS.picture, icon: 'picture', run: askPicture },
    { ...TOOLS.find, icon: 'find' },
    { label: WORDS.copyForWeixin, icon: 'weixin', run: () => copyForWeixin(form) },
    { ...TOOLS.shortcuts, icon: 'shortcuts' },
  ]
  const menus = [{ label: WORDS.pinyin, icon: 'pinyin', tools: PINYIN } as const]
  return {
    plugins: [toolKeys(PINYIN), ...pasting(form), ...toolPlugins(form)],
    toolbar: (view) => toolbar(view, shown, menus),
  }
}

/** Loaded when it is asked for first. */
async function copyForWeixin(form: HTMLFormElement): Promise<void> {
  const copying = await import('./pasting/copying').catch(() => null)
  if (copying) await copying.copyForWeixin(form)
  else alert(WORDS.cannotLoad)
}

const PINYIN: Tool[] = [
  {
    label: WORDS.pinyinSelection,
    keys: ['Mod-Shift-p'],
    run: (view) => openPinyin(view, 'selection'),
  },
  { label: WORDS.pinyinDifficult, run: (view) => openPinyin(view, 'difficult') },
  { label: WORDS.pinyinAll, run: (view) => openPinyin(view, 'all') },
  { label: WORDS.pinyinByHand, keys: ['Mod-Alt-p'], run: askReading },
  { label: WORDS.pinyinRemove, run: removePinyin },
]
