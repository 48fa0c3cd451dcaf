/** All keys that do something, in a dialog. */
import { element } from '../elements'
import { ACTS } from '../writing/acts'
import { keyText } from '../writing/toolbar'
import { WORDS } from './words'

export interface Shortcut {
  label: string
  /** As prosemirror-keymap names them; where several do the same, all are told. */
  keys: string[]
}

const ALWAYS: Shortcut[] = [
  { label: WORDS.inTable, keys: ['Tab'] },
  { label: WORDS.inTableBack, keys: ['Shift-Tab'] },
]

/** Shows the keys of the text, and those of further tools. */
export function showShortcuts(tools: Shortcut[]): void {
  const shortcuts = [...Object.values<Shortcut>(ACTS), ...ALWAYS, ...tools]
  const rows = shortcuts.filter(({ keys }) => keys.length > 0).map(rowOf)
  const dialog = element('dialog', { class: 'shortcut-list', 'aria-labelledby': 'shortcuts-title' })
  dialog.append(
    element('h2', { id: 'shortcuts-title' }, WORDS.shortcuts),
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, WORDS.does),
          element('th', { scope: 'col' }, WORDS.key),
        ),
      ),
      element('tbody', {}, ...rows),
    ),
    element(
      'p',
      { class: 'buttons' },
      element('button', { type: 'button', onclick: () => dialog.close() }, WORDS.close),
    ),
  )
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

const rowOf = ({ label, keys }: Shortcut) =>
  element(
    'tr',
    {},
    element('td', {}, label),
    element(
      'td',
      {},
      ...keys.flatMap((key, i) => [i > 0 ? ' ' : '', element('kbd', {}, keyText(key))]),
    ),
  )
