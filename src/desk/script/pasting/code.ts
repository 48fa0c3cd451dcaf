/** Code: text as it stands. */
import { closeParagraph, type Place } from './paragraphs'

/** Writes code, with the language that it says it is in. */
export function writeCode(child: Element, place: Place): void {
  closeParagraph(place)
  for (const end of child.querySelectorAll('br')) end.replaceWith('\n')
  const text = (child.textContent ?? '').replaceAll('\u00a0', ' ').replace(/^\n|\s+$/g, '')
  if (!text.trim()) return
  const made = place.into.ownerDocument.createElement('pre')
  const names = `${child.className} ${child.querySelector('code')?.className ?? ''}`
  const [, language = null] = /\b(?:lang|language)-([\w+#.-]+)/.exec(names) ?? []
  const params = child.getAttribute('data-lang') ?? language
  if (params) made.setAttribute('data-params', params)
  made.append(text)
  place.into.append(made)
}
