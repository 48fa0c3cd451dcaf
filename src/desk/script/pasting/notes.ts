/** Footnotes: a link in the text and one at the note that lead to each other, in whatever program. */
import { STYLE } from './inert'

const namesOf = (anchor: Element): string[] =>
  [anchor.getAttribute('name'), anchor.id].filter((name): name is string => Boolean(name))

/** Word: `_ftn1`; endnotes `_edn1`; LibreOffice `sdfootnote1sym`; Google Docs `ftnt1`. */
const NOTE =
  /^_?(?:ftn|edn|ftnt|sdfootnote|sdendnote)(?:t?_?ref)?\d+(?:sym|anc)?$|^_(?:ftn|edn)ref\d+$/

/**
 * Makes references `<sup data-note>` and notes `<aside data-note>`, numbered as they come. A reference whose
 * note was not copied stays as it reads.
 */
export function pairNotes(body: HTMLElement): void {
  const anchors = [...body.querySelectorAll('a[href*="#"]')]
  const byName = new Map(anchors.flatMap((one) => namesOf(one).map((name) => [name, one] as const)))
  let count = 0
  const done = new Set<Element>()
  for (const reference of anchors) {
    const target = reference.getAttribute('href')?.split('#')[1] ?? ''
    const note = NOTE.test(target) ? byName.get(target) : undefined
    const back = note?.getAttribute('href')?.split('#')[1] ?? ''
    if (!note || note === reference || !namesOf(reference).includes(back) || done.has(reference))
      continue
    done.add(note)
    const label = String(++count)
    const held = reference.closest('sup') ?? reference
    const mark = body.ownerDocument.createElement('sup')
    mark.setAttribute('data-note', label)
    held.replaceWith(mark)
    takeNote(note, label)
  }
  for (const rule of body.querySelectorAll(
    `[${STYLE}*="footnote-list" i] > hr, [${STYLE}*="endnote-list" i] > hr`,
  )) {
    rule.remove()
  }
}

/** Of Word and LibreOffice a `div` of its own, else its paragraph. */
function takeNote(anchor: Element, label: string): void {
  const own = anchor.closest('div[id^=ftn], div[id^=edn], div[id^=sdfootnote], div[id^=sdendnote]')
  const block = own ?? anchor.closest('p, li, div')
  const mark = anchor.closest('sup') ?? anchor
  mark.remove()
  if (!block) return
  const note = anchor.ownerDocument.createElement('aside')
  note.setAttribute('data-note', label)
  block.before(note)
  note.append(block)
}
