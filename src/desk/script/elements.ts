/** Elements of the page, made by script: text is text and never markup. */

type Given = Record<string, string | boolean | ((event: Event) => void)>

/**
 * An element with attributes, listeners (`onclick: …`) and children. An attribute that is `false` is left out,
 * one that is `true` is there without a value.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  given: Given = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === 'function') made.addEventListener(key.replace(/^on/, ''), value)
    else if (value !== false) made.setAttribute(key, value === true ? '' : value)
  }
  made.append(...children)
  return made
}

/** Whether a key belongs to what somebody composes: Safari sends 229 for the one that ends it. */
export const isComposing = ({ isComposing, keyCode }: KeyboardEvent) =>
  isComposing || keyCode === 229
