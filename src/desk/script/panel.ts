/** A small panel at a place of the text, in which something is asked. Escape and a press elsewhere close it. */
import type { EditorView } from 'prosemirror-view'
import { element, isComposing } from './elements'

export interface Panel {
  dom: HTMLElement
  close(): void
}

/** Room to the edges of the window, in pixels. */
const EDGE = 8

/** Puts what is shown below a place of the window; within the window, and above the place where there is more room. */
export function placeBelow(
  dom: HTMLElement,
  { left, top, bottom }: { left: number; top: number; bottom: number },
) {
  const { clientWidth, clientHeight } = document.documentElement
  const isAbove = bottom + dom.offsetHeight + EDGE > clientHeight && top > clientHeight - bottom
  const y = isAbove ? top - dom.offsetHeight - EDGE / 2 : bottom + EDGE / 2
  dom.style.left = `${Math.max(EDGE, Math.min(left, clientWidth - dom.offsetWidth - EDGE))}px`
  dom.style.top = `${Math.max(EDGE, Math.min(y, clientHeight - dom.offsetHeight - EDGE))}px`
}

/**
 * Opens a panel below a position of the document, the focus in its first field. `apply` is what Enter does in a
 * field, where nobody composes. What is typed there is no part of the article.
 */
export function openPanel(
  view: EditorView,
  at: number,
  name: string,
  children: Node[],
  apply: () => void,
): Panel {
  const dom = element('div', {
    class: 'panel',
    popover: 'auto',
    role: 'dialog',
    'aria-label': name,
  })
  dom.append(...children)
  for (const kind of ['input', 'change'])
    dom.addEventListener(kind, (event) => event.stopPropagation())
  dom.addEventListener('keydown', (event) => {
    if (isComposing(event) || event.key !== 'Enter' || !(event.target instanceof HTMLInputElement))
      return
    event.preventDefault()
    apply()
  })
  // Before the browser gives the focus back, which would put the cursor at the text's beginning.
  dom.addEventListener('beforetoggle', ({ newState }) => {
    if (newState === 'closed' && dom.contains(document.activeElement)) view.focus()
  })
  dom.addEventListener('toggle', () => {
    if (!dom.matches(':popover-open')) dom.remove()
  })
  view.dom.parentElement?.append(dom)
  dom.showPopover()
  placeBelow(dom, view.coordsAtPos(at))
  dom.querySelector<HTMLElement>('input')?.focus()
  return {
    dom,
    close: () => dom.hidePopover(),
  }
}
