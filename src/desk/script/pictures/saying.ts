/** A line below the text, that says what became of what was put into it or taken from it. */
import { element } from '../elements'

const lines = new WeakMap<Element, HTMLElement>()

/** Says a sentence below an element, in place of the one before; read out where somebody listens. */
export function say(below: Element, sentence: string): void {
  const line = lines.get(below) ?? element('p', { class: 'hint said', role: 'status' })
  lines.set(below, line)
  if (!line.isConnected) below.after(line)
  line.textContent = sentence
}
