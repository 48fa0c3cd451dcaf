/** The toolbar: one stop for Tab, arrows within it (ARIA Authoring Practices, toolbar pattern). */
import type { EditorView } from 'prosemirror-view'
import { element } from '../elements'
import { placeBelow } from '../panel'
import { ACTS, type Act } from './acts'
import { ICONS } from './icons'
import { TABLE_ACTS } from './tables'
import { WORDS } from './words'

/** Something that is no act on the text alone: it opens a panel, or looks up. */
export interface Tool {
  label: string
  icon?: keyof typeof ICONS
  /** Shown with its name; as `Act.keys`. */
  keys?: string[]
  run(view: EditorView): void
}

export interface Toolbar {
  dom: HTMLElement
  /** Shows what is in force where the selection is. */
  update(view: EditorView): void
}

const KINDS = ['paragraph', 'heading2', 'heading3', 'heading4', 'codeBlock'] as const
const MARKS = ['strong', 'em', 'strike', 'code'] as const
const BLOCKS = ['quotation', 'bullets', 'numbers', 'rule', 'footnote'] as const

const isMac = /Mac|iP(?:hone|ad)/.test(navigator.platform)

/** A key as it is written on keyboards. */
export const keyText = (key: string) =>
  key
    .replace(/-$/, '−')
    .split(/-(?=.)/)
    .map((part) =>
      part === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : part.length === 1 ? part.toUpperCase() : part,
    )
    .join('+')

const named = (label: string, keys: string[] = []) =>
  keys[0] ? `${label} (${keyText(keys[0])})` : label

/** The toolbar of a view. `menus` are further groups, each behind one button. */
export function toolbar(
  view: EditorView,
  tools: Tool[],
  menus: readonly { label: string; icon: keyof typeof ICONS; tools: Tool[] }[],
): Toolbar {
  const states: [HTMLButtonElement, Act][] = []
  const act = (name: keyof typeof ACTS & keyof typeof ICONS): HTMLElement => {
    const one: Act = ACTS[name]
    const button = iconButton(name, one.label, one.keys, () => {
      one.run(view.state, view.dispatch, view)
      view.focus()
    })
    if (one.isOn) states.push([button, one])
    return button
  }
  const kinds = kindChoice(view)
  const tables = menu(
    WORDS.table,
    'table',
    [
      { label: WORDS.insertTable, run: () => ACTS.table.run(view.state, view.dispatch, view) },
      ...TABLE_ACTS.map(({ label, run }) => ({
        label,
        run: () => run(view.state, view.dispatch, view),
      })),
    ],
    view,
  )
  const dom = element(
    'div',
    { role: 'toolbar', 'aria-label': WORDS.toolbar, class: 'tools', onkeydown: move },
    act('undo'),
    act('redo'),
    kinds.dom,
    ...MARKS.map(act),
    ...BLOCKS.map(act),
    tables,
    ...menus.map(({ label, icon, tools }) => menu(label, icon, tools, view)),
    ...tools.map(({ label, icon = 'more', keys, run }) =>
      iconButton(icon, label, keys, () => run(view)),
    ),
  )
  oneStop(dom)
  return {
    dom,
    update({ state }) {
      for (const [button, { isOn }] of states) {
        button.setAttribute('aria-pressed', String(isOn?.(state) ?? false))
      }
      kinds.update(state)
    },
  }
}

/** A press must not take the focus, and with it a telephone's keyboard, from the text. */
function iconButton(
  icon: keyof typeof ICONS,
  label: string,
  keys: string[] | undefined,
  press: () => void,
) {
  const button = element('button', {
    type: 'button',
    class: `tool icon-${icon}`,
    title: named(label, keys),
    'aria-label': label,
    onmousedown: (event) => event.preventDefault(),
    onclick: press,
  })
  button.append(drawn(icon))
  return button
}

const SVG = 'http://www.w3.org/2000/svg'

function drawn(icon: keyof typeof ICONS): Element {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', ICONS[icon])
  svg.append(path)
  return svg
}

function kindChoice(view: EditorView) {
  const dom = element('select', {
    'aria-label': WORDS.kind,
    onchange: () => {
      const { run } = ACTS[dom.value as (typeof KINDS)[number]]
      run(view.state, view.dispatch, view)
      view.focus()
    },
  })
  dom.append(...KINDS.map((kind) => element('option', { value: kind }, ACTS[kind].label)))
  const update = (state: EditorView['state']) => {
    dom.value = KINDS.find((kind) => (ACTS[kind] as Act).isOn?.(state)) ?? ''
  }
  return { dom, update }
}

/** A button that shows others (ARIA: a disclosure). */
function menu(
  label: string,
  icon: keyof typeof ICONS,
  tools: Tool[],
  view: EditorView,
): HTMLElement {
  const list = element('div', { class: 'menu', popover: 'auto' })
  list.append(
    ...tools.map(({ label, keys, run }) =>
      element(
        'button',
        {
          type: 'button',
          class: 'item',
          onmousedown: (event) => event.preventDefault(),
          onclick: () => {
            list.hidePopover()
            view.focus()
            run(view)
          },
        },
        named(label, keys),
      ),
    ),
  )
  const button = iconButton(icon, label, [], () => {
    list.togglePopover()
    if (list.matches(':popover-open')) placeBelow(list, button.getBoundingClientRect())
  })
  button.setAttribute('aria-haspopup', 'true')
  return element('span', { class: 'menu-of' }, button, list)
}

const stops = (dom: Element) =>
  [...dom.querySelectorAll<HTMLElement>('.tool, select')].filter((one) => !one.closest('[popover]'))

function oneStop(dom: Element): void {
  stops(dom).forEach((one, i) => {
    one.tabIndex = i === 0 ? 0 : -1
  })
}

/** Arrows, Home and End. A choice keeps the arrows that change it: up and down. */
function move(event: Event): void {
  const { key, currentTarget, target } = event as KeyboardEvent
  const all = stops(currentTarget as Element)
  const at = all.indexOf(target as HTMLElement)
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[key]
  if (at < 0 || next === undefined) return
  event.preventDefault()
  const to = all[(next + all.length) % all.length]
  for (const one of all) one.tabIndex = one === to ? 0 : -1
  to?.focus()
}
